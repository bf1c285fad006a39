"""Of which state a person is whose office does not say it: by what he conveys for a state, by a name that is foreign at home.

May import records, the sibling modules clauses, countries and names, and spaCy's Doc. Used by people.py.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from spacy.tokens import Doc

from events.extraction import clauses, names
from events.extraction.countries import CountryMention
from events.records import Span

_CONVEYING = frozenset(
    "reaffirm convey express reiterate restate underline underscore stress voice affirm confirm emphasize emphasise".split()
)
_OWN = frozenset(
    "commitment support appreciation gratitude thanks condolence condolences concern position readiness solidarity stance desire "
    "willingness determination interest opposition sympathy resolve regret intention wish hope view".split()
)
"""What a state has, and who speaks for it conveys."""

_FAMILY_FIRST = frozenset({"CN", "TW", "KR", "KP", "VN", "VDVN"})
"""States where the family name comes first, so that another kind of name is a foreigner's."""


SEATS = frozenset({"york", "geneva", "vienna", "brussels", "hague", "strasbourg", "luxembourg", "nations"})
"""Where organisations of states meet, whosever city it is."""


def is_seat(dateline: str) -> bool:
    """Whether a report is written at such a seat, and so about any state."""
    return bool(set(dateline.lower().replace(",", " ").split()) & SEATS)


class _Citizen(Protocol):
    """Somebody whose state is looked for."""

    country: str | None


def by_own_words(
    doc: Doc, stateless: Sequence[tuple[_Citizen, Sequence[Span]]], mentions: Iterable[CountryMention]
) -> None:
    """ "President Prado reaffirmed Peru's commitment": give those without a state the one that they speak for."""
    if not stateless:
        return
    codes = {start: m.code for m in mentions for start in range(m.span.start, m.span.end)}
    where = {start: person for person, spans in stateless for a, b in spans for start in range(a, b)}
    for verb in doc:
        if verb.lemma_ not in _CONVEYING:
            continue
        speaking = next((where[t.idx] for t in clauses.subjects(verb) if t.idx in where), None)
        if speaking is None or speaking.country:
            continue
        told = (h for h in clauses.objects(verb) if h.lemma_.lower() in _OWN)
        owners = (c for h in told for c in h.children if c.dep_ == "poss")
        speaking.country = next((codes[t.idx] for t in owners if t.idx in codes), None)


def abroad(
    doc: Doc, name: str, first: Span, home: str, mentions: Sequence[CountryMention], at_seat: bool
) -> str | None:
    """The state that acts before a bare "President David Adeang" in a report from Taipei: nobody has such a name there. So it is
    where organisations of states meet (`at_seat`), from which reports are about anybody."""
    if not at_seat and (home not in _FAMILY_FIRST or names.family_first(name)):
        return None
    for mention in reversed([m for m in mentions if m.span.end <= first.start and m.kind == "name"]):
        found = doc.char_span(*mention.span)
        acts = found is not None and found.root in clauses.own_subject_heads(found.root.head)
        if acts and mention.code != home and (at_seat or mention.code not in _FAMILY_FIRST):
            return mention.code
    return None
