"""Document -> Extraction: everything that is read out of one text, and its JSON form. The one public verb is `extract`.

May import records and all sibling modules.
"""

from collections.abc import Iterable, Iterator
from itertools import tee
from typing import Any

from spacy.tokens import Doc

from events.extraction import coreference, countries, dates, occurrences, parsing, people, statements
from events.extraction.countries import CountryMention
from events.records import CountryRecord, Document, EventRecord, Extraction, Speaker, StatementRecord


def extract(document: Document) -> Extraction:
    """All that can be read out of one document. Deterministic; never raises on a document that `reading.read` made."""
    return _understand(parsing.parse(document), document)


def extract_many(documents: Iterable[Document]) -> Iterator[Extraction]:
    """`extract` over many documents, in order; faster, because the texts are parsed in batches."""
    first, second = tee(documents)
    for doc, document in zip(parsing.parse_many(first), second, strict=True):
        yield _understand(doc, document)


def _understand(doc: Doc, document: Document) -> Extraction:
    mentions = countries.find(doc, document)
    persons, unresolved = people.gather(doc, document, mentions)
    mentions = countries.outside_names(mentions, (span for person in persons for span in person.mentions))
    referents = coreference.resolve(doc, document, persons, mentions)
    found_dates = dates.find(doc, document)
    said = statements.find(doc, document, referents, found_dates)
    happened = occurrences.find(doc, document, referents, found_dates, said)
    notes = []
    if not document.published:
        notes.append("no date found")
    if not mentions:
        notes.append("no state named")
    for text, names in dict.fromkeys((mention.text, mention.candidates) for mention in unresolved):
        notes.append(f"{text} fits {' and '.join(names)}: left unresolved")
    return Extraction(document, persons, _by_state(mentions), said, happened, tuple(notes))


def _by_state(mentions: tuple[CountryMention, ...]) -> tuple[CountryRecord, ...]:
    """One record per state, in the order of first mention."""
    spans: dict[str, list] = {}
    for mention in mentions:
        spans.setdefault(mention.code, []).append(mention.span)
    return tuple(CountryRecord(code, tuple(found)) for code, found in spans.items())


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
