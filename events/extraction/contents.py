"""What was said: the span of the content that a cue brings, by the frame it stands in. May import boundaries, cues and spaCy's tokens."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from events.extraction import boundaries, cues
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
    if "quote" in frames and (behind := _behind_as(verb, text)) is not None:
        yield Content(behind, "that")
        return
    clause = _clause(verb, frames)
    if (
        clause is None
        and frames & {"that", "tell"}
        and not _is_participle(verb)
        and (hung := _reported_that(verb)) is not None
    ):
        right = boundaries.before_aside(hung[1], hung[1].right_edge)
        span = _trim(text, hung[0].nbor().idx, boundaries.end(right))
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
        span = _of_preposition(verb, preposition, objects, frames, text)
        if span is not None:
            yield Content(span, cues.PREPOSITIONS[preposition.lower_])
            return
    if "obj" in frames and not _is_participle(verb):
        for found in objects:
            right = boundaries.extended(verb, _right(found)) if "emotion" in frames else _right(found)
            span = _trim(text, found.left_edge.idx, boundaries.end(right))
            if span is not None and found.pos_ not in {"PRON", "NUM"} and _says_something(found):
                yield Content(span, "obj")
                return


_NOT_BLAMING = frozenset({"thank", "praise", "push", "call", "ask"})
"""Verbs whose "for" brings what is said all by itself; of "blamed Israel for the delay" the object is said too."""


def _of_preposition(
    verb: Token, preposition: Token, objects: list[Token], frames: frozenset[str], text: str
) -> Span | None:
    """What a prepositional frame brings: "accused Iraq of hiding arms", "called for restraint"."""
    word = preposition.lower_
    if preposition.dep_ not in {"prep", "agent"} or cues.PREPOSITIONS.get(word) not in frames or preposition.i < verb.i:
        return None
    before = bool(objects) and objects[0].i < preposition.i
    inner = next((c for c in preposition.children if c.i > preposition.i), None)
    if word == "as" and (
        not before or (inner is not None and inner.tag_ == "VBG" and "quote" in cues.frames_of(inner))
    ):
        # "quoted a source as saying that …": what the source says is found at "saying".
        return None
    if before and (word in {"of", "as"} or (word == "for" and cues.lemma(verb) not in _NOT_BLAMING)):
        start = objects[0].left_edge
    else:
        start = inner.left_edge if inner is not None else preposition
    return _trim(text, start.idx, boundaries.end(preposition.right_edge))


def _is_participle(verb: Token) -> bool:
    """ "the plan rejected by all", "was rejected"; not "has rejected"."""
    return verb.tag_ == "VBN" and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


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
    return _trim(text, start.idx, boundaries.end(small.right_edge)) if start.i > verb.i else None


def _says_something(head: Token) -> bool:
    return head.ent_type_ not in {"DATE", "TIME"} and head.lower_ not in {"him", "her", "them", "it"}


def _clause(verb: Token, frames: frozenset[str]) -> tuple[Token, str] | None:
    for child in sorted(verb.children, key=_is_before_that):
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


def _is_before_that(child: Token) -> bool:
    """ "Sitting in Oslo, she remarked that …": the small parser takes the participle for what was remarked."""
    return child.dep_ == "ccomp" and child.i < child.head.i and child.tag_ == "VBG"


def _opens_with_to(head: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)


def _addressee(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.i > verb.i), None)


def rest_of_sentence(verb: Token, text: str) -> Span | None:
    """What stands between a verb and the end of its sentence."""
    return _trim(text, verb.nbor().idx, boundaries.end(verb.doc[verb.sent.end - 1]))


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
    return _around(before, after, text)


def _around(before: Span | None, after: Span | None, text: str) -> Span | None:
    """Both sides of a cue as one span; of two quotations the longer side, for what is quoted is quoted word by word."""
    if before is None or after is None:
        return before or after
    long = max((before, after), key=lambda side: side.end - side.start)
    if text[before.end - 1] in "”\"'" or text[after.start] in "“\"`'":
        return long
    return Span(before.start, after.end)


def _behind_as(verb: Token, text: str) -> Span | None:
    """ "As the minister noted, the talks go on": the sentence behind the comma."""
    sentence, doc = verb.sent, verb.doc
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "as"), None)
    last = verb.right_edge.i - (verb.right_edge.text == ",")
    opening = next((t.i for t in sentence if not t.is_space), sentence.start)
    if mark is None or mark.i - opening > 1 or last + 2 >= sentence.end or doc[last + 1].text != ",":
        return None
    if any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in verb.children):
        return None
    return _trim(text, doc[last + 2].idx, sentence.end_char)


def _reported_that(verb: Token) -> tuple[Token, Token] | None:
    """ "told the president during a visit last week that …", where the parse hangs the clause on a noun: (that, verb)."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 18)]:
        if token.text in {'"', "“", ";", "``"}:
            return None
        if token.lower_ == "that" and token.dep_ == "mark" and token.head.i > token.i:
            return token, token.head
    return None


def _clause_span(verb: Token, head: Token, frame: str, text: str) -> Span | None:
    left, right = head.left_edge, head.right_edge
    if left.i <= verb.i <= right.i:
        # "Talks, he said, went well": the parse hangs the clause around its cue. A span has no hole: all of it, cue and all.
        before = (
            _trim(text, left.idx, boundaries.end(verb.doc[_cue_left(verb) - 1])) if left.i < _cue_left(verb) else None
        )
        after = _trim(text, _next_idx(verb, text), boundaries.end(right)) if right.i > verb.i + 1 else None
        return _around(before, after, text)
    if right.i < verb.i and frame == "that" and (whole := _sentence_before(verb, left, text)) is not None:
        return whole
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
        right = boundaries.before_attribution(boundaries.extended(verb, right), start)
        right = boundaries.before_next_report(verb, head, start, right)
        right = boundaries.before_aside(head, boundaries.before_answer(start, right))
    if frame in {"to", "urge"}:
        right = boundaries.before_circumstance(head, right)
    return _trim(text, start.idx, boundaries.end(right))


def _sentence_before(verb: Token, left: Token, text: str) -> Span | None:
    """ "America needs leaders “who understand,” she said": all of the sentence up to the comma before its cue."""
    doc, edge = verb.doc, _cue_left(verb)
    if edge <= left.i or any("quote" in cues.frames_of(t) and t.pos_ == "VERB" for t in doc[verb.sent.start : left.i]):
        return None
    return _trim(text, doc[verb.sent.start].idx, boundaries.end(doc[edge - 1]))


def _cue_left(verb: Token) -> int:
    """Where "he said" begins inside the clause it interrupts."""
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    return min(verb.i, subject.left_edge.i if subject is not None else verb.i)


def _next_idx(verb: Token, text: str) -> int:
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS and c.i > verb.i), None)
    last = subject.right_edge if subject is not None else verb
    return boundaries.end(last)


def _right(head: Token) -> Token:
    return head.right_edge


def _trim(text: str, start: int, end: int) -> Span | None:
    """Without the spaces and commas at the edges, and without a full stop that no quotation mark follows."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while end > start and text[end - 1] in ".?!" and not text[:end].endswith(("U.S.", "U.N.", "U.K.")):
        end -= 1
    return Span(start, end) if end - start > 3 else None
