"""What is asked of everyone: the pages that visitors of such an archive open, each as a filter of ours and an address of Datasette's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import peer
from tests.bench.plain import PAGE, Asked, Plain


@dataclass(frozen=True)
class Question:
    """A page of the event list: `peer` and `faceted` are Datasette's addresses of it without and with the same facets."""

    name: str
    asked: Asked
    peer: str = ""
    faceted: str = ""

    @property
    def address(self) -> str:
        return f"/events/?{self.asked.address()}"


def questions(plain: Plain, file: Path) -> list[Question]:
    """The list pages. The busiest state and a middling one are found in the archive; so are a common word and the last page."""
    codes = [
        row[0] for row in plain.rows("SELECT country_id FROM events_eventcountry GROUP BY 1 ORDER BY count(*) DESC, 1")
    ]
    total = plain.count(Asked())
    last = max(1, -(-total // PAGE))
    deep = min(1000, last)
    one = codes[1]
    asked = {
        "first page": Asked(),
        "busiest state": Asked(countries=(codes[0],)),
        "one state": Asked(countries=(one,)),
        "two states": Asked(countries=(codes[0], one)),
        "one state, one type": Asked(countries=(one,), types=("CONSULT",)),
        "six years": Asked(since="1990-01-01", until="1995-12-31"),
        "a word": Asked(word="fisheri"),
        "page 1000": Asked(page=deep),
        "last page": Asked(page=last),
    }
    found = []
    for name, question in asked.items():
        token = peer.after(plain, PAGE * (question.page - 1)) if question.page > 1 else ""
        plainly, faceted = (peer.address(file, question, facets, token) for facets in (False, True))
        found.append(Question(name, question, plainly, faceted))
    return found


UNASKED = "a filter nobody asked for"


def unasked(plain: Plain, chance: random.Random) -> Iterator[str]:
    """Addresses of lists that nobody has asked for, whatever is added to them, without end: of a state and some years, often of a kind."""
    codes = [
        row[0] for row in plain.rows("SELECT country_id FROM events_eventcountry GROUP BY 1 ORDER BY count(*) DESC, 1")
    ]
    kinds = [row[0] for row in plain.rows("SELECT DISTINCT type FROM events_event ORDER BY 1")]
    asked = set()
    while True:
        since = chance.randint(1946, 2020)
        filters = Asked(
            countries=(chance.choice(codes[:40]),),
            types=tuple(chance.sample(kinds, chance.choice((0, 1)))),
            since=f"{since}-{chance.randint(1, 12):02}-01",
            until=f"{since + chance.randint(1, 12)}-12-31",
        )
        if filters not in asked:
            asked.add(filters)
            yield f"/events/?{filters.address()}"


def details(plain: Plain, chance: random.Random, size: int) -> Iterator[tuple[str, int]]:
    """(public identifier, key) of events drawn by chance, none of them twice."""
    first, last = plain.rows("SELECT min(id), max(id) FROM events_event")[0]
    for key in chance.sample(range(first, last + 1), min(size, last - first + 1)):
        rows = plain.rows("SELECT public_id FROM events_event WHERE id = %s AND visible", [key])
        if rows:
            yield rows[0][0], key
