"""Who speaks where several may: whom "they" and "both" mean, and which of joint speakers speak for themselves.

May import records, clauses and coreference. Used by statements.py.
"""

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents
from events.records import Speaker

_WRITTEN = frozenset({"say", "state", "express", "explain", "demand", "ask", "urge", "warn", "offer", "accept"})
"""What a letter to somebody does."""


def named_before(verb: Token, referents: Referents) -> list[Token]:
    """ "footage of Holm saying that …": the person named right before the participle."""
    named = verb.tag_ == "VBG" and verb.i > 0 and referents.person_at(verb.nbor(-1)) is not None
    if named and verb.lemma_ in _WRITTEN and verb.nbor(-1).dep_ == "pobj" and verb.nbor(-1).head.lower_ == "to":
        return []  # "delivered a letter to Holm saying that …"
    return [verb.nbor(-1)] if named and verb.nbor(-1).pos_ == "PROPN" else []


def several_before(they: Token, referents: Referents) -> list[Token]:
    """ "Dahl and Holm met. They said …": the persons or states that the last plural subject joins."""
    for token in reversed(they.doc[max(0, they.i - 60) : they.i]):
        if token.dep_ not in {"nsubj", "nsubjpass"} or token.lower_ in {"they", "who", "that", "which"}:
            continue
        joint = clauses.coordinated(token)
        if len(joint) > 1 and all(referents.person_at(t) or referents.country_at(t) for t in joint):
            return joint
        if token.tag_ in {"NNS", "NNPS"} or len(joint) > 1:
            return []
    return []


def both_before(both: Token, referents: Referents) -> list[Token]:
    """ "accused Rwanda and Uganda of it, a charge both countries deny": the pair of states or persons that the sentence joins."""
    for token in both.doc[both.sent.start : both.left_edge.i]:
        joint = clauses.coordinated(token)
        known = all(referents.country_at(t) or referents.person_at(t) for t in joint)
        if len(joint) == 2 and joint[1].i < both.left_edge.i and known:
            return joint
    return []


def joint(voices: list[tuple[Token, Speaker]]) -> list[tuple[Token, Speaker]]:
    """Persons, states and offices of states speak for themselves each; "critics and supporters" speak as one."""
    apart = {voice: head for head, voice in reversed(voices) if voice.person or voice.country}
    return [(head, voice) for voice, head in reversed(apart.items())] or voices[:1]
