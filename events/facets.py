"""The answer to a question: from the facet index where it is at hand, else by plain SQL; the same either way.

What lists, pages about one thing, the API, feeds and exports ask. Only matching, counting, search and the index stand below.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from events import counting, matching, search
from events.criteria import Answer, Criteria, Kind
from events.faceting import keeping
from events.faceting.snapshots import Snapshot, answered, paged

CHUNK = 1000


def snapshot() -> Snapshot | None:
    """The index of the present revision; None while it is being made."""
    return keeping.keeper().snapshot()


def answer(criteria: Criteria) -> Answer:
    """Everything that a list page shows."""
    index = snapshot()
    if index is None:
        return counting.answer(criteria)
    if criteria.kind is Kind.COUNTRIES:
        return _states(index, criteria)
    counts = index.count(criteria)
    if criteria.sort == "relevance" and criteria.q:
        keys = index.relevant(criteria, counts.hits, search.best(criteria.kind, criteria.q, keeping.alias()))
        return answered(counts, keys)
    listing = index.listing(criteria, counts.hits)
    return answered(counts, counting.page(criteria) if listing is None else paged(listing, criteria))


def page(criteria: Criteria) -> tuple[int, tuple[int, ...]]:
    """(how many there are, the keys of the page), without facets."""
    index = snapshot()
    if index is not None and criteria.kind is not Kind.COUNTRIES:
        hits = index.hits(criteria)
        if criteria.sort == "relevance" and criteria.q:
            keys = index.relevant(criteria, hits, search.best(criteria.kind, criteria.q, keeping.alias()))
            return len(hits[0]) + len(hits[1]), tuple(keys)
        listing = None if criteria.sort == "relevance" else index.listing(criteria, hits)
        if listing is not None:
            return listing.total, paged(listing, criteria)
    return matching.records(criteria).count(), tuple(int(key) for key in counting.page(criteria))


def total(criteria: Criteria) -> int:
    """How many records there are."""
    index = snapshot()
    if index is None:
        return matching.records(criteria).count()
    return _states(index, criteria).total if criteria.kind is Kind.COUNTRIES else index.total(criteria)


def keys(criteria: Criteria) -> Iterator[Any]:
    """The keys of everything that the question finds, in order; for downloads, however long."""
    index = snapshot()
    listing = None
    if index is not None and criteria.kind is not Kind.COUNTRIES and criteria.sort != "relevance":
        listing = index.listing(criteria)
    if listing is None:
        yield from counting.ordered(matching.records(criteria), criteria).values_list("pk", flat=True).iterator(CHUNK)
        return
    for first in range(0, listing.total, CHUNK):
        yield from listing.window(first, first + CHUNK, not criteria.sort.startswith("-"))


def events_per_country(criteria: Criteria) -> dict[str, int]:
    """Code -> number of public events of the question that the state takes part in."""
    index = snapshot()
    return counting.events_per_country(criteria) if index is None else index.per_state(criteria)


def busiest(code: str, most: int) -> list[tuple[int, int]]:
    """(primary key, number of events) of the people of a state who took part in most events, ties by name."""
    index = snapshot()
    return counting.busiest(code, most) if index is None else index.busiest(code, most)


def named(kind: Kind, ids: Sequence[str]) -> dict[str, str]:
    """Public identifier -> name, of those of the people or sources that the index has; none without it."""
    index = snapshot()
    return {} if index is None else index.layers[kind].named(ids)


def pairs(criteria: Criteria) -> dict[tuple[str, str], int]:
    """(code, code), in alphabetical order -> number of events of the question that both states take part in."""
    index = snapshot()
    return counting.pairs(criteria) if index is None else index.pairs(criteria)


def _states(index: Snapshot, criteria: Criteria) -> Answer:
    """States are few: their names are looked through here, unless words are asked for."""
    found = index.countries(criteria)
    if criteria.q:
        named = set(matching.countries(Criteria(kind=Kind.COUNTRIES, q=criteria.q)).values_list("pk", flat=True))
        found = [state for state in found if state.code in named]
    if criteria.sort.startswith("-"):
        found = found[::-1]
    first = (criteria.page - 1) * criteria.size
    regions: dict[str, int] = {}
    for state in found:
        if state.region:
            regions[state.region] = regions.get(state.region, 0) + 1
    facets = {"region": tuple(sorted(regions.items(), key=lambda pair: (-pair[1], pair[0])))}
    shown = tuple(state.code for state in found[first : first + criteria.size])
    return Answer(len(found), shown, facets, {}, "year", None)
