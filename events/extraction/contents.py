"""What was said: the span of the content that a cue brings, by the frame it stands in.

May import boundaries, clauses, cues, parentheticals and spaCy's tokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from events.extraction import boundaries, clauses, cues, parentheticals
from events.records import Span


@dataclass(frozen=True, slots=True)
class Content:
    """Where the words of a statement stand, and the frame that found them."""

    span: Span
    frame: str


def of_verb(verb: Token, frames: frozenset[str], text: str) -> Iterator[Content]:
    """Every content that a cue verb brings. At most one by clause, then objects, then prepositions."""
    if "quote" in frames and (around := parentheticals.interrupted(verb, text)) is not None:
        yield Content(around, "that")
        return
    if "quote" in frames and (behind := parentheticals.behind_as(verb, text)) is not None:
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
        span = boundaries.trimmed(text, hung[0].nbor().idx, boundaries.end(right))
        if span is not None:
            yield Content(span, "that")
            return
    if clause is not None:
        head, frame = clause
        span = _clause_span(verb, head, frame, text)
        if span is not None:
            yield Content(span, frame)
            return
    if "quote" in frames and clause is None and (told := parentheticals.told_before(verb, text)) is not None:
        yield Content(told, "that")
        return
    if "call" in frames and (named := _calling(verb, text)) is not None:
        yield Content(named, "as")
        return
    objects = [c for c in verb.children if c.dep_ in {"dobj", "attr", "oprd"} and c.i > verb.i]
    for preposition in (*verb.children, *_charges(verb, objects)):
        span = _of_preposition(verb, preposition, objects, frames, text)
        if span is not None:
            yield Content(span, cues.PREPOSITIONS[preposition.lower_])
            return
    if "obj" in frames and clauses.is_passive(verb):
        # "was condemned by France": whom or what it is done to; by whom is asked elsewhere.
        subject = boundaries.subject_of(verb)
        if subject is not None and subject.pos_ != "PRON" and subject.i < verb.i and not cues.is_stance(verb):
            right = boundaries.before_aside(subject, subject.right_edge)
            span = boundaries.trimmed(text, subject.left_edge.idx, boundaries.end(right))
            if span is not None:
                yield Content(span, "obj")
        return
    if "obj" in frames and not _is_participle(verb):
        for found in objects:
            right = found.right_edge
            right = (boundaries.extended if "emotion" in frames else boundaries.with_complements)(verb, right)
            right = boundaries.before_comment(found, boundaries.before_aside(found, right))
            span = boundaries.trimmed(text, found.left_edge.idx, boundaries.end(right))
            if span is not None and found.pos_ not in {"PRON", "NUM"} and _says_something(found):
                yield Content(span, "obj")
                return


def of_adjective(adjective: Token, frames: frozenset[str], text: str) -> Content | None:
    """What "confident that …" or "critical of …" brings, though the parse may hang it on "is"."""
    for child in (*adjective.children, *(c for c in adjective.head.children if c.i > adjective.i)):
        if child.dep_ == "ccomp" and "that" in frames and child.i > adjective.i and not _opens_with_to(child):
            first = child.left_edge
            start = first.nbor() if first.lower_ == "that" else first
            right = boundaries.before_aside(child, child.right_edge)
            span = boundaries.trimmed(text, start.idx, boundaries.end(right))
        elif child.dep_ == "prep" and cues.PREPOSITIONS.get(child.lower_) in frames and child.i + 1 < child.sent.end:
            span = boundaries.trimmed(
                text, child.nbor().idx, boundaries.end(boundaries.before_aside(child, child.right_edge))
            )
        else:
            continue
        if span is not None:
            return Content(span, "that" if child.dep_ == "ccomp" else cues.PREPOSITIONS[child.lower_])
    return None


def _charges(verb: Token, objects: list[Token]) -> list[Token]:
    """The "of" of "accuses the minister Juan Rios of violence", which the small parser hangs on his name."""
    inside = [t for head in objects for t in head.subtree if t.lower_ == "of" and t.dep_ == "prep" and t.i > head.i]
    if cues.lemma(verb) in {"accuse", "suspect"} and not any(c.lower_ == "of" for c in verb.children):
        return inside[-1:]
    return [of for of in inside if any(c.tag_ == "VBG" and c.dep_ == "pcomp" for c in of.children)][:1]


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
    if inner is None or inner.ent_type_ in {"DATE", "TIME"}:
        return None
    if word == "as" and (not before or (inner.tag_ == "VBG" and "quote" in cues.frames_of(inner))):
        # "quoted a source as saying that …": what the source says is found at "saying".
        return None
    if before and (word in {"of", "as"} or (word == "for" and cues.lemma(verb) not in _NOT_BLAMING)):
        start = objects[0].left_edge
    else:
        start = inner.left_edge
    right = boundaries.before_aside(inner, boundaries.with_complements(verb, preposition.right_edge))
    return boundaries.trimmed(text, start.idx, boundaries.end(boundaries.before_comment(inner, right)))


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
    if small is None and (judged := _judged(verb)) is not None:
        return boundaries.trimmed(text, judged[0].left_edge.idx, boundaries.end(judged[1]))
    if small is None:
        return _called_beside(verb, text)
    about = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < small.i), None)
    start = about.left_edge if about is not None else small.left_edge
    return boundaries.trimmed(text, start.idx, boundaries.end(small.right_edge)) if start.i > verb.i else None


def _judged(verb: Token) -> tuple[Token, Token] | None:
    """ "called the expulsion unfortunate": the adjective behind an object, which the small parser takes for a part of it."""
    about = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    small = (
        next((c for c in about.children if c.pos_ == "ADJ" and c.dep_ == "amod" and c.i > about.i), None)
        if about
        else None
    )
    if about is None or small is None:
        return None
    behind = small.right_edge.nbor() if small.right_edge.i + 1 < small.sent.end else small
    return about, behind.right_edge if behind.dep_ == "prep" and behind.head.i == verb.i else small.right_edge


def _called_beside(verb: Token, text: str) -> Span | None:
    """ "called the plan and its costs a ploy": the small parser takes the last for what explains the one before."""
    about = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    beside = [c for c in verb.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN"}]
    for named in [*clauses.coordinated(about), *beside] if about is not None else ():
        small = next((c for c in named.children if c.dep_ == "appos" and c.i > named.i), None)
        if about is None or small is None or not any(c.lower_ in {"a", "an"} for c in small.children):
            continue
        if small.left_edge.nbor(-1).text not in {",", "-", "–", "—", "("}:
            return boundaries.trimmed(text, about.left_edge.idx, boundaries.end(small.right_edge))
    return None


def _says_something(head: Token) -> bool:
    return head.ent_type_ not in {"DATE", "TIME"} and head.lower_ not in {"him", "her", "them", "it"}


def _clause(verb: Token, frames: frozenset[str]) -> tuple[Token, str] | None:
    for child in sorted(verb.children, key=_comes_second):
        if child.dep_ == "ccomp" and frames & {"that", "tell", "urge", "to", "quote"} and child.i != verb.i:
            if _opens_with_to(child):
                return child, "urge" if "urge" in frames else "to"
            return child, "that"
    for child in verb.children:
        if child.dep_ in {"xcomp", "advcl"} and child.i > verb.i and _opens_with_to(child) and frames & {"to", "urge"}:
            promised = cues.lemma(verb) in _PROMISING and not any(
                c.dep_ == "dobj" and c.i < child.i for c in verb.children
            )
            if child.dep_ == "advcl" and "urge" not in frames and not promised:
                continue
            return child, "urge" if "urge" in frames and _addressee(verb) is not None else "to"
        if child.dep_ == "xcomp" and "that" in frames and child.pos_ in {"VERB", "AUX"} and child.i > verb.i:
            return child, "that"
    return None


_PROMISING = frozenset({"offer", "promise", "pledge", "vow", "threaten", "refuse", "decline", "propose", "agree"})


def _comes_second(child: Token) -> bool:
    """ "Sitting in Oslo, she remarked that …", "The talks failed; he argued that …": what stands before a cue and is told apart
    from it is not what it reports, whatever the small parser takes it for."""
    if child.dep_ != "ccomp" or child.i > child.head.i:
        return False
    return child.tag_ == "VBG" or parentheticals.is_told_apart(child.head)


def _opens_with_to(head: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)


def _addressee(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.i > verb.i), None)


_OCCASIONS = frozenset(
    "meeting talk summit visit briefing conference convention debate session interview ceremony speech dinner trip vote".split()
)


_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _behind_occasion(head: Token, start: Token) -> Token:
    """ "said after the meeting he would stay": when it was said is no part of it."""
    subject = boundaries.subject_of(head)
    if subject is not None and start.ent_type_ in {"DATE", ""} and subject.left_edge.i == start.right_edge.i + 1:
        dated = [start, *start.children] if start.dep_ in {"prep", "npadvmod"} else []
        if any(t.text in _WEEKDAYS for t in dated):
            return subject.left_edge  # "said on Friday Peru had left"
    if (
        start.dep_ != "prep"
        or start.lower_ not in {"after", "before", "during", "at", "following"}
        or start.head.i != head.i
    ):
        return start
    brought = next((c for c in start.children if c.dep_ == "pobj"), None)
    if subject is None or brought is None or brought.lemma_.lower() not in _OCCASIONS:
        return start
    return subject.left_edge if subject.left_edge.i == start.right_edge.i + 1 else start


def _behind_that(verb: Token, start: Token) -> Token:
    """ "told agents that in the week that followed, he saw …": all that stands behind the word, though the parse hangs it on the cue."""
    for token in verb.doc[verb.i + 1 : start.i - 1]:
        if token.pos_ == "VERB" or token.text in {'"', "“", "``", "''", ";", ":"}:
            return start
        if token.lower_ == "that" and token.tag_ == "IN":
            return token.nbor()
    return start


def _called_upon(verb: Token, left: Token) -> Token | None:
    """ "called on the government to act": where the name of who is called upon begins."""
    near = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "upon"} and verb.i < c.i < left.i)
    called = (inner.left_edge for c in near for inner in c.children if inner.dep_ == "pobj")
    return next(called, None)


def rest_of_sentence(verb: Token, text: str) -> Span | None:
    """What stands between a verb and the end of its sentence."""
    opened = next((t for t in verb.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end - 1)] if t.lower_ == "that"), None)
    first = opened.nbor() if opened is not None and opened.dep_ == "mark" else verb.nbor()
    return boundaries.trimmed(text, first.idx, boundaries.end(verb.doc[verb.sent.end - 1]))


def _reported_that(verb: Token) -> tuple[Token, Token] | None:
    """ "told the president during a visit last week that …", where the parse hangs the clause on a noun: (that, verb)."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 18)]:
        if token.text in {'"', "“", ";", "``"} or (token.pos_ == "VERB" and "that" in cues.frames_of(token)):
            # "pointed to her record, noting that …" is what she noted.
            return None
        if token.lower_ == "that" and token.dep_ in {"mark", "advmod"} and token.head.i > token.i:
            return token, token.head
    return None


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ"} or any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


