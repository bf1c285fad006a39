"""What somebody asks, proposes, promises or insists on, in the clause below a verb. May import clauses and coreference.

Used by conditions.py.
"""

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents


def told_to_do(verb: Token, referents: Referents) -> bool:
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        ):
            return True
    return False


def _stays_unnamed(verb: Token) -> bool:
    """ "asked not to be named": of no state."""
    below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.lemma_ in {"name", "identify", "quote"}]
    return any(c.dep_ == "neg" for clause in below for c in clause.children)


_STAYS = frozenset(
    {"hour", "minute", "talk", "meeting", "discussion", "consultation", "while", "time", "tea", "lunch", "dinner"}
)


def asks_for(verb: Token) -> bool:
    """ "called on the king for help"; not "called on the king for an hour"."""
    return any(p == "for" and h.lemma_.lower() not in _STAYS for p, h in clauses.prepositions(verb))


def wants_of_another(verb: Token, referents: Referents) -> bool:
    """ "wants Turkey to pull out": of a state, which is somebody else."""
    for clause in verb.children:
        if (
            clause.dep_ == "ccomp"
            and clause.i > verb.i
            and any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
        ):
            own = (t for c in clause.children if c.dep_ in clauses.SUBJECTS for t in clauses.phrase(c, 8))
            return any(referents.country_at(t) for t in own)
    return False


def asks(verb: Token, referents: Referents) -> bool:
    """ "asked Peru for help", "asked the council to meet"; not "asked him whether", nor "asked about the reports, he said"."""
    if verb.tag_ == "VBN" and clauses.brings(verb, "about", "on"):
        return False
    if _stays_unnamed(verb):
        return False
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None or any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children):
        return True
    asked = any(t.lower_ in {"whether", "if", "what", "why", "how", "when", "who", "where"} for t in clause.children)
    return not asked and (clause.tag_ == "VB" or any(c.lower_ == "should" for c in clause.children))


def to_say(verb: Token, referents: Referents) -> bool:
    """ "declined to comment", "refused to give details": a reporter's question unanswered."""
    return any(c.lemma_ in _TALK for c in verb.children if c.dep_ in {"xcomp", "ccomp"})


_TALK = frozenset(
    "say comment answer elaborate disclose name specify confirm speculate identify reveal speak explain clarify".split()
)


def says_will(verb: Token, referents: Referents) -> bool:
    """ "assured Turkey that it would tighten its laws": a promise."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    return clause is not None and any(c.lower_ in {"will", "would"} for c in clause.children if c.dep_ == "aux")


def is_proposal(verb: Token, referents: Referents) -> bool:
    """ "suggested a meeting", "proposed that both withdraw"; not "suggested that he was wrong"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None:
        return bool(clauses.objects(verb)) or any(c.dep_ in {"xcomp", "pcomp", "prep"} for c in verb.children)
    helpers = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    return bool(helpers & {"should", "must", "to"}) or (clause.tag_ in {"VB", "VBP"} and not helpers)


def says_must(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)  # before it too: "London must leave, he said"
    if clause is None or not any(c.lower_ == "must" for c in clause.children if c.dep_ == "aux"):
        return False
    own = [t for head in clauses.subjects(clause) for t in clauses.phrase(head, 8)]
    return any(
        referents.country_at(t) or referents.person_at(t) or t.lower_ in {"they", "it", "he", "she"} for t in own
    )


def urges(verb: Token, referents: Referents) -> bool:
    """ "encouraged Oman to mediate"; not "it would encourage Oman to mediate", which is what might come of something."""
    things = any(c.lower_ in {"it", "this", "that", "which"} for c in verb.children if c.dep_ in clauses.SUBJECTS)
    return told_to_do(verb, referents) and not (things and any(c.tag_ == "MD" for c in verb.children))


_CITIZENS = frozenset(
    "national citizen resident tourist traveller traveler subject company airline diplomat family".split()
)


def of_its_own(verb: Token, referents: Referents) -> bool:
    """ "advised its nationals to leave": no business between states."""
    heads = [
        *clauses.objects(verb),
        *(c for b in verb.children if b.dep_ == "ccomp" for c in b.children if c.dep_ == "nsubj"),
    ]
    own = (h for h in heads if any(c.lower_ in {"its", "their"} and c.dep_ == "poss" for c in h.children))
    return any(h.lemma_.lower() in _CITIZENS for h in own)
