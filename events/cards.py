"""The rows of lists as they are drawn: rendered once, remembered until the archive changes.

The markup is that of the macros in `templates/_parts.html`, whether a row comes out of memory or not.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from markupsafe import Markup

from events import languages
from events.criteria import Kind
from events.kept import Kept
from events.rendering import Rows


class Card(NamedTuple):
    """A rendered row, as it is sent. `year` is that of its day, 0 where none is known."""

    html: bytes
    year: int


Key = tuple[Kind, int | str, str, date]
MOST = 20_000
"""Cards of some two kilobytes: forty megabytes a process at worst."""

_KEPT: Kept[Key, Card] = Kept(MOST)


def cards(kind: Kind, keys: Sequence[int | str], fetch: Callable[[Sequence[int | str]], Sequence[Any]]) -> list[Card]:
    """The rows of these records in this order; only those that nobody has asked for yet are fetched and rendered."""
    language, today = languages.current(), timezone.localdate()

    def make(missing: list[Key]) -> Mapping[Key, Card]:
        draw = _drawing(kind, today)
        return {(kind, record.pk, language, today): draw(record) for record in fetch([key[1] for key in missing])}

    return list(_KEPT.many([(kind, key, language, today) for key in keys], make).values())


def _drawing(kind: Kind, today: date) -> Callable[[Any], Card]:
    rows = Rows()
    if kind is Kind.EVENTS:
        return lambda event: Card(rows.event(event, today).encode(), int(event.sort_day[:4]) if event.sort_day else 0)
    draw: Callable[[Any], Markup] = {
        Kind.STATEMENTS: rows.statement,
        Kind.PEOPLE: rows.person,
        Kind.SOURCES: rows.source,
    }[kind]  # type: ignore[assignment]
    return lambda record: Card(draw(record).encode(), 0)
