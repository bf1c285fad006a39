"""Of which state a person is whose office does not say it: by what he conveys for a state, by a name that is foreign at home.

May import records, the sibling modules clauses, countries and names, and spaCy's Doc. Used by people.py.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from spacy.tokens import Doc, Token

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


_LEADING = frozenset({"lead", "head", "chair"})


def led(doc: Doc, span: Span, mentions: Sequence[CountryMention]) -> str | None:
    """The state whose delegation somebody leads: "the delegation of the Syrian Foreign Ministry led by Suleiman Haddad"."""
    found = doc.char_span(*span, alignment_mode="expand")
    by = found.root.head if found is not None else None
    if by is None or by.lower_ != "by" or by.head.lemma_ not in _LEADING or by.head.dep_ != "acl":
        return None
    codes = {t.i: m.code for m in mentions for t in _tokens_of(doc, m.span)}
    noun = by.head.head
    whole = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    inside = (t for t in [*clauses.phrase(noun, 12), *clauses.phrase(whole, 12)] if t.i < by.i)
    return next((codes[t.i] for t in inside if t.i in codes), None)


_RECEIVING = frozenset({"meet", "welcome", "receive", "greet", "host", "escort", "see"})
_COMING = frozenset({"arrive", "fly", "travel", "go", "visit", "reach", "land", "head", "come"})
_LOOK_BACK = 60
"""Words back to where somebody came to."""


def host(doc: Doc, first: Span, mentions: Sequence[CountryMention]) -> str | None:
    """The state of a bare "Premier Torres" at whose place somebody is: "flew to Lima, where he met Premier Torres", "arrived in Lima. He
    was welcomed by Premier Torres"."""
    found = doc.char_span(*first, alignment_mode="expand")
    if found is None:
        return None
    name, sentence = found.root, found.root.sent
    places = {t.i: m.code for m in mentions if m.span.end <= first.start for t in _tokens_of(doc, m.span)}
    where = next((t for t in doc[sentence.start : name.i] if t.lower_ == "where"), None)
    if where is not None:
        return next((places[i] for i in range(where.i, sentence.start - 1, -1) if i in places), None)
    above = name.head.head if name.dep_ == "pobj" else name.head
    received = name.dep_ == "pobj" and name.head.lower_ == "by" and above.lemma_ in _RECEIVING
    came = any(c.dep_ in clauses.SUBJECTS and c.lower_ in {"he", "she", "they"} for c in above.children)
    meets = name.dep_ in {"dobj", "pobj"} and above.lemma_ in {"meet", "confer"} and came
    if not (received or meets):
        return None
    for token in reversed(doc[max(0, name.i - _LOOK_BACK) : name.i]):
        if token.pos_ == "VERB" and token.lemma_ in _COMING and token.i != above.i:
            heads = [*clauses.objects(token), *(h for p, h in clauses.prepositions(token) if p in {"to", "in", "into"})]
            return next((places[h.i] for h in heads if h.i in places), None)
    return None


def _tokens_of(doc: Doc, span: Span) -> Iterable[Token]:
    return doc.char_span(*span, alignment_mode="expand") or ()


def beside(doc: Doc, first: Span, home: str, mentions: Sequence[CountryMention]) -> str | None:
    """The state of a bare "Foreign Minister Torres" by the scene: "In Lima, Foreign Minister Torres said", and "In Paris the French
    cabinet met. Foreign Minister Pineau …"."""
    found = doc.char_span(*first, alignment_mode="expand")
    if found is None:
        return None
    sentence = found.root.sent
    near = [m for m in mentions if m.span.end <= first.start and m.span.start >= sentence.start_char]
    if near:
        opened = doc.char_span(*near[0].span, alignment_mode="expand")
        led = opened is not None and opened.root.head.lower_ == "in" and opened.root.head.i - sentence.start <= 2
        return near[0].code if led and len(near) == 1 and near[0].code != home and near[0].kind != "name" else None
    before = doc[sentence.start - 1].sent if sentence.start else sentence
    if before.start == sentence.start or before.root.is_space:
        return None
    codes = {t.i: m.code for m in mentions for t in _tokens_of(doc, m.span) if before.start <= t.i < before.end}
    acting = [codes[t.i] for head in clauses.subjects(before.root) for t in [head, *head.children] if t.i in codes]
    led = any(t.lower_ == "in" and codes.get(t.nbor().i) in acting for t in before[:4] if t.i + 1 < len(doc))
    return acting[0] if acting and led and acting[0] != home else None


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
