"""Finds the states that a text speaks of: by name, adjective, capital, city, government seat, or in the dateline.

May import records, the sibling wordlists, and spaCy's Doc. One pass over the words of the text; the longest match wins.
"""

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

from events.extraction import wordlists
from events.records import Document, Span


class CountryMention(NamedTuple):
    """Where a text speaks of a state. `kind`: name, adjective, capital, city, government; `dateline` when it stands there."""

    code: str
    span: Span
    kind: str
    dateline: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    kind: str


_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 8


def find(doc: Doc, document: Document) -> tuple[CountryMention, ...]:
    """Every mention in title, dateline and running text, in the order of the text."""
    areas = [*document.paragraphs]
    if document.title_span:
        areas.append(document.title_span)
    if document.dateline_span:
        areas.append(document.dateline_span)
    names = _persons(doc)
    mentions = []
    for area in sorted(areas):
        for span, entry in _matches(document.text, area):
            if not any(span.overlaps(name) for name in names):
                mentions.append(CountryMention(entry.code, span, entry.kind, area == document.dateline_span))
    return tuple(mentions)


def _persons(doc: Doc) -> list[Span]:
    return []


def _matches(text: str, area: Span) -> list[tuple[Span, _Entry]]:
    entries, openers = _gazetteer()
    words = list(_WORD.finditer(text, area.start, area.end))
    found = []
    skip = 0
    for number, word in enumerate(words):
        if number < skip or word[0] not in openers:
            continue
        best = None
        key = word[0]
        for more in range(_LONGEST):
            if key in entries:
                best = (more, entries[key])
            if number + more + 1 >= len(words):
                break
            gap = text[words[number + more].end() : words[number + more + 1].start()]
            if len(gap) > 3:
                break
            key = f"{key}{_GAPS.get(gap) or ' '.join(gap.split()) or ' '}{words[number + more + 1][0]}"
        if best:
            more, entry = best
            skip = number + more + 1
            found.append((Span(word.start(), words[number + more].end()), entry))
    return found


_GAPS = {"’": "'", "\n": " "}


@functools.cache
def _gazetteer() -> tuple[dict[str, _Entry], frozenset[str]]:
    entries: dict[str, _Entry] = {}
    for row in wordlists.rows("states"):
        for column, kind in (("names", "name"), ("adjectives", "adjective"), ("seats", "capital")):
            for form in wordlists.forms(row[column]):
                key = form.rstrip(".").replace("’", "'")
                entries.setdefault(key, _Entry(row["code"], kind))
                if len(key) > 3:
                    entries.setdefault(key.upper(), _Entry(row["code"], kind))
    return entries, frozenset(_WORD.match(key)[0] for key in entries)  # type: ignore[index]
