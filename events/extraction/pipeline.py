"""Document -> Extraction: everything that is read out of one text. The one public verb is `extract`.

May import records and all sibling modules.
"""

from collections.abc import Iterable, Iterator
from itertools import tee

from spacy.tokens import Doc

from events.extraction import coreference, countries, dates, mending, occurrences, parsing, people, statements
from events.extraction.countries import CountryMention
from events.records import CountryRecord, Document, Extraction


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
    mending.mend(doc, persons, (mention.span for mention in mentions))
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
