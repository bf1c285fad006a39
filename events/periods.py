"""Dates to choose from beside a list: decades, then the years of one, its months, its days; each an address and a count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from events import charts, presentation
from events.criteria import Answer, Criteria, Kind

_FINER = {"all": "decade", "decade": "year", "year": "month", "month": "day", "day": "day"}


@dataclass(frozen=True)
class Period:
    """A stretch of time with the address of the list for it. `count` is None where it was not counted."""

    label: str
    url: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True)
class Periods:
    """`path` leads from all dates down to the present choice; `values` are the next finer ones; then the neighbours in time."""

    path: tuple[Period, ...]
    values: tuple[Period, ...]
    before: Period | None
    after: Period | None
    unit: str


def periods(criteria: Criteria, answer: Answer, link: Callable[[str, str], str], undated: str = "") -> Periods | None:
    """What to narrow the dates to next; None where the list has no dates. `link("", "")` is the address without dates.

    `undated` is that of the records without any, which stand after all dates.
    """
    counts = _counts(criteria, answer)
    since, until = criteria.since, criteria.until
    if not counts and not (since or until):
        return None
    chosen = unit(since, until)
    path = [Period(_("All dates"), link("", ""), selected=chosen == "all" and not (since or until))]
    if chosen != "all" and since is not None:
        for step in ("decade", "year", "month", "day"):
            path.append(_period(since, step, link, selected=step == chosen))
            if step == chosen:
                break
    finer = _FINER[chosen]
    if chosen == "all":
        days = [day for day, _n in counts] or [d for d in (since, until) if d]
        finer = "decade" if max(days).year - min(days).year >= 15 else "year"
    if criteria.kind is not Kind.EVENTS and finer in {"month", "day"}:
        values = _uncounted(since, link) if finer == "month" and since else ()
    else:
        values = _values(counts, finer, link) if chosen != "day" else ()
    lacking = answer.total - sum(n for _day, n in counts)
    if undated and lacking > 0 and not (since or until) and criteria.kind is Kind.EVENTS:
        values = (*values, Period(_("Date not known"), undated, lacking))
    before, after = _neighbours(since, until, chosen, link)
    return Periods(tuple(path), values, before, after, finer)


def unit(since: date | None, until: date | None) -> str:
    """Which single stretch the days asked for are: decade, year, month or day; "all" when none, or another stretch."""
    if since is None or until is None:
        return "all"
    for step in ("day", "month", "year", "decade"):
        if charts.start_of(since, step) == since and _end(since, step) == until:
            return step
    return "all"


def _end(start: date, step: str) -> date:
    if step == "day":
        return start
    if step == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1)
    return date(start.year + (9 if step == "decade" else 0), 12, 31)


def _counts(criteria: Criteria, answer: Answer) -> list[tuple[date, int]]:
    if criteria.kind is Kind.EVENTS:
        return [(at, n) for (at, _quad), n in answer.timeline.items()]
    return [(date(int(year), 1, 1), n) for year, n in answer.facets.get("year", ())]


def _values(counts: list[tuple[date, int]], step: str, link: Callable[[str, str], str]) -> tuple[Period, ...]:
    sums: dict[date, int] = {}
    for at, n in counts:
        start = charts.start_of(at, step)
        sums[start] = sums.get(start, 0) + n
    return tuple(_period(start, step, link, n) for start, n in sorted(sums.items()))


def _uncounted(since: date, link: Callable[[str, str], str]) -> tuple[Period, ...]:
    """The months of a year in which only the year was counted."""
    return tuple(_period(date(since.year, month, 1), "month", link) for month in range(1, 13))


def _period(
    day: date, step: str, link: Callable[[str, str], str], count: int | None = None, selected: bool = False
) -> Period:
    since, until, _edtf = charts.extent(charts.start_of(day, step), step)
    return Period(name(day, step), link(since, until), count, selected)


def name(day: date, step: str) -> str:
    """The decade, year, month or day that a day lies in, in words."""
    return presentation.when(charts.extent(charts.start_of(day, step), step)[2])


def bound(day: date, side: str) -> tuple[str, str]:
    """A bound of a list in words, and what it is: the year or month that it begins or ends, otherwise the day."""
    for step in ("year", "month"):
        start = charts.start_of(day, step)
        if day == (start if side == "from" else _end(start, step)):
            return name(day, step), step
    return name(day, "day"), "day"


def _neighbours(
    since: date | None, until: date | None, chosen: str, link: Callable[[str, str], str]
) -> tuple[Period | None, Period | None]:
    if chosen == "all" or since is None or until is None or since.year < 20 or until.year > 9980:
        return None, None
    earlier = _period(since - timedelta(days=1), chosen, link)
    return earlier, _period(until + timedelta(days=1), chosen, link)
