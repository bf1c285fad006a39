"""Records out of readings: what Event, Person and Statement say, worked out anew from every source that tells of them.

A field that a curator has locked stays as it is and the difference is counted as held. The result depends only on the set
of readings, never on the order in which they came (DESIGN principle 6).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from events import edtf, identity, search
from events.models import Event, EventCountry, EventPerson, Naming, Person, PersonAlias, Report, Role
from events.models.record import Record
from events.revision import Write
from events.vocabulary import EventType, Part, Status

_CERTAINTY = (Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.REFUSED, Status.ALLEGED)
"""Of two sources that differ, the one that reports the deed outweighs the one that announces or alleges it."""


def put(record: Record, values: dict[str, Any], write: Write, created: bool = False) -> str:
    """Set fields that differ and are not locked; save if any did. Returns created, updated, held or unchanged."""
    differing = [name for name, value in values.items() if getattr(record, name) != value]
    held = [name for name in differing if name.removesuffix("_id") in record.locked]
    changing = [name for name in differing if name not in held]
    for name in changing:
        setattr(record, name, values[name])
    shown = record.shown() and getattr(record, "merged_into_id", None) is None
    if created or changing or shown != record.visible:
        record.visible = shown
        record.changed_at = write.at
        if created:
            record.created_at = write.at
        record.save()
        write.changed = True
        return "created" if created else "updated"
    return "held" if held else "unchanged"


def bounds(text: str) -> dict[str, Any]:
    """The columns that an EDTF string fills: edtf, earliest, latest, sort_day."""
    if not text:
        return {"edtf": "", "earliest": None, "latest": None, "sort_day": None}
    partial = edtf.parse(text)
    return {
        "edtf": partial.edtf,
        "earliest": partial.earliest,
        "latest": partial.latest,
        "sort_day": partial.earliest or partial.latest,
    }


def statement_bounds(text: str, reported: date | None) -> dict[str, Any]:
    """The same for a statement. Without a date of its own it counts on the day it was reported, and shows no day as its own."""
    if text:
        return bounds(text)
    return {"edtf": "", "earliest": reported, "latest": reported, "sort_day": reported}


def told_order(report: Report) -> tuple[date, str]:
    """Reports in the order in which the world could read them; the undated last, ties by identifier."""
    return (report.source.published or date.max, report.public_id)


def event(record: Event, write: Write, created: bool = False) -> str:
    """Derive an event from its current reports. An event that no source tells any longer is withdrawn, not deleted."""
    reports = sorted(record.reports.filter(current=True).select_related("source"), key=told_order)
    if not reports:
        return put(record, {"current": False}, write, created)
    first = reports[0]
    dated = _best_dated(reports)
    best = min(reports, key=lambda r: (_CERTAINTY.index(Status.of(r.status)), told_order(r)))
    values = {
        "current": True,
        "public_id": first.public_id,
        "type": first.reading["type"],
        "mode": first.reading["mode"] or "",
        "title": best.reading["title"][:300],
        "status": best.status,
        **bounds(dated.edtf if dated else ""),
        "date_basis": (dated.reading["date_basis"] or "") if dated else "",
        "reported": min((r.source.published for r in reports if r.source.published), default=None),
        "place": next((r.reading["place"] for r in reports if r.reading["place"]), ""),
        "confidence": max(float(r.reading["confidence"]) for r in reports),
    }
    if "edtf" in record.locked:
        values |= bounds(record.edtf)
    outcome = put(record, values, write, created)
    moved = _take_part(record, reports, write)
    words = _event_words(record, reports)
    if words != record.search_text:
        record.search_text = words
        record.save(update_fields=["search_text"])
    if moved and outcome == "unchanged":
        record.changed_at = write.at
        record.save(update_fields=["changed_at"])
        write.changed = True
        return "updated"
    return outcome


def _best_dated(reports: Sequence[Report]) -> Report | None:
    """The report whose date is to be believed first: of a deed done before one announced, then the most exact."""

    def rank(report: Report) -> tuple[int, int, tuple[date, str]]:
        open_ended = report.earliest is None or report.latest is None
        width = 100_000 if open_ended else (report.latest - report.earliest).days  # type: ignore[operator]
        return (_CERTAINTY.index(Status.of(report.status)), width, told_order(report))

    return min((r for r in reports if r.edtf), key=rank, default=None)


def _take_part(record: Event, reports: Iterable[Report], write: Write) -> bool:
    """Make the event's states and persons those of its reports, in order. True when any row changed."""
    countries: dict[str, str] = {}
    persons: dict[int, str] = {}
    for report in reports:
        for code, part in report.reading["countries"]:
            _take(countries, code, part)
        namings = dict(report.source.namings.filter(current=True).values_list("name", "person_id"))
        for name, part in report.reading["persons"]:
            if name in namings:
                _take(persons, namings[name], part)
    changed = False
    if "countries" not in record.locked:
        changed |= _match_rows(EventCountry, record, "country_id", countries)
    if "persons" not in record.locked:
        changed |= _match_rows(EventPerson, record, "person_id", persons)
    return changed


