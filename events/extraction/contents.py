"""What was said: the span of the content that a cue brings, by the frame it stands in. May import cues and spaCy's tokens."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from events.extraction import cues, speakers
from events.records import Span

_EDGE = " \t\r\n,;:—–-"
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


@dataclass(frozen=True, slots=True)
class Content:
    """Where the words of a statement stand, and the frame that found them."""

    span: Span
    frame: str


def of_verb(verb: Token, frames: frozenset[str], text: str) -> Iterator[Content]:
    """Every content that a cue verb brings. At most one by clause, then objects, then prepositions."""
    if "quote" in frames and (around := _interrupted(verb, text)) is not None:
        yield Content(around, "that")
        return
    clause = _clause(verb, frames)
    if (
        clause is None
        and frames & {"that", "tell"}
        and verb.tag_ != "VBN"
        and (hung := _reported_that(verb)) is not None
    ):
        span = _trim(text, hung[0].nbor().idx, _end(hung[1].right_edge))
        if span is not None:
            yield Content(span, "that")
            return
    if clause is not None:
        head, frame = clause
        span = _clause_span(verb, head, frame, text)
        if span is not None:
            yield Content(span, frame)
            return
    if "call" in frames and (named := _calling(verb, text)) is not None:
        yield Content(named, "as")
        return
    objects = [c for c in verb.children if c.dep_ in {"dobj", "attr", "oprd"} and c.i > verb.i]
    for preposition in verb.children:
        if preposition.dep_ in {"prep", "agent"} and preposition.lower_ in frames and preposition.i > verb.i:
            start = preposition
            if preposition.lower_ == "as" and (not objects or objects[0].i > preposition.i):
                continue
            blaming = preposition.lower_ == "for" and verb.lemma_.lower() not in {
                "thank",
                "praise",
                "push",
                "call",
                "ask",
            }
            if (preposition.lower_ in {"of", "as"} or blaming) and objects and objects[0].i < preposition.i:
                start = objects[0].left_edge
            elif preposition.lower_ in {"for", "about", "on", "against", "at", "as", "of"}:
                inner = [c for c in preposition.children if c.i > preposition.i]
                start = inner[0].left_edge if inner else preposition
            span = _trim(text, start.idx, _end(preposition.right_edge))
            if span is not None:
                yield Content(span, preposition.lower_)
                return
    if "obj" in frames and verb.tag_ != "VBN":
        for found in objects:
            right = _extended(verb, _right(found)) if "emotion" in frames else _right(found)
            span = _trim(text, found.left_edge.idx, _end(right))
            if span is not None and found.pos_ not in {"PRON", "NUM"} and _says_something(found):
                yield Content(span, "obj")
                return


def _calling(verb: Token, text: str) -> Span | None:
    """ "called the deal a disaster": what is called something, and what it is called."""
    small = next((c for c in verb.children if c.dep_ == "oprd" and c.i > verb.i), None)
    if small is None:
        small = next(
            (c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and c.pos_ in {"NOUN", "ADJ", "PROPN"}),
            None,
        )
    if small is None:
        return None
    about = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < small.i), None)
    start = about.left_edge if about is not None else small.left_edge
    return _trim(text, start.idx, _end(small.right_edge)) if start.i > verb.i else None


def _says_something(head: Token) -> bool:
    return head.ent_type_ not in {"DATE", "TIME"} and head.lower_ not in {"him", "her", "them", "it"}


def _clause(verb: Token, frames: frozenset[str]) -> tuple[Token, str] | None:
    for child in verb.children:
        if child.dep_ == "ccomp" and frames & {"that", "tell", "urge", "to", "quote"} and child.i != verb.i:
            if _opens_with_to(child):
                return child, "urge" if "urge" in frames else "to"
            return child, "that"
    for child in verb.children:
        if child.dep_ in {"xcomp", "advcl"} and child.i > verb.i and _opens_with_to(child) and frames & {"to", "urge"}:
            if child.dep_ == "advcl" and "urge" not in frames:
                continue
            return child, "urge" if "urge" in frames and _addressee(verb) is not None else "to"
        if child.dep_ == "xcomp" and "that" in frames and child.pos_ in {"VERB", "AUX"} and child.i > verb.i:
            return child, "that"
    return None


def _opens_with_to(head: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)


def _addressee(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.i > verb.i), None)


def rest_of_sentence(verb: Token, text: str) -> Span | None:
    """What stands between a verb and the end of its sentence."""
    return _trim(text, verb.nbor().idx, _end(verb.doc[verb.sent.end - 1]))


def _interrupted(verb: Token, text: str) -> Span | None:
    """ "Lenox was strong, Mr. Clarke said, until it failed": a cue of subject and verb between commas, the sentence around it.

    The longer side where it is most of what was said, else all of it, cue and all: a span has no hole.
    """
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if subject is None or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    first = min(subject.left_edge.i, verb.i)
    last = max(subject.right_edge.i, verb.i)
    sentence = verb.sent
    doc = verb.doc
    if (
        first - 1 <= sentence.start
        or last + 1 >= sentence.end
        or doc[first - 1].text != ","
        or doc[last + 1].text != ","
    ):
        return None
    if any(
        c.i > last + 1 and c.dep_ in {"ccomp", "xcomp"} and c.nbor(-1).text != "," for c in verb.children if c.i > 0
    ):
        return None
    before, after = (
        _trim(text, sentence.start_char, doc[first - 1].idx),
        _trim(text, doc[last + 1].idx, sentence.end_char),
    )
    if before is None or after is None:
        return before or after
    if any(mark in text[slice(*side)] for side in (before, after) for mark in ('"', "“", "''", "``")):
        return None
    long, short = sorted((before, after), key=lambda side: side.start - side.end)
    if long.end - long.start > 3 * (short.end - short.start):
        return long
    return Span(before.start, after.end)


def _reported_that(verb: Token) -> tuple[Token, Token] | None:
    """ "told the president during a visit last week that …", where the parse hangs the clause on a noun: (that, verb)."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 18)]:
        if token.text in {'"', "“", ";", "``"}:
            return None
        if token.lower_ == "that" and token.dep_ == "mark" and token.head.i > token.i:
            return token, token.head
    return None


