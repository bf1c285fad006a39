"""The words of a text that can stand as an event's title: who, as the clause names them, and what they did, from its first auxiliary on.

May import answers, circumstances, clauses, frames, papers, wordlists and records, and spaCy's tokens.
"""

import functools
from itertools import islice
from typing import NamedTuple

from spacy.tokens import Doc, Token

from events.extraction import answers, circumstances, clauses, frames, papers, wordlists
from events.records import Span

_LONGEST_DOER = 14
"""Words of a subject that may stand in a title; of a longer one the head and what stands before it."""


class Wording(NamedTuple):
    """Spans of the doers and of the deed. `is_pronoun`: "he", "they", whom the title has to name; so it has where `doers` is None."""

    doers: Span | None
    deed: Span
    is_pronoun: bool
    verb: str = ""
    """What stands before the deed's words: the verb, where the text has it in a form that tells nothing alone ("arguing")."""


def of(verb: Token, last: int) -> Wording | None:
    """The wording of a clause up to token `last`; None where it is none that can stand alone."""
    finite, doc = verb, verb.doc
    if answers.answers_relatively(verb) and (claim := verb.head).pos_ in {"NOUN", "VERB"}:
        return Wording(None, Span(claim.idx, claim.idx + len(claim)), True, past(verb))
    if _is_done_by_the_way(verb) and last > verb.i:
        return Wording(None, Span(doc[verb.i + 1].idx, doc[last].idx + len(doc[last])), True, past(verb))
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children):
        return _of_participle(verb, last)
    if verb.dep_ == "xcomp" and verb.i > verb.head.i and verb.tag_ in {"VB", "VBG"}:
        finite = verb.head  # "has decided to restore relations", "began pulling out"
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
    last = _completed(doc, first, max(last, _told_to(verb, last)))
    if end >= start or last < start or doc[start].sent.start != subject.sent.start:
        return None
    return Wording(
        Span(doc[first].idx, doc[end].idx + len(doc[end])),
        Span(doc[start].idx, doc[last].idx + len(doc[last])),
        subject.pos_ == "PRON",
    )


def _of_participle(verb: Token, last: int) -> Wording | None:
    """ "a Polish aid worker killed in a raid": to whom it was done, and what."""
    doc, head = verb.doc, verb.head
    last = min(last, verb.right_edge.i)
    last = next((t.i - 1 for t in doc[verb.i : last + 1] if t.text in {",", ";", ":", "(", "–", "—"}), last)
    if head.pos_ not in {"NOUN", "PROPN"} or not head.i < verb.i < last:
        return None
    first, end = _phrase(head, verb.i)
    if end + 1 != verb.i:
        return None
    who, deed = doc[first : end + 1], doc[verb.i : last + 1]
    return Wording(Span(who.start_char, who.end_char), Span(deed.start_char, deed.end_char), False)


_MOST_TOLD = 18


def _told_to(verb: Token, last: int) -> int:
    """The last token of what somebody says, asks or agrees, where nothing else follows the verb: "said that Libya must pay"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None or last > clause.left_edge.i + 1:
        return last
    words = verb.doc[clause.left_edge.i : min(clause.right_edge.i + 1, clause.left_edge.i + _MOST_TOLD)]
    stop = next((t.i for t in words if t.text in {",", ";", ":", "("}), None)
    marks = [t.i for t in words[: stop - words.start if stop is not None else None] if t.text in {'"', "“", "”"}]
    if len(marks) % 2:
        stop = marks[-1]
    if stop is None and len(words) == _MOST_TOLD:
        late = words[_MOST_TOLD // 2 :]
        ends = [t.i for t in late if t.dep_ in {"prep", "mark", "cc"} or t.lower_ in clauses.RELATIVES]
        stop = ends[-1] if ends else last + 1
    return max(last, (stop if stop is not None else words[-1].i + 1) - 1)


_MOST_ADDED = 14
_LONGEST_TITLE = 24
"""Words. A longer title is cut short elsewhere, and might lose more than is added here."""


def _completed(doc: Doc, first: int, last: int) -> int:
    """Further on where the words would break off: "accepted an invitation | to visit Russia", "the rights | of the people"."""
    for _ in range(2):
        after = doc[last + 1] if last + 1 < doc[last].sent.end else None
        if after is None:
            return last
        if after.tag_ == "TO" and after.dep_ == "aux" and after.head.head.i <= last:
            edge = after.head.right_edge.i
        elif after.lower_ == "of" and after.head.i <= last:
            edge = after.right_edge.i
        else:
            return last
        words = doc[last + 1 : edge + 1]
        stop = next(
            (t.i for t in words if t.text in {",", ";", ":", "(", "–", "—"} or t.lower_ in clauses.RELATIVES), edge + 1
        )
        too_long = stop - last > _MOST_ADDED or stop - first > _LONGEST_TITLE
        if too_long or stop - last < 3 or any(t.text in {'"', "“", "”"} for t in words):
            return last
        last = stop - 1
    return last


_TOPICAL = frozenset({"about", "of", "for", "over", "against", "on", "to"})


def _is_done_by_the_way(verb: Token) -> bool:
    """ "…, urging Peru to pay", "by vetoing the text": a participle whose doer the clause above names."""
    alone = not any(c.dep_ in {"aux", "auxpass", "neg", "mark"} for c in verb.children)
    topic = verb.dep_ == "pcomp" and verb.head.lower_ in _TOPICAL and not circumstances.is_charge(verb)
    return verb.tag_ == "VBG" and verb.dep_ in {"advcl", "conj", "pcomp", "acl"} and alone and not topic


@functools.cache
def _past_forms() -> dict[str, str]:
    return {row["verb"]: row["past"] for row in wordlists.rows("past_forms")}


def past(verb: Token) -> str:
    """The simple past of a verb: "urge" -> "urged", "withdraw" -> "withdrew"."""
    lemma = frames.base(verb)
    if (known := _past_forms().get(lemma)) is not None:
        return known
    if lemma.endswith("e"):
        return f"{lemma}d"
    return f"{lemma[:-1]}ied" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else f"{lemma}ed"


def _is_finite(verb: Token) -> bool:
    helped = any(c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children)
    joined = verb.dep_ == "conj" and verb.tag_ == "VBN"
    return helped or joined or verb.tag_ in {"VBD", "VBZ", "VBP"}


def _subject(verb: Token) -> Token | None:
    """The grammatical subject: of a passive whom it is done to, of what is joined that of what it is joined to."""
    for _ in range(4):
        own = sorted(clauses.own_subject_heads(verb), key=lambda c: abs(c.i - verb.i))
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
    below = [t for c in token.children if c.dep_ == "xcomp" and c.i > token.i for t in islice(c.subtree, 18)]
    for paper in clauses.objects(token) if token.pos_ == "VERB" else []:
        if paper.lemma_.lower() in papers.PAPERS:  # "passed a resolution backing Taiwan"
            below += [t for c in paper.children if c.dep_ == "acl" and c.tag_ == "VBG" for t in islice(c.subtree, 18)]
    if token.pos_ == "ADJ":
        heads += list(clauses.subjects(token.head)) if token.head.pos_ in {"AUX", "VERB"} else []
    tokens = [
        token,
        *below[:18],
        *(t for h in heads for t in clauses.phrase(h, 20) if sentence.start <= t.i < sentence.end),
    ]
    first, last = min(t.i for t in tokens), max(t.i for t in tokens)
    last = next((t.i - 1 for t in doc[token.i : last] if t.text == ";"), last)
    while first < token.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > token.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last])), last
