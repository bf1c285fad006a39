"""EDTF dates: what a source lets us know about a day, no more (Library of Congress, 2019-02-04; ISO 8601-2). Pure Python and Babel.

Level 0 and 1, and `[a,b]` (one of) of level 2. A null bound is open (`2006/..`) or unknown (`2006/`).
"""

import calendar
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<qualifier>[?~%])?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An EDTF string understood: its outer bounds, how fine it is, and how sure.

    `precision` is day, month, season, year, decade, century or interval. Both bounds are inclusive; None is unbounded.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: str
    uncertain: bool = False
    approximate: bool = False

    @property
    def open_start(self) -> bool:
        return self.earliest is None

    @property
    def open_end(self) -> bool:
        return self.latest is None

    def overlaps(self, since: date | None, until: date | None) -> bool:
        """Whether a day of this date may lie within [since, until]."""
        return (since is None or self.latest is None or self.latest >= since) and (
            until is None or self.earliest is None or self.earliest <= until
        )

    def compatible(self, other: "PartialDate") -> bool:
        """Whether both may speak of the same day."""
        return self.overlaps(other.earliest, other.latest)


def _refuse(text: str) -> ValueError:
    return ValueError(
        f"{text} is not a date: write 2024, 2024-06, 2024-06-18, or an EDTF form of these such as 2006/.."
    )


def parse(text: str) -> PartialDate:
    """Understand an EDTF string. ValueError names the value and what it should look like."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    return _single(text, text)


def _single(text: str, whole: str) -> PartialDate:
    found = _DATE.fullmatch(text)
    if found is None:
        raise _refuse(whole)
    year, month, day, mark = found.group("year", "month", "day", "qualifier")
    doubt = {"uncertain": mark in {"?", "%"}, "approximate": mark in {"~", "%"}}
    try:
        first, last, precision = _bounds(year, month, day)
    except ValueError as error:
        raise _refuse(whole) from error
    return PartialDate(text, first, last, precision, **doubt)


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date, date, str]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low < 1:
        raise ValueError("year 0")
    if "X" in year:
        if month:
            raise ValueError("a month of an unknown year")
        return date(low, 1, 1), date(high, 12, 31), "century" if year.endswith("XX") else "decade"
    if month is None or (month == "XX" and day in {None, "XX"}):
        return date(low, 1, 1), date(low, 12, 31), "year"
    number = int(month)
    if number in _SEASON_MONTHS and day is None:
        begin, end = _SEASON_MONTHS[number]
        last_year = low + (end < begin)
        return date(low, begin, 1), _month_end(last_year, end), "season"
    if day is None or day == "XX":
        return date(low, number, 1), _month_end(low, number), "month"
    exact = date(low, number, int(day))
    return exact, exact, "day"


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError("month")
    return date(year, month, calendar.monthrange(year, month)[1])


def _interval(text: str) -> PartialDate:
    start, _, end = text.partition("/")
    if "/" in end or (start in {"", ".."} and end in {"", ".."}):
        raise _refuse(text)
    first = None if start in {"", ".."} else _single(start, text)
    last = None if end in {"", ".."} else _single(end, text)
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and earliest > latest:
        raise ValueError(f"{text} ends before it begins: exchange its two ends")
    parts = [part for part in (first, last) if part]
    return PartialDate(
        text, earliest, latest, "interval", any(p.uncertain for p in parts), any(p.approximate for p in parts)
    )


def _one_of(text: str) -> PartialDate:
    parts = [_single(part.strip(), text) for part in text[1:-1].split(",") if part.strip()]
    if not parts:
        raise _refuse(text)
    earliest = min(p.earliest for p in parts if p.earliest)
    latest = max(p.latest for p in parts if p.latest)
    return PartialDate(text, earliest, latest, "interval", uncertain=True)


def parse_bound(text: str, side: str) -> date:
    """A filter's `from` or `to`: a year, month or day; its first day for "from", its last for "to"."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
        raise _refuse(text)
    partial = _single(text, text)
    if partial.precision == "season":
        raise _refuse(text)
    bound = partial.earliest if side == "from" else partial.latest
    assert bound is not None  # noqa: S101  a single date has both bounds
    return bound


