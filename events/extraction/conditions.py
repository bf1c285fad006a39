"""What a verb must have beside it to tell an event, where a list of nouns can't say it. May import clauses, frames and coreference.

Each condition is named in event_verbs.tsv by its key in CONDITIONS.
"""

from collections.abc import Callable

from spacy.tokens import Token

from events.extraction import clauses, frames
from events.extraction.coreference import Referents
from events.vocabulary import EventType


def _brings(verb: Token, *wanted: str) -> bool:
    return any(preposition in wanted for preposition, _head in clauses.prepositions(verb))


def _has_place(verb: Token, referents: Referents) -> bool:
    around = [head for preposition, head in clauses.prepositions(verb) if preposition in {"to", "in", "for", "into"}]
    return any(referents.country_at(t) for head in [*around, *clauses.objects(verb)] for t in clauses.phrase(head, 12))


_ROLES = frozenset(
    "leader minister president premier envoy counterpart delegation ambassador king chancellor secretary official chief".split()
)


def _has_person(verb: Token, referents: Referents) -> bool:
    return any(
        referents.person_at(token) or token.lemma_.lower() in _ROLES
        for head in clauses.objects(verb)
        for token in clauses.phrase(head, 12)
    )


_CROWD = frozenset(
    "thousand hundred dozen million protester protestor demonstrator student activist worker people resident villager crowd "
    "member supporter opponent farmer teacher doctor group youth migrant refugee prisoner mob settler striker employee driver "
    "woman monk priest journalist lawyer citizen civilian immigrant exile inmate union party leader".split()
)


def _is_crowd(verb: Token, referents: Referents) -> bool:
    for head in clauses.subjects(verb):
        if head.lemma_.lower() in FORCES:
            continue
        if head.lemma_.lower() in _CROWD or head.tag_ in {"NNPS", "NNS", "CD"} or head.ent_type_ == "NORP":
            return True
    return False


def _is_workers(verb: Token, referents: Referents) -> bool:
    """Who strikes work strikes nobody."""
    return not clauses.objects(verb) and _is_crowd(verb, referents)


_PUBLIC = frozenset(
    "street square embassy consulate parliament palace mission office residence headquarters outside".split()
)


def _crowd_in_street(verb: Token, referents: Referents) -> bool:
    """ "students gathered outside the embassy", "thousands poured into the streets"."""
    around = [c for c in verb.children if c.dep_ == "prep"]
    public = any(c.lower_ == "outside" for c in around) or any(
        h.lemma_.lower() in _PUBLIC for _p, h in clauses.prepositions(verb)
    )
    return public and _is_crowd(verb, referents)


_COERCIVE = frozenset(
    "impose extend ban restrict expel cut attack strike punish retaliate suspend withhold block invade close seize bar deny "
    "cancel boycott intervene bomb kill execute sanction veto limit curb destroy annihilate obliterate crush avenge wipe turn".split()
)


_HOSTILE = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.THREATEN, EventType.MOBILIZE})


def is_hostile(deed: Token) -> bool:
    """Whether a verb, with its objects, tells of a harm: "break off relations", "retaliate", "destroy the economy"."""
    lemma = deed.lemma_.lower()
    if lemma in _COERCIVE:
        return True
    objects = {word for word, _head in frames.object_nouns(deed)}
    for frame in frames.of(deed):
        if frame.condition or frame.prepositions or (frame.nouns and not frame.nouns & objects):
            continue
        return frame.type in _HOSTILE
    return False


def _is_coercive(verb: Token, referents: Referents) -> bool:
    below, found = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i], False
    ahead = verb.lemma_ not in {"tell", "say"}
    for _ in range(4):
        ahead = ahead or any(
            g.lower_ in {"would", "will", "prepared", "ready"} for c in below for g in [c, *c.children]
        )
        found = found or any(c.lemma_.lower() in _COERCIVE for c in below)
        below = [g for c in below for g in c.children if g.dep_ in {"xcomp", "acomp", "ccomp"}]
    return found and ahead


def _means_harm(verb: Token, referents: Referents) -> bool:
    """ "vowed to retaliate", "is considering breaking off relations"."""
    below = [
        c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "pcomp", "dobj"} and c.i > verb.i and c.pos_ == "VERB"
    ]
    return any(is_hostile(c) for c in below)


def _warns_of_deed(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None:
        return any(c.lower_ in {"would", "will", "may", "might", "could"} for c in clause.children if c.dep_ == "aux")
    return _brings(verb, "of", "against") or bool(clauses.objects(verb))


def _told_to_do(verb: Token, referents: Referents) -> bool:
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        ):
            return True
    return False


def _particle(*wanted: str) -> Callable[[Token, Referents], bool]:
    def check(verb: Token, referents: Referents) -> bool:
        return any(c.lower_ in wanted and c.dep_ in {"prt", "advmod", "prep"} for c in verb.children)

    return check


