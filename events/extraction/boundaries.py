"""Where what was said begins and ends: the parse's clause, mended where it runs on into the reporter's own words.

May import answers, attribution, cues, speakers (for its word lists) and spaCy's tokens.
All take and give tokens; `start` and `right` are the first and the last of a content.
"""

from spacy.tokens import Token

from events.extraction import answers, attribution, cues, speakers
from events.records import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_REPORTING = frozenset({"VBD", "VBZ", "VBP"})


def end(token: Token) -> int:
    """The offset behind a token."""
    return int(token.idx + len(token))


_EDGE = " \t\r\n,;:—–-"


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Without the spaces and commas at the edges, and without a full stop that no quotation mark follows."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while end > start and text[end - 1] in ".?!" and not text.endswith(("U.S.", "U.N.", "U.K."), start, end):
        end -= 1
    return Span(start, end) if end - start > 3 else None


def subject_of(verb: Token) -> Token | None:
    """Who a verb says it of: of two subjects that the small parser gives it the nearer."""
    return min((c for c in verb.children if c.dep_ in SUBJECTS), key=lambda c: abs(c.i - verb.i), default=None)


def extended(verb: Token, right: Token) -> Token:
    """The end of a clause together with what the parse hung on the cue instead, up to the next comma."""
    doc, last = verb.doc, right.i
    while last + 1 < verb.sent.end:
        following = doc[last + 1]
        if following.is_punct or following.dep_ in {"cc", "punct"} or following.is_space:
            break
        top = following
        while top.head.i != verb.i and top.head.i != top.i:
            top = top.head
        if top.head.i != verb.i or top.dep_ in {"conj", "nsubj"} or top.i <= verb.i:
            break
        last = max(last + 1, top.right_edge.i)
    return _with_what_goes_on(verb, doc[last])


_COMPLEMENTS = frozenset({"for", "as", "against", "on", "over", "to", "of", "about", "into"})


def with_complements(verb: Token, right: Token) -> Token:
    """The end of an object with what is said of it, though the parse hangs it on the cue: "backed the plan as a way out",
    "defended his call to raise wages"; not when or where it was said."""
    doc, last = verb.doc, right
    while last.i + 1 < verb.sent.end:
        following = last.nbor()
        if following.head.i != verb.i and following.head.head.i != verb.i:
            break
        top = following if following.head.i == verb.i else following.head
        if top.i <= last.i or not _is_complement(top):
            break
        last = top.right_edge
    return doc[last.i]


def _is_complement(top: Token) -> bool:
    asked = top.head.lemma_ in _ASKING_FOR and top.lower_ in {"by", "from", "between", "among"}
    if top.dep_ in {"prep", "dative"} and (
        asked  # "called for restraint by both sides"
        or top.lower_ in _COMPLEMENTS
        or (top.lower_ == "in" and any(c.dep_ == "pcomp" for c in top.children))
    ):
        brought = next((c for c in top.children if c.dep_ in {"pobj", "pcomp"}), None)
        return brought is not None and brought.ent_type_ not in {"DATE", "TIME"}
    return top.dep_ in {"xcomp", "advcl", "acl"} and any(c.dep_ == "aux" and c.lower_ == "to" for c in top.children)


_ASKING_FOR = frozenset({"call", "appeal", "press", "push", "plead", "urge"})
_REASONS = frozenset({"because", "although", "though", "if", "unless", "until", "since"})


def _with_what_goes_on(verb: Token, right: Token) -> Token:
    """ "said that it was over, but that …", "said it was over, because …": a clause that the parse hung on the cue."""
    doc, behind = verb.doc, right.i + 1
    if behind < verb.sent.end and doc[behind].text == ",":
        behind += 1
    if behind + 1 >= verb.sent.end:
        return right
    first = doc[behind]
    if first.dep_ == "cc":
        second = first.nbor()
        if second.lower_ == "that" and second.head.i > second.i:
            return second.head.right_edge
    elif (
        first.dep_ == "mark" and first.lower_ in _REASONS and first.head.dep_ == "advcl" and first.head.head.i == verb.i
    ):
        return first.head.right_edge
    return right