def display(partial: PartialDate, locale: str = "en_GB", say: Callable[[str], str] = str) -> str:
    """In words: 18 June 2024; 19–20 June 2024; June 2024; since 2006; by 19 June 2024; about 1997; summer 2024.

    Days and months are written as CLDR has them in the `locale`; `say` turns an English phrase into that language's.
    """
    text = partial.edtf

    def words(part: str) -> str:
        return _words(_single(part.strip(), text), locale, say)

    if text.startswith("["):
        first, *others = (words(part) for part in text[1:-1].split(","))
        return functools.reduce(
            lambda one, other: say("%(one)s or %(other)s") % {"one": one, "other": other}, others, first
        )
    if "/" not in text:
        return _words(partial, locale, say)
    start, _, end = text.partition("/")
    if end in {"", ".."}:
        return _one_ended(start, "since" if end else "from", words(start), say)
    if start in {"", ".."}:
        return _one_ended(end, "by", words(end), say)
    first_part, last_part = _single(start, text), _single(end, text)
    return _range_begins(first_part, last_part, locale, words(start)) + words(end)


def _one_ended(known: str, word: str, plain: str, say: Callable[[str], str]) -> str:
    """An interval of which one end is known. Days have phrases of their own: "depuis 2006", but "depuis le 18 juin"."""
    if _single(known, known).precision == "day":
        phrases = {"since": say("since %(day)s"), "from": say("from %(day)s"), "by": say("by %(day)s")}
    else:
        phrases = {"since": say("since %(date)s"), "from": say("from %(date)s"), "by": say("by %(date)s")}
    return phrases[word] % {"day": plain, "date": plain}


def _range_begins(first: PartialDate, last: PartialDate, locale: str, whole: str) -> str:
    """What stands before the last date of a range, the dash with it: what both ends share is said once."""
    a, b = first.earliest, last.earliest
    if first.precision == last.precision == "day" and a and b and not (first.approximate or first.uncertain):
        if (a.year, a.month) == (b.year, b.month):
            return f"{_day_number(a.day, locale)}–"
        if a.year == b.year:
            return f"{_of_month(a.month, locale, 'MMMM').replace('#', _day_number(a.day, locale))} – "
    if first.precision == last.precision == "month" and a and b and a.year == b.year:
        return f"{format_date(a, 'LLLL', locale)}–"
    return f"{whole} – "


def _words(partial: PartialDate, locale: str, say: Callable[[str], str]) -> str:
    first = partial.earliest
    assert first is not None  # noqa: S101  only single dates come here
    if partial.precision == "day":
        plain = calendar_day(first, locale)
    elif partial.precision == "month":
        plain = format_date(first, "MMMM y", locale)
    elif partial.precision == "season":
        plain = _season(int(partial.edtf[5:7]), say) % {"year": first.year}
    elif partial.precision == "decade":
        plain = say("the %(year)ss") % {"year": first.year}
    elif partial.precision == "century":
        plain = f"{first.year}–{first.year + 99}"
    else:
        plain = str(first.year)
    if partial.approximate:
        plain = (say("about %(day)s") if partial.precision == "day" else say("about %(date)s")) % {
            "day": plain,
            "date": plain,
        }
    return say("%(date)s (uncertain)") % {"date": plain} if partial.uncertain else plain


def calendar_day(day: date, locale: str) -> str:
    """18 June 2024, 1er juin 2024. Put together of its parts, for a page shows many days and each is seldom shown again."""
    words = _of_month(day.month, locale, "MMMM '@'").replace("#", _day_number(day.day, locale))
    return words.replace("@", _year_number(day.year, locale))


@functools.lru_cache(maxsize=1000)
def _of_month(month: int, locale: str, form: str) -> str:
    return format_date(date(2000, month, 1), f"'#' {form}", locale)


@functools.lru_cache(maxsize=10_000)
def _year_number(year: int, locale: str) -> str:
    return format_date(date(year, 1, 1), "y", locale)


@functools.lru_cache(maxsize=1000)
def _day_number(number: int, locale: str) -> str:
    """As CLDR has it, but for the first of a month in French, which is "1er juin" in running text and CLDR's calendars leave at 1."""
    return "1er" if (number, locale) == (1, "fr") else format_date(date(2000, 1, number), "d", locale)


def _season(number: int, say: Callable[[str], str]) -> str:
    return {
        21: say("spring %(year)s"),
        22: say("summer %(year)s"),
        23: say("autumn %(year)s"),
        24: say("winter %(year)s"),
    }[number]


def width(partial: PartialDate) -> timedelta | None:
    """How many days the date leaves open; None when it has an open end."""
    if partial.earliest is None or partial.latest is None:
        return None
    return partial.latest - partial.earliest
