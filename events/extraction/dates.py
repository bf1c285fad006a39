"""Finds the dates that a text names. May import records and sibling modules."""

import re
from typing import NamedTuple

from spacy.tokens import Doc

from events.records import Document, Span
from events.vocabulary import DateBasis


class DateMention(NamedTuple):
    """A date in the text: its words, its EDTF value (None where it cannot be told), and how the value was reached."""

    span: Span
    edtf: str | None
    basis: DateBasis


_ISO = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


def find(doc: Doc, document: Document) -> tuple[DateMention, ...]:
    """The dates written out in ISO form."""
    return tuple(DateMention(Span(*m.span()), m[0], DateBasis.STATED) for m in _ISO.finditer(document.text))
