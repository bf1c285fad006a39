"""A question to the archive, as a value: what the filters of a list ask, parsed and checked. Pure Python.

`filters` makes one out of an address, `counting` answers it by plain SQL, `facets` from the index; both must agree.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

PAGE_SIZES = (25, 50, 100)


class Kind(StrEnum):
    """Which list is asked for."""

    EVENTS = "events"
    PEOPLE = "people"
    COUNTRIES = "countries"
    STATEMENTS = "statements"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Everything that narrows or orders a list. Conditions of different kinds all hold; an empty one does not narrow.

    `countries` holds one set of codes per `country` given: each must take part, any code of a set will do (a state and its
    predecessors). `initiators` are states of which one began the event, `receivers` states of which one took part otherwise.
    `by` and `about` are of statements: the state that speaks, the state spoken of. `persons` and `source` are
    public identifiers. `since` and `until` bound the possible dates; `undated` are the records without any.
    `q` is the query as typed. `sort` is date, -date, reported, -reported, recorded, -recorded, name or relevance.
    """

    kind: Kind = Kind.EVENTS
    countries: tuple[frozenset[str], ...] = ()
    initiators: frozenset[str] = frozenset()
    receivers: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    persons: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    mode: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""
    review: str = ""
    region: str = ""
    q: str = ""
    disputed: bool = False
    stated_only: bool = False
    undated: bool = False
    sort: str = "-date"
    page: int = 1
    size: int = PAGE_SIZES[0]

    def but(self, **changes: object) -> "Criteria":
        """The same question with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question comes to: how many records there are in all, and which ones stand on the page asked for.

    `keys` are primary keys in order. `facets` maps a filter's name to (value, count) pairs, the largest first (years: in
    order). `timeline` maps (first day of a bucket, quad class) to a count, a bucket being a `bucket` long. `countries` maps
    codes to counts.
    """

    total: int
    keys: tuple[int | str, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]
    timeline: dict[tuple[date, str], int]
    bucket: str = "year"
    countries: dict[str, int] | None = None

    def pages(self, size: int) -> int:
        return max(1, -(-self.total // size))


def bucket_of(first: date, last: date) -> str:
    """How long a bar of the timeline is: years beyond four years, months beyond two months, days below."""
    days = (last - first).days
    return "year" if days > 4 * 366 else "month" if days > 62 else "day"
