"""Cues in the middle or at the end of the sentence that they report: "Talks, he said, go on", "…, she said in Oslo".

May import boundaries, clauses, cues and spaCy's tokens. A span has no hole: where a cue interrupts what is said, the span has it in it.
"""

import re

from spacy.tokens import Token

from events.extraction import boundaries, clauses, cues
from events.records import Span

_REPORTING = frozenset({"VBD", "VBZ", "VBP"})
_FINITE = _REPORTING | {"MD"}
_ADJUNCTS = frozenset({"prep", "npadvmod", "advmod", "dative", "prt"})
_CLOSING = ('"', "”", "''")


def interrupted(verb: Token, text: str) -> Span | None:
    """ "Lenox was strong, Mr. Clarke said, until it failed": a cue of subject and verb between commas, the sentence around it.

    The longer side where it is most of what was said, else all of it, cue and all: a span has no hole.
    """
    subject = boundaries.subject_of(verb)
    told = "tell" in cues.frames_of(verb)
    if (
        subject is None
        or verb.tag_ not in _REPORTING
        or verb.dep_ in {"relcl", "acl"}
        or any(c.dep_ == "auxpass" or (c.dep_ == "dobj" and not told) for c in verb.children)
    ):
        return None
    brought = cues.frames_of(verb) & {"of", "against", "for", "about"}
    if any(c.dep_ == "prep" and c.lower_ in brought for c in verb.children):
        return None  # "In Manila, the minister, Ana Prado, warned of war, days after …"
    first = min(subject.left_edge.i, verb.i)
    last = _cue_right(verb, subject)
    sentence = verb.sent
    doc = verb.doc
    if (
        first - 1 <= sentence.start
        or last + 1 >= sentence.end
        or not _parts(doc[first - 1], text)
        or doc[last + 1].text != ","
    ):
        return None
    if any(c.i > last + 1 and c.dep_ in {"ccomp", "xcomp"} and _stands_alone(c) for c in verb.children):
        return None
    # The mark that opens the next sentence's quotation may stand at the end of this one.
    opened = _OPENS_NEXT.search(text, max(doc[last + 1].idx, sentence.end_char - 8), sentence.end_char)
    end = opened.start() if opened else sentence.end_char
    before, after = (
        boundaries.trimmed(text, sentence.start_char, doc[first - 1].idx + len(doc[first - 1])),
        boundaries.trimmed(text, doc[last + 1].idx, end),
    )
    if before is None or after is None:
        return before or after
    next_word = next((t for t in doc[last + 2 : last + 4] if not t.is_space), doc[last + 1])
    if next_word.tag_ == "VBG":
        # "It was over, she said, packing up": what she did meanwhile.
        return before if boundaries.subject_of(next_word) is None else None
    if text[before.end - 1] in "”\"'" and not _GOES_ON.match(text, after.start):
        return None
    return Span(before.start, after.end)


def _stands_alone(clause: Token) -> bool:
    """Whether a clause behind a cue has a subject of its own: then it is all that was said."""
    return boundaries.subject_of(clause) is not None and clause.nbor(-1).text != ","


_OPENS_NEXT = re.compile(r"\s+(?:[\"“]|''|``)\s*$")
_GOES_ON = re.compile(r"(?:that|to|because|including|if|unless|than)\b")


def _parts(token: Token, text: str) -> bool:
    """Whether a token ends the first part of an interrupted sentence: a comma, with a closing quotation mark or without."""
    return token.text == "," or (
        token.text in _CLOSING and text[max(0, token.idx - 2) : token.idx].rstrip().endswith(",")
    )


def _cue_right(verb: Token, subject: Token) -> int:
    """The last word of "he said at a rally on Monday"."""
    last = max(subject.right_edge.i, verb.i)
    for child in verb.children:
        if child.left_edge.i == last + 1 and child.dep_ in _ADJUNCTS | {"dobj"}:
            last = child.right_edge.i
    return last


