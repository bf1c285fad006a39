"""Dates that hang on the date told before them: "the next day", "two days earlier", "the following week", "later that day".

May import calendars and edtf.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from events import edtf
from events.extraction import calendars
from events.vocabulary import DateBasis


class Anchor(NamedTuple):
    """What a relative date hangs on: the day of publication, and whether its clause looks ahead."""

    published: date | None
    ahead: bool | None
    last: date | None = None
    """The day last named before, for "later that day"; that of publication where the paragraph has named none."""
    told: str | None = None
    """The date last named in the paragraph, as EDTF, for "the following month"."""


Value = tuple[str | None, DateBasis]


def same_day(match: re.Match[str], anchor: Anchor) -> Value:
    return (anchor.last.isoformat() if anchor.last else None), DateBasis.RELATIVE


def day_after(match: re.Match[str], anchor: Anchor) -> Value:
    """ "the next day", "two days later": counted from the day named before; from today only where the clause looks ahead."""
    days = calendars.number(match.groupdict().get("number") or "1")
    if anchor.last is None or (anchor.told is None and not anchor.ahead):
        return None, DateBasis.RELATIVE
    return (anchor.last + timedelta(days=days)).isoformat(), DateBasis.RELATIVE


def day_before(match: re.Match[str], anchor: Anchor) -> Value:
    """ "a day earlier", "the previous day"."""
    days = calendars.number(match.groupdict().get("number") or "1")
    return ((anchor.last - timedelta(days=days)).isoformat() if anchor.last else None), DateBasis.RELATIVE


def following(match: re.Match[str], anchor: Anchor) -> Value:
    """ "the following week", "the following February": counted from the date named before."""
    bounds = edtf.parse(anchor.told) if anchor.told else None
    if bounds is None or bounds.latest is None:
        return None, DateBasis.RELATIVE
    told, unit = bounds.latest, match["unit"].lower()
    if unit == "week":
        first = told - timedelta(days=told.weekday()) + timedelta(weeks=1)
        return f"{first}/{first + timedelta(days=6)}", DateBasis.RELATIVE
    if unit == "year":
        return f"{told.year + 1:04d}", DateBasis.RELATIVE
    month = told.month % 12 + 1 if unit == "month" else calendars.MONTHS[unit[:3]]
    return f"{told.year + (month <= told.month):04d}-{month:02d}", DateBasis.RELATIVE
