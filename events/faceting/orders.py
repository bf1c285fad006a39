"""Records in an order: which stand at places i to j of any set of them, without sorting the set. Imports bitmaps and names alone.

Every order is kept as descending, records without a value last, ties by ascending key; ascending is that turned round,
those without a value still last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from events.faceting.bitmaps import Array, BitMap, between, bitmap, numbers
from events.faceting.names import Names, names

FEW = 50_000
"""So many records are sorted outright; of more, a block at a time."""

BLOCK = 1 << 14


@dataclass(frozen=True)
class Order:
    """`sequence` gives the record at each place (None: its own number), `valued` how many have a value.

    `values` (integers, or nothing) and `keys` are those of the record at each place; they tell where a record of another
    segment belongs. Where records are ordered by name there are `names` (by record) and no values.
    """

    size: int
    valued: int
    sequence: Array | None
    values: Array
    keys: Array
    names: Names | None = None

    @cached_property
    def numbers(self) -> Array:
        """The record at each place."""
        return np.arange(self.size, dtype=np.uint32) if self.sequence is None else self.sequence

    @cached_property
    def rank(self) -> Array:
        """The place of each record."""
        made = np.empty(self.size, dtype=np.uint32)
        made[self.numbers] = np.arange(self.size, dtype=np.uint32)
        return made

    @cached_property
    def blocks(self) -> list[BitMap]:
        """The records of each run of places."""
        return [bitmap(self.numbers[at : at + BLOCK]) for at in range(0, self.size, BLOCK)]

    @cached_property
    def unvalued(self) -> BitMap:
        if self.sequence is None:
            return between(self.valued, self.size)
        return bitmap(self.sequence[self.valued :])

    def places(self, other: "Order") -> Array:
        """How many records of this order stand before each of another, by its place there."""
        made = np.empty(other.size, dtype=np.int64)
        if self.names is not None and other.names is not None:
            for at, record in enumerate(other.numbers.tolist()):
                low, high = self.names.stand(self.numbers, other.names[record])
                made[at] = low + int(np.searchsorted(self.keys[low:high], other.keys[at]))
            return made
        some = other.values[: other.valued]
        # Descending, so the search runs from the far end.
        upwards = np.ascontiguousarray(self.values[: self.valued][::-1])
        lows = self.valued - np.searchsorted(upwards, some, "right")
        highs = self.valued - np.searchsorted(upwards, some, "left")
        for at in range(other.size):
            low, high = (int(lows[at]), int(highs[at])) if at < other.valued else (self.valued, self.size)
            made[at] = low + int(np.searchsorted(self.keys[low:high], other.keys[at]))
        return made


def by_value(values: Array, keys: Array, missing: int = 0) -> Order:
    """The order of some integers by record; `missing` stands for none."""
    lacking = values == missing
    last = np.iinfo(values.dtype).max
    by_key = np.argsort(keys, kind="stable")  # the second sort goes through runs that are in order already
    descending = np.where(lacking, last, -values)[by_key]
    sequence = by_key[np.argsort(descending, kind="stable")].astype(np.uint32)
    valued = len(values) - int(lacking.sum())
    identity = bool((sequence == np.arange(len(values))).all())
    return Order(len(values), valued, None if identity else sequence, values[sequence], keys[sequence])


def by_name(texts: Sequence[bytes], keys: Array) -> Order:
    """The order of names by record; every record has one, be it empty."""
    by_key = np.argsort(keys, kind="stable")
    told = [texts[record] for record in by_key.tolist()]
    by_text = sorted(range(len(told)), key=told.__getitem__, reverse=True)  # stable, backwards too
    sequence = by_key[np.array(by_text, dtype=np.int64)].astype(np.uint32)
    return Order(len(keys), len(keys), sequence, keys[:0], keys[sequence], names(texts))


class Ranked:
    """A set of records in an order."""

    def __init__(self, hits: BitMap, order: Order) -> None:
        self.hits = hits
        self.order = order
        self.size = len(hits)
        self.valued = self.size - (
            hits.range_cardinality(order.valued, order.size)
            if order.sequence is None
            else hits.intersection_cardinality(order.unvalued)
            if order.valued < order.size
            else 0
        )

    @cached_property
    def ranks(self) -> Array:
        return np.sort(self.order.rank[numbers(self.hits)])

    @cached_property
    def ends(self) -> Array:
        """How many of the set stand in each block and those before it."""
        return np.cumsum([self.hits.intersection_cardinality(block) for block in self.order.blocks])

    def window(self, first: int, end: int) -> Array:
        """The records at places `first` to `end` of the set."""
        first, end = max(0, first), min(end, self.size)
        if end <= first:
            return np.zeros(0, dtype=np.uint32)
        sequence = self.order.sequence
        if sequence is None:
            return numbers(self.hits[first:end])
        if self.size == self.order.size:
            return sequence[first:end]
        if self.size <= FEW:
            return sequence[self.ranks[first:end]]
        at = int(np.searchsorted(self.ends, first, "right"))
        last = int(np.searchsorted(self.ends, end, "left"))
        before = int(self.ends[at - 1]) if at else 0
        near = np.concatenate([self._block(block) for block in range(at, last + 1)])
        return sequence[near[first - before : end - before]]

    def _block(self, block: int) -> Array:
        """The places of the set within a block, ascending."""
        return np.sort(self.order.rank[numbers(self.hits & self.order.blocks[block])])

    def before(self, place: int) -> int:
        """How many of the set stand before a place of the whole order."""
        if place <= 0:
            return 0
        if self.order.sequence is None:
            return int(self.hits.rank(place - 1))
        if self.size == self.order.size:
            return place
        if self.size <= FEW:
            return int(np.searchsorted(self.ranks, place))
        block = min(place // BLOCK, len(self.order.blocks) - 1)
        before = int(self.ends[block - 1]) if block else 0
        return before + int(np.searchsorted(self._block(block), place))


def merged(base: Ranked, recent: Ranked, places: Array, ascending: bool, first: int, end: int) -> list[tuple[int, int]]:
    """(0 for base or 1 for recent, record) at places `first` to `end` of both sets together.

    `places` says of every record of the recent order, by its place there, where in the base order it belongs.
    """
    size = base.size + recent.size
    first, end = max(0, first), min(end, size)
    if end <= first:
        return []
    if not ascending:
        return _merged(base, recent, places, first, end)
    valued = base.valued + recent.valued
    turned: list[tuple[int, int]] = []
    if first < valued:
        turned += reversed(_merged(base, recent, places, max(0, valued - end), valued - first))
    if end > valued:
        none_first, none_end = max(first, valued) - valued, end - valued
        turned += reversed(_merged(base, recent, places, size - none_end, size - none_first))
    return turned


def _merged(base: Ranked, recent: Ranked, places: Array, first: int, end: int) -> list[tuple[int, int]]:
    if not recent.size:
        return [(0, int(n)) for n in base.window(first, end)]
    mine = recent.window(0, recent.size)
    order = recent.order
    stand = mine if order.sequence is None else order.rank[mine]

    def position(nth: int) -> int:
        return nth + base.before(int(places[stand[nth]]))

    low, high = 0, recent.size
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if position(middle) < first else (low, middle)
    taken: dict[int, int] = {}
    nth = low
    while nth < recent.size and (at := position(nth)) < end:
        taken[at] = int(mine[nth])
        nth += 1
    others = iter(base.window(first - low, first - low + (end - first)))
    return [(1, taken[at]) if at in taken else (0, int(next(others))) for at in range(first, end)]
