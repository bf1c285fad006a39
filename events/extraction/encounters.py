"""Who goes where and meets whom, as what a verb needs to tell of a visit, a meeting or a call.

May import asking, clauses and coreference. Used by conditions.py.
"""

from spacy.tokens import Token

from events.extraction import asking, clauses
from events.extraction.coreference import Referents

_VEHICLES = frozenset(
    "airliner plane aircraft jet flight ship vessel boat train bus truck lorry ferry tanker car freighter".split()
)


def has_place(verb: Token, referents: Referents) -> bool:
    if any(head.lemma_.lower() in _VEHICLES for head in clauses.subjects(verb)):
        return False  # "an airliner that was flying from Athens to Vilnius"
    things = [h for h in clauses.objects(verb) if not (referents.country_at(h) or referents.person_at(h))]
    if things and verb.lemma_ in {"fly", "bring", "land", "return", "head", "come", "go"}:
        return False  # "flew water to Tonga"
    around = [head for preposition, head in clauses.prepositions(verb) if preposition in {"to", "in", "for", "into"}]
    if clauses.here(verb) is not None and not things:
        return True
    return any(referents.country_at(t) for head in [*around, *clauses.objects(verb)] for t in clauses.phrase(head, 12))


def comes(verb: Token, referents: Referents) -> bool:
    """ "who arrived on Sunday", "the delegation flew in": somebody, where no place is named."""
    away = any(p in {"at", "to", "from", "into"} and h.ent_type_ in _PLACES for p, h in clauses.prepositions(verb))
    who = list(clauses.subjects(verb))
    return not away and any(referents.person_at(t) or t.lemma_.lower() in ROLES for t in who)


def stops(verb: Token, referents: Referents) -> bool:
    """ "will stop in Tashkent": somebody, on the way, in a city or a state."""
    places = (h for p, h in clauses.prepositions(verb) if p in {"in", "at"})
    who = list(clauses.subjects(verb))
    comes_there = any(referents.country_at(h) is not None and h.pos_ == "PROPN" for h in places)
    return comes_there and any(referents.person_at(t) or t.lemma_.lower() in ROLES for t in who)


def stays(verb: Token, referents: Referents) -> bool:
    """ "spent two days in Honiara": somebody, so long, in a city or a state."""
    return any(h.lemma_ in {"day", "hour", "week", "night"} for h in clauses.objects(verb)) and stops(verb, referents)


_PLACES = frozenset({"GPE", "LOC", "FAC"})


ROLES = frozenset(
    "leader minister president premier envoy counterpart delegation ambassador king chancellor secretary official chief".split()
)


def has_person(verb: Token, referents: Referents) -> bool:
    return any(
        referents.person_at(token) or token.lemma_.lower() in ROLES
        for head in clauses.objects(verb)
        for token in clauses.phrase(head, 12)
    )


def has_state(verb: Token, referents: Referents) -> bool:
    if any(t.lower_ == "other" for t in clauses.objects(verb)):  # "the two recognised each other"
        return True
    whom = [t for head in clauses.objects(verb) for t in clauses.phrase(head, 12)]
    return any(referents.country_at(t) or (t.pos_ == "PROPN" and referents.person_at(t)) for t in whom)


def calls_on(verb: Token, referents: Referents) -> bool:
    """ "called on Emperor Akihito": went to see him."""
    whom = (head for p, head in clauses.prepositions(verb) if p == "on")
    return (
        any(referents.person_at(head) for head in whom)
        and not asking.told_to_do(verb, referents)
        and not asking.asks_for(verb)
    )


def telephones(verb: Token, referents: Referents) -> bool:
    """ "called Xi Jinping on Monday", not "called the speech of Abbas hostile", nor "called Uribe a liar": giving something a name."""
    # What somebody is called; the parser takes whoever is telephoned for it too.
    names = [c for c in verb.children if c.dep_ in {"oprd", "acomp"}]
    heads = [*clauses.objects(verb), *(c for c in names if referents.person_at(c))]
    named = any(not referents.person_at(c) for c in names) or any(
        c.dep_ in {"appos", "npadvmod"} and any(d.lower_ in {"a", "an", "the"} for d in c.children)
        for head in heads
        for c in head.children
    )
    return not named and any(referents.person_at(head) or head.lemma_.lower() in ROLES for head in heads)


_ERRANDS = frozenset(
    "talk visit meeting negotiation summit conference trip tour discussion consultation funeral mission ceremony inauguration".split()
)


def is_there_for(verb: Token, referents: Referents) -> bool:
    """ "was in Damascus for talks", "is on a visit to Peru": a person, or a delegation, somewhere on an errand."""
    who = list(clauses.subjects(verb))
    if not any(referents.person_at(t) or t.lemma_.lower() in ROLES for t in who):
        return False
    around = list(clauses.prepositions(verb))
    errand = any(p in {"for", "on"} and h.lemma_.lower() in _ERRANDS for p, h in around)
    errand = errand or any(
        p in {"for", "on"} and h.lemma_.lower() in _ERRANDS
        for _q, inner in around
        for p, h in clauses.prepositions(inner)
    )
    errand = errand or any(t.lemma_.lower() == "delegation" for t in who)  # "A delegation is at present in Prague"
    return errand and has_place(verb, referents)


def gives_audience(verb: Token, referents: Referents) -> bool:
    """ "President Prado received Premier Torres": they met; not "was received at the airport", which is how a visit begins."""
    states = {person.name: person.country for person in referents.persons}
    sides = (clauses.subjects(verb), clauses.objects(verb))
    both = all(any(states.get(referents.person_at(t) or "") for t in side) for side in sides)
    landing = any(
        h.lemma_.lower() in {"airport", "arrival", "station", "harbour"} for _p, h in clauses.prepositions(verb)
    )
    return both and not landing


def invited_to_come(verb: Token, referents: Referents) -> bool:
    """ "accepted an invitation to visit Peru": the visit is what is told."""
    below = (c for head in clauses.objects(verb) for c in head.children if c.dep_ in {"acl", "relcl"})
    return any(c.lemma_ in {"visit", "attend", "travel", "come", "tour"} and c.tag_ == "VB" for c in below)


def tells_visitor(verb: Token, referents: Referents) -> bool:
    """ "Li told visiting Defence Minister Millon that …": the two have met."""
    return any(t.lower_ == "visiting" for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)])


def leaders_come(verb: Token, referents: Referents) -> bool:
    """ "The leaders of Peru and Chile will gather": those who speak for states."""
    who = list(clauses.subjects(verb))
    return any(referents.person_at(t) or t.lemma_.lower() in ROLES for t in who)


def is_emissary(verb: Token, referents: Referents) -> bool:
    """ "sent the foreign minister to Panama": somebody who speaks for a state, to a state."""
    gone = any(
        referents.person_at(head) or head.lemma_.lower() in ROLES | {"diplomat", "emissary", "negotiator"}
        for head in clauses.objects(verb)
        if head.dep_ in {"dobj", "nsubjpass"}
    )
    to = (head for p, head in clauses.prepositions(verb) if p == "to")
    return gone and any(referents.country_at(t) for head in to for t in clauses.phrase(head, 8))
