"""What a verb must have beside it to tell an event, where a list of nouns can't say it. May import clauses, frames and the
modules that conditions of one kind have: asking, ceasing, doers, envoys and judging.

Each condition is named in event_verbs.tsv by its key in CONDITIONS.
"""

from collections.abc import Callable

from spacy.tokens import Token

from events.extraction import asking, ceasing, clauses, doers, envoys, frames, judging
from events.extraction.coreference import Referents
from events.vocabulary import EventType


def _brings(verb: Token, *wanted: str) -> bool:
    return any(preposition in wanted for preposition, _head in clauses.prepositions(verb))


_VEHICLES = frozenset(
    "airliner plane aircraft jet flight ship vessel boat train bus truck lorry ferry tanker car freighter".split()
)


def _has_place(verb: Token, referents: Referents) -> bool:
    if any(head.lemma_.lower() in _VEHICLES for head in clauses.subjects(verb)):
        return False  # "an airliner that was flying from Athens to Vilnius"
    things = [h for h in clauses.objects(verb) if not (referents.country_at(h) or referents.person_at(h))]
    if things and verb.lemma_ in {"fly", "bring", "land", "return", "head", "come", "go"}:
        return False  # "flew water to Tonga"
    around = [head for preposition, head in clauses.prepositions(verb) if preposition in {"to", "in", "for", "into"}]
    if clauses.here(verb) is not None and not things:
        return True
    return any(referents.country_at(t) for head in [*around, *clauses.objects(verb)] for t in clauses.phrase(head, 12))


def _comes(verb: Token, referents: Referents) -> bool:
    """ "who arrived on Sunday", "the delegation flew in": somebody, where no place is named."""
    away = any(p in {"at", "to", "from", "into"} and h.ent_type_ in _PLACES for p, h in clauses.prepositions(verb))
    who = list(clauses.subjects(verb))
    return not away and any(referents.person_at(t) or t.lemma_.lower() in _ROLES for t in who)


_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ROLES = frozenset(
    "leader minister president premier envoy counterpart delegation ambassador king chancellor secretary official chief".split()
)


def _has_person(verb: Token, referents: Referents) -> bool:
    return any(
        referents.person_at(token) or token.lemma_.lower() in _ROLES
        for head in clauses.objects(verb)
        for token in clauses.phrase(head, 12)
    )


_COERCIVE = frozenset(
    "impose extend ban restrict expel cut attack strike punish retaliate suspend withhold block invade close seize bar deny "
    "cancel boycott intervene bomb kill execute sanction veto limit curb destroy annihilate obliterate crush avenge wipe turn".split()
)


_HOSTILE = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.THREATEN, EventType.MOBILIZE})


def is_hostile(deed: Token) -> bool:
    """Whether a verb, with its objects, tells of a harm: "break off relations", "retaliate", "destroy the economy"."""
    return deed.lemma_.lower() in _COERCIVE or frames.plain_type(deed) in _HOSTILE


def _is_coercive(verb: Token, referents: Referents) -> bool:
    below, found = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i], False
    ahead = verb.lemma_ not in {"tell", "say"}
    for _ in range(4):
        ahead = ahead or any(
            g.lower_ in {"would", "will", "prepared", "ready"} for c in below for g in [c, *c.children]
        )
        found = found or any(
            c.lemma_.lower() in _COERCIVE and not any(g.lower_ == "short" for g in c.children) for c in below
        )
        below = [g for c in below for g in c.children if g.dep_ in {"xcomp", "acomp", "ccomp"}]
    return found and ahead


def _means_harm(verb: Token, referents: Referents) -> bool:
    """ "vowed to retaliate", "is considering breaking off relations"."""
    below = [
        c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "pcomp", "dobj"} and c.i > verb.i and c.pos_ == "VERB"
    ]
    return any(is_hostile(c) and not any(g.dep_ == "neg" for g in c.children) for c in below)


