"""Events out of reports, worked out anew from every source that tells of them; and what deriving any record shares.

A field that a curator holds keeps its value and what the machine reads waits beside it. The result depends only on the
set of readings and decisions, never on the order in which they came (DESIGN principle 6). `individuals` and
`utterances` do the same for persons and statements.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from events import edtf, holding, past, search
from events.models import Event, EventCountry, EventPerson, Lock, Person, Report
from events.models.record import Record
from events.revision import Write
from events.vocabulary import EventType, Part, Status

_CERTAINTY = (Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.REFUSED, Status.ALLEGED)
"""Of two sources that differ, the one that reports the deed outweighs the one that announces or alleges it."""


def put(record: Record, values: dict[str, Any], write: Write, created: bool = False) -> str:
    """Set columns that differ; save if any did, or if what the public may see did. Returns created, updated or unchanged."""
    differing = [name for name, value in values.items() if getattr(record, name) != value]
    shown = record.shown() and getattr(record, "merged_into_id", None) is None
    if not created and not differing and shown == record.visible:
        return "unchanged"
    if not created:
        past.note(record, write)
    for name in differing:
        setattr(record, name, values[name])
    record.visible = record.shown() and getattr(record, "merged_into_id", None) is None
    record.changed_at = write.at
    if created:
        record.created_at = write.at
    record.save()
    if created:
        past.made(record, write)
    write.changed = True
    return "created" if created else "updated"


def touch(record: Record, write: Write) -> None:
    """Stamp a record of which rows beside its own have changed."""
    record.changed_at = write.at
    type(record)._default_manager.filter(pk=record.pk).update(changed_at=write.at)
    write.changed = True


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
    """Derive an event from its current reports. An event that no source tells any longer is withdrawn, not deleted.

    Returns created, updated, held (the machine reads something else in a field that a curator holds) or unchanged.
    """
    told = record.reports.filter(current=True).select_related("source")
    reports = sorted(told.defer("source__text", "source__search_text", "source__layout"), key=told_order)
    locks = holding.held(record)
    machine = event_reading(record, reports)
    said = {**machine, **{name: lock.value for name, lock in locks.items() if name in machine}}
    if said["mode"] and said["type"] != EventType.CONSULT.value:
        said["mode"] = ""
    values = {name: said[name] for name in ("type", "mode", "title", "status", "date_basis", "place", "summary")}
    values |= {"current": bool(reports), **bounds(said["edtf"]), **_machines_own(reports)}
    values["public_id"] = _address(record, reports, locks)
    outcome = put(record, values, write, created)
    if _take_part(record, said, write):
        touch(record, write)
        outcome = "updated" if outcome == "unchanged" else outcome
    words = _event_words(record, reports)
    if words != record.search_text:
        record.search_text = words
        Event.objects.filter(pk=record.pk).update(search_text=words)
    holding.propose(locks.values(), machine, write)
    differs = any(not holding.alike(name, machine[name], lock.value) for name, lock in locks.items() if name in machine)
    return "held" if outcome == "unchanged" and differs else outcome


def event_reading(record: Event, reports: Sequence[Report]) -> dict[str, Any]:
    """What the sources say of an event, by the names of `faces.FIELDS`. Without any source: what the record says."""
    if not reports:
        plain = ("type", "mode", "title", "status", "edtf", "date_basis", "place", "summary")
        countries = [list(pair) for pair in record.country_parts.order_by("rank").values_list("country", "part")]
        persons = record.person_parts.order_by("rank").values_list("person__public_id", "part")
        own = {name: getattr(record, name) for name in plain}
        return {**own, "countries": countries, "persons": [list(pair) for pair in persons]}
    first = reports[0]
    dated = _best_dated(reports)
    best = min(reports, key=lambda r: (_CERTAINTY.index(Status.of(r.status)), told_order(r)))
    return {
        "type": first.reading["type"],
        "mode": first.reading["mode"] or "",
        "title": best.reading["title"][:300],
        "status": best.status,
        "edtf": dated.edtf if dated else "",
        "date_basis": (dated.reading["date_basis"] or "") if dated else "",
        "place": next((r.reading["place"] for r in reports if r.reading["place"]), ""),
        "summary": "",
        **_participants(reports),
    }


def _machines_own(reports: Sequence[Report]) -> dict[str, Any]:
    """Columns that no curator sets."""
    if not reports:
        return {}
    return {
        "reported": min((r.source.published for r in reports if r.source.published), default=None),
        "confidence": max(float(r.reading.get("confidence", 1.0)) for r in reports),
    }


def _address(record: Event, reports: Sequence[Report], locks: dict[str, Lock]) -> str:
    """The address that a curator has decided on, else that of the report published first."""
    if holding.ADDRESS in locks:
        return str(locks[holding.ADDRESS].value)
    if reports:
        return reports[0].public_id
    if not record.public_id.startswith("~"):
        return record.public_id
    withdrawn = sorted(record.reports.select_related("source"), key=told_order)
    return withdrawn[0].public_id if withdrawn else record.public_id


def _best_dated(reports: Sequence[Report]) -> Report | None:
    """The report whose date is to be believed first: of a deed done before one announced, then the most exact."""

    def rank(report: Report) -> tuple[int, int, tuple[date, str]]:
        open_ended = report.earliest is None or report.latest is None
        width = 100_000 if open_ended else (report.latest - report.earliest).days  # type: ignore[operator]
        return (_CERTAINTY.index(Status.of(report.status)), width, told_order(report))

    return min((r for r in reports if r.edtf), key=rank, default=None)


def _participants(reports: Iterable[Report]) -> dict[str, list[list[str]]]:
    """The states and persons of the reports, in order, a part that is known before one that is not."""
    countries: dict[str, str] = {}
    persons: dict[str, str] = {}
    for report in reports:
        for code, part in report.reading["countries"]:
            _take(countries, code, part)
        if report.reading["persons"]:
            namings = report.source.namings.filter(current=True)
            known = dict(namings.values_list("name", "person__public_id"))
            for name, part in report.reading["persons"]:
                if name in known:
                    _take(persons, known[name], part)
    return {"countries": [list(pair) for pair in countries.items()], "persons": [list(p) for p in persons.items()]}


def _take(parts: dict[str, str], key: str, part: str) -> None:
    if key not in parts or parts[key] == Part.PARTICIPANT.value:
        parts[key] = part


def _take_part(record: Event, said: dict[str, Any], write: Write) -> bool:
    """Make the event's states and persons those that are said. True when any row changed."""
    changed = _match_rows(EventCountry, record, "country_id", [tuple(pair) for pair in said["countries"]], write)
    found = Person.objects.filter(public_id__in=[public_id for public_id, _ in said["persons"]])
    rows = {public_id: (pk, merged) for public_id, pk, merged in found.values_list("public_id", "pk", "merged_into")}
    persons: dict[int, str] = {}
    for public_id, part in said["persons"]:
        if public_id in rows:
            pk, merged = rows[public_id]
            persons.setdefault(holding.keys("person", [public_id])[0] if merged else pk, part)
    return _match_rows(EventPerson, record, "person_id", list(persons.items()), write) or changed


def _match_rows(model: type[Model], record: Event, field: str, wanted: Sequence[tuple[Any, ...]], write: Write) -> bool:
    target = [(key, part, rank) for rank, (key, part) in enumerate(wanted)]
    rows = model._default_manager.filter(event=record)
    if list(rows.order_by("rank").values_list(field, "part", "rank")) == target:
        return False
    past.note(record, write)
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
