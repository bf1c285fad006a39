"""The invented world that the benchmark's news is about: real shares of states and years (shares.tsv), made-up people and topics."""

import calendar
import random
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from events import identity, states
from events.folding import fold
from events.rows import PersonRow
from events.vocabulary import EventType
from tests.bench import words


@cache
def shares(kind: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """(values, cumulative shares) of shares.tsv for `country` or `year`."""
    lines = (Path(__file__).parent / "shares.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.startswith(f"{kind}\t")]
    return tuple(row[1] for row in rows), tuple(accumulate(float(row[2]) for row in rows))


class Person:
    """Someone of the invented world: the row, the folded name, and the office held."""

    __slots__ = ("country", "folded", "name", "office", "row", "surname")

    def __init__(self, number: int, country: str, chance: random.Random) -> None:
        given = words.GIVEN[number % len(words.GIVEN)]
        rest = number // len(words.GIVEN) + len(words.SYLLABLES)
        parts = []
        while rest:
            rest, place = divmod(rest, len(words.SYLLABLES))
            parts.append(words.SYLLABLES[place])
        self.surname = "".join(parts).capitalize()
        self.name = f"{given} {self.surname}"
        self.folded = fold(self.name)
        self.country = country
        self.office = chance.choice(words.OFFICES)
        key = identity.name_key(self.name)
        said = fold(" . ".join([self.name, self.surname, self.office]))
        sort_name = f"{self.surname}, {given}"
        self.row = PersonRow(identity.person_id(key, ""), self.name, sort_name, key, country, said)


class World:
    """Whom and what the news of one archive is about. One person for every twenty events, most of them seldom met."""

    def __init__(self, size: int, seed: int) -> None:
        chance = random.Random(f"world {seed}")
        self.codes, self.weights = shares("country")
        self.years, self.year_weights = shares("year")
        self.names = {code: states.by_code()[code].name for code in self.codes}
        self.folded = {code: fold(name) for code, name in self.names.items()}
        count = max(20, size // 20)
        homes = chance.choices(self.codes, cum_weights=self.weights, k=count)
        self.persons = [Person(number, home, chance) for number, home in enumerate(homes)]
        self.of: dict[str, list[int]] = {code: [] for code in self.codes}
        for number, home in enumerate(homes):
            self.of[home].append(number)
        self.deeds = [
            (t, m, told, fold(told), weight / len(told_by)) for t, m, weight, told_by in words.DEEDS for told in told_by
        ]
        self.deed_weights = list(accumulate(deed[4] for deed in self.deeds))
        self.topics = [f"{topic} {kind}" for kind in words.KINDS for topic in words.TOPICS]
        self.topic_weights = list(accumulate(1 / (n + 1) for n in range(len(self.topics))))
        self.topic_folded = [fold(topic) for topic in self.topics]
        self.labels = {str(t): fold(t.label) for t in EventType}

    def day(self, chance: random.Random) -> date:
        year = int(chance.choices(self.years, cum_weights=self.year_weights)[0])
        return date(year, 1, 1) + timedelta(days=int(chance.random() * 365))


def edtf_of(day: date, chance: random.Random) -> tuple[str, str | None, str | None]:
    """(EDTF, earliest, latest) about a day: to the day three times in four, else coarser, open, or not known."""
    draw = chance.random()
    text = day.isoformat()
    if draw < 0.75:
        return text, text, text
    if draw < 0.83:
        last = calendar.monthrange(day.year, day.month)[1]
        return text[:7], f"{text[:7]}-01", f"{text[:7]}-{last:02d}"
    if draw < 0.87:
        return text[:4], f"{text[:4]}-01-01", f"{text[:4]}-12-31"
    if draw < 0.95:
        end = (day + timedelta(days=1 + int(chance.random() * 5))).isoformat()
        return f"{text}/{end}", text, end
    if draw < 0.96:
        return f"{text[:4]}/..", f"{text[:4]}-01-01", None
    return "", None, None
