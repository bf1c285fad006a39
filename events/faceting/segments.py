"""A segment: the records of one kind under dense numbers, with all that filters, orders and facets ask. Imports no Django."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from events.criteria import Kind
from events.faceting.bitmaps import Array, BitMap, between
from events.faceting.days import Days
from events.faceting.names import Names
from events.faceting.orders import Order
from events.faceting.terms import Terms


class Lookup:
    """From primary keys to places in an array of them."""

    def __init__(self, keys: Array) -> None:
        self.size = len(keys)
        top = int(keys.max()) + 1 if len(keys) else 0
        self.table: Array | None = None
        if top <= 4 * len(keys) + 1_000_000:
            self.table = np.full(top + 1, self.size, dtype=np.uint32)
            self.table[keys] = np.arange(self.size, dtype=np.uint32)
        else:
            self.order = np.argsort(keys)
            self.sorted = keys[self.order]

    def places(self, keys: Array) -> Array:
        """The place of each key; as many as there are keys where there is none."""
        keys = np.asarray(keys, dtype=np.int64)
        if not self.size:
            return np.full(len(keys), 0, dtype=np.int64)
        if self.table is not None:
            return self.table[np.where(keys < len(self.table) - 1, keys, len(self.table) - 1)].astype(np.int64)
        near = np.minimum(np.searchsorted(self.sorted, keys), self.size - 1)
        return np.where(self.sorted[near] == keys, self.order[near], self.size)


@dataclass(frozen=True)
class Segment:
    """`keys` are the primary keys by number; `flags` the records of which something is so; `pairs` how many events any two
    states share (by their places among the terms of `country`), of events alone; `names` what people and sources are called."""

    kind: Kind
    keys: Array
    terms: dict[str, Terms]
    flags: dict[str, BitMap]
    orders: dict[str, Order]
    days: Days | None = None
    pairs: Array | None = None
    names: Names | None = None
    found: dict[str, BitMap] = field(default_factory=dict)
    """Hits of full text by query, kept while the segment lives: a record that changes leaves it."""
    paired: dict[Hashable, Array] = field(default_factory=dict)
    """Squares like `pairs` of the events that a question finds, by question; kept likewise."""

    @property
    def size(self) -> int:
        return len(self.keys)

    @cached_property
    def everything(self) -> BitMap:
        return between(0, self.size)

    @cached_property
    def lookup(self) -> Lookup:
        return Lookup(self.keys)

    def numbers_of(self, keys: Array) -> Array:
        """The numbers of those of the keys that this segment has."""
        places = self.lookup.places(keys)
        return places[places < self.size]