def _take(parts: dict[Any, str], key: Any, part: str) -> None:
    if key not in parts or parts[key] == Part.PARTICIPANT.value:
        parts[key] = part


def _match_rows(model: type[Model], record: Event, field: str, wanted: dict[Any, str]) -> bool:
    target = [(key, part, rank) for rank, (key, part) in enumerate(wanted.items())]
    rows = model._default_manager.filter(event=record)
    if list(rows.order_by("rank").values_list(field, "part", "rank")) == target:
        return False
    rows.delete()
    model._default_manager.bulk_create(
        model(event=record, part=part, rank=rank, **{field: key}) for key, part, rank in target
    )
    return True


def _event_words(record: Event, reports: Iterable[Report]) -> str:
    """What full text finds an event by: title, the words that told it, place, states, persons."""
    parts = [record.title, record.place, record.summary, EventType.of(record.type).label, record.mode]
    parts += [report.reading["trigger"] for report in reports]
    parts += record.countries.values_list("name", flat=True)
    parts += record.persons.values_list("name", flat=True)
    return search.fold(" . ".join(parts))


def person(record: Person, write: Write, created: bool = False) -> str:
    """Derive a person from every source's current naming: the commonest full form, other forms, state, offices."""
    namings = list(record.namings.filter(current=True).select_related("source"))
    if not namings:
        return put(record, {"current": False}, write, created)
    name = _commonest(n.name for n in namings) or record.name
    surname = _commonest(n.surname for n in namings if n.name == name)
    country = _commonest(n.country_id or "" for n in namings)
    values = {
        "current": True,
        "name": name,
        "sort_name": sort_name(name, surname),
        "key": identity.name_key(name),
        "country_id": country or None,
    }
    if "country" in record.locked:
        values.pop("country_id")
    if "name" in record.locked:
        values.pop("sort_name"), values.pop("key")
    outcome = put(record, values, write, created)
    forms = {form for n in namings for form in (n.name, *n.aliases)} - {record.name}
    known = set(record.aliases.values_list("name", flat=True))
    if forms - known:
        PersonAlias.objects.bulk_create(
            PersonAlias(person=record, name=form, key=identity.name_key(form)) for form in sorted(forms - known)
        )
    _roles(record, namings)
    words = search.fold(" . ".join([record.name, *sorted(forms | known), *(n.title for n in namings)]))
    if words != record.search_text:
        record.search_text = words
        record.save(update_fields=["search_text"])
    return outcome


def sort_name(name: str, surname: str = "") -> str:
    """ "Vladimir Putin" -> "Putin, Vladimir"; a name that opens with its surname ("Hu Jintao") stays as it is."""
    words = name.split()
    if len(words) < 2:
        return name
    family = surname if surname and surname in name else words[-1]
    if name.startswith(family + " "):
        return name
    return f"{family}, {name[: name.rindex(family)].strip()}" if name.endswith(family) else name


def _commonest(values: Iterable[str]) -> str:
    counted = Counter(v for v in values if v)
    return min(counted, key=lambda v: (-counted[v], -len(v), v)) if counted else ""


def _roles(record: Person, namings: Iterable[Naming]) -> None:
    """Offices as the sources give them, with the first and last day on which a source says so; curated ones stay."""
    days: dict[tuple[str, str | None], list[date]] = {}
    for naming in namings:
        if naming.title:
            known = days.setdefault((naming.title, naming.country_id), [])
            if naming.source.published:
                known.append(naming.source.published)
    kept = {(r.title, r.country_id): r for r in record.roles.all()}
    for (title, code), seen in days.items():
        span = {"since": str(min(seen)) if seen else "", "until": str(max(seen)) if seen else ""}
        role = kept.pop((title, code), None)
        if role is None:
            Role.objects.create(person=record, title=title, country_id=code, **span)
        elif not role.curated and (role.since, role.until) != (span["since"], span["until"]):
            Role.objects.filter(pk=role.pk).update(**span)
    Role.objects.filter(pk__in=[r.pk for r in kept.values() if not r.curated]).delete()
