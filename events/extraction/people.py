"""Finds the persons that a text names, each with every mention, office and state.

May import records, the sibling modules countries and wordlists, and spaCy's Doc.
"""

from spacy.tokens import Doc

from events.extraction.countries import CountryMention
from events.records import Document, PersonRecord, Span


def find(doc: Doc, document: Document, country_mentions: tuple[CountryMention, ...]) -> tuple[PersonRecord, ...]:
    """The individuals named in the text, in the order of their first mention."""
    full: dict[str, list[Span]] = {}
    entities = [e for e in doc.ents if e.label_ == "PERSON"]
    for entity in sorted(entities, key=lambda e: -len(e)):
        words = entity.text.removesuffix("'s").removesuffix("’s").strip()
        span = Span(entity.start_char, entity.start_char + len(words))
        for name in full:
            if words == name or words in name.split():
                full[name].append(span)
                break
        else:
            if len(words.split()) > 1:
                full[words] = [span]
    records = []
    for name, mentions in full.items():
        spans = tuple(sorted(mentions))
        aliases = tuple(dict.fromkeys(document.text[s.start : s.end] for s in spans))
        records.append(
            PersonRecord(name, tuple(a for a in aliases if a != name), None, None, spans, surname=name.split()[-1])
        )
    return tuple(sorted(records, key=lambda r: r.mentions[0]))
