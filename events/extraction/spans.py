"""Looks up things by where they stand in the text without going through all of them. May import records."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from events.records import Span

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things with a span each, in order of place; what overlaps a span is found in the time that the answer takes."""

    def __init__(self, things: Iterable[T], span_of: Callable[[T], Span]) -> None:
        self._span_of = span_of
        rows = sorted(((*span_of(thing), n), thing) for n, thing in enumerate(things))
        self._keys = [key for key, _thing in rows]
        self._things = {key[2]: thing for key, thing in rows}
        self._next = len(rows)
        self._longest = max((end - start for start, end, _n in self._keys), default=0)

    def add(self, thing: T) -> None:
        start, end = self._span_of(thing)
        insort(self._keys, (start, end, self._next))
        self._things[self._next] = thing
        self._next += 1
        self._longest = max(self._longest, end - start)

    def over(self, span: Span) -> Iterator[T]:
        """Everything that overlaps a span, in order of place."""
        first = bisect_left(self._keys, (span.start - self._longest, -1, -1))
        for start, end, number in self._keys[first : bisect_left(self._keys, (span.end, -1, -1))]:
            if end > span.start:
                assert start < span.end  # noqa: S101  the slice ends there
                yield self._things[number]

    def before(self, offset: int, reach: int) -> Iterator[T]:
        """Everything that ends at or before an offset and no more than `reach` characters back, the last begun first."""
        last = bisect_right(self._keys, (offset, -1, -1))
        first = bisect_left(self._keys, (offset - reach - self._longest, -1, -1))
        for _start, end, number in reversed(self._keys[first:last]):
            if offset - reach <= end <= offset:
                yield self._things[number]
