"""To whom the parse gives the words: who speaks at a cue verb, whose the allegations of a noun are, and which clause they bring.

May import clauses, cues, speakers (for its word lists) and spaCy's tokens. All take and give tokens; who they are is found in speakers.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from events.extraction import clauses, cues, speakers


def speaking(verb: Token) -> Iterator[Token]:
    """Who does the speaking. Of a passive its agent; whoever "is quoted" speaks as well, and whom an agency quotes."""
    if verb.lemma_ in {"quote", "cite"} and _is_of_words(verb):
        yield from clauses.objects(verb)
        return
    if (apposed := clauses.apposed_before(verb)) is not None:
        yield apposed[0]
        return
    sayer = sayer_beside(verb)
    if sayer is not None:
        yield from clauses.subjects(sayer)
        return
    found = _whose_bid(verb) or list(clauses.subjects(clauses.reporting(verb)))
    yield from found
    if not found and (beside := _speaker_beside(verb)) is not None:
        yield beside
    if verb.lemma_ in {"quote", "cite"} and clauses.is_passive(verb):
        for child in verb.children:
            if child.dep_ == "nsubjpass":
                yield from clauses.coordinated(child)


_REPORTING = frozenset({"VBD", "VBZ", "VBP"})
_SPEAKING_PRONOUNS = frozenset({"he", "she", "they", "who", "we", "i", "you", "one", "some", "many", "others", "both"})


def sayer_beside(verb: Token) -> Token | None:
    """Of "said it was early but added that …": the cue before, whose subject adds, for "it" cannot; the small parser joins the
    second cue to what the first one reports."""
    inner = verb.head
    if any(c.dep_ in clauses.SUBJECTS for c in verb.children) or verb.tag_ not in _REPORTING:
        return None
    if verb.dep_ == "ccomp" and inner.i < verb.i and verb.nbor(-1).dep_ == "cc":
        return inner if inner.tag_ == verb.tag_ and cues.frames_of(verb) and cues.frames_of(inner) else None
    said = inner.head
    if verb.dep_ != "conj" or inner.dep_ != "ccomp" or said.i >= inner.i:
        return None
    if said.tag_ != verb.tag_ or not cues.frames_of(verb) or not cues.frames_of(said):
        return None
    subject = next((c for c in inner.children if c.dep_ in clauses.SUBJECTS), None)
    says = subject is not None and (_can_speak(subject) or (subject.lower_ == "it" and bool(cues.frames_of(inner))))
    return (
        said if subject is not None and not says else None
    )  # not of "said it regretted the incident and hoped that …"


def _can_speak(head: Token) -> bool:
    if head.pos_ == "PRON" or head.lower_ in {"this", "that", "there", "which"}:
        return head.lower_ in _SPEAKING_PRONOUNS
    if head.pos_ == "PROPN" or head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return True
    return any(head.lemma_.lower() in speakers.nouns(kind) for kind in ("person", "office", "work", "artefact"))


def _whose_bid(verb: Token) -> list[Token]:
    """ "in a bid to persuade", "in an article stating": who makes the bid, who writes the article."""
    noun = verb.head
    works = speakers.nouns("artefact") | speakers.nouns("work")
    if verb.dep_ != "acl" or not (verb.tag_ == "VB" or (verb.tag_ == "VBG" and noun.lemma_.lower() in works)):
        return []
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return [owner]
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    active = noun.dep_ in {"pobj", "dobj"} and above.pos_ == "VERB"
    return [head for head in clauses.subjects(above) if head.i != noun.i] if active else []


def of_noun(noun: Token) -> Token | None:
    """Whose allegations: the possessor, "by X" or "from X", else the subject of the verb they are the object of."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if noun.dep_ == "dobj" and noun.head.lemma_ not in _DENYING:
        return next(speaking(noun.head), None)
    return None


_DENYING = frozenset(
    {"deny", "reject", "dismiss", "refute", "rebut", "discount", "ignore", "contradict", "counter", "dispute"}
)
"""Whoever does so to reports did not make them."""


def told_by(noun: Token) -> Token | None:
    """The clause with "that" which a noun brings: "allegations that …", "their answer was that …"."""
    clauses_ = [c for c in noun.children if c.dep_ in {"acl", "ccomp", "relcl"}]
    above = noun.head
    if noun.dep_ == "dobj" or (noun.dep_ == "nsubj" and above.lemma_ == "be"):
        # The parse may hang the clause on the verb: "reiterated allegations on Monday that …".
        clauses_ += [c for c in above.children if c.dep_ == "ccomp"]
    told = (c for c in clauses_ if c.i > noun.i and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children))
    return next(told, None)


def _is_of_words(verb: Token) -> bool:
    """ "quoted a source as saying", not "cited the delay as a reason"."""
    brought = (c for p in verb.children if p.dep_ == "prep" and p.lower_ == "as" for c in p.children)
    return any(c.dep_ == "pcomp" and "quote" in cues.frames_of(c) for c in brought)


def _speaker_beside(verb: Token) -> Token | None:
    """Of a finite cue to which the parse gives no subject: the noun right before it, or behind it where a quotation ends."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or "quote" not in cues.frames_of(verb) or clauses.is_passive(verb):
        return None
    before = verb.i - 1
    while before > verb.sent.start and (verb.doc[before].pos_ == "ADV" or verb.doc[before].text == ","):
        before -= 1
    token = verb.doc[before] if before >= verb.sent.start else verb
    if token.text in {"”", '"', "''"}:
        return next((c for c in verb.children if c.dep_ in {"dobj", "attr", "oprd"} and c.i > verb.i), None)
    while token.dep_ in {"pobj", "compound"} and token.head.i != token.i and token.head.i < verb.i:
        token = token.head.head if token.dep_ == "pobj" else token.head
    return token if token.pos_ in {"PROPN", "NOUN"} and token.i < verb.i else None
