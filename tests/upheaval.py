"""Random edits of a made-up archive, of every kind that readers of the index must notice: for the tests of the facet index."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from events import identity
from events.models import (
    Event,
    EventCountry,
    EventPerson,
    Evidence,
    Naming,
    Original,
    Person,
    Report,
    Source,
    Statement,
)
from events.revision import archive_write
from events.search import fold
from events.vocabulary import EventType, Mode, Review, Status
from tests import synthetic


def upheaval(seed: int, edits: int) -> None:
    """So many random edits, in one write."""
    with archive_write() as write:
        chance = random.Random(f"{seed} {write.number}")
        for _ in range(edits):
            chance.choice(EDITS)(chance)
        write.changed = True


def _some(model, chance: random.Random):
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.get(pk=chance.choice(keys))


def _day(chance: random.Random) -> date:
    return date(1950, 1, 1) + timedelta(days=chance.randrange(27_000))


def redate(chance: random.Random) -> None:
    """An exact day, a span, a span open on one side, or none."""
    record = _some(chance.choice([Event, Statement]), chance)
    day = _day(chance)
    last = day + timedelta(days=chance.choice([0, 3, 200, 2_000, 9_000]))
    earliest, latest = chance.choice([(day, last), (day, last), (day, None), (None, last), (None, None)])
    record.earliest, record.latest, record.sort_day = earliest, latest, earliest or latest
    record.edtf = f"{earliest or '..'}/{latest or '..'}" if earliest or latest else ""
    record.save()


def reclass(chance: random.Random) -> None:
    record = _some(Event, chance)
    record.type = chance.choice([str(t) for t in EventType])
    record.mode = chance.choice([str(m) for m in Mode]) if record.type == "CONSULT" else ""
    record.status = chance.choice([str(s) for s in Status])
    record.date_basis = chance.choice(["stated", "inferred", ""])
    record.title = chance.choice(["A", "b", "Ä", "Zebra"]) + record.title[1:]
    record.reported = chance.choice([None, _day(chance)])
    record.search_text = fold(record.title)
    record.save()


def review(chance: random.Random) -> None:
    record = _some(chance.choice([Event, Statement, Person]), chance)
    record.review = chance.choice([str(r) for r in Review])
    record.visible = record.shown()
    record.save()


def hide(chance: random.Random) -> None:
    record = _some(chance.choice([Event, Statement, Person, Source]), chance)
    record.visible = not record.visible
    record.save()


def part(chance: random.Random) -> None:
    event = _some(Event, chance)
    if chance.random() < 0.5:
        EventCountry.objects.filter(event=event).delete()
    code = chance.choice(synthetic.CODES)
    EventCountry.objects.get_or_create(event=event, country_id=code)
    EventPerson.objects.get_or_create(event=event, person=_some(Person, chance))


def publish(chance: random.Random) -> None:
    """A source more, which tells some events and names some persons and states."""
    text = f"{synthetic.TEXT} {chance.random()}"
    original = Original.objects.create(sha256=f"{chance.getrandbits(250):064x}"[:64], data=b"")
    source = Source.objects.create(
        public_id=identity.source_id(original.sha256),
        original=original,
        text=text,
        length=len(text),
        encoding="utf-8",
        title=f"Source {chance.random()}",
        published=chance.choice([None, _day(chance)]),
        search_text=fold(text),
    )
    for n in range(3):
        _tell(source, n, chance)


def _tell(source: Source, n: int, chance: random.Random) -> None:
    Report.objects.create(
        public_id=identity.public_id(source.public_id, n),
        source=source,
        event=_some(Event, chance),
        start=n,
        end=n + 2,
        status="occurred",
        reading={"trigger": "met"},
        current=chance.random() < 0.8,
    )
    person = _some(Person, chance)
    Naming.objects.create(
        public_id=identity.public_id(source.public_id, n, "naming"),
        source=source,
        person=person,
        name=f"{person.name} {n}",
        key=person.key,
        current=chance.random() < 0.8,
    )
    Evidence.objects.create(source=source, start=n, end=n + 3, country_id=chance.choice(synthetic.CODES))


def speak(chance: random.Random) -> None:
    """Another speaker, another event, another source, other states spoken of."""
    record = _some(Statement, chance)
    person = chance.choice([None, _some(Person, chance)])
    record.speaker_person, record.speaker_org = person, ""
    record.speaker_country_id = None if person else chance.choice(synthetic.CODES)
    record.event = chance.choice([None, _some(Event, chance)])
    record.source = chance.choice([record.source, _some(Source, chance)])
    record.save()
    record.about_countries.set(chance.sample(synthetic.CODES, chance.randint(0, 2)))


def answer(chance: random.Random) -> None:
    record, other = _some(Statement, chance), _some(Statement, chance)
    record.responds_to = other if other.pk != record.pk and chance.random() < 0.8 else None
    record.event = record.event or _some(Event, chance)
    record.save()


def move(chance: random.Random) -> None:
    """A person of another state, under another name."""
    person = _some(Person, chance)
    person.country_id = chance.choice([None, *synthetic.CODES])
    person.sort_name = chance.choice("AbÄz") + person.sort_name[1:]
    person.name = chance.choice(["", "A", "Ä"]) + person.name[1:]
    person.save()


def entitle(chance: random.Random) -> None:
    """A source under another title, another's, the beginning of its own, or none."""
    source, other = _some(Source, chance), _some(Source, chance)
    source.title = chance.choice([other.title, source.title[:-1], f"{source.title} é", ""])
    source.save()


def remove(chance: random.Random) -> None:
    """A source goes, with what rests on it; or a statement, or an event that nothing rests on."""
    source = _some(Source, chance)
    left = Statement.objects.exclude(source=source).count()
    if chance.random() < 0.3 and Source.objects.count() > 2 and left > 20:
        source.delete()
    elif Statement.objects.count() > 20:
        _some(Statement, chance).delete()
    bare = Event.objects.filter(reports=None, statements=None).first()
    if bare is not None:
        bare.delete()


EDITS: tuple[Callable[[random.Random], None], ...] = (
    *(
        redate,
        redate,
        reclass,
        reclass,
        review,
        hide,
        part,
        publish,
        publish,
        speak,
        speak,
        answer,
        answer,
        move,
        entitle,
        remove,
    ),
)
