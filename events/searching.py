"""One box over everything: events, people, states, statements and sources, with excerpts; names forgive a slip of the pen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from events import identity, presentation, search
from events.addresses import Address
from events.folding import Run
from events.models import Country, Event, Person, PersonAlias, Source, Statement

HITS = 6
"""Hits of a kind shown before the link to its list."""

NEAR = 78
"""How alike, of 100, a name must be to the words typed (rapidfuzz's weighted ratio), when no name holds them."""

MOST_NAMES = 50_000
"""Names compared for likeness at most; an archive with more is searched by words alone."""


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
    groups = [_people(q), _countries(q), _events(q), _statements(q), _sources(q)]
    return [group for group in groups if group.hits]


def _found(rows: Any, q: str, kind: str, title: str, hit: Callable[[Any], Hit]) -> Group:
    found = search.narrow(rows, q)
    total = found.count()
    hits = tuple(hit(row) for row in search.by_relevance(found, q)[:HITS]) if total else ()
    return Group(kind, title, total, hits, Address.to(kind, q=q, sort="relevance").set())


def _runs(text: str, q: str, width: int = 220) -> tuple[Run, ...]:
    return tuple(search.highlight(text, q, width))


def _events(q: str) -> Group:
    def hit(row: Event) -> Hit:
        report = row.reports.filter(current=True).first()
        words = report.reading["trigger"] if report else ""
        return Hit(row.title, row.get_absolute_url(), presentation.when(row.edtf), _runs(words, q))

    return _found(Event.objects.public(), q, "events", _("Events"), hit)


def _statements(q: str) -> Group:
    def hit(row: Statement) -> Hit:
        speaker = row.speaker_person.name if row.speaker_person else row.speaker_org
        who = speaker or (presentation.country_name(row.speaker_country) if row.speaker_country else "")
        return Hit(who, row.get_absolute_url(), presentation.day(row.reported), _runs(row.text, q))

    rows = Statement.objects.public().select_related("speaker_person", "speaker_country")
    return _found(rows, q, "statements", _("Statements"), hit)


def _sources(q: str) -> Group:
    def hit(row: Source) -> Hit:
        return Hit(row.title or row.path, row.get_absolute_url(), presentation.day(row.published), _runs(row.text, q))

    return _found(Source.objects.public(), q, "sources", _("Sources"), hit)


def _people(q: str) -> Group:
    def hit(row: Person) -> Hit:
        role = row.roles.first()
        return Hit(row.name, row.get_absolute_url(), role.title if role else "")

    group = _found(Person.objects.public(), q, "people", _("People"), hit)
    if group.hits:
        return group
    near = tuple(hit(person) for person in near_names(q))
    return Group("people", _("People with a name like that"), len(near), near, reverse("people"))


def near_names(q: str) -> list[Person]:
    """Persons whose name or alias is spelled nearly like the words typed, the nearest first."""
    key = identity.name_key(q)
    if len(key) < 4:
        return []
    names: dict[int, str] = {}
    rows = list(Person.objects.public().values_list("pk", "key")[:MOST_NAMES])
    rows += [
        (person, form)
        for person, form in PersonAlias.objects.filter(person__visible=True).values_list("person", "key")[:MOST_NAMES]
    ]
    choices = dict(enumerate(form for _pk, form in rows))
    scorer = fuzz.WRatio if " " in key else fuzz.partial_ratio
    for _form, score, place in process.extract(key, choices, scorer=scorer, limit=HITS * 3, score_cutoff=NEAR):
        names.setdefault(rows[place][0], str(score))
    found = Person.objects.in_bulk(list(names)[:HITS])
    return [found[pk] for pk in names if pk in found]


def _countries(q: str) -> Group:
    wanted = q.strip().strip('"').casefold()
    countries = list(Country.objects.all())
    by_name = [
        c for c in countries if any(wanted in name.casefold() for name in (c.name, c.official_name, *c.names.values()))
    ]
    exact = [c for c in countries if wanted.upper() in {c.code, c.alpha3}]
    found = [*exact, *(c for c in by_name if c not in exact)] if len(wanted) > 1 else []
    hits = tuple(Hit(presentation.country_name(c), c.get_absolute_url(), c.code) for c in found[:HITS])
    return Group("countries", _("States"), len(found), hits, Address.to("countries", q=q).set())
