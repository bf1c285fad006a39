"""What an export brings beside the decisions: readings and records that they rest on and that the present sources yield no longer.

Asks the database in as many questions as there are hundreds of decisions, never one for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from events import deriving, holding, identity, individuals, unread
from events.models import Decision, Event, LastReading, Naming, Person, Report, Statement, Subject
from events.vocabulary import Standing, Verb

REPORT = ("start", "end", "edtf", "status", "cluster", "reading")
NAMING = ("name", "key", "title", "surname", "aliases")
STATEMENT = ("text", "start", "end", "kind", "cue", "cue_start", "cue_end", "reading")
PERSON = ("name", "sort_name", "key")
EVENT = ("type", "mode", "status")
"""Columns of what is kept, by name."""

TOGETHER = 500
"""Identifiers asked for in one question; a database takes a limited number of parameters."""


def kept() -> Iterator[dict[str, Any]]:
    """Readings and records that are in the archive for the sake of decisions alone, kind by kind, by identifier."""
    named = sorted(_named())
    entered = Decision.objects.filter(verb=Verb.ADD.value).values("record")
    for some in batches(named):
        # What a curator entered comes with that decision, unless a reader has read it too since.
        yield from _reports(Report.objects.filter(public_id__in=some, lapsed=True).exclude(reading__rule="curator"))
    events = [line for some in batches(named) for line in _events(_chosen(Event, some, entered))]
    taking_part = {public_id for line in events for public_id, _ in line.get("stood", {}).get("persons", ())}
    named = sorted({*named, *taking_part})
    for some in batches(named):
        yield from _persons(_chosen(Person, some, entered))
    for some in batches(named):
        yield from _namings(Naming.objects.filter(lapsed=True, public_id__in=some))
    yield from events
    yield from _statements(named, entered)


def _chosen(model: Any, public_ids: Sequence[str], entered: Any) -> Any:
    return model._default_manager.filter(public_id__in=public_ids).exclude(public_id__in=entered)


def batches(wanted: Sequence[str]) -> Iterator[Sequence[str]]:
    return (wanted[at : at + TOGETHER] for at in range(0, len(wanted), TOGETHER))


def _named() -> set[str]:
    """Every reading and record that decisions with an object speak of: undone ones are read back too."""
    named: set[str] = set()
    decisions = Decision.objects.exclude(standing=Standing.MOOT.value)
    for details in decisions.values_list("details", flat=True).iterator(TOGETHER):
        named |= spoken_of(details)
    subjects = Subject.objects.exclude(decision__standing=Standing.MOOT.value)
    return named | set(subjects.values_list("public_id", flat=True))


def spoken_of(details: dict[str, Any]) -> set[str]:
    """The readings that a decision places, the events that it places them in, and the records that its values name."""
    named = {*details.get("readings", ()), *details.get("pins", ())}
    named |= {public_id for pinned in details.get("pins", {}).values() for public_id in pinned}
    for field, change in details.get("fields", {}).items():
        for said in (change, change.get("was", {})):
            for value in ("to", "lock", "value", "machine"):
                named |= _pointed_at(field, said.get(value))
    return named


def _pointed_at(field: str, value: Any) -> set[str]:
    """The records that a value of a field names: whoever is held as a speaker is to be found again, read or not."""
    if not value:
        return set()
    if field == "persons":
        return {public_id for public_id, _ in value}
    if field == "about_persons":
        return set(value)
    if field == "speaker":
        return {value["person"]} - {None}
    return {value} if field in {"event", "responds_to"} else set()


def _reports(reports: QuerySet[Report]) -> Iterator[dict[str, Any]]:
    for report in (
        reports.select_related("source", "event")
        .defer(*deriving.TEXTS)
        .prefetch_related("evidence")
        .order_by("public_id")
    ):
        plain = {name: getattr(report, name) for name in REPORT}
        line = {"kept": "report", "id": report.public_id, "source": report.source.public_id, **plain, **_words(report)}
        if not report.current and report.event.public_id != report.public_id:
            line["under"] = report.event.public_id  # it told no more when it was last read
        yield line


def _namings(namings: QuerySet[Naming]) -> Iterator[dict[str, Any]]:
    for naming in (
        namings.select_related("source").defer(*deriving.TEXTS).prefetch_related("evidence").order_by("public_id")
    ):
        plain = {name: getattr(naming, name) for name in NAMING}
        about = {"id": naming.public_id, "source": naming.source.public_id, "country": naming.country_id}
        yield {"kept": "naming", **about, **plain, **_words(naming)}


def _words(reading: Report | Naming) -> dict[str, Any]:
    return {"words": sorted([words.start, words.end] for words in reading.evidence.all())}


def _persons(persons: QuerySet[Person]) -> Iterator[dict[str, Any]]:
    """Persons whom no present reading yields by itself, nor a split, as the archive has them."""
    found = list(persons.order_by("public_id"))
    read = _read_as(found)
    last = unread.known(Person, [person.pk for person in found if person.pk not in read])
    for person in found:
        if person.pk not in read:
            own = {"name": person.name, "sort_name": person.sort_name, "country": person.country_id}
            said = last.get(person.pk) or unread.last(own, holding.held(person))
            yield {"kept": "person", "id": person.public_id, "key": identity.name_key(said["name"])[:200], **said}


def _read_as(persons: Iterable[Person]) -> set[int]:
    """Those of some persons that a present reading yields. Namings of others may be there by a merge."""
    wanted = {person.public_id: person.pk for person in persons}
    ends = {key: key for key in wanted.values()}
    while further := dict(
        Person.objects.filter(pk__in=set(ends.values()), merged_into__isnull=False).values_list("pk", "merged_into")
    ):
        ends = {key: further.get(end) or end for key, end in ends.items()}
    of = {(end, key) for key, end in ends.items()}
    namings = Naming.objects.filter(person__in=set(ends.values()), current=True).select_related("source")
    read: set[int] = set()
    columns = ("person", "home", "key", "title", "country", "source__public_id")
    for naming in namings.only(*columns).order_by().iterator(TOGETHER):
        own = wanted.get(individuals.home_id(naming))
        read |= {key for key in (own, naming.home_id) if (naming.person_id, key) in of}  # type: ignore[misc]
    return read


def _events(events: QuerySet[Event]) -> Iterator[dict[str, Any]]:
    """Events whose own report went with its source, while another's or a merge keeps them: the address, and no words. And those
    that no report tells any longer: how they stand, since no source says so."""
    there = Report.objects.filter(public_id=OuterRef("public_id"))
    told = Exists(Report.objects.filter(Q(event=OuterRef("pk")) | Q(home=OuterRef("pk")), current=True))
    split_off = Decision.objects.filter(kind="event", verb=Verb.SPLIT.value).annotate(made=KT("details__made"))
    split_off = split_off.filter(made=OuterRef("public_id"))
    made = Exists(split_off) & Exists(Report.objects.filter(home=OuterRef("pk")))
    events = events.annotate(told=told, stood=Exists(LastReading.objects.filter(event=OuterRef("pk"))))
    found = list(events.exclude((Exists(there) | made) & Q(told=True, stood=False)).order_by("public_id"))
    last = unread.known(Event, [event.pk for event in found if event.stood])
    for event in found:
        line = {"kept": "event", "id": event.public_id, **{name: getattr(event, name) for name in EVENT}}
        if event.stood:
            line["stood"] = last[event.pk]
        elif not event.told:
            line["stood"] = unread.last(deriving.event_reading(event, ()), holding.held(event))
        yield line


def _statements(named: Sequence[str], entered: Any) -> Iterator[dict[str, Any]]:
    """Statements that are not read any longer, and what they answer, whether anything was decided on that or not."""
    found: dict[str, Statement] = {}
    wanted: Sequence[str] = named
    while wanted:
        fresh: list[Statement] = []
        for some in batches(wanted):
            unread = _chosen(Statement, some, entered).filter(current=False, source__isnull=False)
            fresh += unread.select_related("source").defer(*deriving.TEXTS)
        found |= {statement.public_id: statement for statement in fresh}
        answered = {statement.reading.get("answers") for statement in fresh} - {None}
        wanted = sorted(answered - found.keys())
    for statement in sorted(found.values(), key=lambda statement: statement.public_id):
        source = statement.source.public_id if statement.source else None
        plain = {name: getattr(statement, name) for name in STATEMENT}
        yield {"kept": "statement", "id": statement.public_id, "source": source, **plain}
