"""The archive at one revision, as bitmaps: which records a question finds, how many, in what order, with what facets.

Answers exactly what `counting` answers by plain SQL, and is tested against it. Full text alone is asked of the database.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from events.counting import FACET_VALUES
from events.criteria import Answer, Criteria, Kind, bucket_of
from events.faceting.bitmaps import BitMap, meet, numbers
from events.faceting.layers import Layer, Listing, Matches, Parts

Conditions = list[tuple[str, Parts]]
"""What narrows a list, each condition under the name of its facet."""

_FACETS = {
    Kind.EVENTS: ("country", "person", "type", "mode", "status", "year", "source", "review"),
    Kind.STATEMENTS: ("country", "person", "year", "source", "review"),
    Kind.PEOPLE: ("country", "source", "review"),
    Kind.SOURCES: ("country", "person", "year"),
}
# Facets whose values are alternatives: their counts leave their own condition aside.
_ASIDE: dict[Kind, tuple[str, ...]] = {
    Kind.EVENTS: ("type", "mode", "status", "source", "review"),
    Kind.STATEMENTS: ("source", "review"),
    Kind.PEOPLE: ("review",),
    Kind.SOURCES: (),
}
_ORDERS = {
    Kind.EVENTS: {"date": "date", "reported": "reported", "recorded": "recorded", "name": "name"},
    Kind.STATEMENTS: {"date": "date", "reported": "reported", "recorded": "recorded"},
    Kind.PEOPLE: {"date": "name", "name": "name", "recorded": "recorded"},
    Kind.SOURCES: {"date": "date", "reported": "date", "recorded": "recorded", "name": "name"},
}
REMEMBERED = 256


@dataclass(frozen=True)
class State:
    """What a list of states needs to know of one."""

    code: str
    name: str
    region: str


@dataclass(frozen=True)
class Counts:
    """Everything of an answer but its page."""

    hits: Parts
    facets: dict[str, tuple[tuple[str, int], ...]]
    timeline: dict[tuple[date, str], int]
    bucket: str
    countries: dict[str, int] | None


@dataclass(frozen=True)
class Snapshot:
    """`stamp` says of which revision; `matches` asks the database for full text."""

    stamp: Any
    layers: dict[Kind, Layer]
    states: tuple[State, ...]
    matches: Matches
    counted: dict[Criteria, Counts] = field(default_factory=dict)
    paired: dict[Criteria, dict[tuple[str, str], int]] = field(default_factory=dict)

    # -- which --

    def hits(self, criteria: Criteria) -> Parts:
        """The records that a question of events, statements, people or sources finds."""
        return self._meet(criteria.kind, self._conditions(criteria))

    def _meet(self, kind: Kind, conditions: Conditions, aside: str = "") -> Parts:
        every = self.layers[kind].everything
        return (
            meet((parts[0] for name, parts in conditions if not aside or name != aside), every[0]),
            meet((parts[1] for name, parts in conditions if not aside or name != aside), every[1]),
        )

    def _conditions(self, criteria: Criteria) -> Conditions:
        layer = self.layers[criteria.kind]
        found: Conditions = _CONDITIONS[criteria.kind](self, layer, criteria)
        if criteria.q:
            found.append(("", layer.matching(criteria.q, self.matches)))
        return found

    def _events(self, layer: Layer, criteria: Criteria) -> Conditions:
        found = _states(layer, "country", criteria.countries)
        if criteria.initiators:
            found.append(("", layer.any_of("initiator", criteria.initiators)))
        if criteria.receivers:
            found.append(("", layer.any_but("country", "initiator", criteria.receivers)))
        found += [("", layer.of("person", person)) for person in criteria.persons]
        found += _kinds(layer, criteria) + _reviewed(layer, criteria) + _dated(layer, criteria)
        if criteria.source:
            found.append(("source", layer.of("source", criteria.source)))
        if criteria.disputed:
            found.append(("", layer.with_flag("disputed")))
        if criteria.stated_only:
            found.append(("", layer.without("inferred")))
        return found

    def _statements(self, layer: Layer, criteria: Criteria) -> Conditions:
        found = _states(layer, "country", criteria.countries)
        found += [
            ("", layer.any_of(side, codes)) for side, codes in (("by", criteria.by), ("about", criteria.about)) if codes
        ]
        found += [("", layer.of("person", person)) for person in criteria.persons]
        found += [("", parts) for _name, parts in _kinds(layer, criteria)]
        found += _reviewed(layer, criteria) + _dated(layer, criteria)
        if criteria.source:
            shown = self.layers[Kind.SOURCES].has(criteria.source)
            found.append(("source", layer.of("source", criteria.source) if shown else (BitMap(), BitMap())))
        if criteria.disputed:
            found.append(("", layer.with_flag("disputed")))
        if criteria.stated_only:
            found.append(("", layer.without("unstated")))
        return found

    def _people(self, layer: Layer, criteria: Criteria) -> Conditions:
        found = _states(layer, "country", criteria.countries)
        if criteria.types or criteria.mode or criteria.status or criteria.since or criteria.until:
            found.append(("", layer.identified(self._bearing("person", _deeds(criteria)))))
        found += [("", layer.of("id", person)) for person in criteria.persons]
        if criteria.source:
            found.append(("", layer.of("source", criteria.source)))
        return found + _reviewed(layer, criteria)

    def _sources(self, layer: Layer, criteria: Criteria) -> Conditions:
        found = _states(layer, "country", criteria.countries)
        found += [("", layer.of("person", person)) for person in criteria.persons]
        if criteria.types or criteria.mode or criteria.status or criteria.review:
            telling = _deeds(criteria).but(since=None, until=None, review=criteria.review)
            found.append(("", layer.identified(self._bearing("source", telling))))
        found += _dated(layer, criteria)
        if criteria.source:
            found.append(("", layer.of("id", criteria.source)))
        return found

    def _bearing(self, term: str, deeds: Criteria) -> Any:
        return self.layers[Kind.EVENTS].bearing(term, self.hits(deeds))

    # -- how many --

    def total(self, criteria: Criteria) -> int:
        """How many events, statements, people or sources a question finds."""
        base, recent = self.hits(criteria)
        return len(base) + len(recent)

    def per_state(self, criteria: Criteria) -> dict[str, int]:
        """Code -> how many events of the question the state takes part in."""
        events = criteria.but(kind=Kind.EVENTS)
        return self.layers[Kind.EVENTS].tally("country", self.hits(events))

    def busiest(self, code: str, most: int) -> list[tuple[int, int]]:
        """(primary key, events) of the people of a state who took part in most events, namesakes and ties by name and key."""
        people, events = self.layers[Kind.PEOPLE], self.layers[Kind.EVENTS]
        hits = self.hits(Criteria(kind=Kind.PEOPLE, countries=(frozenset({code}),)))
        found: list[tuple[int, bytes, int]] = []
        for segment, some in zip(people.segments, hits, strict=True):
            at = numbers(some)
            term = segment.terms["id"]
            times = events.borne("person", term.values[term.forward[at]] if len(at) else term.values[:0])
            names = segment.orders["name"].values[at]
            found += zip((-times).tolist(), names.tolist(), segment.keys[at].tolist(), strict=True)
        return [(key, -times) for times, _name, key in heapq.nsmallest(most, found)]

    def pairs(self, criteria: Criteria) -> dict[tuple[str, str], int]:
        """(code, code), in alphabetical order -> how many events of the question both states take part in."""
        asked = criteria.but(kind=Kind.EVENTS, page=1, size=0, sort="")
        if asked not in self.paired:
            layer = self.layers[Kind.EVENTS]
            base, recent = self._conditions(asked), layer.everything[1]
            hits = (
                meet((parts[0] for _, parts in base), layer.base.everything),
                meet((parts[1] for _, parts in base), recent),
            )
            self.paired[asked] = layer.pairs(hits, asked)
        return self.paired[asked]

    def count(self, criteria: Criteria) -> Counts:
        """Total, facets, timeline and map: what every page of a list shares, so that it is kept for the next one."""
        asked = criteria.but(page=1, size=0, sort="")
        known = self.counted.get(asked)
        if known is None:
            known = self._count(asked)
            while len(self.counted) >= REMEMBERED:
                self.counted.pop(next(iter(self.counted)), None)
            self.counted[asked] = known
        return known

    def _count(self, criteria: Criteria) -> Counts:
        kind = criteria.kind
        conditions = self._conditions(criteria)
        hits = self._meet(kind, conditions)
        bucket, timeline = self._timeline(hits, criteria.since) if kind is Kind.EVENTS else ("year", {})
        years = self.layers[kind].by_year(hits) if kind is not Kind.PEOPLE else {}
        states = self.layers[kind].tally("country", hits)
        facets = {
            name: tuple((f"{year:04d}", n) for year, n in sorted(years.items()))
            if name == "year"
            else _largest(states)
            if name == "country"
            else self._facet(kind, name, conditions, hits)
            for name in _FACETS[kind]
        }
        return Counts(hits, facets, timeline, bucket, states if kind is Kind.EVENTS else None)

    def _facet(self, kind: Kind, name: str, conditions: Conditions, hits: Parts) -> tuple[tuple[str, int], ...]:
        if name in _ASIDE[kind] and any(of == name for of, _parts in conditions):
            hits = self._meet(kind, conditions, aside=name)
        return self.layers[kind].leading(name, hits, FACET_VALUES)

    def _timeline(self, hits: Parts, since: date | None) -> tuple[str, dict[tuple[date, str], int]]:
        """Within the days asked for: what began before them is found, but stands in no bucket."""
        layer = self.layers[Kind.EVENTS]
        if since is not None:
            base, recent = (s.days.sorted_from(since) if s.days else BitMap() for s in layer.segments)
            hits = hits[0] & base, hits[1] & recent
        extent = layer.extent(hits)
        if extent is None:
            return "year", {}
        bucket = bucket_of(*extent)
        return bucket, layer.by_bucket("quad", hits, None if bucket == "year" else _starts(*extent, bucket))

    # -- in what order --

    def listing(self, criteria: Criteria, hits: Parts | None = None) -> Listing | None:
        """The hits in the order asked for, by date, name or moment; None when there is no such order at hand."""
        layer = self.layers[criteria.kind]
        orders = _ORDERS[criteria.kind]
        name = orders.get(criteria.sort.removeprefix("-")) or orders["date"]
        if name not in layer.base.orders or (layer.recent.size and name not in layer.recent.orders):
            return None
        return layer.ranked(name, self.hits(criteria) if hits is None else hits)

    def relevant(self, criteria: Criteria, hits: Parts, best: Sequence[int]) -> list[int]:
        """The page when the best hits come first, then the rest from the latest recorded on."""
        layer = self.layers[criteria.kind]
        first, end = (criteria.page - 1) * criteria.size, criteria.page * criteria.size
        ahead = [(part, n) for part, n in layer.keyed(np.array(best, dtype=np.int64)) if n in hits[part]]
        taken = BitMap(n for part, n in ahead if part == 0), BitMap(n for part, n in ahead if part == 1)
        keys = [int(layer.segments[part].keys[n]) for part, n in ahead]
        rest = layer.ranked("key", (hits[0] - taken[0], hits[1] - taken[1]))
        return keys[first:end] + rest.window(max(0, first - len(keys)), end - len(keys))

    # -- states --

    def countries(self, criteria: Criteria) -> list[State]:
        """States that take part in an event of the question; all when it does not narrow events. By name."""
        acting = criteria.but(kind=Kind.EVENTS, q="", region="", page=1, size=25, sort="-date")
        found = [state for state in self.states if not criteria.region or state.region == criteria.region]
        if acting != Criteria():
            present = self.per_state(acting)
            found = [state for state in found if state.code in present]
        return found


def _states(layer: Layer, term: str, wanted: tuple[frozenset[str], ...]) -> Conditions:
    return [("", layer.any_of(term, codes)) for codes in wanted]


def _kinds(layer: Layer, criteria: Criteria) -> Conditions:
    asked = (("type", criteria.types), ("mode", (criteria.mode,)), ("status", (criteria.status,)))
    return [(name, layer.any_of(name, values)) for name, values in asked if any(values)]


def _reviewed(layer: Layer, criteria: Criteria) -> Conditions:
    return [("review", layer.of("review", criteria.review))] if criteria.review else []


def _dated(layer: Layer, criteria: Criteria) -> Conditions:
    found: Conditions = [("", layer.undated())] if criteria.undated else []
    if criteria.since is None and criteria.until is None:
        return found
    return [*found, ("", layer.overlapping(criteria.since, criteria.until))]


def _deeds(criteria: Criteria) -> Criteria:
    """Only what narrows events by kind and date."""
    return Criteria(
        types=criteria.types, mode=criteria.mode, status=criteria.status, since=criteria.since, until=criteria.until
    )


def _largest(counted: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES])


def _starts(first: date, last: date, bucket: str) -> list[date]:
    """First days of the buckets between two days, the latest first."""
    if bucket == "day":
        return [date.fromordinal(n) for n in range(last.toordinal(), first.toordinal() - 1, -1)]
    months = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
    return [date(n // 12, n % 12 + 1, 1) for n in months]


_CONDITIONS = {
    Kind.EVENTS: Snapshot._events,
    Kind.STATEMENTS: Snapshot._statements,
    Kind.PEOPLE: Snapshot._people,
    Kind.SOURCES: Snapshot._sources,
}


def paged(listing: Listing, criteria: Criteria) -> tuple[int, ...]:
    """The keys of the page asked for."""
    first = (criteria.page - 1) * criteria.size
    return tuple(listing.window(first, first + criteria.size, not criteria.sort.startswith("-")))


def answered(counts: Counts, keys: Sequence[int | str]) -> Answer:
    base, recent = counts.hits
    return Answer(len(base) + len(recent), tuple(keys), counts.facets, counts.timeline, counts.bucket, counts.countries)