def before_attribution(right: Token, start: Token) -> Token:
    """ "…, state television reported" at the end of a content is the paper's word for where it has it from."""
    if right.pos_ != "VERB" or right.tag_ != "VBD" or "quote" not in cues.frames_of(right):
        return right
    for token in reversed(right.doc[max(start.i + 1, right.i - 8) : right.i]):
        if token.text == ",":
            return token.nbor(-1)
    return right


_BEHIND_QUOTATION = frozenset(
    {"though", "although", "while", "as", "after", "before", "when", "a", "an", "which", "who"}
)


def at_quotation_end(start: Token, right: Token) -> Token:
    """ "it was “about right,” referring to …", "“at a crossroads,” as the ministers met": what follows a quotation and its comma
    is the reporter's."""
    doc = right.doc
    for token in doc[start.i + 2 : right.i]:
        if (
            token.text in {"”", '"', "''"}
            and token.nbor(-1).text == ","
            and (token.nbor().lower_ in _BEHIND_QUOTATION or token.nbor().tag_ == "VBG")
        ):
            return token
    return right


def before_answer(start: Token, right: Token) -> Token:
    """ "…, a charge that Asmara denies": what the reporter adds of those who deny it."""
    doc = right.doc
    for token in reversed(doc[max(start.i + 2, right.i - 12) : right.i + 1]):
        if answers.answers_relatively(token):
            edge = token.head.left_edge
            while edge.i > start.i + 1 and edge.nbor(-1).text != "," and token.head.i - edge.i < 3:
                edge = edge.nbor(-1)
            return edge.nbor(-1).nbor(-1) if edge.i > start.i + 2 and edge.nbor(-1).text == "," else right
    return right


def before_next_report(verb: Token, head: Token, start: Token, right: Token) -> Token:
    """ "said she regretted it and promised to …", "…, while others said …", "…, adding that …": the next cue begins a report
    of its own. Only a verb in the cue's own tense, or a participle behind a comma, is one."""
    doc = verb.doc
    for token in doc[max(start.i, verb.i) + 1 : right.i + 1]:
        if token.i == head.i or token.pos_ != "VERB":
            continue
        deed = _is_deed_beside(token, verb, head)
        if not deed and not cues.frames_of(token):
            continue
        edge = token if deed else _edge_of_report(token, verb, head)
        if edge is not None and start.i + 2 < edge.i <= right.i:
            last = edge.i - 1
            while last > start.i and (doc[last].is_punct or doc[last].dep_ == "cc") and doc[last].text not in "”\"''":
                last -= 1
            return doc[last]
    return right


def _is_deed_beside(token: Token, verb: Token, head: Token) -> bool:
    """ "ordered the envoy to leave and closed the airspace": what whoever speaks does besides."""
    if token.dep_ != "conj" or token.head.i != head.i or head.tag_ != "VB" or token.tag_ != verb.tag_:
        return False
    return token.tag_ in _REPORTING and subject_of(token) is None and token.nbor(-1).dep_ == "cc"


_CONDITIONS = frozenset({"if", "unless", "until", "when", "because", "once", "where"})


def _edge_of_report(token: Token, verb: Token, head: Token) -> Token | None:
    """The first word of a report that begins with a cue in or behind a content, or None."""
    if token.tag_ == "VBG" and token.dep_ in {"advcl", "conj"} and token.i and token.nbor(-1).text == ",":
        return token
    if token.tag_ != verb.tag_ or token.tag_ not in _REPORTING or verb.tag_ not in _REPORTING:
        return None
    subject = subject_of(token)
    joined = token.head
    while joined.dep_ == "conj" and joined.i > head.i:
        joined = joined.head  # "said he would go and tell him, and calls it off"
    if token.dep_ == "conj" and subject is None and joined.i == head.i and token.i and token.nbor(-1).dep_ == "cc":
        return token if head.tag_ != token.tag_ or attribution.sayer_beside(token) is not None else None
    if token.dep_ == "ccomp" and token.head.i == verb.i and attribution.sayer_beside(token) is not None:
        return token
    if any(c.dep_ in {"mark", "advmod"} and c.lower_ in _CONDITIONS for c in token.children):
        return None  # "warned that it could intervene if the killings continued"
    if subject is not None and token.dep_ in {"conj", "advcl", "parataxis", "ccomp"} and subject.i < token.i:
        return token.left_edge if token.left_edge.i > head.i else None
    return None


