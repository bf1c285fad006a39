"""What a verb must have beside it to tell an event, where a list of nouns can't say it. May import clauses, frames and the
modules that conditions of one kind have: asking, ceasing, doers, encounters, envoys, harms and judging.

Each condition is named in event_verbs.tsv by its key in CONDITIONS.
"""

from collections.abc import Callable

from spacy.tokens import Token

from events.extraction import asking, ceasing, clauses, doers, encounters, envoys, frames, harms, judging
from events.extraction.coreference import Referents

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


def _has_state_itself(verb: Token, referents: Referents) -> bool:
    """ "suspended Honduras from the organisation": the state, not somebody of it."""
    return any(head.pos_ == "PROPN" and referents.country_at(head) for head in clauses.objects(verb))


_TROOPS = frozenset("troop force army soldier peacekeeper unit official staff tank".split())


def _has_troops(verb: Token, referents: Referents) -> bool:
    return any(lemma in _TROOPS for lemma, _head in frames.object_nouns(verb))


def _made_to_leave(verb: Token, referents: Referents) -> bool:
    return _particle("out")(verb, referents) or any(
        c.lemma_ in {"leave", "quit", "close", "depart"} for c in verb.children if c.dep_ in {"xcomp", "ccomp"}
    )


def _lets_go(verb: Token, referents: Referents) -> bool:
    """ "let the fishermen go home"."""
    below = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    return any(c.lemma_ in {"go", "leave", "return", "depart", "sail"} for c in below)


def _done_to_people(verb: Token, referents: Referents) -> bool:
    """ "forced the crew to land"; not "were forced to admit", which nobody does."""
    idle = clauses.is_passive(verb) and not any(True for _ in clauses.agents(verb))
    return bool(clauses.objects(verb)) and not (idle and any(c.dep_ == "xcomp" for c in verb.children))


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


def _to_help(verb: Token, referents: Referents) -> bool:
    """ "send police officers to help Serbia": forces too."""
    below = [c for c in verb.children if c.dep_ in {"advcl", "xcomp"}]
    below += [c for head in clauses.objects(verb) for c in head.children if c.dep_ in {"relcl", "acl"}]
    return any(c.lemma_ in {"help", "assist", "aid", "train"} and c.tag_ == "VB" for c in below)


def _at_request(verb: Token, referents: Referents) -> bool:
    """ "sent three batteries to Turkey at Ankara's request": help, not a threat."""
    return any(p in {"at", "on"} and h.lemma_ in {"request", "invitation"} for p, h in clauses.prepositions(verb))


def _to_use(verb: Token, referents: Referents) -> bool:
    """ "would again be allowed to overfly its territory", "permitted its ships to call"."""
    deeds = {"overfly", "use", "land", "dock", "transit", "cross", "enter", "fly", "sail"}
    below = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp"})
    return not any(c.dep_ == "neg" for c in verb.children) and any(c.lemma_ in deeds for c in below)


_RECRUITS = frozenset({"officer", "recruit", "pilot", "personnel", "fighter", "guard"})


def _is_of_others(verb: Token, referents: Referents) -> bool:
    """ "train Iraqi troops": forces of another state than whose doing it is."""
    own = {referents.country_at(t) for head in clauses.subjects(verb) for t in clauses.phrase(head, 8)}
    if clauses.brings(verb, "with", "alongside"):
        return False  # "trained alongside Russian soldiers"
    forces = [head for head in clauses.objects(verb) if head.lemma_.lower() in doers.FORCES | _RECRUITS]
    whose = {referents.country_at(t) for head in forces for t in clauses.phrase(head, 8)}
    return bool(whose - own - {None})


_PROTESTS = frozenset({"rally", "protest", "demonstration", "petition", "signature"})


CONDITIONS: dict[str, Callable[[Token, Referents], bool]] = {
    "@place": encounters.has_place,
    "@state-itself": _has_state_itself,
    "@person": encounters.has_person,
    "@state": encounters.has_state,
    "@with": lambda verb, referents: clauses.brings(verb, "with", "to"),
    "@to": lambda verb, referents: clauses.brings(verb, "to") or encounters.has_person(verb, referents),
    "@for": lambda verb, referents: clauses.brings(verb, "for", "to"),
    "@for-on": lambda verb, referents: asking.asks_for(verb) or asking.told_to_do(verb, referents),
    "@asking": asking.asks,
    "@on-person": encounters.calls_on,
    "@telephone": encounters.telephones,
    "@not-that": lambda verb, referents: not any(c.dep_ == "ccomp" for c in verb.children),
    "@to-place": lambda verb, referents: (
        clauses.brings(verb, "to", "into", "near", "along", "onto") and not asking.told_to_do(verb, referents)
    ),
    "@in-words": harms.in_words,
    "@army-border": doers.army_border,
    "@visitor": encounters.tells_visitor,
    "@crowd": doers.is_crowd,
    "@workers": doers.is_workers,
    "@crowd-street": doers.crowd_in_street,
    "@forces": doers.forces_come,
    "@forces-leave": doers.forces_leave,
    "@observers-leave": doers.observers_leave,
    "@state-by-forces": harms.hit_by_forces,
    "@under-fire": doers.under("fire", "attack", "shelling", "bombardment", by_forces=True),
    "@under-criticism": doers.under("criticism", "condemnation", "pressure", "fire", "attack", by_forces=False),
    "@hostile": harms.means_harm,
    "@to-pay": harms.to_pay,
    "@audience": encounters.gives_audience,
    "@to-visit": encounters.invited_to_come,
    "@as-foe": judging.as_foe,
    "@as-friend": judging.as_friend,
    "@to-use": _to_use,
    "@at-request": _at_request,
    "@stopping": encounters.stops,
    "@stays": encounters.stays,
    "@own-citizens": asking.of_its_own,
    "@as-false": judging.as_false,
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
    "@comes": encounters.comes,
    "@emissary": encounters.is_emissary,
    "@to-help": _to_help,
    "@others-forces": _is_of_others,
    "@together": _together,
    "@under-way": lambda verb, referents: verb.tag_ in {"VBG", "VB", "VBP", "VBZ"},
    "@for-help": _for_help,
    "@proposal": asking.is_proposal,
    "@go-home": _lets_go,
    "@to-say": asking.to_say,
    "@that-will": asking.says_will,
    "@there-for": encounters.is_there_for,
    "@protesting": lambda verb, referents: any(t.lemma_.lower() in _PROTESTS for t in verb.subtree),
    "@must": asking.says_must,
    "@that": lambda verb, referents: any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children),
    "@together-several": lambda verb, referents: _together(verb, referents) and len(clauses.objects(verb)) > 1,
    "@to-task": lambda verb, referents: any(c.lower_ == "task" for c in verb.children),
    "@into-sea": _into_sea,
    "@forgiveness": _for_forgiveness,
    "@leaders": encounters.leaders_come,
    "@people": _done_to_people,
    "@coercive": harms.is_coercive,
    "@that-would": harms.warns_of_deed,
    "@to-do": asking.told_to_do,
    "@urging": asking.urges,
    "@down": _particle("down", "aside"),
    "@out": _particle("out"),
    "@up": _particle("up"),
    "@troops": _has_troops,
    "@of-violence": harms.of_violence,
    "@leave": _made_to_leave,
}
