"""One kind of record at one revision: a large segment made once, less the records that changed since, and a small one of those.

Pure but for full text, which the database is asked for. Everything here comes in two parts, base and recent, in that order.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from events.criteria import Kind
from events.faceting.bitmaps import Array, BitMap, between, bitmap, numbers
from events.faceting.days import counts
from events.faceting.orders import Order, Ranked, merged
from events.faceting.segments import Segment
from events.faceting.terms import subset_pairs

Parts = tuple[BitMap, BitMap]
"""Records of the base and of the recent segment."""

FEW = 20_000

REMEMBERED = 200
"""Queries of full text whose hits in the base are kept."""

SQUARES = 16
"""Questions whose pairs in the base are kept: half a megabyte each."""

Matches = Callable[[Kind, str, Iterable[int] | None], Array]
"""(kind, query, only these keys or all) -> the primary keys that full text finds."""

_NOTHING = np.zeros(0, dtype=np.int64)
EMPTY = Order(0, 0, None, _NOTHING, _NOTHING)


@dataclass(frozen=True)
class Layer:
    """`gone` are the records of the base that have changed, or left, since it was made."""

    base: Segment
    gone: BitMap
    recent: Segment
    _places: dict[str, Array] = field(default_factory=dict)

    @cached_property
    def everything(self) -> Parts:
        return (self.base.everything - self.gone if self.gone else self.base.everything), self.recent.everything

    @property
    def segments(self) -> tuple[Segment, Segment]:
        return self.base, self.recent

    def of(self, term: str, value: str) -> Parts:
        return self.base.terms[term].of(value), self.recent.terms[term].of(value)

    def any_of(self, term: str, values: frozenset[str] | tuple[str, ...]) -> Parts:
        return self.base.terms[term].any_of(values), self.recent.terms[term].any_of(values)

    def any_but(self, term: str, other: str, values: frozenset[str]) -> Parts:
        """The records that bear a value of one term and not the same of another."""
        made = []
        for segment in self.segments:
            bearing = [segment.terms[term].of(value) - segment.terms[other].of(value) for value in values]
            made.append(BitMap.union(BitMap(), *bearing))
        return made[0], made[1]

    def without(self, flag: str) -> Parts:
        return self.base.everything - self.base.flags[flag], self.recent.everything - self.recent.flags[flag]

    def with_flag(self, flag: str) -> Parts:
        return self.base.flags[flag], self.recent.flags[flag]

    def overlapping(self, since: date | None, until: date | None) -> Parts:
        found = [s.days.overlapping(since, until) if s.days else BitMap() for s in self.segments]
        return found[0], found[1]

    def undated(self) -> Parts:
        """The records without any date: those numbered after the dated ones."""
        found = [between(s.days.dated, s.size) if s.days else BitMap() for s in self.segments]
        return found[0], found[1]

    def identified(self, names: Iterable[Array]) -> Parts:
        """The records with these public identifiers."""
        wanted = np.concatenate([_NOTHING.astype("S14"), *names])
        made = []
        for segment in self.segments:
            term = segment.terms["id"]
            at = np.minimum(np.searchsorted(term.values, wanted), max(0, len(term.values) - 1))
            known = term.values[at] == wanted if len(term.values) else np.zeros(len(wanted), dtype=bool)
            made.append(bitmap(term.postings[at[known]]) if len(term.values) else BitMap())
        return made[0], made[1]

    def named(self, ids: Sequence[str]) -> dict[str, str]:
        """Public identifier -> name of those of the records that are here."""
        wanted = np.array(ids, dtype="S14")
        found: dict[str, str] = {}
        for segment, some in zip(self.segments, self.everything, strict=True):
            terms, told = segment.terms["id"], segment.names
            if told is None or not len(terms.values) or not len(wanted):
                continue
            at = np.minimum(np.searchsorted(terms.values, wanted), len(terms.values) - 1)
            known = np.flatnonzero(terms.values[at] == wanted)
            records = terms.postings[terms.starts[at[known]]].tolist()
            pairs = zip(known.tolist(), records, strict=True)
            found |= {ids[place]: told[record].decode() for place, record in pairs if record in some}
        return found

    def has(self, name: str) -> bool:
        base, recent = self.of("id", name)
        return bool(recent) or bool(base - self.gone)

    def matching(self, q: str, ask: Matches) -> Parts:
        """What full text finds. Of the base it is kept: what changes leaves the base."""
        kind = self.base.kind
        found = self.base.found.get(q)
        if found is None:
            found = bitmap(self.base.numbers_of(ask(kind, q, None)))
            while len(self.base.found) >= REMEMBERED:
                self.base.found.pop(next(iter(self.base.found), ""), None)
            self.base.found[q] = found
        recent = BitMap()
        if self.recent.size:
            recent = bitmap(self.recent.numbers_of(ask(kind, q, self.recent.keys.tolist())))
        return found, recent

    def keyed(self, keys: Array) -> list[tuple[int, int]]:
        """(part, record) of each key that is here, in the order given."""
        found = []
        for key in keys.tolist():
            for part in (1, 0):
                places = self.segments[part].numbers_of(np.array([key]))
                if len(places) and not (part == 0 and int(places[0]) in self.gone):
                    found.append((part, int(places[0])))
                    break
        return found

    # -- counting --

    def leading(self, term: str, hits: Parts, most: int) -> tuple[tuple[str, int], ...]:
        """The values that most hits bear, with their counts, the commonest first, ties by value."""
        base, recent = (segment.terms[term] for segment in self.segments)
        places, counted = base.leading(hits[0], most)
        if not hits[1]:
            return tuple(zip(map(bytes.decode, base.values[places].tolist()), counted.tolist(), strict=True))
        found = dict(zip(base.values[places].tolist(), counted.tolist(), strict=True))
        least = min(found.values()) if len(found) >= most else 0
        places, counted = recent.borne(hits[1])
        for value, n in zip(recent.values[places].tolist(), counted.tolist(), strict=True):
            known = base.place(value.decode())
            # What can't come in even with every record of the base is not worth counting there.
            if known is not None and int(base.cards[known]) + n >= least:
                n += found.get(value) or base.count(hits[0], known)
            found[value] = n
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        return tuple((value.decode(), n) for value, n in ordered)

    def tally(self, term: str, hits: Parts) -> dict[str, int]:
        """Every value that a hit bears, with its count."""
        found: dict[str, int] = {}
        for segment, some in zip(self.segments, hits, strict=True):
            if some:
                places, counted = segment.terms[term].borne(some)
                names = segment.terms[term].values[places].tolist()
                for name, n in zip(names, counted.tolist(), strict=True):
                    found[name.decode()] = found.get(name.decode(), 0) + n
        return found

    def borne(self, term: str, values: Array) -> Array:
        """How many records bear each of these values (bytes)."""
        found = np.zeros(len(values), dtype=np.int64)
        for segment, every in zip(self.segments, self.everything, strict=True):
            terms = segment.terms[term]
            if len(terms.values) and len(values):
                at = np.minimum(np.searchsorted(terms.values, values), len(terms.values) - 1)
                found += np.where(terms.values[at] == values, terms.tally(every)[at], 0)
        return found

    def bearing(self, term: str, hits: Parts) -> list[Array]:
        """The values that a hit bears, by part."""
        tallied = zip(self.segments, hits, strict=True)
        return [s.terms[term].values[s.terms[term].borne(some)[0]] for s, some in tallied]

    def pairs(self, hits: Parts, name: Hashable) -> dict[tuple[str, str], int]:
        """(value, value) of the term `country`, in order -> how many hits bear both. The hits of the base are those before any was gone.

        What the base comes to is kept under the `name` of the question, and only what has changed since is counted anew.
        """
        base, recent = (segment.terms["country"] for segment in self.segments)
        square = self.base.pairs if len(hits[0]) == self.base.size else self.base.paired.get(name)
        if square is None:
            square = subset_pairs(base, numbers(hits[0]))
            while len(self.base.paired) >= SQUARES:
                self.base.paired.pop(next(iter(self.base.paired)), None)
            self.base.paired[name] = square
        if self.gone:
            square = square - subset_pairs(base, numbers(hits[0] & self.gone))
        found: dict[tuple[str, str], int] = {}
        for term, shared in ((base, square), (recent, subset_pairs(recent, numbers(hits[1])))):
            for low, high in zip(*np.nonzero(np.triu(shared)), strict=True):
                names = term.values[low].decode(), term.values[high].decode()
                found[names] = found.get(names, 0) + int(shared[low, high])
        return found

    def by_year(self, hits: Parts) -> dict[int, int]:
        found: dict[int, int] = {}
        for segment, some in zip(self.segments, hits, strict=True):
            if some and segment.days:
                for year, n in segment.days.by_year(some).items():
                    found[year] = found.get(year, 0) + n
        return found

    def extent(self, hits: Parts) -> tuple[date, date] | None:
        found = [s.days.extent(some) for s, some in zip(self.segments, hits, strict=True) if s.days and some]
        spans = [span for span in found if span]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def by_bucket(self, term: str, hits: Parts, starts: list[date] | None) -> dict[tuple[date, str], int]:
        """(first day of a bucket, value of the term) -> count; years where no buckets (latest first) are given."""
        found: dict[tuple[date, str], int] = {}
        for segment, some in zip(self.segments, hits, strict=True):
            if not some or not segment.days:
                continue
            days = segment.days
            begins = [date(int(year), 1, 1) for year in days.years] if starts is None else starts
            ends = days.year_ends if starts is None else days.runs(starts)
            names = [value.decode() for value in segment.terms[term].values]
            for (bucket, value), n in _crossed(segment, term, some, ends).items():
                at = (begins[bucket], names[value])
                found[at] = found.get(at, 0) + n
        return found

    # -- pages --

    def ranked(self, order: str, hits: Parts) -> "Listing":
        return Listing(self, order, hits)

    def places(self, order: str) -> Array:
        """Where in the base order each record of the recent one belongs, by its place there."""
        if order not in self._places:
            base, recent = self.base.orders[order], self.recent.orders[order]
            self._places[order] = base.places(recent)
        return self._places[order]


def _crossed(segment: Segment, term: str, hits: BitMap, ends: Array) -> dict[tuple[int, int], int]:
    """(bucket, place of value) -> count, none empty."""
    terms = segment.terms[term]
    width = len(terms.values)
    if len(hits) <= FEW:
        found = numbers(hits)
        buckets = np.searchsorted(ends, found, "right")
        inside = buckets < len(ends)
        flat = buckets[inside] * width + terms.forward[found[inside]]
        counted = np.bincount(flat, minlength=len(ends) * width).reshape(-1, width)
    else:
        counted = np.stack([counts(hits & terms.at(place), ends) for place in range(width)], axis=1)
    filled = np.nonzero(counted)
    return {(int(b), int(v)): int(counted[b, v]) for b, v in zip(*filled, strict=True)}


class Listing:
    """Hits in an order, from which any run is taken."""

    def __init__(self, layer: Layer, order: str, hits: Parts) -> None:
        self.layer = layer
        self.base = Ranked(hits[0], layer.base.orders[order])
        self.recent = Ranked(hits[1], layer.recent.orders[order] if layer.recent.size else EMPTY)
        self.places = layer.places(order) if layer.recent.size else _NOTHING
        self.total = self.base.size + self.recent.size

    def window(self, first: int, end: int, ascending: bool = False) -> list[int]:
        """The primary keys at places `first` to `end`."""
        found = merged(self.base, self.recent, self.places, ascending, first, end)
        keys = self.layer.base.keys, self.layer.recent.keys
        return [int(keys[part][number]) for part, number in found]
