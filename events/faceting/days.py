"""The calendar of a segment: records whose possible dates overlap a span, and how many fall in each bucket. Imports bitmaps alone.

Records are numbered from the newest to the oldest, so those of a span of days are a run of numbers. What begins before
the span and lasts into it is looked for among the records that are wide enough.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from events.faceting.bitmaps import Array, BitMap, between, bitmap, numbers

FEW = 20_000
WIDTHS = (31, 366, 3_660, 10_000_000)
"""Records that last more than a day are kept by how many days they last at most."""


@dataclass(frozen=True)
class Days:
    """`first` is the day (proleptic ordinal) that each dated record is sorted by, descending; `latest` its last one, 0 if open.

    `open_start` and `open_end` are the records without a known bound; `wide` those that last longer than a day, by WIDTHS.
    """

    first: Array
    latest: Array
    open_start: BitMap
    open_end: BitMap
    wide: tuple[BitMap, ...]

    @property
    def dated(self) -> int:
        return len(self.first)

    @cached_property
    def _upwards(self) -> Array:
        return -self.first

    def from_day(self, day: int) -> int:
        """How many records are sorted under this day or a later one: they come first."""
        return int(self._from_days([day])[0])

    def _from_days(self, days: list[int]) -> Array:
        """Looked for as what the column is made of: for any other kind of number numpy would copy the whole column first."""
        return self._upwards.searchsorted(-np.array(days, dtype=self._upwards.dtype), "right")

    def overlapping(self, since: date | None, until: date | None) -> BitMap:
        """Dated records whose possible days overlap the span; a bound that is not known is open."""
        found = between(0, self.dated)
        if until is not None:
            found = between(self.from_day(until.toordinal() + 1), self.dated) | self.open_start
        if since is not None:
            found &= self._until_after(since.toordinal())
        return found

    def sorted_from(self, day: date) -> BitMap:
        """Records that are sorted under this day or a later one."""
        return between(0, self.from_day(day.toordinal()))

    def _until_after(self, since: int) -> BitMap:
        end = self.from_day(since)
        found = between(0, end) | self.open_end
        for width, wide in zip(WIDTHS, self.wide, strict=True):
            near = numbers(wide & between(end, self.from_day(since - width)))
            if len(near):
                found |= bitmap(near[self.latest[near] >= since])
        return found

    def extent(self, hits: BitMap) -> tuple[date, date] | None:
        """The first and the last day that dated hits are sorted under."""
        many = hits.rank(self.dated - 1) if self.dated else 0
        if not many:
            return None
        return date.fromordinal(int(self.first[hits[many - 1]])), date.fromordinal(int(self.first[hits.min()]))

    @cached_property
    def years(self) -> Array:
        """Every year that a record is sorted under, the latest first."""
        return np.unique(self.year_of(self.first))[::-1]

    @staticmethod
    def year_of(days: Array) -> Array:
        return (days.astype(np.int64) - 719163).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970

    @cached_property
    def year_ends(self) -> Array:
        """Where the run of each of the years ends."""
        return self.runs([date(int(year), 1, 1) for year in self.years])

    def by_year(self, hits: BitMap) -> dict[int, int]:
        counted = counts(hits, self.year_ends)
        return {int(year): int(n) for year, n in zip(self.years, counted, strict=True) if n}

    def runs(self, starts: list[date]) -> Array:
        """Where the run of each bucket ends, given the buckets' first days, the latest first."""
        return self._from_days([start.toordinal() for start in starts])


def counts(hits: BitMap, ends: Array) -> Array:
    """How many of the hits lie in each of some neighbouring runs, the first of which begins at 0."""
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    if len(hits) <= FEW:
        upto = np.searchsorted(numbers(hits), ends)
    else:
        upto = np.array([hits.rank(end - 1) if end else 0 for end in ends.tolist()], dtype=np.int64)
    return np.diff(upto, prepend=0)


def calendar(day: Array, earliest: Array, latest: Array) -> Days:
    """The calendar of records numbered from the newest on; ordinals, 0 where there is none, the undated last."""
    dated = int((day > 0).sum())
    day, earliest, latest = (column[:dated].astype(np.int32) for column in (day, earliest, latest))
    lasting = np.where(latest > day, latest - day, 0)
    wide, least = [], 0
    for width in WIDTHS:
        wide.append(bitmap(np.flatnonzero((lasting > least) & (lasting <= width))))
        least = width
    return Days(day, latest, bitmap(np.flatnonzero(earliest == 0)), bitmap(np.flatnonzero(latest == 0)), tuple(wide))
