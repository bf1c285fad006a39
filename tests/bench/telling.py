"""One batch of the generator's news: sources written sentence by sentence, and beside each word the row that rests on it."""

import hashlib
import random
from datetime import date, timedelta
from typing import NamedTuple

from events import identity
from events.folding import fold
from events.joining import cluster_key
from events.rows import (
    NONE,
    AboutCountryRow,
    AliasRow,
    Batch,
    EventCountryRow,
    EventPersonRow,
    EventRow,
    EvidenceRow,
    NamingRow,
    ReportRow,
    RoleRow,
    SourceRow,
    StatementRow,
)
from tests.bench import words
from tests.bench.world import World, edtf_of

STATUSES = [status for status, _ in words.STATUSES]
STATUS_SHARES = [share for _, share in words.STATUSES]
BASES = [basis for basis, _ in words.BASES]
BASE_SHARES = [share for _, share in words.BASES]
COUNTRIES = (10, 60, 20, 10)
"""Percent of events with one, two, three and four states: 2.3 on average."""
PERSONS = (20, 35, 25, 15, 5)
"""Percent with no person, one, two, three, four: 1.5 on average."""
RETOLD = 0.15
SAID = 0.4


class Deed(NamedTuple):
    """An event in the making: what each telling of it repeats."""

    place: int
    type: str
    mode: str
    trigger: str
    folded_trigger: str
    topic: int
    codes: list[str]
    persons: list[int]
    status: str
    edtf: str
    earliest: str | None
    latest: str | None
    basis: str


class Article:
    """A source in the making: its text so far, where the next word will stand, and who has been named in it."""

    __slots__ = ("folded", "length", "namings", "number", "paragraphs", "pieces", "public_id", "published", "said")

    def __init__(self, number: int, public_id: str, published: str) -> None:
        self.number = number
        self.public_id = public_id
        self.published = published
        self.pieces: list[str] = []
        self.folded: list[str] = []
        self.length = 0
        self.namings: dict[int, int] = {}
        self.paragraphs: list[tuple[int, int]] = []
        self.said = NONE

    def write(self, text: str, folded: str) -> tuple[int, int]:
        """Add words; where they stand."""
        start = self.length
        self.length += len(text)
        self.pieces.append(text)
        if folded:
            self.folded.append(folded)
        return start, self.length


