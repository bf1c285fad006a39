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


_LEADERS = frozenset(
    "two leaders presidents ministers premiers men women counterparts diplomats chancellors kings".split()
)
_STATES = frozenset("sides countries nations governments states neighbours neighbors capitals".split())
_MEETING = frozenset({"meet", "talk", "confer", "speak", "receive", "host", "telephone", "call", "visit", "tell"})
_LOOKED_BACK = 3
"""Sentences back to those whom "the two" may mean."""


def the_two(head: Token, referents: Referents) -> list[Speaker]:
    """ "Prado met Torres. The two leaders agreed …": both of them; "the two sides" are their states. Nobody where that is not plain."""
    counted = head.lower_ == "two" or any(c.lower_ in {"two", "both"} for c in head.children)
    if not counted or head.lower_ not in _LEADERS | _STATES or head.dep_ not in {"nsubj", "nsubjpass"}:
        return []
    if any(referents.country_at(c) for c in head.children):
        return []
    state_of = {person.name: person.country for person in referents.persons}
    sentence = head.sent
    for _ in range(_LOOKED_BACK):
        if sentence.start == 0:
            return []
        sentence = head.doc[sentence.start - 1].sent
        named = _both_named(sentence.root, referents)
        persons = [name for t in named if (name := referents.person_at(t)) is not None]
        if head.lower_ in _LEADERS:
            voices = [Speaker(person=name) for name in persons]
        else:
            codes = (state_of.get(name) if (name := referents.person_at(t)) else referents.country_at(t) for t in named)
            voices = [Speaker(country=code) for code in dict.fromkeys(codes) if code]
        if len(voices) == 2:
            return voices
    return []


def _both_named(verb: Token, referents: Referents) -> list[Token]:
    """The two whom a sentence brings together: as joint subjects, or as who meets and who is met."""
    acting = [t for t in clauses.subjects(verb) if referents.person_at(t) or referents.country_at(t)]
    if len(acting) != 1:
        return acting
    whom = [*clauses.objects(verb), *(h for p, h in clauses.prepositions(verb) if p in {"with", "to", "by"})]
    whom += [h for head in clauses.objects(verb) for p, h in clauses.prepositions(head) if p == "with"]
    met = [t for t in whom if referents.person_at(t) and t.dep_ != "poss"]
    holds = verb.lemma_ in {"hold", "have"} and any(
        t.lemma_ in {"talk", "meeting", "discussion"} for t in clauses.objects(verb)
    )
    return [*acting, *met] if verb.lemma_ in _MEETING or holds else []


def joint(voices: list[tuple[Token, Speaker]]) -> list[tuple[Token, Speaker]]:
    """Persons, states and offices of states speak for themselves each; "critics and supporters" speak as one."""
    apart = {voice: head for head, voice in reversed(voices) if voice.person or voice.country}
    return [(head, voice) for voice, head in reversed(apart.items())] or voices[:1]
