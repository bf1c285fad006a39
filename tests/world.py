"""A small world for tests: invented news, with what is to be read in it written beside it, loaded through the real door.

What lies behind extraction is tested on this, so that its tests stand still while extraction learns. `tell` finds each
word's place in the text itself, and fails when it is not there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.extraction import reading
from events.loading import Outcome, load
from events.models import Event, Person, Source, Statement
from events.records import CountryRecord, EventRecord, Extraction, PersonRecord, Span, Speaker, StatementRecord
from events.vocabulary import DateBasis, EventType, Mode, Part, Response, StatementKind, Status

NAMES = {
    "SE": "Swed",
    "PT": "Portug",
    "NO": "Norw",
    "FI": "Fin",
    "SUHH": "Soviet",
    "RU": "Russia",
}
"""How the texts of this world name its states: the beginning of a word."""


@dataclass(frozen=True)
class Deed:
    """An event to be read at the first place where `trigger` stands. `parts` gives a part by code or name."""

    type: str
    trigger: str
    title: str
    countries: tuple[str, ...]
    persons: tuple[str, ...] = ()
    mode: str | None = None
    date: str | None = None
    basis: str | None = "stated"
    status: str = "occurred"
    place: str | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Words:
    """A statement. `by` is a person's name, a code, or (organisation, code); `answers` the place of another in the list."""

    text: str
    by: str | tuple[str, str | None]
    cue: str = "said"
    date: str | None = None
    kind: str = "indirect"
    about: tuple[str, ...] = ()
    answers: int | None = None
    response: str | None = None


@dataclass(frozen=True)
class News:
    """A source to be: its text, its persons as (name, code, office), its deeds and its words."""

    text: str
    persons: tuple[tuple[str, str | None, str | None], ...] = ()
    deeds: tuple[Deed, ...] = ()
    words: tuple[Words, ...] = ()
    path: str = "news.txt"


def tell(news: News) -> Outcome:
    """Load one piece of news as if it had been read."""
    return load(extraction(news))


def extraction(news: News) -> Extraction:
    """The records that reading this news is to yield."""
    document = reading.read(news.path, news.text.encode())
    text = document.text
    codes = {code for deed in news.deeds for code in deed.countries}
    codes |= {words.by for words in news.words if words.by in NAMES}  # type: ignore[misc]
    codes |= {code for words in news.words for code in words.about}
    return Extraction(
        document=document,
        persons=tuple(_person(text, *person) for person in news.persons),
        countries=tuple(CountryRecord(code, _places(text, NAMES[code] + r"\w*")) for code in sorted(codes)),
        statements=tuple(_statement(text, words) for words in news.words),
        events=tuple(_event(text, deed) for deed in news.deeds),
    )


def _places(text: str, pattern: str) -> tuple[Span, ...]:
    found = tuple(Span(*match.span()) for match in re.finditer(rf"\b{pattern}", text))
    assert found, f"“{pattern}” does not stand in the text"
    return found


def _place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _person(text: str, name: str, country: str | None, title: str | None) -> PersonRecord:
    surname = name.split()[-1]
    mentions = _places(text, rf"(?:{re.escape(name)}|{re.escape(surname)})\b")
    aliases = (surname,) if surname != name else ()
    span = _place(text, title) if title else None
    return PersonRecord(name, aliases, title, country, mentions, title_span=span, surname=surname)


def _event(text: str, deed: Deed) -> EventRecord:
    span = _place(text, deed.trigger)
    return EventRecord(
        type=EventType.of(deed.type),
        mode=Mode.of(deed.mode) if deed.mode else None,
        title=deed.title,
        trigger=deed.trigger,
        span=span,
        status=Status.of(deed.status),
        countries=deed.countries,
        persons=deed.persons,
        date=deed.date,
        date_basis=DateBasis.of(deed.basis) if deed.date and deed.basis else None,
        place=deed.place,
        mentions=(span,),
        parts=tuple((who, Part.of(part)) for who, part in deed.parts),
        rule="world",
    )


def _statement(text: str, words: Words) -> StatementRecord:
    span = _place(text, words.text)
    cue = next(c for c in _places(text, rf"{words.cue}\b") if abs(c.start - span.start) < 200)
    if isinstance(words.by, tuple):
        speaker = Speaker(org=words.by[0], country=words.by[1])
    else:
        speaker = Speaker(country=words.by) if words.by in NAMES else Speaker(person=words.by)
    return StatementRecord(
        text=words.text,
        span=span,
        kind=StatementKind.of(words.kind),
        cue=words.cue,
        cue_span=cue,
        speaker=speaker,
        date=words.date,
        responds_to=words.answers,
        response=Response.of(words.response) if words.response else None,
        about_countries=words.about,
        rule="world",
    )


