"""Finds the quotations of a text: straight, curly and ASCII-pair marks, over sentences and paragraphs. Pure: text in, spans out.

May import records. A quotation that its paragraph does not close ends with the paragraph, unless the next opens with a mark
of its own: then it is one speech in several paragraphs, and yields a quotation a paragraph.
"""

import re
from dataclasses import dataclass

from events.records import Document, Span

_MARK = re.compile(r"[“”\"]|``|''|„|«|»")
_OPENING = {"“", "``", "„", "«"}
_CLOSING = {"”", "»"}
_EITHER = {'"', "''"}
"""Marks that open and close alike; two apostrophes close what two backquotes open, and stand for both where papers write so."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `span` with the marks, `inner` without. `closed` is False when the paragraph ended it."""

    span: Span
    inner: Span
    closed: bool
    paragraph: int


def find(document: Document) -> tuple[Quotation, ...]:
    """Every quotation of the running text, in order, never one inside another."""
    found = []
    for number, paragraph in enumerate(document.paragraphs):
        found.extend(_in_paragraph(document.text, paragraph, number))
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span, number: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        sign = mark.group()
        if opened is None:
            if sign in _CLOSING or (sign in _EITHER and _closes(text, mark, paragraph)):
                continue
            opened = mark
        elif sign in _CLOSING or (sign in _EITHER and not _opens(text, mark, paragraph)):
            found.append(Quotation(Span(opened.start(), mark.end()), Span(opened.end(), mark.start()), True, number))
            opened = None
        elif sign in _EITHER or sign == opened.group():
            # A second opening mark: the first was never closed, and what it opened ends where a sentence does.
            end = opened.end() + len(text[opened.end() : mark.start()].rstrip())
            found.append(Quotation(Span(opened.start(), end), Span(opened.end(), end), False, number))
            opened = mark
    if opened is not None:
        end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
        if end > opened.end():
            found.append(Quotation(Span(opened.start(), end), Span(opened.end(), end), False, number))
    return [quotation for quotation in found if quotation.inner.start < quotation.inner.end]


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """A straight mark opens when space stands before it and a word right behind it."""
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    behind = text[mark.end()] if mark.end() < paragraph.end else " "
    return (before.isspace() or before in "([-—–") and not behind.isspace() and behind not in ",.;:!?)"


def _closes(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    behind = text[mark.end()] if mark.end() < paragraph.end else " "
    return not before.isspace() and (behind.isspace() or behind in ",.;:!?)")
