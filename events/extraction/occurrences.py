"""Finds the events that a text tells. May import records and sibling modules."""

from spacy.tokens import Doc

from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.parsing import span_of
from events.records import Document, EventRecord, StatementRecord
from events.vocabulary import EventType, Mode, Status


def find(
    doc: Doc,
    document: Document,
    referents: Referents,
    dates: tuple[DateMention, ...],
    statements: tuple[StatementRecord, ...],
) -> tuple[EventRecord, ...]:
    """Meetings and visits told by a verb."""
    found = []
    for token in doc:
        if token.lemma_ in ("meet", "visit") and token.pos_ == "VERB":
            sentence = span_of(token.sent)
            states = referents.countries_in(sentence)
            if len(states) > 1:
                span = span_of(token)
                mode = Mode.VISIT if token.lemma_ == "visit" else Mode.MEETING
                title = document.text[sentence.start : sentence.end][:120]
                found.append(
                    EventRecord(
                        EventType.CONSULT, mode, title, token.text, span, Status.OCCURRED, states, mentions=(span,)
                    )
                )
    return tuple(found)
