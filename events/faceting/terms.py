"""One facet of a segment: which records bear each value, and how many of any set of records do. Imports bitmaps alone.

Of a frequent value the bitmap is kept; of a rare one only its list of numbers, for fifty thousand small bitmaps would weigh more
than everything else. A second list leads from each record to its values, for sets that are small enough to be looked at one by one.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from events.faceting.bitmaps import Array, BitMap, between, bitmap, numbers

FEW = 20_000
"""So many records are looked at one by one; of more, bitmaps are intersected."""

MANY = 200_000
"""Of so many hits it is quicker to ask the frequent values one by one whether they come in."""

SMALL = 512
"""Every value of a facet with no more values than this keeps its bitmap."""

FREQUENT = 1000
"""In a larger facet a value borne by so many records does."""


SPARSE = 50
"""With so many times as many values as hits, what the hits bear is sorted rather than counted in a column of all values."""


@dataclass(frozen=True)
class Terms:
    """`values` (bytes) ascending; the records of value v are `postings[starts[v]:starts[v + 1]]`, ascending.

    `keys`, where the values are addresses of records, are their primary keys. A record's values are
    `forward[offsets[n]:offsets[n + 1]]`, or `forward[n]` alone where a record has at most one (as many as there are: none).
    """

    size: int
    values: Array
    keys: Array
    starts: Array
    postings: Array
    offsets: Array | None
    forward: Array
    bitmaps: dict[int, BitMap] = field(default_factory=dict)

    @cached_property
    def cards(self) -> Array:
        """How many records bear each value."""
        return np.diff(self.starts.astype(np.int64))

    @cached_property
    def commonest(self) -> Array:
        """The values by how many records bear them, the commonest first, ties in order of value."""
        return np.lexsort((np.arange(len(self.values)), -self.cards))

    def place(self, value: str) -> int | None:
        wanted = value.encode()
        at = int(np.searchsorted(self.values, np.bytes_(wanted)))
        return at if at < len(self.values) and self.values[at] == wanted else None

    def at(self, place: int) -> BitMap:
        kept = self.bitmaps.get(place)
        if kept is None:
            return bitmap(self.postings[self.starts[place] : self.starts[place + 1]])
        return kept

    def of(self, value: str) -> BitMap:
        """The records that bear the value; none when nobody does."""
        place = self.place(value)
        return BitMap() if place is None else self.at(place)

    def any_of(self, values: frozenset[str] | tuple[str, ...]) -> BitMap:
        found = [self.of(value) for value in values]
        return found[0] if len(found) == 1 else BitMap.union(BitMap(), *found)

    def count(self, hits: BitMap, place: int) -> int:
        return hits.intersection_cardinality(self.at(place))

    def tally(self, hits: BitMap) -> Array:
        """How many of the hits bear each value."""
        found = len(hits)
        if found == self.size:
            return self.cards
        if found > FEW and len(self.bitmaps) == len(self.values) and self.size - found > FEW:
            counted = [hits.intersection_cardinality(self.bitmaps[place]) for place in range(len(self.values))]
            return np.array(counted, dtype=np.int64)
        if found * 2 > self.size:
            return self.cards - self._one_by_one(numbers(between(0, self.size) - hits))
        return self._one_by_one(numbers(hits))

    def borne(self, hits: BitMap) -> tuple[Array, Array]:
        """(places, counts) of the values that a hit bears, in the order of values."""
        if len(hits) * SPARSE < len(self.values):
            return np.unique(self._values_of(numbers(hits)), return_counts=True)
        counted = self.tally(hits)
        places = np.flatnonzero(counted > 0)  # of truth values: numpy looks through numbers six times as slowly
        return places, counted[places]

    def _one_by_one(self, found: Array) -> Array:
        return np.bincount(self._values_of(found), minlength=len(self.values))

    def _values_of(self, found: Array) -> Array:
        """The places of all values of some records, one record after the other."""
        if self.offsets is not None:
            return self.forward[self.runs(found)[0]]
        places = self.forward[found]
        return places[places < len(self.values)]

    @property
    def spans(self) -> Array:
        """Where the values of each record begin and end in `forward`."""
        return np.arange(self.size + 1, dtype=np.uint32) if self.offsets is None else self.offsets

    def runs(self, records: Array) -> tuple[Array, Array]:
        """(the places in `forward` of all values of some records, one record after the other; where each record's end)."""
        spans, at = self.spans, records.astype(np.intp)
        first = spans.take(at).astype(np.int64)
        at += 1
        many = spans.take(at) - first
        ends = np.cumsum(many)
        found = np.repeat(first - ends + many, many)
        found += np.arange(len(found))
        return found, ends

    def leading(self, hits: BitMap, most: int) -> tuple[Array, Array]:
        """(places, counts) of the `most` values that most hits bear, exact, ties in order of value; none borne by no hit."""
        found = len(hits)
        if found == self.size:
            places = self.commonest[:most]
            return _largest(places, self.cards[places], most)
        if found > MANY and self.size - found > FEW and len(self.bitmaps) < len(self.values):
            early = self._early(hits, most)
            if early is not None:
                return early
        if found * SPARSE < len(self.values):
            return _largest(*self.borne(hits), most)
        counted = self.tally(hits)
        for least in (2, 1):  # most of many values are borne by a single hit
            places = np.flatnonzero(counted >= least)
            if len(places) >= most:
                break
        return _largest(places, counted[places], most)

    def _early(self, hits: BitMap, most: int) -> tuple[Array, Array] | None:
        """By descending frequency, until no value left is frequent enough to come in; None when that takes too long."""
        order, cards = self.commonest, self.cards
        counted: list[int] = []
        while len(counted) < len(self.bitmaps):
            chunk = order[len(counted) : len(counted) + most].tolist()
            counted += [hits.intersection_cardinality(self.bitmaps[p]) for p in chunk if p in self.bitmaps]
            done = len(counted)
            if done >= most and done < len(order):
                least = np.partition(np.array(counted), -most)[-most]
                if cards[order[done]] < least:
                    return _largest(order[:done], np.array(counted, dtype=np.int64), most)
        return None


def _largest(places: Array, counted: Array, most: int) -> tuple[Array, Array]:
    """Those with the largest counts, ties by place; none that counts nothing."""
    if not len(places):
        return places, counted
    top = int(places.max()) + 1
    score = counted.astype(np.int64) * top - places
    if len(score) > most:
        kept = np.argpartition(score, -most)[-most:]
        places, counted, score = places[kept], counted[kept], score[kept]
    order = np.argsort(-score, kind="stable")
    places, counted = places[order], counted[order]
    some = counted > 0
    return places[some], counted[some]


def single(size: int, values: Array, found: Array, keys: Array | None = None) -> Terms:
    """Terms of a facet of which a record has one value at most: `found` is a place in `values` by record, -1 for none."""
    forward = np.where(found < 0, len(values), found).astype(_narrow(len(values)))
    order = np.argsort(forward, kind="stable").astype(np.uint32)
    cards = np.bincount(forward, minlength=len(values) + 1)[: len(values)]
    starts = np.concatenate(([0], np.cumsum(cards))).astype(np.uint32)
    postings = order[: int(starts[-1])]
    return _kept(Terms(size, values, _keys(keys), starts, postings, None, forward))


def several(size: int, values: Array, records: Array, places: Array, keys: Array | None = None) -> Terms:
    """Terms of a facet of which a record has any number: (record, place in `values`) pairs, in any order, each counted once."""
    many = max(1, len(values))
    pairs = np.sort(records.astype(np.int64) * many + places)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    of = pairs // many
    forward = (pairs - of * many).astype(_narrow(many))  # narrow integers are sorted by their digits
    offsets = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=size)))).astype(np.uint32)
    order = np.argsort(forward, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(forward, minlength=len(values))))).astype(np.uint32)
    postings = of[order].astype(np.uint32)
    return _kept(Terms(size, values, _keys(keys), starts, postings, offsets, forward))


