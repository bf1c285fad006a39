"""The words of a text that can stand as an event's title: who, as the clause names them, and what they did, from its first auxiliary on.

May import clauses and records, and spaCy's tokens.
"""

from typing import NamedTuple

from spacy.tokens import Token

from events.extraction import clauses
from events.records import Span

_LONGEST_DOER = 14
"""Words of a subject that may stand in a title; of a longer one the head and what stands before it."""


class Wording(NamedTuple):
    """Spans of the doers and of the deed. `is_pronoun`: "he", "they", whom the title has to name."""

    doers: Span
    deed: Span
    is_pronoun: bool


def of(verb: Token, last: int) -> Wording | None:
    """The wording of a clause up to token `last`; None where it is no whole clause: a participle, an infinitive, a fragment."""
    finite = verb
    if verb.dep_ == "xcomp" and any(c.lower_ == "to" for c in verb.children if c.dep_ == "aux"):
        finite = verb.head  # "has decided to restore relations"
    elif verb.pos_ == "ADJ":
        finite = verb.head
    if not _is_finite(finite):
        return None
    subject = _subject(finite)
    if subject is None or subject.lower_ in clauses.RELATIVES or subject.i > finite.i:
        return None
    start = _start(finite)
    if subject.i >= start:
        return None
    first, end = _phrase(subject, start)
    doc = verb.doc
    if end >= start or last < start or doc[start].sent.start != subject.sent.start:
        return None
    return Wording(
        Span(doc[first].idx, doc[end].idx + len(doc[end])),
        Span(doc[start].idx, doc[last].idx + len(doc[last])),
        subject.pos_ == "PRON",
    )


def _is_finite(verb: Token) -> bool:
    helped = any(c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children)
    joined = verb.dep_ == "conj" and verb.tag_ == "VBN"
    return helped or joined or verb.tag_ in {"VBD", "VBZ", "VBP"}


def _subject(verb: Token) -> Token | None:
    """The grammatical subject: of a passive whom it is done to, of what is joined that of what it is joined to."""
    for _ in range(4):
        own = sorted((c for c in verb.children if c.dep_ in clauses.SUBJECTS), key=lambda c: abs(c.i - verb.i))
        if own:
            relative = own[0].lower_ in clauses.RELATIVES and verb.dep_ == "relcl"
            return verb.head if relative else own[0]
        if verb.dep_ != "conj":
            return None
        verb = clauses.sayer_beside(verb) or verb.head
    return None


def _start(verb: Token) -> int:
    """Where the verb begins: at its first auxiliary or "not", or an adverb right before it."""
    start = verb.i
    for child in verb.children:
        if child.i < verb.i and child.dep_ in {"aux", "auxpass", "neg"}:
            start = min(start, child.i)
    return start


def _phrase(subject: Token, before: int) -> tuple[int, int]:
    """First and last token of the doers' names: with conjuncts and what hangs on them, without clauses; shorter where it is long."""
    heads = clauses.coordinated(subject)
    inside = [
        t.i for head in heads for t in clauses.phrase(head, 30) if t.i < before and t.sent.start == subject.sent.start
    ]
    first, last = min(inside), max(inside)
    doc = subject.doc
    while last > first and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    while first < last and (doc[first].is_punct or doc[first].is_space or doc[first].lower_ in {"both", "meanwhile"}):
        first += 1
    last = min(
        [last, *(t.left_edge.i - 2 for t in doc[first + 1 : before] if _is_aside(t) and t.left_edge.i - 2 >= subject.i)]
    )
    if last - first >= _LONGEST_DOER or any(t.lower_ in clauses.RELATIVES for t in doc[first : last + 1]):
        close = [
            c.i
            for c in subject.children
            if c.dep_ in {"compound", "amod", "det", "nmod", "poss", "nummod"} and c.i < subject.i
        ]
        first, last = min([*close, subject.i]), subject.i
    return first, last


def _is_aside(token: Token) -> bool:
    """ "Walter Ulbricht, the leader of East Germany, denied": what explains a name between commas."""
    edge = token.left_edge
    apposed = token.dep_ in {"appos", "relcl", "acl"} and token.pos_ != "PROPN"
    return apposed and edge.i > edge.sent.start and edge.nbor(-1).text == ","


def stretch(token: Token) -> tuple[Span, int]:
    """The shortest stretch that shows type and participants, from the subject to the last object of the clause; its last token."""
    doc, sentence = token.doc, token.sent
    if token.pos_ == "VERB":
        heads = [h for h in clauses.subjects(token) if sentence.start <= h.i < sentence.end]
        heads += clauses.objects(token) + [h for _p, h in clauses.prepositions(token)]
    else:
        heads = [c for c in token.children if c.dep_ in {"poss", "amod", "compound"}] + [
            h for _p, h in clauses.prepositions(token)
        ]
    below = [t for c in token.children if c.dep_ == "xcomp" and c.i > token.i for t in c.subtree]
    if token.pos_ == "ADJ":
        heads += list(clauses.subjects(token.head)) if token.head.pos_ in {"AUX", "VERB"} else []
    tokens = [
        token,
        *below[:18],
        *(t for h in heads for t in clauses.phrase(h, 20) if sentence.start <= t.i < sentence.end),
    ]
    first, last = min(t.i for t in tokens), max(t.i for t in tokens)
    while first < token.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > token.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last])), last
