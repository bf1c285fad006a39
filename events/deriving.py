"""Events out of reports, worked out anew from every source that tells of them; and what deriving any record shares.

A field that a curator holds keeps its value and what the machine reads waits beside it. The result depends only on the
set of readings and decisions, never on the order in which they came (DESIGN principle 6). `individuals` and
`utterances` do the same for persons and statements.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from events import edtf, holding, past, search, unread
from events.models import Country, Event, EventCountry, EventPerson, Lock, Naming, Person, Report
from events.models.record import Record
from events.revision import Write
from events.vocabulary import EventType, Part, Status

TEXTS = ("source__text", "source__search_text", "source__layout")
"""What of a source nobody needs here, and is long."""

TOGETHER = 500
"""Sources or persons asked about in one question; a database takes a limited number of parameters."""

_CERTAINTY = (Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.REFUSED, Status.ALLEGED)
"""Of two sources that differ, the one that reports the deed outweighs the one that announces or alleges it."""


def put(record: Record, values: dict[str, Any], write: Write, created: bool = False) -> str:
    """Set columns that differ; save if any did, or if what the public may see did. Returns created, updated or unchanged."""
    differs = setting(record, values, write, created)
    return saved(record, write, created, differs)


def setting(record: Record, values: dict[str, Any], write: Write, created: bool = False) -> bool:
    """Set columns that differ, and whether the public may see the record; True if anything did. `saved` comes next."""
    differing = [name for name, value in values.items() if getattr(record, name) != value]
    before = record.visible
    merged = getattr(record, "merged_into_id", None) is not None
    if not created and not differing and before == (record.shown() and not merged):
        return False
    if not created:
        past.note(record, write)
    for name in differing:
        setattr(record, name, values[name])
    record.visible = record.shown() and not merged
    return True


def saved(
    record: Record, write: Write, created: bool, differs: bool, moved: bool = False, words: str | None = None
) -> str:
    """Write what was set into the database, once. Returns created, updated or unchanged.

    `moved` says that rows beside its own have changed. What it is found by follows by itself: it makes no record another.
    """
    reworded = words is not None and words != record.search_text
    if words is not None:
        record.search_text = words
    if created:
        record.created_at = write.at
    if created or differs or moved:
        record.changed_at = write.at
        write.changed = True
    if created or differs:
        record.save()
    elif moved or reworded:
        columns = {name: getattr(record, name) for name in ("changed_at", "search_text")}
        type(record)._default_manager.filter(pk=record.pk).update(**columns)
    if created:
        past.made(record, write)
        return "created"
    return "updated" if differs or moved else "unchanged"


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


class Around:
    """What deriving events asks of the database, asked once for all of them: the reports of each, its rows of states and persons,
    and whom their sources' names stand for."""

    def __init__(self, records: Iterable[Event]) -> None:
        records = list(records)
        keys = [record.pk for record in records]
        told = Report.objects.filter(event__in=keys, current=True).select_related("source").defer(*TEXTS)
        self.reports: dict[int, list[Report]] = {key: [] for key in keys}
        for report in sorted(told, key=told_order):
            self.reports[report.event_id].append(report)
        self.rows: dict[type[Model], dict[int, list[tuple[Any, str, int]]]] = {
            EventCountry: _rows(EventCountry, "country_id", keys),
            EventPerson: _rows(EventPerson, "person_id", keys),
        }
        naming = {r.source_id for of_one in self.reports.values() for r in of_one if r.reading["persons"]}
        self.named = named(naming)
        self.states = dict(Country.objects.values_list("code", "name").order_by())
        self.people: dict[str, Person] = {}
        self.persons(person for of_source in self.named.values() for person in of_source.values())
        self.adding: dict[type[Model], list[Model]] = {model: [] for model in self.rows}
        self.last = unread.known(Event, [r.pk for r in records if not r.current or not self._own(r)])

    def _own(self, record: Event) -> bool:
        """Whether it is told by a report of its own, and not only by those of what was merged into it."""
        return any(report.home_id in (None, record.pk) for report in self.reports[record.pk])

    def machine(self, record: Event, locks: dict[str, Lock]) -> dict[str, Any]:
        """What the sources say of an event, or last said."""
        reports = self.reports[record.pk]
        if not reports and record.pk in self.last:
            return self.last[record.pk]
        said = event_reading(record, reports, self.named)
        return said if reports else unread.last(said, locks)

    def keep_last(self, record: Event, said: dict[str, Any]) -> None:
        """Before the event changes: what it last said is kept from when nothing tells it any longer until something does again."""
        if record.pk in self.last:
            if self._own(record):
                unread.forget(record)
        elif record.current and not self.reports[record.pk] and record.merged_into_id is None:
            unread.remember(record, said)

    def store(self) -> None:
        """Write the rows that are new."""
        for model, rows in self.adding.items():
            model._default_manager.bulk_create(rows)

    def persons(self, public_ids: Iterable[str]) -> dict[str, Person]:
        """Persons by their identifiers, each the one that it has become; unknown ones are left out."""
        public_ids = list(public_ids)
        wanted = [public_id for public_id in public_ids if public_id not in self.people]
        if wanted:
            columns = ("public_id", "name", "sort_name", "merged_into")
            for at in range(0, len(wanted), TOGETHER):
                found = Person.objects.filter(public_id__in=wanted[at : at + TOGETHER]).only(*columns)
                self.people |= {person.public_id: holding.root(person) for person in found}
        return {public_id: self.people[public_id] for public_id in public_ids if public_id in self.people}


