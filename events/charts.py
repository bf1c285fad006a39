"""Pictures as numbers: the timeline's bars, placed. Pure geometry; templates turn it into SVG, beside a table of the numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from events.vocabulary import Quad

WIDTH, HEIGHT = 1000, 140
COOPERATION = {Quad.VERBAL_COOPERATION.value, Quad.MATERIAL_COOPERATION.value}
MOST_BARS = 400
"""Beyond so many years in a row, years are taken together by tens so that a bar stays wide enough to point at."""


@dataclass(frozen=True)
class Bar:
    """One bucket: cooperation above the base line, conflict below. Lengths in the units of the view box."""

    label: str
    url: str
    cooperation: int
    conflict: int
    x: float
    width: float
    up_y: float
    up: float
    down: float


@dataclass(frozen=True)
class Timeline:
    caption: str
    bars: tuple[Bar, ...]
    base: float
    width: int = WIDTH
    height: int = HEIGHT


def timeline(
    counts: Mapping[tuple[date, str], int],
    bucket: str,
    link: Callable[[str, str], str],
    caption: str,
    words: Callable[[str], str],
) -> Timeline | None:
    """Bars for every bucket between the first and the last, empty ones included; None when nothing is dated.

    `counts` maps (first day of bucket, quad class) to events; `link(from, to)` makes the address that narrows to a bucket, `words` writes
    an EDTF date out.
    """
    if not counts:
        return None
    starts = _between(min(at for at, _ in counts), max(at for at, _ in counts), bucket)
    if len(starts) > MOST_BARS:
        bucket = "decade"
        starts = _between(starts[0], starts[-1], bucket)
    sums = {start: [0, 0] for start in starts}
    for (at, quad), n in counts.items():
        sums[_start(at, bucket)][quad not in COOPERATION] += n
    most_up = max(up for up, _ in sums.values())
    most_down = max(down for _, down in sums.values())
    scale = (HEIGHT - 4) / max(1, most_up + most_down)
    base = round(2 + most_up * scale, 2)
    step = WIDTH / len(starts)
    gap = 0 if step < 3 else min(3, step * 0.15)
    bars = []
    for place, start in enumerate(starts):
        up, down = sums[start]
        since, until, extent = _extent(start, bucket)
        bars.append(
            Bar(
                words(extent),
                link(since, until),
                up,
                down,
                x=round(place * step, 2),
                width=round(min(step - gap, 60), 2),
                up_y=round(base - up * scale, 2),
                up=round(up * scale, 2),
                down=round(down * scale, 2),
            )
        )
    return Timeline(caption, tuple(bars), base)


def _start(day: date, bucket: str) -> date:
    if bucket == "decade":
        return date(max(1, day.year // 10 * 10), 1, 1)
    if bucket == "year":
        return date(day.year, 1, 1)
    return date(day.year, day.month, 1) if bucket == "month" else day


def _between(first: date, last: date, bucket: str) -> list[date]:
    starts, at = [], _start(first, bucket)
    while at <= last:
        starts.append(at)
        if bucket == "day":
            at = date.fromordinal(at.toordinal() + 1)
        elif bucket == "month":
            at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
        else:
            at = date(_start(at, bucket).year // 1 + (10 - at.year % 10 if bucket == "decade" else 1), 1, 1)
    return starts


def _extent(start: date, bucket: str) -> tuple[str, str, str]:
    """from, to and EDTF of a bucket."""
    if bucket == "decade":
        since, until = f"{start.year:04d}", f"{start.year // 10 * 10 + 9:04d}"
        return since, until, f"{since}/{until}"
    text = {"year": f"{start.year:04d}", "month": f"{start:%Y-%m}", "day": start.isoformat()}[bucket]
    return text, text, text