def _has_state(verb: Token, referents: Referents) -> bool:
    if any(t.lower_ == "other" for t in clauses.objects(verb)):  # "the two recognised each other"
        return True
    return any(referents.country_at(t) for head in clauses.objects(verb) for t in clauses.phrase(head, 12))


def _has_state_itself(verb: Token, referents: Referents) -> bool:
    """ "suspended Honduras from the organisation": the state, not somebody of it."""
    return any(head.pos_ == "PROPN" and referents.country_at(head) for head in clauses.objects(verb))


_TROOPS = frozenset("troop force army soldier peacekeeper unit official staff tank".split())


def _has_troops(verb: Token, referents: Referents) -> bool:
    return any(lemma in _TROOPS for lemma, _head in frames.object_nouns(verb))


def _of_violence(verb: Token, referents: Referents) -> bool:
    violent = {
        "torture",
        "wound",
        "bullet",
        "explosion",
        "bomb",
        "blast",
        "attack",
        "gunfire",
        "shelling",
        "beating",
        "clash",
        "result",
    }
    return any(head.lemma_.lower() in violent for _p, head in clauses.prepositions(verb))


def _made_to_leave(verb: Token, referents: Referents) -> bool:
    return _particle("out")(verb, referents) or any(
        c.lemma_ in {"leave", "quit", "close", "depart"} for c in verb.children if c.dep_ in {"xcomp", "ccomp"}
    )


FORCES = frozenset(
    "troop force army soldier plane jet fighter aircraft warplane bomber helicopter tank ship warship gunboat submarine navy fleet rebel "
    "guerrilla militia militant gunman insurgent missile rocket gun artillery marine commando unit police drone column division".split()
)
_WORDS = frozenset(
    "policy stance statement decision remark comment record plan proposal government administration idea speech critic criticism move "
    "report press media west position claim approach opposition party bill law sanction treaty agreement resolution".split()
)


def _in_words(verb: Token, referents: Referents) -> bool:
    """Whether an attack is one of words: by somebody who is no force, on a policy or a person, not on a place."""
    doers = list(clauses.subjects(verb))
    if any(t.lemma_.lower() in FORCES for head in doers for t in [head, *head.children]):
        return False
    targets = clauses.objects(verb)
    if any(head.lemma_.lower() in _WORDS for head in targets):
        return True
    speaks = any(referents.person_at(head) or head.lemma_.lower() in _ROLES for head in doers)
    return speaks and any(referents.person_at(head) for head in targets)


def _has_forces(verb: Token) -> bool:
    doers = (t for head in clauses.subjects(verb) for t in [head, *head.children])
    return any(t.lemma_.lower() in FORCES for t in doers if t.dep_ not in {"poss"})


def _forces_leave(verb: Token, referents: Referents) -> bool:
    """ "the last Tanzanian troops left Uganda", "went home": no visit; not "left port"."""
    around = [
        *clauses.objects(verb),
        *(h for p, h in clauses.prepositions(verb) if p in {"from", "of", "out", "to", "behind"}),
    ]
    somewhere = any(referents.country_at(t) for head in around for t in clauses.phrase(head, 12))
    return _has_forces(verb) and (somewhere or any(c.lower_ in {"home", "back", "out"} for c in verb.children))


def _forces_come(verb: Token, referents: Referents) -> bool:
    """ "a Chinese destroyer sailed through the strait", "tanks rolled into the capital": somewhere, not just along."""
    return _has_forces(verb) and (bool(clauses.objects(verb)) or any(True for _ in clauses.prepositions(verb)))


def _hit_by_forces(verb: Token, referents: Referents) -> bool:
    """ "Saudi-led jets pounded the Yemeni capital"."""
    return _has_forces(verb) and _has_state(verb, referents)


def _under(*wanted: str, by_forces: bool) -> Callable[[Token, Referents], bool]:
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


_FOES = frozenset(
    "traitor liar aggressor terrorist puppet threat enemy dictator tyrant criminal bully murderer butcher thug provocateur warmonger "
    "hypocrite invader occupier stooge lackey racist coward madman killer rogue disgrace menace outlaw pariah provocation aggression crime "
    "outrage outrageous unacceptable interference violation betrayal blackmail piracy barbarous barbaric illegal hostile irresponsible "
    "genocide massacre terrorism lie nonsense absurd shameful cynical criminal evil unjust hypocritical farce sham".split()
)
_FRIENDS = frozenset(
    "friend partner ally brother hero champion model example milestone breakthrough success courageous historic constructive positive "
    "welcome encouraging wise statesman triumph step".split()
)


def _called(words: frozenset[str]) -> Callable[[Token, Referents], bool]:
    """ "described the president as a traitor", "called the attack barbaric"."""

    def check(verb: Token, referents: Referents) -> bool:
        whom = (t for head in clauses.objects(verb) for t in clauses.phrase(head, 12))
        if not any(referents.country_at(t) or referents.person_at(t) for t in whom):
            return False
        below = [
            c for c in verb.children if c.i > verb.i and c.dep_ in {"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj"}
        ]
        below += [h for child in verb.children if child.lower_ == "as" for h in child.children]
        below += [g for h in list(below) for g in h.children if g.dep_ in {"conj", "acomp", "attr", "amod", "oprd"}]
        return any(t.lemma_.lower() in words for t in below)

    return check