def _rows(model: type[Model], field: str, keys: list[int]) -> dict[int, list[tuple[Any, str, int]]]:
    found: dict[int, list[tuple[Any, str, int]]] = {}
    rows = model._default_manager.filter(event__in=keys).order_by("event", "rank")
    for event, *row in rows.values_list("event", field, "part", "rank"):
        found.setdefault(event, []).append(tuple(row))  # type: ignore[arg-type]
    return found


def named(sources: Iterable[int]) -> dict[int, dict[str, str]]:
    """Source -> a name as it gives it -> the identifier of the person it stands for."""
    found: dict[int, dict[str, str]] = {source: {} for source in sources}
    wanted = list(found)
    for at in range(0, len(wanted), TOGETHER):
        rows = Naming.objects.filter(source__in=wanted[at : at + TOGETHER], current=True).order_by()
        for source, name, person in rows.values_list("source", "name", "person__public_id"):
            found[source][name] = person
    return found


def events(records: Iterable[Event], write: Write) -> Counter[str]:
    """Derive some events. How many came to each outcome."""
    records = list(records)
    around = Around(records)
    outcomes = Counter(_event(record, write, _bare(record, write), around) for record in records)
    around.store()
    return outcomes


def event(record: Event, write: Write) -> str:
    """Derive an event from its current reports. An event that no source tells any longer is withdrawn, not deleted: it says
    what it last said.

    Returns created, updated, held (the machine reads something else in a field that a curator holds) or unchanged.
    """
    around = Around([record])
    outcome = _event(record, write, _bare(record, write), around)
    around.store()
    return outcome


def _bare(record: Event, write: Write) -> bool:
    """Whether it was made in this write, for a report to live under, and says nothing yet."""
    return ("event", record.pk) in write.made and record.title == ""


def _event(record: Event, write: Write, created: bool, around: Around) -> str:
    reports = around.reports[record.pk]
    locks = holding.held(record)
    machine = around.machine(record, locks)
    if not created:
        around.keep_last(record, machine)
    said = {**machine, **{name: lock.value for name, lock in locks.items() if name in machine}}
    if said["mode"] and said["type"] != EventType.CONSULT.value:
        said["mode"] = ""
    values = {name: said[name] for name in ("type", "mode", "title", "status", "date_basis", "place", "summary")}
    values |= {"current": bool(reports), **bounds(said["edtf"]), **_machines_own(reports)}
    values["public_id"] = _address(record, reports, locks)
    differs = setting(record, values, write, created)
    moved = _take_part(record, said, around, write)
    outcome = saved(record, write, created, differs, moved, _event_words(record, reports, around))
    holding.propose(record, locks.values(), machine, write)
    differs = any(not holding.alike(name, machine[name], lock.value) for name, lock in locks.items() if name in machine)
    return "held" if outcome == "unchanged" and differs else outcome


