"""What reading a text yields: frozen records in plain Python, the contract between extraction and everything behind it.

May import vocabulary only. Offsets count characters of `Document.text`; a `Span` is half open, so `text[start:end]`
is the words. Codes are ISO 3166-1 alpha-2 (former states: ISO 3166-3 alpha-4). Dates are EDTF level 1 strings. `as_json`
gives all of it the form that others read.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from events.vocabulary import DateBasis, EventType, Mode, Part, Response, StatementKind, Status


class Span(NamedTuple):
    """Half-open character range of a document's text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One source as read from its bytes, before anything is understood in it.

    `text` is the decoded text as stored (of HTML: the extracted text). `paragraphs` are the spans of running text, with
    title, date line, dateline and noise left out; `noise` the spans of publisher's furniture (share buttons and the like).
    `published` is an ISO day, or null where neither text, file name nor metadata tells.
    """

    path: str
    data: bytes
    sha256: str
    encoding: str
    text: str
    title: str
    title_span: Span | None
    published: str | None
    published_span: Span | None
    place: str | None
    dateline_span: Span | None
    publisher: str | None
    url: str | None
    language: str
    paragraphs: tuple[Span, ...]
    noise: tuple[Span, ...] = ()
    licence: str | None = None
    misdated: str | None = None
    """What the front matter gives as the day of publication, when that is no day."""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One individual named in the text: fullest name without office title, every mention, the office as the text gives it."""

    name: str
    aliases: tuple[str, ...]
    title: str | None
    country: str | None
    mentions: tuple[Span, ...]
    title_span: Span | None = None
    surname: str | None = None


@dataclass(frozen=True, slots=True)
class CountryRecord:
    code: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: a person (by PersonRecord.name), an organisation with its state, or a state itself."""

    person: str | None = None
    org: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """Words attributed to a speaker. `responds_to` is the index, in the same Extraction, of the statement it answers."""

    text: str
    span: Span
    kind: StatementKind
    cue: str
    cue_span: Span
    speaker: Speaker
    speaker_span: Span | None = None
    date: str | None = None
    responds_to: int | None = None
    response: Response | None = None
    about_countries: tuple[str, ...] = ()
    about_persons: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One real-world interaction as this text tells it, however often it is mentioned.

    `span` is the clearest mention (trigger == text[span]), `mentions` all of them, that one included. `countries` and
    `persons` are who takes part, in order of importance; `parts` gives (code or name, part) for those whose part is known.
    """

    type: EventType
    mode: Mode | None
    title: str
    trigger: str
    span: Span
    status: Status
    countries: tuple[str, ...]
    persons: tuple[str, ...] = ()
    date: str | None = None
    date_basis: DateBasis | None = None
    date_span: Span | None = None
    place: str | None = None
    mentions: tuple[Span, ...] = ()
    parts: tuple[tuple[str, Part], ...] = ()
    rule: str = ""
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document."""

    document: Document
    persons: tuple[PersonRecord, ...] = ()
    countries: tuple[CountryRecord, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """Things worth a word to whoever ingests: "no date found", "no state named", an ambiguous surname left unresolved."""


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction in the shape that `manage.py extract --json` prints (DESIGN, "Records")."""
    document = extraction.document
    return {
        "source": {
            "path": document.path,
            "sha256": document.sha256,
            "title": document.title,
            "published": document.published,
            "place": document.place,
            "publisher": document.publisher,
            "url": document.url,
            "language": document.language,
        },
        "persons": [
            {
                "name": person.name,
                "aliases": list(person.aliases),
                "title": person.title,
                "country": person.country,
                "mentions": [list(span) for span in person.mentions],
            }
            for person in extraction.persons
        ],
        "countries": [
            {"code": country.code, "mentions": [list(span) for span in country.mentions]}
            for country in extraction.countries
        ],
        "statements": [_statement(statement) for statement in extraction.statements],
        "events": [_event(event) for event in extraction.events],
    }


def _statement(statement: StatementRecord) -> dict[str, Any]:
    return {
        "text": statement.text,
        "span": list(statement.span),
        "kind": statement.kind.value,
        "cue": statement.cue,
        "speaker": _speaker(statement.speaker),
        "date": statement.date,
        "responds_to": statement.responds_to,
        "response": statement.response.value if statement.response else None,
    }


def _speaker(speaker: Speaker) -> dict[str, str | None]:
    if speaker.person:
        return {"person": speaker.person}
    if speaker.org:
        return {"org": speaker.org, "country": speaker.country}
    return {"country": speaker.country}


def _event(event: EventRecord) -> dict[str, Any]:
    return {
        "type": event.type.value,
        "mode": event.mode.value if event.mode else None,
        "title": event.title,
        "trigger": event.trigger,
        "span": list(event.span),
        "date": event.date,
        "status": event.status.value,
        "countries": list(event.countries),
        "persons": list(event.persons),
        "place": event.place,
    }