def _extended(verb: Token, right: Token) -> Token:
    """The end of a clause together with what the parse hung on the cue instead, up to the next comma."""
    doc, end = verb.doc, right.i
    while end + 1 < verb.sent.end:
        following = doc[end + 1]
        if following.is_punct or following.dep_ in {"cc", "punct"} or following.is_space:
            break
        top = following
        while top.head.i != verb.i and top.head.i != top.i:
            top = top.head
        if top.head.i != verb.i or top.dep_ in {"conj", "nsubj"} or top.i <= verb.i:
            break
        end = max(end + 1, top.right_edge.i)
    return doc[end]


def _clause_span(verb: Token, head: Token, frame: str, text: str) -> Span | None:
    left, right = head.left_edge, head.right_edge
    if left.i <= verb.i <= right.i:
        # "Talks, he said, went well": the parse hangs the clause around its cue; the longer side is kept.
        before = _trim(text, left.idx, _end(verb.doc[_cue_left(verb) - 1])) if left.i < _cue_left(verb) else None
        after = _trim(text, _next_idx(verb, text), _end(right)) if right.i > verb.i + 1 else None
        sides = [side for side in (before, after) if side is not None]
        return max(sides, key=lambda s: s.end - s.start, default=None)
    start = left
    if frame == "urge" and left.i > verb.i:
        address = _addressee(verb)
        subject = next((c for c in head.children if c.dep_ in _SUBJECTS), None)
        first = min((t.left_edge.i for t in (address, subject) if t is not None and t.i > verb.i), default=left.i)
        start = verb.doc[min(first, left.i)] if verb.lemma_ not in {"tell", "order"} else left
    if start.i > verb.i:
        while (
            start.i < right.i
            and (start.lower_ == "that" or start.is_punct)
            and start.lower_ not in {'"', "“", "``", "'"}
        ):
            start = start.nbor()
    if left.i > verb.i:
        right = _before_attribution(_extended(verb, right), start)
    if frame in {"to", "urge"}:
        right = _before_circumstance(head, right)
    return _trim(text, start.idx, _end(right))


def _before_attribution(right: Token, start: Token) -> Token:
    """ "…, state television reported" at the end of a content is the paper's word for where it has it from."""
    if right.pos_ != "VERB" or right.tag_ != "VBD" or "quote" not in frames_of(right):
        return right
    for token in reversed(right.doc[max(start.i + 1, right.i - 8) : right.i]):
        if token.text == ",":
            return token.nbor(-1)
    return right


_CIRCUMSTANCE = frozenset(
    {"after", "before", "during", "on", "when", "while", "as", "in", "at", "amid", "despite", "following"}
)


def _before_circumstance(head: Token, right: Token) -> Token:
    """ "to lift the sanctions, on the eve of a visit": what the reporter adds behind a comma is no part of what was asked."""
    for child in head.children:
        if child.i > head.i and child.dep_ in {"prep", "advcl"} and child.left_edge.i > 0:
            edge = child.left_edge
            if edge.nbor(-1).text == "," and edge.lower_ in _CIRCUMSTANCE:
                return edge.nbor(-1).nbor(-1)
    return right


def _cue_left(verb: Token) -> int:
    """Where "he said" begins inside the clause it interrupts."""
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    return min(verb.i, subject.left_edge.i if subject is not None else verb.i)


def _next_idx(verb: Token, text: str) -> int:
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS and c.i > verb.i), None)
    last = subject.right_edge if subject is not None else verb
    return _end(last)


def _right(head: Token) -> Token:
    return head.right_edge


def _end(token: Token) -> int:
    return int(token.idx + len(token))


def _trim(text: str, start: int, end: int) -> Span | None:
    """Without the spaces and commas at the edges, and without a full stop that no quotation mark follows."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while end > start and text[end - 1] in ".?!" and not text[:end].endswith(("U.S.", "U.N.", "U.K.")):
        end -= 1
    return Span(start, end) if end - start > 3 else None


def is_claim(head: Token) -> bool:
    """ "charges", "the report": words that stand for what somebody claimed. The small model tags some of them as verbs."""
    word = head.lemma_.lower()
    return word in speakers.nouns("claim") or word.rstrip("s") in speakers.nouns("claim")


def frames_of(verb: Token) -> frozenset[str]:
    """The frames of a token's lemma; empty for what is no cue."""
    return cues.verbs().get(verb.lemma_.lower(), frozenset())