def event_reading(
    record: Event, reports: Sequence[Report], known: dict[int, dict[str, str]] | None = None
) -> dict[str, Any]:
    """What the sources say of an event, by the names of `faces.FIELDS`. Without any source: what the record says.

    `reports` are in the order of telling. What a curator has approved keeps its title while a source that joins it later is no
    more certain of the deed. `known` is what `named` gives for their sources.
    """
    if not reports:
        plain = ("type", "mode", "title", "status", "edtf", "date_basis", "place", "summary")
        countries = [list(pair) for pair in record.country_parts.order_by("rank").values_list("country", "part")]
        persons = record.person_parts.order_by("rank").values_list("person__public_id", "part")
        own = {name: getattr(record, name) for name in plain}
        return {**own, "countries": countries, "persons": [list(pair) for pair in persons]}
    known = named({r.source_id for r in reports}) if known is None else known
    reports = sorted(
        reports, key=lambda r: not r.pinned
    )  # what a curator looked at comes before what has joined it since
    first = reports[0]
    dated = _best_dated(reports)
    best = min(reports, key=lambda r: _CERTAINTY.index(Status.of(r.status)))
    return {
        "type": first.reading["type"],
        "mode": first.reading["mode"] or "",
        "title": best.reading["title"][:300],
        "status": best.status,
        "edtf": dated.edtf if dated else "",
        "date_basis": (dated.reading["date_basis"] or "") if dated else "",
        "place": next((r.reading["place"] for r in reports if r.reading["place"]), ""),
        "summary": "",
        **_participants(reports, known),
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
    """The report whose date is to be believed first: of a deed done before one announced, then the most exact, then the first."""

    def rank(report: Report) -> tuple[int, int]:
        open_ended = report.earliest is None or report.latest is None
        width = 100_000 if open_ended else (report.latest - report.earliest).days  # type: ignore[operator]
        return (_CERTAINTY.index(Status.of(report.status)), width)

    return min((r for r in reports if r.edtf), key=rank, default=None)


def _participants(reports: Iterable[Report], known: dict[int, dict[str, str]]) -> dict[str, list[list[str]]]:
    """The states and persons of the reports, in order, a part that is known before one that is not."""
    countries: dict[str, str] = {}
    persons: dict[str, str] = {}
    for report in reports:
        for code, part in report.reading["countries"]:
            _take(countries, code, part)
        for name, part in report.reading["persons"]:
            if name in known[report.source_id]:
                _take(persons, known[report.source_id][name], part)
    return {"countries": [list(pair) for pair in countries.items()], "persons": [list(p) for p in persons.items()]}


def _take(parts: dict[str, str], key: str, part: str) -> None:
    if key not in parts or parts[key] == Part.PARTICIPANT.value:
        parts[key] = part


def _take_part(record: Event, said: dict[str, Any], around: Around, write: Write) -> bool:
    """Make the event's states and persons those that are said. True when any row changed."""
    countries = [(code, part) for code, part in said["countries"]]
    changed = _match_rows(EventCountry, record, "country_id", countries, around, write)
    found = around.persons([public_id for public_id, _ in said["persons"]])
    persons: dict[int, str] = {}
    for public_id, part in said["persons"]:
        if public_id in found:
            persons.setdefault(found[public_id].pk, part)
    return _match_rows(EventPerson, record, "person_id", list(persons.items()), around, write) or changed


def _match_rows(
    model: type[Model],
    record: Event,
    field: str,
    wanted: Sequence[tuple[Any, str]],
    around: Around,
    write: Write,
) -> bool:
    target = [(key, part, rank) for rank, (key, part) in enumerate(wanted)]
    present = around.rows[model].get(record.pk, [])
    if present == target:
        return False
    past.note(record, write)
    if present:
        model._default_manager.filter(event=record).delete()
    around.rows[model][record.pk] = target
    around.adding[model] += [model(event=record, part=part, rank=rank, **{field: key}) for key, part, rank in target]
    return True


def _event_words(record: Event, reports: Iterable[Report], around: Around) -> str:
    """What full text finds an event by: title, the words that told it, place, states, persons."""
    parts = [record.title, record.place, record.summary, EventType.of(record.type).label, record.mode]
    parts += [report.reading["trigger"] for report in reports]
    parts += sorted(around.states[code] for code, _, _ in around.rows[EventCountry].get(record.pk, ()))
    persons = {person.pk: person for person in around.people.values()}
    taking = [persons[key] for key, _, _ in around.rows[EventPerson].get(record.pk, ())]
    parts += [person.name for person in sorted(taking, key=lambda person: (person.sort_name, person.pk))]
    return search.fold(" . ".join(parts))
