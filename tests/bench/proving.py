"""Before anything is timed: the pages of the running site are right, by count, order and every facet, for filters drawn by chance."""

import json
import random
from collections.abc import Iterator

from tests.bench.measuring import Visitor
from tests.bench.plain import PAGE, Asked, Plain


class Wrong(AssertionError):
    """An answer of the site that plain SQL does not agree with; says which and how."""


def prove(port: int, plain: Plain, filters: int = 30, seed: int = 1) -> int:
    """Compare the site's answers with plain SQL. How many were compared; Wrong at the first that differs."""
    checked = 0
    with Visitor(port) as visitor:
        for asked in drawn(plain, random.Random(seed), filters):
            address = f"/api/events/?{asked.address()}"
            _, body = visitor.get(address)
            told = json.loads(body)
            _same(address, "count", told["count"], plain.count(asked, indexed=False))
            _same(address, "page", [row["id"] for row in told["results"]], plain.page(asked, indexed=False))
            facets = {name: [(v["value"], v["count"]) for v in values] for name, values in told["facets"].items()}
            truth = plain.facets(asked, indexed=False)
            for name in truth.keys() | facets.keys():
                _same(address, f"facet {name}", facets.get(name, []), truth.get(name, []))
            checked += 1
    return checked


def _same(address: str, what: str, told: object, truth: object) -> None:
    if told != truth:
        shown = [repr(value)[:300] for value in (told, truth)]
        raise Wrong(
            f"{address}: the {what} of the site is {shown[0]}, of plain SQL {shown[1]}: no time is worth measuring"
        )


def drawn(plain: Plain, chance: random.Random, size: int) -> Iterator[Asked]:
    """Filters such as visitors set: some of each, alone and together, at any depth, in any order. The first asks for everything."""
    codes = [
        row[0] for row in plain.rows("SELECT country_id FROM events_eventcountry GROUP BY 1 ORDER BY count(*) DESC")
    ]
    persons = _some(plain, "SELECT public_id FROM events_person ORDER BY id LIMIT 400")
    sources = _some(plain, "SELECT public_id FROM events_source ORDER BY id LIMIT 400")
    kinds = [row[0] for row in plain.rows("SELECT DISTINCT type FROM events_event ORDER BY 1")]
    titles = _some(plain, "SELECT search_text FROM events_event ORDER BY id LIMIT 400")
    yield Asked()
    for _ in range(size - 1):
        narrow = chance.sample(
            ("country", "person", "type", "mode", "status", "dates", "source", "word"), chance.randint(1, 3)
        )
        since = chance.randint(1946, 2020)
        asked = Asked(
            countries=tuple(chance.sample(codes[:30], chance.choice((1, 1, 2)))) if "country" in narrow else (),
            person=chance.choice(persons) if "person" in narrow else "",
            types=tuple(chance.sample(kinds, chance.randint(1, 3))) if "type" in narrow else (),
            mode=chance.choice(("visit", "meeting", "call")) if "mode" in narrow else "",
            status=chance.choice(("occurred", "planned", "alleged")) if "status" in narrow else "",
            since=f"{since}-03-01" if "dates" in narrow else "",
            until=f"{since + chance.randint(0, 15)}-10-31" if "dates" in narrow else "",
            source=chance.choice(sources) if "source" in narrow else "",
            word=_word(chance.choice(titles), chance) if "word" in narrow else "",
            sort=chance.choice(("-date", "-date", "date", "-reported", "name")),
        )
        pages = max(1, -(-plain.count(asked, indexed=False) // PAGE))
        yield Asked(**{**asked.__dict__, "page": chance.choice((1, pages, chance.randint(1, pages)))})


def _some(plain: Plain, sql: str) -> list[str]:
    return [row[0] for row in plain.rows(sql)]


def _word(text: str, chance: random.Random) -> str:
    """A word of an event that is its own stem: what is typed and what is stored are the same then."""
    from events.folding import fold

    words = [word for word in text.split() if len(word) > 3 and fold(word) == word]
    return chance.choice(words) if words else text.split()[0]