def _warns_of_deed(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None:
        short = {c.lemma_ for c in clause.children if c.dep_ in clauses.SUBJECTS}
        if short & {"patience", "time"}:
            return True  # "warned Syria that its patience was running out"
        return any(c.lower_ in {"would", "will", "may", "might", "could"} for c in clause.children if c.dep_ == "aux")
    return _brings(verb, "of", "against") or bool(clauses.objects(verb))


_LINKS = frozenset("bridge tunnel road highway railway line crossing port airport pipeline corridor".split())


def _is_new_link(verb: Token, referents: Referents) -> bool:
    """ "opened a second bridge over the Danube": built, not reopened."""
    return any(
        head.lemma_.lower() in _LINKS and any(c.lower_ in {"a", "an", "new", "second"} for c in head.children)
        for head in clauses.objects(verb)
    )


def _particle(*wanted: str) -> Callable[[Token, Referents], bool]:
    def check(verb: Token, referents: Referents) -> bool:
        return any(c.lower_ in wanted and c.dep_ in {"prt", "advmod", "prep"} for c in verb.children)

    return check


def _has_state(verb: Token, referents: Referents) -> bool:
    if any(t.lower_ == "other" for t in clauses.objects(verb)):  # "the two recognised each other"
        return True
    whom = [t for head in clauses.objects(verb) for t in clauses.phrase(head, 12)]
    return any(referents.country_at(t) or (t.pos_ == "PROPN" and referents.person_at(t)) for t in whom)


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


_WORDS = frozenset(
    "policy stance statement decision remark comment record plan proposal government administration idea speech critic criticism move "
    "report press media west position claim approach opposition party bill law sanction treaty agreement resolution".split()
)


def _in_words(verb: Token, referents: Referents) -> bool:
    """Whether an attack is one of words: by somebody who is no force, on a policy or a person, not on a place."""
    who = list(clauses.subjects(verb))
    if any(t.lemma_.lower() in doers.FORCES for head in who for t in [head, *head.children]):
        return False
    targets = clauses.objects(verb)
    if any(head.lemma_.lower() in _WORDS for head in targets):
        return True
    speaks = any(referents.person_at(head) or head.lemma_.lower() in _ROLES for head in who)
    return speaks and any(referents.person_at(head) for head in targets)


def _hit_by_forces(verb: Token, referents: Referents) -> bool:
    """ "Saudi-led jets pounded the Yemeni capital"."""
    return doers.has_forces(verb) and _has_state(verb, referents)


def _lets_go(verb: Token, referents: Referents) -> bool:
    """ "let the fishermen go home"."""
    below = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    return any(c.lemma_ in {"go", "leave", "return", "depart", "sail"} for c in below)


def _done_to_people(verb: Token, referents: Referents) -> bool:
    """ "forced the crew to land"; not "were forced to admit", which nobody does."""
    idle = clauses.is_passive(verb) and not any(True for _ in clauses.agents(verb))
    return bool(clauses.objects(verb)) and not (idle and any(c.dep_ == "xcomp" for c in verb.children))


def _calls_on(verb: Token, referents: Referents) -> bool:
    """ "called on Emperor Akihito": went to see him."""
    whom = (head for p, head in clauses.prepositions(verb) if p == "on")
    return (
        any(referents.person_at(head) for head in whom)
        and not asking.told_to_do(verb, referents)
        and not _brings(verb, "for")
    )


def _telephones(verb: Token, referents: Referents) -> bool:
    """ "called Xi Jinping on Monday", not "called the speech of Abbas hostile", nor "called Uribe a liar": giving something a name."""
    # What somebody is called; the parser takes whoever is telephoned for it too.
    names = [c for c in verb.children if c.dep_ in {"oprd", "acomp"}]
    heads = [*clauses.objects(verb), *(c for c in names if referents.person_at(c))]
    named = any(not referents.person_at(c) for c in names) or any(
        c.dep_ in {"appos", "npadvmod"} and any(d.lower_ in {"a", "an", "the"} for d in c.children)
        for head in heads
        for c in head.children
    )
    return not named and any(referents.person_at(head) or head.lemma_.lower() in _ROLES for head in heads)


_JUSTICE = frozenset("police court tribunal authority custody justice prosecutor interpol investigator".split())
_CHARGED = frozenset({"accused", "wanted", "suspected", "charged", "convicted", "indicted"})


def _to_justice(verb: Token, referents: Referents) -> bool:
    """ "handed over to Russian police", "delivered a man wanted for murder": a suspect, not a prisoner let go."""
    to = any(p == "to" and head.lemma_.lower() in _JUSTICE for p, head in clauses.prepositions(verb))
    behind = verb.doc[verb.i + 1 : min(verb.i + 14, verb.sent.end)]  # the small parser hangs it anywhere
    return to or any(t.lower_ in _CHARGED and t.tag_ in {"VBN", "VBD", "JJ"} for t in behind)


def _together(verb: Token, referents: Referents) -> bool:
    return any(c.lower_ in {"together", "jointly"} for c in verb.children)


def _for_help(verb: Token, referents: Referents) -> bool:
    """ "turned to France for help"."""
    return {"to", "for"} <= {p for p, _h in clauses.prepositions(verb)}


_ERRANDS = frozenset(
    "talk visit meeting negotiation summit conference trip tour discussion consultation funeral mission ceremony inauguration".split()
)


def _is_there_for(verb: Token, referents: Referents) -> bool:
    """ "was in Damascus for talks", "is on a visit to Peru": a person, or a delegation, somewhere on an errand."""
    who = list(clauses.subjects(verb))
    if not any(referents.person_at(t) or t.lemma_.lower() in _ROLES for t in who):
        return False
    around = list(clauses.prepositions(verb))
    errand = any(p in {"for", "on"} and h.lemma_.lower() in _ERRANDS for p, h in around)
    errand = errand or any(
        p in {"for", "on"} and h.lemma_.lower() in _ERRANDS
        for _q, inner in around
        for p, h in clauses.prepositions(inner)
    )
    return errand and _has_place(verb, referents)


def _tells_visitor(verb: Token, referents: Referents) -> bool:
    """ "Li told visiting Defence Minister Millon that …": the two have met."""
    return any(t.lower_ == "visiting" for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)])