def _wants_of_another(verb: Token, referents: Referents) -> bool:
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


def _lets_go(verb: Token, referents: Referents) -> bool:
    """ "let the fishermen go home"."""
    below = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    return any(c.lemma_ in {"go", "leave", "return", "depart", "sail"} for c in below)


def _is_proposal(verb: Token, referents: Referents) -> bool:
    """ "suggested a meeting", "proposed that both withdraw"; not "suggested that he was wrong"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None:
        return bool(clauses.objects(verb)) or any(c.dep_ in {"xcomp", "pcomp", "prep"} for c in verb.children)
    helpers = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    return bool(helpers & {"should", "must", "to"}) or (clause.tag_ in {"VB", "VBP"} and not helpers)


_ERRANDS = frozenset(
    "talk visit meeting negotiation summit conference trip tour discussion consultation funeral mission ceremony inauguration".split()
)


def _is_there_for(verb: Token, referents: Referents) -> bool:
    """ "was in Damascus for talks", "is on a visit to Peru": a person, or a delegation, somewhere on an errand."""
    doers = list(clauses.subjects(verb))
    if not any(referents.person_at(t) or t.lemma_.lower() in _ROLES for t in doers):
        return False
    around = list(clauses.prepositions(verb))
    errand = any(p in {"for", "on"} and h.lemma_.lower() in _ERRANDS for p, h in around)
    errand = errand or any(
        p in {"for", "on"} and h.lemma_.lower() in _ERRANDS
        for _q, inner in around
        for p, h in clauses.prepositions(inner)
    )
    return errand and _has_place(verb, referents)


def _army_border(verb: Token, referents: Referents) -> bool:
    border = any(h.lemma_.lower() in {"border", "frontier", "parallel", "line"} for h in clauses.objects(verb))
    doers = (t for head in clauses.subjects(verb) for t in [head, *head.children])
    return border and any(t.lemma_.lower() in FORCES for t in doers)


def _tells_visitor(verb: Token, referents: Referents) -> bool:
    """ "Li told visiting Defence Minister Millon that …": the two have met."""
    return any(t.lower_ == "visiting" for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)])


_PROTESTS = frozenset({"rally", "protest", "demonstration", "petition", "signature"})


def _says_must(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None or not any(c.lower_ == "must" for c in clause.children if c.dep_ == "aux"):
        return False
    own = [t for head in clauses.subjects(clause) for t in clauses.phrase(head, 8)]
    return any(
        referents.country_at(t) or referents.person_at(t) or t.lower_ in {"they", "it", "he", "she"} for t in own
    )


CONDITIONS: dict[str, Callable[[Token, Referents], bool]] = {
    "@place": _has_place,
    "@state-itself": _has_state_itself,
    "@person": _has_person,
    "@state": _has_state,
    "@with": lambda verb, referents: _brings(verb, "with", "to"),
    "@to": lambda verb, referents: _brings(verb, "to") or _has_person(verb, referents),
    "@for": lambda verb, referents: _brings(verb, "for", "to"),
    "@for-on": lambda verb, referents: _brings(verb, "for", "on", "upon") or _told_to_do(verb, referents),
    "@in-words": _in_words,
    "@army-border": _army_border,
    "@visitor": _tells_visitor,
    "@crowd": _is_crowd,
    "@workers": _is_workers,
    "@crowd-street": _crowd_in_street,
    "@forces": _forces_come,
    "@forces-leave": _forces_leave,
    "@state-by-forces": _hit_by_forces,
    "@under-fire": _under("fire", "attack", "shelling", "bombardment", by_forces=True),
    "@under-criticism": _under("criticism", "condemnation", "pressure", "fire", "attack", by_forces=False),
    "@hostile": _means_harm,
    "@as-foe": _called(_FOES),
    "@as-friend": _called(_FRIENDS),
    "@wants-of": _wants_of_another,
    "@proposal": _is_proposal,
    "@go-home": _lets_go,
    "@hostile-ahead": _means_harm,
    "@there-for": _is_there_for,
    "@protesting": lambda verb, referents: any(t.lemma_.lower() in _PROTESTS for t in verb.subtree),
    "@must": _says_must,
    "@people": lambda verb, referents: bool(clauses.objects(verb)),
    "@coercive": _is_coercive,
    "@that-would": _warns_of_deed,
    "@to-do": _told_to_do,
    "@down": _particle("down", "aside"),
    "@out": _particle("out"),
    "@up": _particle("up"),
    "@troops": _has_troops,
    "@of-violence": _of_violence,
    "@leave": _made_to_leave,
}
