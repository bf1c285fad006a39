"""Made-up archives of any size, written straight into the tables: for tests of counting and of query numbers."""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import facets, identity, kept
from events.models import Event, EventCountry, EventPerson, Evidence, Original, Person, Report, Source, Statement
from events.revision import archive_write
from events.search import fold
from events.vocabulary import EventType, Status

CODES = ("RU", "KP", "US", "CN", "FR", "DE", "SE", "NO", "VN", "JP", "SUHH", "EG")
TEXT = "Ministers met in the capital and said that they would meet again before the end of the year. " * 20


def fill(size: int, seed: int = 1) -> None:
    """Make the archive hold `size` events (and as many statements) of a seeded chance; run again to grow it."""
    with archive_write() as write:
        _fill(size, seed)
        write.changed = True


def growth(sizes: tuple[int, int], names: Iterable[str], ask: Callable[[str], None]) -> dict[str, tuple[int, int]]:
    """How many questions each of the names asks of an archive of the one size and of the other; none finds what one before it left."""
    counts: dict[str, tuple[int, ...]] = dict.fromkeys(names, ())
    for size in sizes:
        fill(size)
        facets.snapshot()  # made once a revision, not once a page
        for name in counts:
            kept.forget_everything()
            with CaptureQueriesContext(connection) as asked:
                ask(name)
            counts[name] += (len(asked),)
    return {name: (few, many) for name, (few, many) in counts.items()}


def _fill(size: int, seed: int) -> None:
    chance = random.Random(seed * 1_000_003 + size)
    have = Event.objects.count()
    source = _source(have)
    persons = [_person(n, chance) for n in range(have, have + max(3, (size - have) // 20))]
    events = Event.objects.bulk_create(_event(n, chance) for n in range(have, size))
    EventCountry.objects.bulk_create(
        EventCountry(event=event, country_id=code, rank=rank)
        for event in events
        for rank, code in enumerate(chance.sample(CODES, chance.randint(1, 3)))
    )
    EventPerson.objects.bulk_create(
        EventPerson(event=event, person=person, rank=rank)
        for event in events
        for rank, person in enumerate(chance.sample(persons, chance.randint(0, 2)))
    )
    reports = Report.objects.bulk_create(
        Report(
            public_id=event.public_id,
            source=source,
            event=event,
            start=n % 1000,
            end=n % 1000 + 9,
            status=event.status,
            edtf=event.edtf,
            reading={"trigger": TEXT[n % 1000 : n % 1000 + 9]},
        )
        for n, event in enumerate(events)
    )
    Evidence.objects.bulk_create(Evidence(source=source, report=r, start=r.start, end=r.end) for r in reports)
    statements = Statement.objects.bulk_create(_statement(n, source, chance) for n in range(have, size))
    links = Statement.about_countries.through
    links.objects.bulk_create(
        links(statement=s, country_id=code) for s in statements for code in chance.sample(CODES, chance.randint(0, 2))
    )


def _source(n: int) -> Source:
    original = Original.objects.create(sha256=f"{n:064d}", data=TEXT.encode())
    return Source.objects.create(
        public_id=identity.source_id(original.sha256),
        original=original,
        text=TEXT,
        length=len(TEXT),
        encoding="utf-8",
        title=f"Source {n}",
        published=date(2001, 1, 1),
        search_text=fold(TEXT),
    )


def _person(n: int, chance: random.Random) -> Person:
    name = f"Person Number{n}"
    key = identity.name_key(name)
    return Person.objects.create(
        public_id=identity.person_id(key, ""),
        name=name,
        sort_name=f"Number{n}, Person",
        key=key,
        country_id=chance.choice(CODES),
        search_text=fold(name),
    )


def _event(n: int, chance: random.Random) -> Event:
    type_ = chance.choice([str(t) for t in EventType])
    dated = chance.random() < 0.9
    day = date(1950, 1, 1) + timedelta(days=chance.randrange(27_000))
    wide = chance.choice([0, 0, 0, 2, 30])
    latest = day + timedelta(days=wide)
    edtf = "" if not dated else day.isoformat() if not wide else f"{day}/{latest}"
    title = f"Event {n} of {type_.lower()} kind"
    return Event(
        public_id=identity.public_id("synthetic", n),
        type=type_,
        mode=chance.choice(["visit", "meeting", "call"]) if type_ == "CONSULT" else "",
        status=chance.choice([str(s) for s in Status]),
        title=title,
        edtf=edtf,
        earliest=day if dated else None,
        latest=latest if dated else None,
        sort_day=day if dated else None,
        date_basis=chance.choice(["stated", "relative", "inferred"]) if dated else "",
        reported=date(2001, 1, 1),
        review=chance.choice(["unreviewed", "approved"]),
        search_text=fold(title),
    )


def _statement(n: int, source: Source, chance: random.Random) -> Statement:
    day = date(1990, 1, 1) + timedelta(days=chance.randrange(9_000))
    return Statement(
        public_id=identity.public_id("synthetic statement", n),
        source=source,
        text=f"They would meet again {n}",
        start=n % 1000,
        end=n % 1000 + 9,
        kind="indirect",
        cue="said",
        speaker_country_id=chance.choice(CODES),
        edtf=day.isoformat(),
        earliest=day,
        latest=day,
        sort_day=day,
        search_text=fold("they would meet again"),
    )