_WATERS = frozenset("sea ocean water waters gulf strait channel coast".split())


def _into_sea(verb: Token, referents: Referents) -> bool:
    """ "fired two missiles into the sea", "over Japan": at nobody."""
    around = list(clauses.prepositions(verb))
    around += [pair for head in clauses.objects(verb) for pair in clauses.prepositions(head)]
    return any(p in {"into", "toward", "towards", "over", "off"} and h.lemma_.lower() in _WATERS for p, h in around)


def _for_forgiveness(verb: Token, referents: Referents) -> bool:
    """ "asked the Poles for forgiveness"."""
    below = [*clauses.objects(verb), *(h for p, h in clauses.prepositions(verb) if p == "for")]
    return any(h.lemma_.lower() in {"forgiveness", "pardon", "clemency"} for h in below)


def _leaders_come(verb: Token, referents: Referents) -> bool:
    """ "The leaders of Peru and Chile will gather": those who speak for states."""
    who = list(clauses.subjects(verb))
    return any(referents.person_at(t) or t.lemma_.lower() in _ROLES for t in who)


def _is_emissary(verb: Token, referents: Referents) -> bool:
    """ "sent the foreign minister to Panama": somebody who speaks for a state, to a state."""
    gone = any(
        referents.person_at(head) or head.lemma_.lower() in _ROLES
        for head in clauses.objects(verb)
        if head.dep_ in {"dobj", "nsubjpass"}
    )
    to = (head for p, head in clauses.prepositions(verb) if p == "to")
    return gone and any(referents.country_at(t) for head in to for t in clauses.phrase(head, 8))


def _to_help(verb: Token, referents: Referents) -> bool:
    """ "send police officers to help Serbia": forces too."""
    below = [c for c in verb.children if c.dep_ in {"advcl", "xcomp"}]
    below += [c for head in clauses.objects(verb) for c in head.children if c.dep_ in {"relcl", "acl"}]
    return any(c.lemma_ in {"help", "assist", "aid", "train"} and c.tag_ == "VB" for c in below)


_RECRUITS = frozenset({"officer", "recruit", "pilot", "personnel", "fighter", "guard"})


