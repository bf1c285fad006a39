"""Finds the states that a text speaks of: by name, adjective, capital, city, government seat, or in the dateline.

May import records, the sibling wordlists, and spaCy's Doc. One pass over the words of the text; the longest match wins.
"""

import bisect
import functools
import re
from collections.abc import Iterable, Iterator
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
    second: str = ""
    """The other of "the two Koreas"."""


_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 8


def find(doc: Doc, document: Document) -> tuple[CountryMention, ...]:
    """Every mention in title, dateline and running text, in the order of the text."""
    areas = [*document.paragraphs]
    if document.title_span:
        areas.append(document.title_span)
    if document.dateline_span:
        areas.append(document.dateline_span)
    found = [
        CountryMention(
            _then(entry, document.text[slice(*span)], document.published),
            span,
            entry.kind,
            area == document.dateline_span,
        )
        for area in sorted(areas)
        for span, entry in _matches(document.text, area)
        if not (document.text[slice(*span)] == "Brussels" and _acts(doc, span))
    ]
    found += _halves(document.text, areas, found)
    return tuple(sorted(found, key=lambda mention: (mention.span.start, -mention.span.end)))


def _acts(doc: Doc, span: Span) -> bool:
    """Whether a place is the subject of a clause: "Brussels warned London" is the European Union's doing."""
    found = doc.char_span(span.start, span.end)
    return found is not None and found.root.dep_ in ("nsubj", "nsubjpass")


def _then(entry: _Entry, words: str, published: str | None) -> str:
    """The state that a seat of government stood for when the text appeared: "Moscow" in 1985 is the Soviet Union."""
    if published is not None and entry.kind in ("capital", "government", "city"):
        for former, since, until in _seats_before().get(words.casefold(), ()):
            if since <= published <= until:
                return former
        for former, since, until in _formerly().get(entry.code, ()):
            if since <= published <= until:
                return former
    return entry.code


@functools.cache
def _formerly() -> dict[str, list[tuple[str, str, str]]]:
    """Code of a state -> (the former state that its cities belonged to, the first day, the last)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in wordlists.rows("former_states"):
        for code in wordlists.forms(row["now"]):
            found.setdefault(code, []).append((row["former"], row["since"], row["until"]))
    return found


@functools.cache
def _seats_before() -> dict[str, list[tuple[str, str, str]]]:
    """Seat -> (former state, its first and last day there), the earlier first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted(wordlists.rows("seats_before"), key=lambda r: r["until"]):
        found.setdefault(row["seat"].casefold(), []).append((row["former"], row["since"], row["until"]))
    return found


def outside_names(mentions: tuple[CountryMention, ...], names: Iterable[Span]) -> tuple[CountryMention, ...]:
    """The mentions that are no part of a person's name ("German Gref", "Victor Cha", "Jordan Belfort")."""
    inside = sorted(names)
    starts = [span.start for span in inside]
    kept = []
    for mention in mentions:
        place = bisect.bisect_right(starts, mention.span.start) - 1
        if place < 0 or not inside[place].contains(mention.span):
            kept.append(mention)
    return tuple(kept)


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
            if entry.kind == "none":
                continue
            if (
                _names_a_paper(text, words, number + more, entry)
                or (number and words[number - 1][0] in _NO_STATE_BEHIND and entry.kind != "adjective")
                or (number and words[number - 1][0] in ("ethnic", "Ethnic"))
            ):
                continue
            span = Span(word.start(), words[number + more].end())
            found.append((span, entry))
            if entry.second:
                found.append((Span(words[number + more].start(), span.end), _Entry(entry.second, entry.kind)))
    return found


_NO_STATE_BEHIND = frozenset(
    "HMS HMAS HMNZS HMCS USS USNS INS PNS frigate destroyer cruiser battleship corvette".split()
)
"""What ships are called by: "HMAS Tobruk" is no word of Libya."""

_HALF = re.compile(r"\b[Tt]he (North|South)\b(?!-| (?:[A-Z]|of\b|and\b|or\b|east|west))")
"""Of Korea, where the text speaks of it: "the South's offer"."""


def _halves(text: str, areas: Iterable[Span], found: Iterable[CountryMention]) -> Iterator[CountryMention]:
    """ "the North" and "the South" where both Koreas are spoken of."""
    if not {"KP", "KR"} <= {mention.code for mention in found}:
        return
    for area in areas:
        for match in _HALF.finditer(text, area.start, area.end):
            yield CountryMention("KP" if match[1] == "North" else "KR", Span(match.start(1), match.end(1)), "name")


def _names_a_paper(text: str, words: list[re.Match[str]], last: int, entry: _Entry) -> bool:
    """ "Korea Times", "Oxford University", "Qatar Airways": a newspaper, a school, a club or an airline and no word of the state."""
    if last + 1 >= len(words) or text[words[last].end() : words[last + 1].start()] != " ":
        return False
    return words[last + 1][0] in _COMPANIES or (entry.kind != "adjective" and words[last + 1][0] in _PAPERS)


_COMPANIES = frozenset({"Airways", "Airlines", "Aerospace", "Telecom", "Petroleum"})


_PAPERS = frozenset(
    "Times Post Herald Tribune Chronicle Globe Inquirer Gazette Telegraph Journal Observer Examiner Mirror Sun Star Daily Weekly "
    "University College United Rovers Wanderers".split()
)

_GAPS = {"’": "'", "\n": " "}


@functools.cache
def _gazetteer() -> tuple[dict[str, _Entry], frozenset[str]]:
    entries: dict[str, _Entry] = {}
    for row in wordlists.rows("not_states"):
        for form in wordlists.forms(row["forms"]):
            entries[form.replace("’", "'")] = _Entry("", "none")
    for row in wordlists.rows("pairs"):
        for form in wordlists.forms(row["forms"]):
            entries[form] = _Entry(row["first"], "name", row["second"])
    for row in wordlists.rows("states"):
        for column, kind in (("names", "name"), ("adjectives", "adjective"), ("seats", "capital")):
            for form in wordlists.forms(row[column]):
                key = form.rstrip(".").replace("’", "'")
                entries.setdefault(key, _Entry(row["code"], kind))
                if len(key) > 3:
                    entries.setdefault(key.upper(), _Entry(row["code"], kind))
    for row in wordlists.rows("cities"):
        for form in wordlists.forms(row["cities"]):
            entries.setdefault(form, _Entry(row["code"], "city"))
    for row in wordlists.rows("governments"):
        for form in wordlists.forms(row["forms"]):
            entries.setdefault(form, _Entry(row["code"], "government"))
    return entries, frozenset(_WORD.match(key)[0] for key in entries)  # type: ignore[index]