def before_aside(head: Token, right: Token) -> Token:
    """ "…, which Beijing calls a renegade province": a relative clause behind a comma, at the end, is the reporter's aside."""
    clause = right
    doc = right.doc
    for token in reversed(doc[max(head.i + 1, right.i - 45) : right.i + 1]):
        if (
            token.lower_ in {"which", "who", "whose", "whom"}
            and token.i
            and token.nbor(-1).text in {",", "—", "-", "–"}
        ):
            clause = token
            while clause.dep_ != "relcl" and clause.head.i != clause.i and clause.head.i > head.i:
                clause = clause.head
            if clause.dep_ == "relcl" and clause.right_edge.i >= right.i - 1:
                return token.nbor(-1).nbor(-1)
            return right
    return right


def before_meanwhile(start: Token, right: Token) -> Token:
    """ "…, with the Chilean president saying that …": what somebody else says at the same time."""
    for token in right.doc[start.i + 2 : right.i]:
        if token.lower_ == "with" and token.nbor(-1).text == "," and token.head.i >= start.i:
            said = next((c for c in token.children if c.dep_ == "pcomp" and cues.frames_of(c)), None)
            if said is not None and subject_of(said) is not None and said.right_edge.i >= right.i - 1:
                return token.nbor(-1).nbor(-1)
    return right


def before_comment(found: Token, right: Token) -> Token:
    """ "endorsed him, a signal of …", "proposed a tax - half of what …": what a comma or a dash adds to an object is the reporter's."""
    doc = right.doc
    for token in doc[found.i + 1 : right.i]:
        if _is_where_said(token):
            return token.nbor(-1)
        if (
            token.text in {",", "-", "–", "—", "--"}
            and token.nbor().lower_ in _COMMENTS
            and token.nbor().head.i > token.i
        ):
            named = next((t for t in doc[token.i + 1 : right.i + 1] if t.pos_ == "NOUN"), None)
            closes = named is not None and named.right_edge.i >= right.i - 1
            if named is not None and closes and named.head.i <= token.i and named.dep_ != "conj":
                return token.nbor(-1)
    return right


def _is_where_said(token: Token) -> bool:
    """ "in a letter to the king", "in an interview": where it was said."""
    if token.lower_ != "in" or token.dep_ != "prep":
        return False
    brought = next((c for c in token.children if c.dep_ == "pobj"), None)
    if brought is None or brought.lemma_.lower() not in speakers.nouns("artefact"):
        return False
    return any(c.lower_ in {"a", "an"} for c in brought.children)


_COMMENTS = frozenset({"a", "an", "half", "including"})


_CIRCUMSTANCE = frozenset(
    {"after", "before", "during", "on", "when", "while", "as", "in", "at", "amid", "despite", "following"}
)


def before_circumstance(head: Token, right: Token) -> Token:
    """ "to lift the sanctions, on the eve of a visit": what the reporter adds behind a comma is no part of what was asked."""
    for child in head.children:
        if child.i > head.i and child.dep_ in {"prep", "advcl"} and child.left_edge.i > 0:
            edge = child.left_edge
            if edge.nbor(-1).text == "," and edge.lower_ in _CIRCUMSTANCE:
                return edge.nbor(-1).nbor(-1)
            told = any(t.tag_ == "VBD" for t in (child, *child.children))
            if child.dep_ == "advcl" and told and edge.lower_ in {"as", "when", "after", "before", "while"}:
                # "refused to speak as he left"; "to leave when the treaty is signed" is promised.
                return edge.nbor(-1)
    return right