def _keys(keys: Array | None) -> Array:
    return np.zeros(0, dtype=np.int64) if keys is None else keys


def _narrow(most: int) -> Any:
    return np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32


def _kept(terms: Terms) -> Terms:
    least = 0 if len(terms.values) <= SMALL else FREQUENT
    for place in np.flatnonzero(terms.cards >= least).tolist():
        made = terms.at(place)
        made.run_optimize()
        terms.bitmaps[place] = made
    return terms


def pairs(terms: Terms) -> Array:
    """How many records any two values share, as a square of their places."""
    return _pairs(terms.forward.astype(np.int64), terms.spans.astype(np.int64), len(terms.values))


def subset_pairs(terms: Terms, records: Array) -> Array:
    """The same among some of the records."""
    places, ends = terms.runs(records)
    return _pairs(terms.forward[places].astype(np.int64), np.concatenate(([0], ends)), len(terms.values))


def _pairs(forward: Array, offsets: Array, width: int) -> Array:
    made = np.zeros(width * width, dtype=np.int64)
    last = np.repeat(offsets[1:], np.diff(offsets))
    here = np.arange(len(forward))
    for step in range(1, width):
        here = here[here + step < last[here]]
        if not len(here):
            break
        made += np.bincount(forward[here] * width + forward[here + step], minlength=width * width)
    square: Array = made.reshape(width, width)
    return square + square.T
