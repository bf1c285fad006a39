"""Pictures as numbers: a timeline's bars and a matrix's cells, placed. Templates draw them, beside tables of the same numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from events import atlas
from events.criteria import bucket_of
from events.vocabulary import Quad

WIDTH, HEIGHT = 1000, 140
COOPERATION = {Quad.VERBAL_COOPERATION.value, Quad.MATERIAL_COOPERATION.value}
MOST_BARS = 400
"""Beyond so many years in a row, years are taken together by tens so that a bar stays wide enough to point at."""
MOST_TICKS = 10
_TICKS: Mapping[str, Sequence[int]] = {
    "decade": (1, 2, 5, 10),
    "year": (1, 2, 5, 10, 20, 50),
    "month": (1, 3, 6, 12),
    "day": (1, 2, 7),
}


class Bar(NamedTuple):
    """One bucket: what it counts, its address, and where it begins, in the units of the view box."""

    label: str
    url: str
    cooperation: int
    conflict: int
    x: float


class Tick(NamedTuple):
    """A label under a bar; a minor one gives way where the screen is narrow."""

    text: str
    minor: bool


@dataclass(frozen=True)
class Timeline:
    """`up` and `down` are the paths that draw cooperation above the `base` line and conflict below; `ticks` has a label or None a bar.

    A `plain` one has no sides: all that it counts stands in `up`.
    """

    caption: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick | None, ...]
    base: float
    bar_width: float
    up: str
    down: str
    plain: bool = False
    width: int = WIDTH
    height: int = HEIGHT


def timeline(
    counts: Mapping[tuple[date, str], int],
    bucket: str,
    link: Callable[[str, str], str],
    caption: str,
    words: Callable[[str], str],
    within: tuple[date | None, date | None] = (None, None),
) -> Timeline | None:
    """Bars for every bucket between the first and the last, empty ones included; None when nothing is dated.

    `counts` maps (first day of bucket, quad class) to events; `link(from, to)` makes the address that narrows to a bucket, `words`
    writes an EDTF date out. When days are asked for, `within` both, the picture spans all of them.
    """
    if not counts:
        return None
    days = [at for at, _quad in counts]
    first, last = min(days), max(days)
    since, until = within
    if since and until and until.year - since.year < MOST_BARS:
        first, last, bucket = since, until, coarser(bucket, bucket_of(since, until))
    elif last.year - first.year >= MOST_BARS:
        bucket = "decade"
    starts = _between(first, last, bucket)
    sums = {start: [0, 0] for start in starts}
    for (at, quad), n in counts.items():
        sums[start_of(at, bucket)][quad not in COOPERATION] += n
    return _drawn(caption, sums, bucket, link, words)


def of_years(
    counts: Mapping[int, int], link: Callable[[str, str], str], caption: str, words: Callable[[str], str]
) -> Timeline | None:
    """A plain timeline of what is counted by years alone, by decades where they are very many; None where that is one bar."""
    if len(counts) < 2:
        return None
    first, last = min(counts), max(counts)
    bucket = "decade" if last - first >= MOST_BARS else "year"
    sums = {start: [0, 0] for start in _between(date(first, 1, 1), date(last, 1, 1), bucket)}
    for year, n in counts.items():
        sums[start_of(date(year, 1, 1), bucket)][0] += n
    return _drawn(caption, sums, bucket, link, words, plain=True)


def _drawn(
    caption: str,
    sums: Mapping[date, Sequence[int]],
    bucket: str,
    link: Callable[[str, str], str],
    words: Callable[[str], str],
    plain: bool = False,
) -> Timeline:
    most_up = max(up for up, _ in sums.values())
    most_down = max(down for _, down in sums.values())
    scale = (HEIGHT - 4) / max(1, most_up + most_down)
    base = round(2 + most_up * scale, 1)
    step = WIDTH / len(sums)
    width = round(min(step - (0 if step < 3 else min(3, step * 0.15)), 60), 2)
    bars, up_path, down_path = [], [], []
    for place, (start, (up, down)) in enumerate(sums.items()):
        since, until, edtf = extent(start, bucket)
        x = round(place * step, 2)
        bars.append(Bar(words(edtf), link(since, until), up, down, x))
        if up:
            up_path.append(f"M{x} {base}h{width}v{-round(up * scale, 1)}h-{width}z")
        if down:
            down_path.append(f"M{x} {base}h{width}v{round(down * scale, 1)}h-{width}z")
    ticks = _ticks(list(sums), bucket, words)
    return Timeline(caption, tuple(bars), ticks, base, width, "".join(up_path), "".join(down_path), plain)


def _ticks(starts: Sequence[date], bucket: str, words: Callable[[str], str]) -> tuple[Tick | None, ...]:
    """Labels under some of the bars: at round years or months, none so near the end that it would not fit."""
    every = next((k for k in _TICKS[bucket] if len(starts) / k <= MOST_TICKS), _TICKS[bucket][-1])
    room = len(starts) - len(starts) / MOST_TICKS
    ticks: list[Tick | None] = []
    told = 0
    for place, start in enumerate(starts):
        round_ = {"decade": start.year // 10, "year": start.year, "month": start.month - 1, "day": place}[bucket]
        if round_ % every or (place > room and told):
            ticks.append(None)
        else:
            ticks.append(Tick(words(extent(start, bucket)[2]), minor=told % 2 == 1))
            told += 1
    return tuple(ticks)


def coarser(a: str, b: str) -> str:
    order = ("day", "month", "year", "decade")
    return max(a, b, key=order.index)


def start_of(day: date, bucket: str) -> date:
    if bucket == "decade":
        return date(max(1, day.year // 10 * 10), 1, 1)
    if bucket == "year":
        return date(day.year, 1, 1)
    return date(day.year, day.month, 1) if bucket == "month" else day


def _after(start: date, bucket: str) -> date:
    if bucket == "day":
        return date.fromordinal(start.toordinal() + 1)
    if bucket == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + (10 - start.year % 10 if bucket == "decade" else 1), 1, 1)


def _between(first: date, last: date, bucket: str) -> list[date]:
    starts, at = [], start_of(first, bucket)
    while at <= last:
        starts.append(at)
        if at.year >= 9990:
            break
        at = _after(at, bucket)
    return starts


@lru_cache(maxsize=20_000)
def extent(start: date, bucket: str) -> tuple[str, str, str]:
    """from, to and EDTF of a bucket."""
    if bucket == "decade":
        return f"{start.year:04d}", f"{start.year // 10 * 10 + 9:04d}", f"{start.year // 10:03d}X"
    text = start.isoformat()[: {"year": 4, "month": 7, "day": 10}[bucket]]
    return text, text, text


@dataclass(frozen=True)
class Cell:
    """How often two states met; `level` is the depth of its shade, 0 for never."""

    count: int
    level: int
    url: str


@dataclass(frozen=True)
class Matrix:
    """`rows` are (code, name, a cell per state; None where a state would meet itself)."""

    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[Cell | None, ...]], ...]


def matrix(
    pairs: Mapping[tuple[str, str], int],
    most: int,
    link: Callable[[str, str], str],
    names: Mapping[str, str],
    caption: str,
) -> Matrix | None:
    """The states that met most, each against each. `pairs` maps (code, code) to a number, each pair once."""
    sums: dict[str, int] = {}
    both: dict[tuple[str, str], int] = {}
    for (a, b), n in pairs.items():
        both[a, b] = both[b, a] = n
        sums[a] = sums.get(a, 0) + n
        sums[b] = sums.get(b, 0) + n
    codes = sorted(sums, key=lambda code: (-sums[code], names[code]))[:most]
    if len(codes) < 2:
        return None
    steps = atlas.levels(max(n for (a, b), n in both.items() if a in codes and b in codes))

    def cell(a: str, b: str) -> Cell | None:
        n = both.get((a, b), 0)
        return None if a == b else Cell(n, atlas.level_of(n, steps) if n else 0, link(a, b))

    rows = tuple((a, names[a], tuple(cell(a, b) for b in codes)) for a in codes)
    return Matrix(caption, tuple((code, names[code]) for code in codes), rows)
