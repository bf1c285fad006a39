"""Whom a word refers to: a name, a pronoun or a role noun -> person; a name or role noun -> state.

May import records, the sibling modules countries and wordlists, and spaCy's Doc.
"""

import bisect
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from events.extraction.countries import CountryMention
from events.records import Document, PersonRecord, Span


@dataclass(frozen=True, slots=True)
class Referents:
    """Look-ups by token or span; built once per document by `resolve`."""

    persons: tuple[PersonRecord, ...]
    country_mentions: tuple[CountryMention, ...]
    _person_of: dict[int, str]
    _country_of: dict[int, str]
    _person_spans: tuple[tuple[Span, str], ...]

    def person_at(self, token: Token) -> str | None:
        """PersonRecord.name of whom a name, a pronoun or a role noun ("the minister") means, or None."""
        return self._person_of.get(token.i)

    def country_at(self, token: Token) -> str | None:
        """Code of the state that the token is (part of) a mention of, or that a role noun's office belongs to."""
        return self._country_of.get(token.i)

    def countries_in(self, span: Span) -> tuple[str, ...]:
        """Codes of the states mentioned inside a character span, each once, in order."""
        first = bisect.bisect_left(self.country_mentions, span.start, key=lambda m: m.span.start)
        codes: dict[str, None] = {}
        for mention in self.country_mentions[first:]:
            if mention.span.start >= span.end:
                break
            codes[mention.code] = None
        return tuple(codes)

    def persons_in(self, span: Span) -> tuple[str, ...]:
        """Names (PersonRecord.name) of the persons named inside a character span, each once, in order."""
        first = bisect.bisect_left(self._person_spans, span.start, key=lambda m: m[0].start)
        names: dict[str, None] = {}
        for found, name in self._person_spans[first:]:
            if found.start >= span.end:
                break
            names[name] = None
        return tuple(names)


def resolve(
    doc: Doc, document: Document, persons: tuple[PersonRecord, ...], country_mentions: tuple[CountryMention, ...]
) -> Referents:
    """Work out what each name, pronoun and role noun means, in one pass over the tokens."""
    spans = tuple(sorted((span, person.name) for person in persons for span in person.mentions))
    person_of = {t.i: name for span, name in spans for t in _tokens(doc, span)}
    country_of = {t.i: m.code for m in country_mentions for t in _tokens(doc, m.span)}
    subject: str | None = None
    for token in doc:
        if token.i in person_of:
            if token.dep_ in ("nsubj", "nsubjpass"):
                subject = person_of[token.i]
        elif token.lower_ in ("he", "she", "his", "her", "him") and subject:
            person_of[token.i] = subject
    ordered = tuple(sorted(country_mentions, key=lambda m: m.span))
    return Referents(persons, ordered, person_of, country_of, spans)


def _tokens(doc: Doc, span: Span) -> list[Token]:
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(found) if found is not None else []
