"""Who does it, as what a verb needs to tell an event: crowds in the street, workers on strike, forces that come, leave or fire.

May import clauses and coreference. Used by conditions.py.
"""

from collections.abc import Callable
from itertools import islice

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents

_CROWD = frozenset(
    "thousand hundred dozen million protester protestor demonstrator student activist worker people resident villager crowd "
    "member supporter opponent farmer teacher doctor group youth migrant refugee prisoner mob settler striker employee driver "
    "woman monk priest journalist lawyer citizen civilian immigrant exile inmate union party leader".split()
)


def is_crowd(verb: Token, referents: Referents) -> bool:
    for head in clauses.subjects(verb):
        if head.lemma_.lower() in FORCES:
            continue
        if head.lemma_.lower() in _CROWD or head.tag_ in {"NNPS", "NNS", "CD"} or head.ent_type_ == "NORP":
            return True
    return False


def is_workers(verb: Token, referents: Referents) -> bool:
    """Who strikes work strikes nobody."""
    return not clauses.objects(verb) and is_crowd(verb, referents)


_PUBLIC = frozenset(
    "street square embassy consulate parliament palace mission office residence headquarters outside".split()
)


def crowd_in_street(verb: Token, referents: Referents) -> bool:
    """ "students gathered outside the embassy", "thousands poured into the streets"."""
    around = [c for c in verb.children if c.dep_ == "prep"]
    public = any(c.lower_ == "outside" for c in around) or any(
        h.lemma_.lower() in _PUBLIC for _p, h in clauses.prepositions(verb)
    )
    return public and is_crowd(verb, referents)


FORCES = frozenset(
    "troop force army soldier plane jet fighter aircraft warplane bomber helicopter tank ship warship gunboat submarine navy fleet rebel "
    "guerrilla militia militant gunman insurgent missile rocket gun artillery marine commando unit police drone column division "
    "convoy patrol paratrooper brigade regiment battalion contingent infantry squadron reinforcement mercenary".split()
)


def has_forces(verb: Token) -> bool:
    doers = (t for head in clauses.subjects(verb) for t in [head, *head.children])
    return any(t.lemma_.lower() in FORCES for t in doers if t.dep_ not in {"poss"})


def forces_leave(verb: Token, referents: Referents) -> bool:
    """ "the last Tanzanian troops left Uganda", "went home": no visit; not "left port"."""
    around = [
        *clauses.objects(verb),
        *(h for p, h in clauses.prepositions(verb) if p in {"from", "of", "out", "to", "behind"}),
    ]
    somewhere = any(referents.country_at(t) for head in around for t in clauses.phrase(head, 12))
    return has_forces(verb) and (somewhere or any(c.lower_ in {"home", "back", "out"} for c in verb.children))


_OBSERVERS = frozenset("inspector monitor observer adviser advisor peacekeeper mercenary technician expatriate".split())


def observers_leave(verb: Token, referents: Referents) -> bool:
    """ "The last American inspectors left Iraq": no visit, but the end of one."""
    return any(head.lemma_.lower() in _OBSERVERS for head in clauses.subjects(verb))


def forces_come(verb: Token, referents: Referents) -> bool:
    """ "a Chinese destroyer sailed through the strait", "tanks rolled into the capital": somewhere, not just along."""
    of_state = any(referents.country_at(t) for head in clauses.subjects(verb) for t in clauses.phrase(head, 12))
    return (
        of_state and has_forces(verb) and (bool(clauses.objects(verb)) or any(True for _ in clauses.prepositions(verb)))
    )


_RELIEF = frozenset(
    "aid relief food flour rice wheat grain medicine blanket tent water humanitarian supply fuel parcel vaccine generator".split()
)
_CARRIERS = frozenset(
    "convoy truck lorry ship plane vessel flight aircraft helicopter shipment train barge cargo consignment".split()
)


def brings_relief(verb: Token, referents: Referents) -> bool:
    """ "a convoy of trucks carrying flour entered Gaza": who brings relief is no force."""
    load = {head.lemma_.lower() for p, head in clauses.prepositions(verb) if p == "with"}
    for head in clauses.subjects(verb):
        words = {t.lemma_.lower() for t in islice(head.subtree, 25)} | load
        if words & _RELIEF and words & _CARRIERS:
            return True
    return False


def under(*wanted: str, by_forces: bool) -> Callable[[Token, Referents], bool]:
    """ "came under criticism from", "came under fire": from guns where forces or targets are spoken of, else from critics."""

    def check(verb: Token, referents: Referents) -> bool:
        below = [h for p, h in clauses.prepositions(verb) if p == "under"]
        if not any(t.lemma_.lower() in wanted for h in below for t in [h, *h.children]):
            return False
        around = [t for h in [*clauses.subjects(verb), *below] for t in clauses.phrase(h, 12)]
        armed = any(t.lemma_.lower() in FORCES or t.lemma_.lower() in _TARGETS for t in around)
        return armed == by_forces or not {"fire", "attack"} & {t.lemma_.lower() for t in below}

    return check


_TARGETS = frozenset(
    "sniper mortar "
    "position base village town city troops convoy post airport camp embassy patrol area port outpost headquarters ship tanker".split()
)


def army_border(verb: Token, referents: Referents) -> bool:
    border = any(h.lemma_.lower() in {"border", "frontier", "parallel", "line"} for h in clauses.objects(verb))
    doers = (t for head in clauses.subjects(verb) for t in [head, *head.children])
    return border and any(t.lemma_.lower() in FORCES for t in doers)


_PRIVATE = frozenset(
    "festival newspaper paper press magazine museum university club band theatre theater orchestra choir critic jury academy".split()
)


def is_private(verb: Token) -> bool:
    """ "a festival in Cannes honoured a Chinese director": no state's doing."""
    return any(head.lemma_.lower() in _PRIVATE for head in clauses.subjects(verb))
