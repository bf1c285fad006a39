"""The answer to a question by plain SQL: total, page, facets, timeline and map, each counted when asked.

The truth that the facet index is tested against, and what answers while no index can be had.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import Collate, TruncDay, TruncMonth, TruncYear

from events import matching, search
from events.criteria import Answer, Criteria, Kind, bucket_of
from events.models import Event, EventCountry, EventPerson, Evidence, Naming, Report
from events.vocabulary import EventType

FACET_VALUES = 200
"""At most so many values of a facet are handed on; a page shows fewer."""

_TRUNCATE = {"year": TruncYear, "month": TruncMonth, "day": TruncDay}
_OWN = {"type": "types", "mode": "mode", "status": "status", "review": "review", "source": "source"}
"""Facets whose values are alternatives: their counts leave their own filter aside."""


def answer(criteria: Criteria) -> Answer:
    """Count everything that a list page shows."""
    found = matching.records(criteria)
    total = found.count()
    bucket, timeline = _timeline(found, criteria)
    return Answer(total, page(criteria), facets(criteria), timeline, bucket, _by_country(found, criteria))


def page(criteria: Criteria) -> tuple[int | str, ...]:
    """The keys of the page asked for, in order."""
    first = (criteria.page - 1) * criteria.size
    keys = ordered(matching.records(criteria), criteria).values_list("pk", flat=True)
    return tuple(keys[first : first + criteria.size])


def busiest(code: str, most: int) -> list[tuple[int, int]]:
    """(primary key, number of events) of the people of a state who took part in most events, ties by name and key."""
    times = Count("events", filter=Q(events__visible=True), distinct=True)
    people = matching.people(Criteria(kind=Kind.PEOPLE, countries=(frozenset({code}),)))
    by: F | Collate = F("sort_name")
    if connections[people.db].vendor == "postgresql":
        by = Collate(by, "C")
    return list(people.annotate(times=times).order_by("-times", by, "pk").values_list("pk", "times")[:most])


def ordered(found: QuerySet, criteria: Criteria) -> QuerySet:
    """In the order asked for; what has no value there comes last. Ties by key, so that every order is total, and ascending is
    descending turned round. Names follow their code points on both databases."""
    if criteria.sort == "relevance" and criteria.q and criteria.kind is not Kind.COUNTRIES:
        return search.by_relevance(found, criteria.q)
    name = criteria.sort.removeprefix("-")
    column = _COLUMNS[criteria.kind].get(name) or _COLUMNS[criteria.kind]["date"]
    by: Any = F(column)
    if column in _TEXTS and connections[found.db].vendor == "postgresql":
        by = Collate(by, "C")
    if column == "created_at" and connections[found.db].vendor == "sqlite":
        by = _Moment(column)
    if criteria.sort.startswith("-"):
        return found.order_by(by.desc(nulls_last=True), "pk")
    return found.order_by(by.asc(nulls_last=True), "-pk")


class _Moment(Func):
    """A moment as SQLite keeps it, a text: of three decimals where the database set it, of six or none where Django did."""

    template = "substr(%(expressions)s || CASE length(%(expressions)s) WHEN 19 THEN '.000000' ELSE '000' END, 1, 26)"


_TEXTS = {"title", "name", "sort_name"}
_RECORD = {"date": "sort_day", "reported": "reported", "recorded": "created_at"}
_COLUMNS = {
    Kind.EVENTS: {**_RECORD, "name": "title"},
    Kind.STATEMENTS: _RECORD,
    Kind.PEOPLE: {"date": "sort_name", "name": "sort_name", "recorded": "created_at"},
    Kind.SOURCES: {"date": "published", "reported": "published", "recorded": "created_at", "name": "title"},
    Kind.COUNTRIES: {"date": "name", "name": "name"},
}


def facets(criteria: Criteria) -> dict[str, tuple[tuple[str, int], ...]]:
    """Value and count of each facet of the list, the commonest first; years in order."""
    return {name: count(criteria) for name, count in _FACETS[criteria.kind].items()}


def _without(criteria: Criteria, name: str) -> Criteria:
    own = _OWN[name]
    return criteria.but(**{own: () if own == "types" else ""})


def _column(name: str):
    def count(criteria: Criteria) -> tuple[tuple[str, int], ...]:
        found = matching.records(_without(criteria, name)).exclude(**{name: ""})
        return _largest(found.order_by().values_list(name).annotate(n=Count("pk")))

    return count


def _largest(rows: QuerySet) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((str(v), n) for v, n in rows if v), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES])


def _years(criteria: Criteria) -> tuple[tuple[str, int], ...]:
    column = "published" if criteria.kind is Kind.SOURCES else "sort_day"
    found = matching.records(criteria).filter(**{f"{column}__isnull": False}).order_by()
    return tuple(sorted((f"{y:04d}", n) for y, n in found.values_list(f"{column}__year").annotate(n=Count("pk"))))


def _related(model, through: str, value: str, **only: bool):
    """Counts of the records per related value, by the table that links them."""

    def count(criteria: Criteria) -> tuple[tuple[str, int], ...]:
        found = matching.records(criteria).order_by().values("pk")
        rows = model.objects.filter(**{f"{through}__in": found}, **only).order_by().values_list(value)
        return _largest(rows.annotate(n=Count(through, distinct=True)))

    return count


def _event_sources(criteria: Criteria) -> tuple[tuple[str, int], ...]:
    found = matching.records(_without(criteria, "source")).order_by().values("pk")
    rows = Report.objects.filter(event__in=found, current=True, source__visible=True).order_by()
    return _largest(rows.values_list("source__public_id").annotate(n=Count("event", distinct=True)))


def _statement_countries(criteria: Criteria) -> tuple[tuple[str, int], ...]:
    """States that a statement is spoken by or about, each once."""
    found = matching.records(criteria).order_by()
    pairs: set[tuple[int, str]] = set()
    for column in ("speaker_country", "speaker_person__country", "about_countries"):
        pairs.update((pk, code) for pk, code in found.values_list("pk", column) if code)
    counted = Counter(code for _, code in pairs)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES])


def _statement_sources(criteria: Criteria) -> tuple[tuple[str, int], ...]:
    found = matching.records(_without(criteria, "source")).order_by()
    return _largest(found.values_list("source__public_id").annotate(n=Count("pk")))


def _plain(column: str):
    def count(criteria: Criteria) -> tuple[tuple[str, int], ...]:
        return _largest(matching.records(criteria).order_by().values_list(column).annotate(n=Count("pk")))

    return count


_FACETS = {
    Kind.EVENTS: {
        "country": _related(EventCountry, "event", "country"),
        "person": _related(EventPerson, "event", "person__public_id"),
        "type": _column("type"),
        "mode": _column("mode"),
        "status": _column("status"),
        "year": _years,
        "source": _event_sources,
        "review": _column("review"),
    },
    Kind.STATEMENTS: {
        "country": _statement_countries,
        "person": _plain("speaker_person__public_id"),
        "year": _years,
        "source": _statement_sources,
        "review": _column("review"),
    },
    Kind.PEOPLE: {
        "country": _plain("country"),
        "source": _related(Naming, "person", "source__public_id", current=True),
        "review": _column("review"),
    },
    Kind.SOURCES: {
        "country": _related(Evidence, "source", "country"),
        "person": _related(Naming, "source", "person__public_id", current=True),
        "year": _years,
    },
    Kind.COUNTRIES: {"region": _plain("region")},
}


def _timeline(found: QuerySet, criteria: Criteria) -> tuple[str, dict[tuple[date, str], int]]:
    """(length of a bucket, (its first day, quad class) -> count) of an event list; empty for others.

    Within the days asked for: what began before them is on the list, but on no bar.
    """
    if criteria.kind is not Kind.EVENTS:
        return "year", {}
    dated = found.filter(sort_day__isnull=False).order_by()
    if criteria.since:
        dated = dated.filter(sort_day__gte=criteria.since)
    days = dated.values_list("sort_day", flat=True)
    first, last = days.order_by("sort_day").first(), days.order_by("-sort_day").first()
    if first is None or last is None:
        return "year", {}
    bucket = bucket_of(first, last)
    rows = dated.annotate(at=_TRUNCATE[bucket]("sort_day")).values_list("at", "type").annotate(n=Count("pk"))
    counted: Counter[tuple[date, str]] = Counter()
    for at, type_, n in rows:
        counted[at, EventType.of(type_).quad.value] += n
    return bucket, dict(counted)


def _by_country(found: QuerySet, criteria: Criteria) -> dict[str, int] | None:
    if criteria.kind is not Kind.EVENTS:
        return None
    rows = EventCountry.objects.filter(event__in=found.order_by().values("pk")).values_list("country")
    return dict(rows.annotate(n=Count("event")))


def events_per_country(criteria: Criteria) -> dict[str, int]:
    """Code -> number of public events of the question that the state takes part in."""
    return _by_country(Event.objects.filter(pk__in=matching.events(criteria)), criteria.but(kind=Kind.EVENTS)) or {}


def pairs(criteria: Criteria) -> dict[tuple[str, str], int]:
    """(code, code), in alphabetical order -> number of events of the question that both states take part in."""
    found = matching.events(criteria.but(kind=Kind.EVENTS)).order_by().values("pk")
    both = EventCountry.objects.filter(event__in=found, country__lt=F("event__country_parts__country"))
    rows = both.values_list("country", "event__country_parts__country").annotate(n=Count("event", distinct=True))
    return {(a, b): n for a, b, n in rows.order_by()}
