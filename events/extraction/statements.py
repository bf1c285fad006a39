"""Finds what the text attributes to a speaker. May import records and sibling modules."""

from spacy.tokens import Doc

from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.parsing import span_of
from events.records import Document, Span, Speaker, StatementRecord
from events.vocabulary import StatementKind


def find(
    doc: Doc, document: Document, referents: Referents, dates: tuple[DateMention, ...]
) -> tuple[StatementRecord, ...]:
    """Clausal complements of "say"."""
    found = []
    for token in doc:
        if token.lemma_ != "say":
            continue
        complement = next((c for c in token.children if c.dep_ == "ccomp"), None)
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        person = referents.person_at(subject) if subject is not None else None
        if complement is not None and person:
            words = doc[complement.left_edge.i : complement.right_edge.i + 1]
            if words.start <= token.i < words.end:
                continue
            span = Span(words.start_char, words.end_char)
            found.append(
                StatementRecord(
                    document.text[span.start : span.end],
                    span,
                    StatementKind.INDIRECT,
                    token.text,
                    span_of(token),
                    Speaker(person),
                )
            )
    return tuple(found)