def _is_of_others(verb: Token, referents: Referents) -> bool:
    """ "train Iraqi troops": forces of another state than whose doing it is."""
    own = {referents.country_at(t) for head in clauses.subjects(verb) for t in clauses.phrase(head, 8)}
    if _brings(verb, "with", "alongside"):
        return False  # "trained alongside Russian soldiers"
    forces = [head for head in clauses.objects(verb) if head.lemma_.lower() in doers.FORCES | _RECRUITS]
    whose = {referents.country_at(t) for head in forces for t in clauses.phrase(head, 8)}
    return bool(whose - own - {None})


_PROTESTS = frozenset({"rally", "protest", "demonstration", "petition", "signature"})


CONDITIONS: dict[str, Callable[[Token, Referents], bool]] = {
    "@place": _has_place,
    "@state-itself": _has_state_itself,
    "@person": _has_person,
    "@state": _has_state,
    "@with": lambda verb, referents: _brings(verb, "with", "to"),
    "@to": lambda verb, referents: _brings(verb, "to") or _has_person(verb, referents),
    "@for": lambda verb, referents: _brings(verb, "for", "to"),
    "@for-on": lambda verb, referents: _brings(verb, "for") or asking.told_to_do(verb, referents),
    "@asking": asking.asks,
    "@on-person": _calls_on,
    "@telephone": _telephones,
    "@not-that": lambda verb, referents: not any(c.dep_ == "ccomp" for c in verb.children),
    "@to-place": lambda verb, referents: (
        _brings(verb, "to", "into", "near", "along", "onto") and not asking.told_to_do(verb, referents)
    ),
    "@in-words": _in_words,
    "@army-border": doers.army_border,
    "@visitor": _tells_visitor,
    "@crowd": doers.is_crowd,
    "@workers": doers.is_workers,
    "@crowd-street": doers.crowd_in_street,
    "@forces": doers.forces_come,
    "@forces-leave": doers.forces_leave,
    "@state-by-forces": _hit_by_forces,
    "@under-fire": doers.under("fire", "attack", "shelling", "bombardment", by_forces=True),
    "@under-criticism": doers.under("criticism", "condemnation", "pressure", "fire", "attack", by_forces=False),
    "@hostile": _means_harm,
    "@as-foe": judging.as_foe,
    "@as-friend": judging.as_friend,
    "@wants-of": asking.wants_of_another,
    "@envoy-out": envoys.told_to_leave,
    "@envoy-home": envoys.called_home,
    "@state-alone": lambda verb, referents: (
        _has_state_itself(verb, referents) and not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)
    ),
    "@new-link": _is_new_link,
    "@kept-out": envoys.kept_out,
    "@two-of-them": lambda verb, referents: len(list(clauses.subjects(verb))) > 1,
    "@unwelcome": envoys.is_unwelcome,
    "@stops-kindness": ceasing.stops_kindness,
    "@stops-harm": ceasing.stops_harm,
    "@relief": doers.brings_relief,
    "@to-justice": _to_justice,
    "@comes": _comes,
    "@emissary": _is_emissary,
    "@to-help": _to_help,
    "@others-forces": _is_of_others,
    "@together": _together,
    "@under-way": lambda verb, referents: verb.tag_ in {"VBG", "VB", "VBP", "VBZ"},
    "@for-help": _for_help,
    "@proposal": asking.is_proposal,
    "@go-home": _lets_go,
    "@to-say": asking.to_say,
    "@that-will": asking.says_will,
    "@there-for": _is_there_for,
    "@protesting": lambda verb, referents: any(t.lemma_.lower() in _PROTESTS for t in verb.subtree),
    "@must": asking.says_must,
    "@that": lambda verb, referents: any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children),
    "@together-several": lambda verb, referents: _together(verb, referents) and len(clauses.objects(verb)) > 1,
    "@to-task": lambda verb, referents: any(c.lower_ == "task" for c in verb.children),
    "@into-sea": _into_sea,
    "@forgiveness": _for_forgiveness,
    "@leaders": _leaders_come,
    "@people": _done_to_people,
    "@coercive": _is_coercive,
    "@that-would": _warns_of_deed,
    "@to-do": asking.told_to_do,
    "@urging": asking.urges,
    "@down": _particle("down", "aside"),
    "@out": _particle("out"),
    "@up": _particle("up"),
    "@troops": _has_troops,
    "@of-violence": _of_violence,
    "@leave": _made_to_leave,
}