class Telling:
    """Builds `batch`: `count` events from number `first` on, told by as many sources as it takes."""

    def __init__(self, world: World, chance: random.Random, first: int, count: int) -> None:
        self.world = world
        self.chance = chance
        self.batch = Batch()
        self.places: dict[int, int] = {}
        """World's number of a person -> its place in the batch."""
        told = 0
        retold: list[Deed] = []
        self.first_told: dict[int, tuple[str, str]] = {}
        """Place of an event -> (day, identifier) of the report that was published first."""
        deeds: list[Deed] = []
        while told < count:
            deeds_here = min(count - told, 1 + int(chance.random() * 9))
            retold = self._article(first + told, deeds_here, retold, deeds)
            told += deeds_here
        self._events(deeds)

    def _article(self, number: int, count: int, retold: list[Deed], deeds: list[Deed]) -> list[Deed]:
        """Write one source of `count` new events, and those that its predecessor passes on; which of its own are passed on."""
        chance, world = self.chance, self.world
        day = world.day(chance)
        published = day.isoformat()
        key = f"{chance.getrandbits(64):016x}"
        article = Article(len(self.batch.sources), identity.source_id(key), published)
        fresh = [self._deed(day, len(deeds) + n) for n in range(count)]
        title = self._title(fresh[0])
        title_span = article.write(title, self._folded_title(fresh[0]))
        article.write("\n\n", "")
        date_span = article.write(published, published.replace("-", " "))
        article.write("\n\n", "")
        for deed in [*retold, *fresh]:
            start = article.length
            self._report(article, deed)
            if chance.random() < SAID:
                self._statement(article, deed)
            article.paragraphs.append((start, article.length))
            article.write("\n\n", "")
        mark = f"Dispatch {key}"
        article.write(mark, fold(mark))
        deeds.extend(fresh)
        self._source(article, number, key, title, title_span, date_span)
        return [deed for deed in fresh if chance.random() < RETOLD]

    def _source(
        self,
        article: Article,
        number: int,
        key: str,
        title: str,
        title_span: tuple[int, int],
        date_span: tuple[int, int],
    ) -> None:
        text = "".join(article.pieces)
        data = text.encode()
        layout = (
            f'{{"title": {list(title_span)}, "published": {list(date_span)}, "dateline": null, '
            f'"paragraphs": {[list(span) for span in article.paragraphs]}, "noise": []}}'
        )
        publisher = words.PUBLISHERS[number % len(words.PUBLISHERS)]
        sha256 = hashlib.sha256(data).hexdigest()
        row = SourceRow(
            *(article.public_id, sha256, data, text, "utf-8", layout, title, publisher),
            *(f"https://news.example/{key}", article.published, "", "en", "CC0-1.0", f"generated/{key}.txt", sha256),
            " ".join(article.folded),
        )
        self.batch.sources.append(row)

    def _deed(self, published: date, place: int) -> Deed:
        chance, world = self.chance, self.world
        type_, mode, trigger, folded, _ = chance.choices(world.deeds, cum_weights=world.deed_weights)[0]
        topic = chance.choices(range(len(world.topics)), cum_weights=world.topic_weights)[0]
        codes: list[str] = []
        wanted = chance.choices((1, 2, 3, 4), COUNTRIES)[0]
        while len(codes) < wanted:
            for code in chance.choices(world.codes, cum_weights=world.weights, k=wanted - len(codes)):
                if code not in codes:
                    codes.append(code)
        persons: list[int] = []
        present = chance.choices((0, 1, 2, 3, 4), PERSONS)[0]
        for _ in range(4 * present):
            pool = world.of[chance.choice(codes)] or range(len(world.persons))
            person = pool[int(len(pool) * chance.random() ** 3)]
            if person not in persons:
                persons.append(person)
                if len(persons) == present:
                    break
        day = published - timedelta(days=int(chance.random() * 4))
        if chance.random() < 0.1:
            day = min(day, world.day(chance))
        edtf, earliest, latest = edtf_of(day, chance)
        status = chance.choices(STATUSES, STATUS_SHARES)[0]
        basis = chance.choices(BASES, BASE_SHARES)[0] if edtf else ""
        return Deed(
            *(place, type_, mode, trigger, folded, topic, codes, persons, status, edtf, earliest, latest, basis)
        )

    def _title(self, deed: Deed) -> str:
        return f"{self._subject(deed)} {deed.trigger} {self._object(deed)} over {self.world.topics[deed.topic]}"

    def _folded_title(self, deed: Deed) -> str:
        world = self.world
        subject = world.persons[deed.persons[0]].folded if deed.persons else world.folded[deed.codes[0]]
        other = world.folded[deed.codes[1]] if len(deed.codes) > 1 else "neighbour"
        return f"{subject} {deed.folded_trigger} {other} over {world.topic_folded[deed.topic]}"

    def _subject(self, deed: Deed) -> str:
        return self.world.persons[deed.persons[0]].name if deed.persons else self.world.names[deed.codes[0]]

    def _object(self, deed: Deed) -> str:
        return self.world.names[deed.codes[1]] if len(deed.codes) > 1 else "neighbours"

    def _report(self, article: Article, deed: Deed) -> None:
        """One sentence: who did what to whom over what, and who was there."""
        world, batch, source = self.world, self.batch, article.number
        evidence = batch.evidence
        if deed.persons:
            self._name(article, deed.persons[0])
            article.write(" of ", "of")
        self._country(article, deed.codes[0])
        article.write(" ", "")
        start, end = article.write(deed.trigger, deed.folded_trigger)
        article.write(" ", "")
        if len(deed.codes) > 1:
            self._country(article, deed.codes[1])
        else:
            article.write("neighbours", "neighbour")
        article.write(f" over {world.topics[deed.topic]}", f"over {world.topic_folded[deed.topic]}")
        for code in deed.codes[2:]:
            article.write(", with ", "with")
            self._country(article, code)
        for person in deed.persons[1:]:
            article.write(", beside ", "besid")
            self._name(article, person)
        article.write(". ", "")
        identifier = identity.report_id(article.public_id, deed.type, start, end)
        if deed.place not in self.first_told or (article.published, identifier) < self.first_told[deed.place]:
            self.first_told[deed.place] = (article.published, identifier)
        evidence.append(EvidenceRow(source, len(batch.reports), NONE, None, start, end))
        batch.reports.append(
            ReportRow(
                *(source, deed.place, identifier, start, end, deed.edtf, deed.status, deed.earliest, deed.latest),
                *(cluster_key(deed.type, deed.mode, deed.codes), self._reading(deed)),
            )
        )

    def _reading(self, deed: Deed) -> str:
        """What a reader would have seen, as JSON; no word of this world needs escaping."""
        mode = f'"{deed.mode}"' if deed.mode else "null"
        basis = f'"{deed.basis}"' if deed.basis else "null"
        codes = ", ".join(f'["{code}", "{part}"]' for code, part in zip(deed.codes, _parts(deed), strict=True))
        names = ", ".join(f'["{self.world.persons[p].name}", "participant"]' for p in deed.persons)
        return (
            f'{{"type": "{deed.type}", "mode": {mode}, "title": "{self._title(deed)}", "trigger": "{deed.trigger}", '
            f'"date_basis": {basis}, "date_span": null, "place": null, "countries": [{codes}], "persons": [{names}], '
            '"rule": "generated", "confidence": 0.8}'
        )

    def _country(self, article: Article, code: str) -> None:
        start, end = article.write(self.world.names[code], self.world.folded[code])
        self.batch.evidence.append(EvidenceRow(article.number, NONE, NONE, code, start, end))

    def _name(self, article: Article, number: int) -> None:
        person = self.world.persons[number]
        start, end = article.write(person.name, person.folded)
        naming = article.namings.get(number)
        if naming is None:
            naming = article.namings[number] = len(self.batch.namings)
            self.batch.namings.append(
                NamingRow(
                    *(article.number, self._place(number), identity.naming_id(article.public_id, person.name)),
                    *(person.name, person.row.key, person.office, person.country, person.surname),
                    f'["{person.surname}"]',
                )
            )
        self.batch.evidence.append(EvidenceRow(article.number, NONE, naming, None, start, end))

    def _place(self, number: int) -> int:
        """The place of a person in the batch, who comes with an alias and an office."""
        place = self.places.get(number)
        if place is None:
            person = self.world.persons[number]
            place = self.places[number] = len(self.batch.persons)
            self.batch.persons.append(person.row)
            self.batch.aliases.append(AliasRow(place, person.surname, person.surname.lower()))
            if person.office:
                self.batch.roles.append(RoleRow(place, person.office, person.country, "1990-01-01", "2000-01-01"))
        return place

    def _statement(self, article: Article, deed: Deed) -> None:
        """A second sentence: the first person named, or the first state, or its ministry, says something of the topic."""
        chance, world, batch = self.chance, self.world, self.batch
        speaker, organisation, country = NONE, "", None
        if deed.persons:
            speaker, folded_speaker = self._place(deed.persons[0]), world.persons[deed.persons[0]].folded
            self._name(article, deed.persons[0])
        else:
            country, folded_speaker = deed.codes[0], deed.codes[0].lower()
            self._country(article, country)
            if chance.random() < 0.3:
                organisation, folded_speaker = "Foreign Ministry", "foreign ministri"
                article.write(" Foreign Ministry", "foreign ministri")
        article.write(" ", "")
        cue = article.write("said", "said")
        verdict = chance.choice(words.VERDICTS)
        said = f"the {world.topics[deed.topic]} should be {verdict}"
        folded = f"the {world.topic_folded[deed.topic]} should be {fold(verdict)}"
        article.write(" that ", "that")
        start, end = article.write(said, folded)
        article.write(". ", "")
        place = len(batch.statements)
        answers = article.said if article.said != NONE and chance.random() < 0.15 else NONE
        response = chance.choice(("denial", "confirmation")) if answers != NONE else ""
        day = article.published
        batch.statements.append(
            StatementRow(
                *(article.number, deed.place, speaker, answers),
                *(identity.statement_id(article.public_id, start, end, 0), said, start, end, "indirect", "said", *cue),
                *("", day, day, day, day, organisation, country, response),
                '{"speaker": null, "date": null, "rule": "generated"}',
                f"{folded} {folded_speaker}",
            )
        )
        batch.about_countries.extend(AboutCountryRow(place, code) for code in deed.codes[1:2])
        article.said = place

    def _events(self, deeds: list[Deed]) -> None:
        world, batch = self.world, self.batch
        tellings: dict[int, int] = {}
        for report in batch.reports:
            tellings[report.event] = tellings.get(report.event, 0) + 1
        for deed in deeds:
            reported, identifier = self.first_told[deed.place]
            said = [self._folded_title(deed), world.labels[deed.type], deed.mode]
            said += [deed.folded_trigger] * tellings[deed.place]
            said += [world.folded[code] for code in deed.codes] + [world.persons[p].folded for p in deed.persons]
            batch.events.append(
                EventRow(
                    *(identifier, deed.type, deed.mode, deed.status, self._title(deed), deed.edtf),
                    *(deed.earliest, deed.latest, deed.earliest or deed.latest, deed.basis, reported, "", 0.8),
                    " ".join(word for word in said if word),
                )
            )
            for rank, (code, part) in enumerate(zip(deed.codes, _parts(deed), strict=True)):
                batch.event_countries.append(EventCountryRow(deed.place, code, part, rank))
            for rank, person in enumerate(deed.persons):
                batch.event_persons.append(EventPersonRow(deed.place, self._place(person), "participant", rank))


def _parts(deed: Deed) -> list[str]:
    second = "host" if deed.mode == "visit" else "counterpart"
    return ["initiator", second, "participant", "participant"][: len(deed.codes)]
