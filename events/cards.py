"""The rows of lists as they are drawn: rendered once, remembered until the archive changes.

The markup is that of the macros in `templates/_parts.html`, whether a row comes out of memory or not.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.template import engines
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import languages, presentation
from events.criteria import Kind
from events.kept import Kept


class Around(NamedTuple):
    """What is the same in all rows of a list, addresses and words: asked for once."""

    events: str
    people: str
    countries: str
    sources: str
    source: str
    unknown: str
    foreign: str


def around() -> Around:
    return Around(
        reverse("events"),
        reverse("people"),
        reverse("countries"),
        reverse("sources"),
        _("source"),
        _("what came of it is not known"),
        presentation.foreign(),
    )


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
    macros: Any = engines["pages"].env.get_template("_parts.html").module  # type: ignore[attr-defined]
    at = around()
    if kind is Kind.EVENTS:
        return lambda event: Card(
            macros.event_row(event, at, today).encode(), event.sort_day.year if event.sort_day else 0
        )
    if kind is Kind.STATEMENTS:
        return lambda statement: Card(macros.statement_block(statement).encode(), 0)
    row = macros.person_row if kind is Kind.PEOPLE else macros.source_row
    return lambda record: Card(row(record, at).encode(), 0)
