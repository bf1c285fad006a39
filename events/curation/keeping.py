"""What an export brings beside the decisions: readings and records that they rest on and that the present sources yield no longer.

And which of what a decision speaks of has left the archive since. Asks the database in as many questions as there are
hundreds of decisions, never one for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from events import deriving, individuals
from events.models import Decision, Event, Naming, Person, Report, Statement, Subject
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
    for some in _some(named):
        # What a curator entered comes with that decision, unless a reader has read it too since.
        yield from _reports(Report.objects.filter(public_id__in=some, lapsed=True).exclude(reading__rule="curator"))
    events = [line for some in _some(named) for line in _events(_chosen(Event, some, entered))]
    taking_part = {public_id for line in events for public_id, _ in line.get("stood", {}).get("persons", ())}
    named = sorted({*named, *taking_part})
    for some in _some(named):
        yield from _persons(_chosen(Person, some, entered))
    for some in _some(named):
        yield from _namings(Naming.objects.filter(lapsed=True, public_id__in=some))
    yield from events
    yield from _statements(named, entered)


def _chosen(model: Any, public_ids: Sequence[str], entered: Any) -> Any:
    return model._default_manager.filter(public_id__in=public_ids).exclude(public_id__in=entered)


def _some(wanted: Sequence[str]) -> Iterator[Sequence[str]]:
    return (wanted[at : at + TOGETHER] for at in range(0, len(wanted), TOGETHER))


def _named() -> set[str]:
    """Every reading and record that decisions with an object speak of: undone ones are read back too."""
    named: set[str] = set()
    decisions = Decision.objects.exclude(standing=Standing.MOOT.value)
    for details in decisions.values_list("details", flat=True).iterator(TOGETHER):
        named |= {*details.get("readings", ()), *details.get("pins", ())}
        named |= {public_id for pinned in details.get("pins", {}).values() for public_id in pinned}
        for field, change in details.get("fields", {}).items():
            for said in (change, change.get("was", {})):
                for value in ("to", "lock", "value", "machine"):
                    named |= _pointed_at(field, said.get(value))
    subjects = Subject.objects.exclude(decision__standing=Standing.MOOT.value)
    return named | set(subjects.values_list("public_id", flat=True))


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
        reports.select_related("source").defer(*deriving.TEXTS).prefetch_related("evidence").order_by("public_id")
    ):
        plain = {name: getattr(report, name) for name in REPORT}
        yield {"kept": "report", "id": report.public_id, "source": report.source.public_id, **plain, **_words(report)}


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
    for person in found:
        if person.pk not in read:
            plain = {name: getattr(person, name) for name in PERSON}
            yield {"kept": "person", "id": person.public_id, "country": person.country_id, **plain}


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
    for event in events.annotate(told=told).exclude((Exists(there) | made) & Q(told=True)).order_by("public_id"):
        line = {"kept": "event", "id": event.public_id, **{name: getattr(event, name) for name in EVENT}}
        if not event.told:
            line["stood"] = deriving.event_reading(event, ())
        yield line


def _statements(named: Sequence[str], entered: Any) -> Iterator[dict[str, Any]]:
    """Statements that are not read any longer, and what they answer, whether anything was decided on that or not."""
    found: dict[str, Statement] = {}
    wanted: Sequence[str] = named
    while wanted:
        fresh: list[Statement] = []
        for some in _some(wanted):
            unread = _chosen(Statement, some, entered).filter(current=False, source__isnull=False)
            fresh += unread.select_related("source").defer(*deriving.TEXTS)
        found |= {statement.public_id: statement for statement in fresh}
        answered = {statement.reading.get("answers") for statement in fresh} - {None}
        wanted = sorted(answered - found.keys())
    for statement in sorted(found.values(), key=lambda statement: statement.public_id):
        source = statement.source.public_id if statement.source else None
        plain = {name: getattr(statement, name) for name in STATEMENT}
        yield {"kept": "statement", "id": statement.public_id, "source": source, **plain}


class There:
    """Which of what some decisions speak of is in the archive, asked once for all of them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.readings = _present((Report, Naming), {r for decision in decisions for r in _readings(decision)})
        self.addresses = {
            kind: _present(models, {a for d in decisions if d.kind == kind for a in _addresses(d)})
            for kind, models in _MODELS.items()
        }

    def gone(self, decision: Decision) -> list[str]:
        """What the decision speaks of that was taken out of the archive with its source since."""
        return sorted(
            (_addresses(decision) - self.addresses.get(decision.kind, set())) | (_readings(decision) - self.readings)
        )


_MODELS: dict[str, tuple[type[Model], ...]] = {
    "event": (Event, Report),
    "person": (Person,),
    "statement": (Statement,),
}
"""Where a record may be found: an event also at the address of any of its reports."""


def _addresses(decision: Decision) -> set[str]:
    return {*decision.details.get("merged", ()), *decision.details.get("fixed", ())}


def _readings(decision: Decision) -> set[str]:
    details = decision.details
    return {*details.get("readings", ()), *(r for pinned in details.get("pins", {}).values() for r in pinned)}


def _present(models: Iterable[type[Model]], wanted: set[str]) -> set[str]:
    found: set[str] = set()
    for some in _some(sorted(wanted)):
        for model in models:
            there = model._default_manager.filter(public_id__in=some).order_by()
            found |= set(there.values_list("public_id", flat=True))
    return found
