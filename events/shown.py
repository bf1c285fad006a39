"""What lists show of records: plain values in a few questions, however many records there are. May import models and `prepared`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from events import listing
from events.addresses import of_record
from events.models import Country, EventLine, Person, Role, Source, Statement
from events.prepared import Prepared


class Told(NamedTuple):
    """One source's telling of an event, as a row shows it; `published` is ISO text."""

    start: int
    end: int
    trigger: str
    source: str
    title: str
    publisher: str
    published: str | None


class EventRow(NamedTuple):
    """What a list shows of an event, as `lines` has it told: days are ISO text, `states` those that took part, in order.

    `reports` are the first of its sources; `sources` is how many there are.
    """

    pk: int
    public_id: str
    type: str
    mode: str
    status: str
    title: str
    edtf: str
    earliest: str | None
    latest: str | None
    sort_day: str | None
    date_basis: str
    place: str
    review: str
    states: list[Country]
    sources: int
    reports: list[Told]


_LINES = Prepared(lambda keys: EventLine.objects.filter(event__in=keys).values_list("event", "told").order_by())


def events(keys: Sequence[int | str]) -> list[EventRow]:
    """These events in this order, by one question however many they are; what is gone meanwhile is left out."""
    if not keys:
        return []
    known = listing.states()
    found: dict[int | str, EventRow] = {}
    for key, line in _LINES.rows(keys):
        *plain, codes, sources, reports = json.loads(line)
        states, first = [known[code] for code in codes], [Told(*told) for told in reports]
        found[key] = EventRow._make((key, *plain, states, sources, first))
    return [found[key] for key in keys if key in found]


class PersonRow(NamedTuple):
    """What a list shows of a person; `offices` are the first two."""

    pk: int
    public_id: str
    sort_name: str
    country: Country | None
    review: str
    offices: list[str]


_OFFICES = Prepared(lambda keys: Role.objects.filter(person_id__in=keys).values_list("person", "title"))
_PEOPLE = Prepared(
    lambda keys: (
        Person.objects.filter(pk__in=keys).order_by().values_list("pk", "public_id", "sort_name", "country", "review")
    )
)


def people(keys: Sequence[int | str]) -> list[PersonRow]:
    known = listing.states()
    offices: dict[int, list[str]] = {}
    for person, title in _OFFICES.rows(keys):
        offices.setdefault(person, []).append(title)
    found = {
        pk: PersonRow(pk, public_id, name, known[code] if code else None, review, offices.get(pk, [])[:2])
        for pk, public_id, name, code, review in _PEOPLE.rows(keys)
    }
    return [found[key] for key in keys if key in found]  # type: ignore[index]


class SourceRow(NamedTuple):
    """What a list shows of a source."""

    pk: int
    public_id: str
    title: str
    path: str
    language: str
    published: date | None
    place: str
    publisher: str


_SOURCES = Prepared(lambda keys: Source.objects.filter(pk__in=keys).values_list(*SourceRow._fields).order_by())


def sources(keys: Sequence[int | str]) -> list[SourceRow]:
    found = {row[0]: SourceRow(*row) for row in _SOURCES.rows(keys)}
    return [found[key] for key in keys if key in found]  # type: ignore[index]


class Named(NamedTuple):
    """A person as a link."""

    public_id: str
    name: str

    def get_absolute_url(self) -> str:
        return of_record("person", self.public_id)


class Read(NamedTuple):
    """A source as a link."""

    public_id: str
    title: str

    def get_absolute_url(self) -> str:
        return of_record("source", self.public_id)


@dataclass(slots=True)
class StatementRow:
    """What a list, or a page about something else, shows of a statement: itself, what it answers, and who answers it."""

    pk: int
    public_id: str
    text: str
    start: int | None
    end: int | None
    cue: str
    edtf: str
    earliest: date | None
    latest: date | None
    reported: date | None
    response: str
    visible: bool
    kind: str
    review: str
    speaker_org: str
    speaker_person: Named | None
    speaker_country: Country | None
    source: Read | None
    answered: int | None
    """The key of the statement that it answers."""
    responds_to: "StatementRow | None" = None
    answers: "list[StatementRow]" = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return of_record("statement", self.public_id)


_SAID = (
    *(
        "pk",
        "public_id",
        "text",
        "start",
        "end",
        "cue",
        "edtf",
        "earliest",
        "latest",
        "reported",
        "response",
        "visible",
    ),
    *("kind", "review", "speaker_org", "speaker_person__public_id", "speaker_person__name", "speaker_country"),
    *("source__public_id", "source__title", "responds_to"),
)


AS_SAID = ("sort_day", "source", "start", "pk")


_STATEMENTS = Prepared(lambda keys: Statement.objects.filter(pk__in=keys).values_list(*_SAID).order_by())
_OF_EVENTS = Prepared(
    lambda keys: Statement.objects.public().filter(event__in=keys).values_list(*_SAID).order_by(*AS_SAID)
)
_SIDES = Prepared(
    lambda keys, answered: (
        Statement.objects.filter(Q(responds_to__in=keys, visible=True) | Q(pk__in=answered))
        .values_list(*_SAID)
        .order_by(*AS_SAID)
    ),
    lists=2,
)


def _said(found: Iterable[tuple[Any, ...]]) -> dict[int, StatementRow]:
    known = listing.states()
    rows = {}
    for *plain, person, name, code, source, title, answered in found:
        speaker = Named(person, name) if person else None
        read = Read(source, title) if source else None
        rows[plain[0]] = StatementRow(*plain, speaker, known[code] if code else None, read, answered)  # type: ignore[call-arg]
    return rows


def statements(keys: Iterable[int | str]) -> list[StatementRow]:
    """These statements in this order, each with both sides of its thread; by two questions, however many they are."""
    keys = list(keys)
    found = _said(_STATEMENTS.rows(keys)) if keys else {}
    _threaded(found)
    return [found[key] for key in keys if key in found]  # type: ignore[index]


def statements_of(event: int) -> list[StatementRow]:
    """Likewise what was said of an event, as it was said."""
    found = _said(_OF_EVENTS.rows([event]))
    _threaded(found)
    return list(found.values())


def _threaded(found: dict[int, StatementRow]) -> None:
    """Give each statement what it answers and who answers it."""
    if not found:
        return
    answered = {row.answered for row in found.values() if row.answered}
    others = _said(_SIDES.rows(found, answered))
    for row in found.values():
        row.responds_to = others.get(row.answered) if row.answered else None
    for other in others.values():
        if other.visible and other.answered in found:
            found[other.answered].answers.append(other)
