"""One box over everything: events, people, states, statements and sources, with excerpts; names forgive a slip of the pen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events import appellations, facets, identity, likeness, presentation, search
from events.addresses import Address
from events.criteria import Criteria, Kind
from events.folding import Run
from events.models import Country, Event, Person, Report, Role, Source, Statement

ALIKE_PEOPLE = "alike"
"""The kind of group that holds people whose names are only like the words."""

HITS = 6
"""Hits of a kind shown before the link to its list."""

SUGGESTED = 5
"""States, and persons, offered while somebody types."""


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str = ""
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Group:
    kind: str
    title: str
    total: int
    hits: tuple[Hit, ...]
    more: str


def everywhere(q: str) -> list[Group]:
    """Groups with at least one hit. ValueError (from the query grammar) when there is nothing to look for."""
    search.parse(q)
    people, *others = (_people(q), _countries(q), _events(q), _statements(q), _sources(q))
    # Names that are only alike come after whatever holds the very words.
    groups = [people, *others] if people.kind == Kind.PEOPLE.value else [*others, people]
    return [group for group in groups if group.hits]


def _found(rows: Any, q: str, kind: Kind, title: str, hits: Callable[[Sequence[Any], str], list[Hit]]) -> Group:
    """The best hits among records of a kind; `rows` fetches those with the keys that were found."""
    total, keys = facets.page(Criteria(kind=kind, q=q, sort="relevance", size=HITS))
    found = {record.pk: record for record in rows.filter(pk__in=keys)} if keys else {}
    shown = tuple(hits([found[key] for key in keys if key in found], q)) if found else ()
    return Group(kind.value, title, total, shown, Address.to(kind.value, q=q, sort="relevance").set())


def _runs(text: str, q: str, width: int = 220) -> tuple[Run, ...]:
    return tuple(search.highlight(text, q, width)) if q else ()


def _event_hits(events: Sequence[Event], q: str) -> list[Hit]:
    reports = Report.objects.filter(event__in=[event.pk for event in events], current=True).order_by("-pk")
    words = dict(reports.values_list("event", "reading__trigger"))
    return [
        Hit(event.title, event.get_absolute_url(), presentation.when(event.edtf), _runs(words.get(event.pk) or "", q))
        for event in events
    ]


def _statement_hits(statements: Sequence[Statement], q: str) -> list[Hit]:
    def who(said: Statement) -> str:
        speaker = said.speaker_person.name if said.speaker_person else said.speaker_org
        return speaker or (presentation.country_name(said.speaker_country) if said.speaker_country else "")

    return [
        Hit(who(said), said.get_absolute_url(), presentation.day(said.reported), _runs(said.text, q))
        for said in statements
    ]


def _source_hits(sources: Sequence[Source], q: str) -> list[Hit]:
    return [
        Hit(
            source.title or source.path,
            source.get_absolute_url(),
            presentation.day(source.published),
            _runs(source.text[_body(source) :], q),
        )
        for source in sources
    ]


def _body(source: Source) -> int:
    """Where the article begins, after what stands above it: front matter, title, day, publisher's furniture."""
    paragraphs = source.layout.get("paragraphs")
    return int(paragraphs[0][0]) if paragraphs else 0


def _person_hits(persons: Sequence[Person], q: str) -> list[Hit]:
    offices = _offices(persons)
    return [Hit(person.name, person.get_absolute_url(), offices.get(person.pk, "")) for person in persons]


def _events(q: str) -> Group:
    return _found(Event.objects.public(), q, Kind.EVENTS, _("Events"), _event_hits)


def _statements(q: str) -> Group:
    rows = Statement.objects.public().select_related("speaker_person", "speaker_country")
    return _found(rows, q, Kind.STATEMENTS, _("Statements"), _statement_hits)


def _sources(q: str) -> Group:
    return _found(Source.objects.public().defer("search_text"), q, Kind.SOURCES, _("Sources"), _source_hits)


def _people(q: str) -> Group:
    group = _found(Person.objects.public(), q, Kind.PEOPLE, _("People"), _person_hits)
    if group.hits:
        return group
    near = tuple(_person_hits(likeness.spelled_like(q, HITS), ""))
    return Group(ALIKE_PEOPLE, _("People with a name like that"), len(near), near, reverse("people"))


def _countries(q: str) -> Group:
    found = appellations.like(q)
    rows = Country.objects.in_bulk(list(found)[:HITS])
    hits = tuple(_state_hit(rows[code], found[code]) for code in list(found)[:HITS])
    return Group("countries", _("States"), len(found), hits, Address.to("countries", q=q).set())


def _state_hit(country: Country, fits: str) -> Hit:
    shown = presentation.country_name(country)
    note = country.code if fits in {shown, country.code} else f"{fits} · {country.code}"
    return Hit(shown, country.get_absolute_url(), note)


@dataclass(frozen=True)
class Suggestion:
    """What may be meant by the letters typed so far, and its page."""

    kind: str
    label: str
    note: str
    url: str


def suggestions(words: str) -> list[Suggestion]:
    """States and persons whose name begins like the words: the few that a reader can take in at a glance."""
    key = identity.name_key(words)
    if len(key) < 2:
        return []
    begun: dict[str, str] = {}
    for form, code, name in appellations.forms():
        if f" {key}" in f" {form}":
            begun.setdefault(code, name)
    rows = Country.objects.in_bulk(list(begun)).values()
    hits = [_state_hit(country, begun[country.code]) for country in rows]
    hits.sort(key=lambda hit: (f" {key}" not in f" {identity.name_key(hit.title)}", len(hit.title), hit.title))
    states_begun = [Suggestion("countries", hit.title, hit.note, hit.url) for hit in hits[:SUGGESTED]]
    persons = likeness.beginning(words, SUGGESTED)
    offices = _offices(persons)
    return states_begun + [
        Suggestion("people", person.name, offices.get(person.pk, ""), person.get_absolute_url()) for person in persons
    ]


def _offices(persons: Sequence[Person]) -> dict[int, str]:
    """The office that sources gave last, by the person's key."""
    roles = Role.objects.filter(person__in=[person.pk for person in persons]).order_by("since", "pk")
    return dict(roles.values_list("person", "title"))
