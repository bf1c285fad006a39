"""The day that a report was written, where its dateline tells: "WASHINGTON, July 13" in the paper of July 14.

May import records and calendars.
"""

import re
from datetime import date

from events.extraction import calendars
from events.records import Document

_WRITTEN = re.compile(
    r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})\b|\b(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2,8})\b"
)
_LATE = 3
"""Days by which a report may be printed late."""


def written(document: Document) -> date | None:
    """The day from which "today" is counted: that of the dateline, else that of publication."""
    published = date.fromisoformat(document.published) if document.published else None
    where = document.dateline_span
    told = _WRITTEN.search(document.text, where.start, where.end) if where is not None else None
    if published is None or told is None:
        return published
    month = calendars.MONTHS.get((told["month"] or told["month2"])[:3].lower())
    for year in (published.year, published.year - 1) if month else ():
        day = _day(year, month or 1, int(told["day"] or told["day2"]))
        if day is not None and 0 <= (published - day).days <= _LATE:
            return day
    return published


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= calendars.month_end(year, month).day else None
