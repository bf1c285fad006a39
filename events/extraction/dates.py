"""Finds the dates that a text names and works out what day each means. May import records, calendars, sequels and
spaCy's tokens.

Everything relative hangs on the day of publication; without one, only dates that name their year have a value. A value never
says more than the words: "in February" is a month, "since 2006" is open, "next year" a year, "24 years" no date at all.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from spacy.tokens import Doc, Token

from events.extraction import calendars, datelines, sequels
from events.extraction.sequels import Anchor
from events.records import Document, Span
from events.vocabulary import DateBasis


class DateMention(NamedTuple):
    """A date in the text: its words, its EDTF value (None where it cannot be told), and how the value was reached."""

    span: Span
    edtf: str | None
    basis: DateBasis


_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)(?![^\W\d_])"
)
_M = _MONTH.format("month")
_M2 = _MONTH.format("month2")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_DAY2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)(?![\ds])"
_WEEKDAY = (
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\b"
)
_NUMBER = r"(?P<number>(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|\d{1,2})"
_TO = r"(?:\s*[-–—]\s*|\s+(?:to|and|until|till|through)\s+)"

Resolver = Callable[[re.Match[str], Anchor], tuple[str | None, DateBasis]]


def find(doc: Doc, document: Document) -> tuple[DateMention, ...]:
    """Every date of the running text and the title, in order, never one inside another."""
    published = datelines.written(document)
    starts = [token.idx for token in doc]
    areas = [*document.paragraphs, *([document.title_span] if document.title_span else [])]
    found: list[DateMention] = []
    for area in areas:
        position, last, told = area.start, published, None
        for match in _ANY.finditer(document.text, area.start, area.end):
            if match.start() < position:
                continue
            rule = _RULES[match.lastgroup or ""]
            inner = rule.pattern.match(document.text, match.start(), area.end)
            if inner is None or not inner.group():
                continue
            ahead = _looks_ahead(doc, starts, inner.start())
            edtf, basis = rule.resolve(inner, Anchor(published, ahead, last, told))
            if edtf is not None or basis is not DateBasis.STATED:
                found.append(DateMention(Span(*inner.span()), edtf, basis))
            position = inner.end()
            last, told = calendars.whole_day(edtf or "") or last, edtf or told
    return tuple(sorted(found))


def _looks_ahead(doc: Doc, starts: list[int], offset: int) -> bool | None:
    """Whether the clause around an offset speaks of the future: "will meet on Monday", "is due on Monday"; None: no telling."""
    place = bisect_right(starts, offset) - 1
    token: Token | None = doc[place] if 0 <= place < len(doc) else None
    before = doc[place - 1] if place > 0 else None
    if before is not None and before.dep_ == "prep" and place > 1:
        before = doc[place - 2]
    if before is not None and before.tag_ == "VBD":
        return False  # "said on Monday it will …": the parser may give Monday to the wrong one of the two
    for _ in range(8):
        if token is None:
            return None
        if token.lower_ in {"ahead", "eve"}:
            return True  # "ahead of talks on Thursday"
        if token.pos_ == "ADJ" and token.lower_ in {"due", "set", "likely", "scheduled", "ready"}:
            return True
        if token.pos_ in {"VERB", "AUX"}:
            verdict = calendars.tense(token)
            if verdict is not None or token.dep_ in {"ccomp", "advcl", "relcl", "ROOT"}:
                return verdict
        token = token.head if token.head.i != token.i else None
    return None


# --- resolvers: the groups of a match -> EDTF -------------------------------------------------------------------------


def _month(name: str) -> int:
    return calendars.MONTHS[name.lower().rstrip(".")[:3]]


def _year_for(month: int, day: int | None, anchor: Anchor) -> int | None:
    """The year of a date that names none: that of the nearest such date on the side that the clause looks to."""
    if anchor.published is None:
        return None
    near = anchor.published
    if anchor.ahead is None:
        years = (near.year - 1, near.year, near.year + 1)
        return min(years, key=lambda y: abs((date(y, month, min(day or 15, 28)) - near).days))
    for year in (near.year, near.year + 1, near.year - 1):
        last = calendars.month_end(year, month)
        first = date(year, month, min(day or 1, last.day))
        end = date(year, month, min(day, last.day)) if day else last
        if anchor.ahead and end >= near and (first - near).days < 330:
            return year
        if not anchor.ahead and first <= near and (near - end).days < 340:
            return year
    return near.year


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _day_month(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    groups = match.groupdict()
    month, day = _month(groups["month"]), int(groups["day"])
    stated = groups.get("year")
    year = int(stated) if stated else _year_for(month, day, anchor)
    if year is None:
        return None, DateBasis.RELATIVE
    first = _iso(year, month, day)
    basis = DateBasis.STATED if stated else DateBasis.RELATIVE
    if first is None:
        return None, DateBasis.STATED
    second_day = groups.get("day2")
    if second_day:
        month2 = _month(groups["month2"]) if groups.get("month2") else month
        last = _iso(year + (month2 < month), month2, int(second_day))
        return (f"{first}/{last}" if last and last > first else first), basis
    if groups.get("number"):
        length = calendars.number(groups["number"])
        last_day = date.fromisoformat(first) + timedelta(days=length - 1)
        return (f"{first}/{last_day}" if length > 1 else first), basis
    return first, basis


def _month_year(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    groups = match.groupdict()
    month = _month(groups["month"])
    if groups.get("year"):
        return _qualified(f"{int(groups['year']):04d}-{month:02d}", groups.get("open")), DateBasis.STATED
    which = (groups.get("which") or "").lower()
    anchor = anchor._replace(ahead=which == "next" or (anchor.ahead and which != "last") if which else anchor.ahead)
    year = _year_for(month, None, anchor)
    if year is None:
        return None, DateBasis.RELATIVE
    return _qualified(f"{year:04d}-{month:02d}", groups.get("open")), DateBasis.RELATIVE


def _months(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    """ "in January and February 1995"."""
    year, first, last = int(match["year"]), _month(match["month"]), _month(match["month2"])
    if last <= first:
        return f"{year - 1:04d}-{first:02d}/{year:04d}-{last:02d}", DateBasis.STATED
    return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}", DateBasis.STATED


def _qualified(value: str, opener: str | None) -> str:
    word = (opener or "").lower()
    if word == "since":
        return f"{value}/.."
    if word in {"until", "till", "by", "before"}:
        return f"../{value}"
    return value


def _year_only(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    groups = match.groupdict()
    value = groups["year"]
    if groups.get("end"):
        return f"../{value}-12-31", DateBasis.STATED
    if groups.get("about"):
        return f"{value}~", DateBasis.STATED
    if groups.get("year2"):
        return (
            (f"{value}/{groups['year2']}", DateBasis.STATED) if groups["year2"] > value else (value, DateBasis.STATED)
        )
    return _qualified(value, groups.get("open")), DateBasis.STATED


def _decade(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    return f"{match['decade'][:3]}X", DateBasis.STATED


def _weekday(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    groups = match.groupdict()
    which = (groups.get("which") or "").lower()
    wanted = calendars.WEEKDAYS[groups["weekday"].lower()[:3]]
    today = anchor.published
    back = (today.weekday() - wanted) % 7
    if which == "last":
        day = today - timedelta(days=back or 7)
    elif which in {"next", "coming"} or (anchor.ahead and which != "this"):
        day = today + timedelta(days=(wanted - today.weekday()) % 7 or (7 if which == "next" else 0))
    else:
        day = today - timedelta(days=back)
    if (groups.get("open") or "").lower() == "since":
        return f"{day}/..", DateBasis.RELATIVE
    if groups.get("weekday2"):
        other = calendars.WEEKDAYS[groups["weekday2"].lower()[:3]]
        last = day + timedelta(days=(other - wanted) % 7)
        return f"{day}/{last}", DateBasis.RELATIVE
    return day.isoformat(), DateBasis.RELATIVE


_NEAR_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _near_day(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    word = match.group().lower()
    shift = next((days for name, days in _NEAR_DAYS.items() if name in word), 0)
    if word.startswith("the day before yesterday"):
        shift = -2
    return (anchor.published + timedelta(days=shift)).isoformat(), DateBasis.RELATIVE


def _past_weekend(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    saturday = anchor.published - timedelta(days=(anchor.published.weekday() - 5) % 7)
    return f"{saturday}/{saturday + timedelta(days=1)}", DateBasis.RELATIVE


def _period(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    """last, this, next week, month or year; "earlier this month"."""
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    today, unit = anchor.published, match["unit"].lower()
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return f"{first}/{first + timedelta(days=6)}", DateBasis.RELATIVE
    if unit == "weekend":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=shift, days=5)
        return f"{first}/{first + timedelta(days=1)}", DateBasis.RELATIVE
    if unit == "month":
        place = today.year * 12 + today.month - 1 + shift
        return f"{place // 12:04d}-{place % 12 + 1:02d}", DateBasis.RELATIVE
    if unit in calendars.SEASONS:
        return f"{today.year + shift * (shift > 0):04d}-{calendars.SEASONS[unit]}", DateBasis.RELATIVE
    return f"{today.year + shift:04d}", DateBasis.RELATIVE


def _ago(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    number, unit = calendars.number(match["number"]), match["unit"].lower()
    if match.groupdict().get("back") == "in":
        number = -number
    if unit.startswith("day"):
        return (anchor.published - timedelta(days=number)).isoformat(), DateBasis.RELATIVE
    if unit.startswith("week"):
        return f"{anchor.published - timedelta(weeks=number)}~", DateBasis.RELATIVE
    if unit.startswith("month"):
        place = anchor.published.year * 12 + anchor.published.month - 1 - number
        return f"{place // 12:04d}-{place % 12 + 1:02d}~", DateBasis.RELATIVE
    year = anchor.published.year - number * (10 if unit.startswith("decade") else 1)
    return (f"{year:04d}~" if year > 0 else None), DateBasis.RELATIVE


def _season(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    return f"{match['year']}-{calendars.SEASONS[match['season'].lower()]}", DateBasis.STATED


def _ordinal_day(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    """ "the 14th": of the month that lies nearest on the side that the clause looks to."""
    if anchor.published is None:
        return None, DateBasis.RELATIVE
    wanted, today = int(match["day"]), anchor.published
    for step in (0, 1) if anchor.ahead else (0, -1):
        place = today.year * 12 + today.month - 1 + step
        value = _iso(place // 12, place % 12 + 1, wanted)
        if value and (date.fromisoformat(value) >= today if anchor.ahead else date.fromisoformat(value) <= today):
            return value, DateBasis.RELATIVE
    return None, DateBasis.RELATIVE


def _iso_day(match: re.Match[str], anchor: Anchor) -> tuple[str | None, DateBasis]:
    return _iso(int(match["year"]), int(match["month"]), int(match["day"])), DateBasis.STATED


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    resolve: Resolver


def _rule(pattern: str, resolve: Resolver) -> _Rule:
    return _Rule(re.compile(pattern), resolve)


_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_OPEN = r"(?:(?P<open>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore)\s+)?"
_WHICH = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his coming|[Cc]oming|[Pp]ast|[Pp]revious)\s+)"
_YEAR2 = r"(?P<year2>1[89]\d\d|20\d\d)"

_RULES: dict[str, _Rule] = {
    "iso": _rule(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso_day),
    "long_from": _rule(rf"{_M}\s+{_DAY}(?:,?\s+{_YEAR})?\s+for\s+{_NUMBER}\s+days\b", _day_month),
    "days_from": _rule(rf"{_NUMBER}[ -]days?\s+(?:from|starting|beginning)\s+(?:on\s+)?{_M}\s+{_DAY}", _day_month),
    "month_range": _rule(rf"{_M}\s+{_DAY}{_TO}{_M2}\s+{_DAY2}(?:,?\s+{_YEAR})?", _day_month),
    "day_range": _rule(rf"{_M}\s+{_DAY}{_TO}{_DAY2}(?:,?\s+{_YEAR})?", _day_month),
    "day_range_british": _rule(rf"{_DAY}{_TO}{_DAY2}\s+{_M}(?:,?\s+{_YEAR})?", _day_month),
    "month_day": _rule(rf"{_M}\s+{_DAY}(?:,?\s+{_YEAR})?", _day_month),
    "day_month": _rule(rf"{_DAY}\s+(?:of\s+)?{_M}(?:,?\s+{_YEAR})?", _day_month),
    "months": _rule(rf"(?:[Ii]n\s+)?{_M}{_TO}{_M2},?\s+{_YEAR}", _months),
    "month_year": _rule(rf"(?:[Ii]n\s+)?{_OPEN}{_M},?\s+(?:of\s+)?{_YEAR}", _month_year),
    "month_which": _rule(rf"{_WHICH}{_M}", _month_year),
    "month": _rule(
        r"(?:(?P<open>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore|[Ii]n|[Dd]uring|[Ll]ate|[Ee]arly|[Mm]id)[\s-]+|(?<=\s)(?!May\b|March\b))"
        rf"{_M}(?!,?\s+(?:of\s+)?(?:1[89]|20)\d\d|\s+\d)",
        _month_year,
    ),
    "weekday": _rule(
        rf"(?:(?P<open>[Ss]ince)\s+)?{_WHICH}?{_WEEKDAY}(?:{_TO}(?P<weekday2>[MTWFS][a-z]+day)\b)?", _weekday
    ),
    "near": _rule(
        r"[Tt]he day before yesterday|(?:[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow)\b|[Tt]his (?:morning|afternoon|evening)",
        _near_day,
    ),
    "same_day": _rule(
        r"[Ll]ater (?:in the|that|the same|on the same) (?:day|evening)|(?:[Oo]n )?(?:the same|that same) (?:day|evening)\b",
        sequels.same_day,
    ),
    "next_day": _rule(
        rf"(?:[Tt]he )?(?:next|following) day\b|{_NUMBER}\s+days?\s+later\b",
        sequels.day_after,
    ),
    "day_before": _rule(
        rf"(?:[Tt]he )?(?:previous|preceding) day\b|{_NUMBER}\s+days?\s+(?:earlier\b|before(?=[,.;]))|the day before(?=[,.;])",
        sequels.day_before,
    ),
    "following": _rule(
        r"(?:[Tt]he )following (?P<unit>week|month|year|January|February|March|April|May|June|July|August|September|October"
        r"|November|December)\b",
        sequels.following,
    ),
    "weekend": _rule(r"(?:[Oo]ver|[Dd]uring|[Aa]t) the weekend\b", _past_weekend),
    "ago": _rule(rf"{_NUMBER}\s+(?P<unit>days?|weeks?|months?|years?|decades?)\s+(?P<back>ago|earlier)\b", _ago),
    "season_year": _rule(rf"{_SEASON}(?:\s+of)?\s+{_YEAR}", _season),
    "period": _rule(rf"{_WHICH}(?P<unit>week|weekend|month|year|spring|summer|autumn|fall|winter)\b", _period),
    "decade": _rule(r"(?:[Ii]n\s+)?(?:the\s+)?(?P<decade>(?:19|20)\d0)s\b", _decade),
    "years": _rule(rf"(?:[Ff]rom|[Bb]etween)\s+{_YEAR}{_TO}{_YEAR2}\b", _year_only),
    "end_year": _rule(rf"[Bb]y\s+(?P<end>the\s+end\s+of\s+){_YEAR}", _year_only),
    "year": _rule(
        rf"(?:{_OPEN}|(?:[Ii]n|[Oo]f|[Ff]rom|[Dd]uring|[Aa]round|[Ee]arly|[Ll]ate|[Mm]id-?|[Tt]he)\s+)(?<=\s){_YEAR}(?!\s*[-–]?\s*(?:percent|people|tons?|troops))",
        _year_only,
    ),
    "ordinal": _rule(r"(?:on|from|until|by)\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b", _ordinal_day),
}
"""In the order in which they are tried; the first that matches at a place has it."""


def _anonymous(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_ANY = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{n}>{_anonymous(r.pattern.pattern)})" for n, r in _RULES.items()) + ")"
)