VISIT = News(
    """Lindholm Visits Lisbon for Talks

Wed Mar 12 2014

LISBON, Portugal: Swedish Foreign Minister Karin Lindholm arrived in Portugal on Tuesday and met President Rui Sarmento.

Lindholm said “Sweden wants a fisheries agreement with Portugal.” The two states will sign it next month.
""",
    persons=(("Karin Lindholm", "SE", "Foreign Minister"), ("Rui Sarmento", "PT", "President")),
    deeds=(
        Deed(
            "CONSULT",
            "arrived",
            "Karin Lindholm visits Portugal",
            ("SE", "PT"),
            ("Karin Lindholm", "Rui Sarmento"),
            mode="visit",
            date="2014-03-11",
            basis="relative",
            place="Lisbon",
            parts=(("SE", "initiator"), ("PT", "host"), ("Karin Lindholm", "initiator")),
        ),
        Deed(
            "AGREE",
            "sign",
            "Sweden and Portugal to sign a fisheries agreement",
            ("SE", "PT"),
            date="2014-04",
            status="planned",
        ),
    ),
    words=(
        Words(
            "Sweden wants a fisheries agreement with Portugal.",
            "Karin Lindholm",
            date="2014-03-11",
            kind="direct",
            about=("PT", "SE"),
        ),
    ),
)
VISIT_RETOLD = News(
    """Swedish Minister in Portugal

Thu Mar 13 2014

LISBON: Sweden's Karin Lindholm was a guest of Portugal on March 11 and 12, the Portuguese News Office reported.
""",
    persons=(("Karin Lindholm", "SE", None),),
    deeds=(
        Deed(
            "CONSULT",
            "guest",
            "Karin Lindholm is a guest of Portugal",
            ("PT", "SE"),
            ("Karin Lindholm",),
            mode="visit",
            date="2014-03-11/2014-03-12",
        ),
    ),
    words=(
        Words(
            "Sweden's Karin Lindholm was a guest of Portugal on March 11 and 12",
            ("Portuguese News Office", "PT"),
            cue="reported",
            about=("SE",),
        ),
    ),
)
DENIAL = News(
    """Norway Denies Charge

Fri Mar 14 2014

OSLO, Norway: Sweden said on Thursday that Norwegian ships had entered its waters. Norway denied that its ships had been there.
""",
    deeds=(
        Deed(
            "ACCUSE",
            "said",
            "Sweden accuses Norway",
            ("SE", "NO"),
            date="2014-03-13",
            basis="relative",
            parts=(("SE", "initiator"), ("NO", "counterpart")),
        ),
        Deed("MOBILIZE", "entered", "Norwegian ships enter Swedish waters", ("NO", "SE"), status="alleged"),
    ),
    words=(
        Words("Norwegian ships had entered its waters", "SE", date="2014-03-13", about=("NO",)),
        Words("its ships had been there", "NO", cue="denied", answers=0, response="denial"),
    ),
)
SUMMIT_OF_1985 = News(
    """Helsinki Remembers

1985-08-01

HELSINKI, Finland: In June the Soviet Union and Finland held talks about trade. Lindholm, a ferryman, took them across.
""",
    persons=(("Lindholm", "FI", None),),
    deeds=(
        Deed(
            "CONSULT",
            "held talks",
            "Talks between Finland and the Soviet Union",
            ("SUHH", "FI"),
            mode="meeting",
            date="1985-06",
        ),
    ),
)
RELIEF = News(
    """Relief Flown to Finland

Mon Feb 5 2024

HELSINKI, Finland: Russia flew relief goods to Finland. The goods are in good order, the Finnish Customs Board said.
""",
    deeds=(
        Deed(
            "AID",
            "flew",
            "Russia flies relief goods to Finland",
            ("RU", "FI"),
            date="2024-02",
            basis="inferred",
            parts=(("RU", "initiator"), ("FI", "counterpart")),
        ),
    ),
    words=(Words("The goods are in good order", ("Finnish Customs Board", "FI"), about=()),),
)
NEWS = (VISIT, VISIT_RETOLD, DENIAL, SUMMIT_OF_1985, RELIEF)


@dataclass(frozen=True)
class World:
    """What is in the archive once all the news has been told."""

    visit: Event
    signing: Event
    accusation: Event
    talks: Event
    relief: Event
    lindholm: Person
    ferryman: Person
    claim: Statement
    denial: Statement
    sources: tuple[Source, ...]


def load_world(news: Sequence[News] = NEWS) -> World:
    """Tell all of it, in this order; the world is the same in any."""
    for item in news:
        tell(item)
    event = Event.objects.get
    return World(
        visit=event(type="CONSULT", mode="visit", visible=True),
        signing=event(type="AGREE"),
        accusation=event(type="ACCUSE"),
        talks=event(mode="meeting"),
        relief=event(type="AID"),
        lindholm=Person.objects.get(name="Karin Lindholm"),
        ferryman=Person.objects.get(name="Lindholm"),
        claim=Statement.objects.get(speaker_country="SE"),
        denial=Statement.objects.get(speaker_country="NO"),
        sources=tuple(Source.objects.order_by("published", "public_id")),
    )


OTHER_SPELLING = News(
    VISIT.text.replace("Lindholm", "Lindholmm").replace("Wed Mar 12", "Thu Mar 20"),
    persons=(("Karin Lindholmm", "SE", "Foreign Minister"), ("Rui Sarmento", "PT", "President")),
    deeds=tuple(
        replace(
            deed,
            persons=tuple(name.replace("Lindholm", "Lindholmm") for name in deed.persons),
            parts=tuple((who.replace("Lindholm", "Lindholmm"), part) for who, part in deed.parts),
            date="2014-03-19",
        )
        for deed in VISIT.deeds
    ),
    words=tuple(replace(words, by="Karin Lindholmm") for words in VISIT.words),
)
"""The visit told again, a letter of one name other."""