def _clause_span(verb: Token, head: Token, frame: str, text: str) -> Span | None:
    left, right = head.left_edge, head.right_edge
    if left.i <= verb.i <= right.i:
        # "Talks, he said, went well": the parse hangs the clause around its cue. A span has no hole: all of it, cue and all.
        before = (
            boundaries.trimmed(text, left.idx, boundaries.end(verb.doc[parentheticals.cue_left(verb) - 1]))
            if left.i < parentheticals.cue_left(verb)
            else None
        )
        after = (
            boundaries.trimmed(text, parentheticals.next_offset(verb, text), boundaries.end(right))
            if right.i > verb.i + 1
            else None
        )
        return parentheticals.around(before, after, text)
    if right.i < verb.i and parentheticals.is_told_apart(verb):
        return None
    if right.i < verb.i and frame == "that" and (whole := parentheticals.sentence_before(verb, left, text)) is not None:
        return whole
    start = left
    if frame == "that" and left.i > verb.i and _is_finite(head) and boundaries.subject_of(head) is None:
        lost = next(
            (c for c in verb.children if c.dep_ == "dobj" and c.pos_ in {"NOUN", "PROPN"} and verb.i < c.i < left.i),
            None,
        )
        start = lost.left_edge if lost is not None else start  # "said the death of Holm, whom it knew, was a blow"
    if frame == "urge" and left.i > verb.i:
        address = _addressee(verb)
        subject = boundaries.subject_of(head)
        first = min((t.left_edge.i for t in (address, subject) if t is not None and t.i > verb.i), default=left.i)
        start = verb.doc[min(first, left.i)] if verb.lemma_ not in {"tell", "order"} else left
    elif frame in {"to", "urge"} and left.i > verb.i and verb.lemma_ == "call":
        start = _called_upon(verb, left) or left
    if start.i > verb.i:
        while (
            start.i < right.i
            and (start.lower_ == "that" or start.is_punct)
            and start.lower_ not in {'"', "“", "``", "'"}
        ):
            start = start.nbor()
    if left.i > verb.i and frame == "that":
        start = _behind_that(verb, start)
    if left.i == verb.i + 1 and frame == "that":
        start = _behind_occasion(head, start)
    if left.i > verb.i:
        right = boundaries.before_attribution(boundaries.extended(verb, right), start)
        right = boundaries.before_next_report(verb, head, start, right)
        right = boundaries.before_aside(head, boundaries.before_answer(start, right))
        right = boundaries.before_meanwhile(start, boundaries.at_quotation_end(start, right))
    while right.i > start.i and right.dep_ == "cc":
        right = right.nbor(-1)
    if frame in {"to", "urge"}:
        right = boundaries.before_circumstance(head, right)
    return boundaries.trimmed(text, start.idx, boundaries.end(right))