def around(before: Span | None, after: Span | None, text: str) -> Span | None:
    """Both sides of a cue as one span; of two quotations the longer side, for what is quoted is quoted word by word."""
    if before is None or after is None:
        return before or after
    long = max((before, after), key=lambda side: side.end - side.start)
    if text[before.end - 1] in "”\"'" or text[after.start] in "“\"`'":
        return long
    return Span(before.start, after.end)


def behind_as(verb: Token, text: str) -> Span | None:
    """ "As the minister noted, the talks go on": the sentence behind the comma."""
    sentence, doc = verb.sent, verb.doc
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "as"), None)
    last = verb.right_edge.i - (verb.right_edge.text == ",")
    opening = next((t.i for t in sentence if not t.is_space), sentence.start)
    if mark is None or mark.i - opening > 1 or last + 2 >= sentence.end or doc[last + 1].text != ",":
        return None
    if any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in verb.children):
        return None
    return boundaries.trimmed(text, doc[last + 2].idx, sentence.end_char)


def told_before(verb: Token, text: str) -> Span | None:
    """ "…, she said" at the end of a sentence that is too long for the small parser: the sentence up to its comma."""
    edge, first = cue_left(verb), verb.sent[0]
    if verb.tag_ not in _REPORTING or verb.dep_ in {"relcl", "acl"} or edge - 3 < first.i or edge == verb.i:
        return None
    after = [c for c in verb.children if c.i > verb.i and not c.is_punct]
    allowed = _ADJUNCTS | {"dobj"} if "tell" in cues.frames_of(verb) else _ADJUNCTS
    if not _parts(verb.doc[edge - 1], text) or any(c.dep_ not in allowed for c in after):
        return None
    if first.dep_ == "mark" or not any(t.tag_ in _FINITE for t in verb.doc[first.i : edge]):
        return None
    return sentence_before(verb, first, text)


def sentence_before(verb: Token, left: Token, text: str) -> Span | None:
    """ "America needs leaders “who understand,” she said": all of the sentence up to the comma before its cue."""
    doc, edge = verb.doc, cue_left(verb)
    if verb.i + 1 < len(doc) and verb.nbor().text == ":":
        return None  # "Asked whether they would go, he replied: “No.”"
    if edge <= left.i or any("quote" in cues.frames_of(t) and t.pos_ == "VERB" for t in doc[verb.sent.start : left.i]):
        return None
    first, last = doc[verb.sent.start].idx, boundaries.end(doc[edge - 1])
    led = list(_LED_IN.finditer(text, first, last))
    if led and text[max(first, last - 4) : last].rstrip(" ,").endswith(_CLOSING):
        # "It was clear: “We stay,” she said": what a colon leads in is all that was said.
        first = led[-1].end()
    return boundaries.trimmed(text, first, last)


_LED_IN = re.compile(r"(?:[:(]|\s(?:-|–|—|--))\s*(?=[\"“]|''|``)")


def cue_left(verb: Token) -> int:
    """Where "he said" begins inside the clause it interrupts."""
    if (apposed := clauses.apposed_before(verb)) is not None:
        return apposed[1]
    subject = boundaries.subject_of(verb)
    left = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    # "the state news agency IRNA said": the small parser may see two subjects side by side
    beside = (c.left_edge.i for c in verb.children if c.dep_ in boundaries.SUBJECTS and c.right_edge.i == left - 1)
    return min(beside, default=left)


def next_offset(verb: Token, text: str) -> int:
    subject = next((c for c in verb.children if c.dep_ in boundaries.SUBJECTS and c.i > verb.i), None)
    last = subject.right_edge if subject is not None else verb
    return boundaries.end(last)


def is_told_apart(verb: Token) -> bool:
    """Whether a semicolon, a colon or a dash parts a cue from what stands before it."""
    before = cue_left(verb) - 1
    return before > verb.sent.start and verb.doc[before].text in {";", ":", "—", "–", "-", "--", "(", "..."}
