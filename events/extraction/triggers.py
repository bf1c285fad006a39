"""Words that tell an event: verbs in their frames and nouns, with PLOVER's type. May import wordlists and clauses.

The lexicon (event_verbs.tsv, event_nouns.tsv) gives a verb either no condition or the objects it must have: nouns (lemmas,
parted by "; ") or one of the conditions below, written with an @.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from events.extraction import clauses, wordlists
from events.extraction.coreference import Referents
from events.vocabulary import EventType, Mode


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event. `noun` is the object that made the frame ("held talks"), which tells nothing twice."""

    token: Token
    type: EventType
    mode: Mode | None
    noun: Token | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Frame:
    type: EventType
    mode: Mode | None
    nouns: frozenset[str]
    condition: str


@functools.cache
def _verbs() -> dict[str, tuple[_Frame, ...]]:
    """Lemma -> frames; those with a condition first, since they say more."""
    found: dict[str, list[_Frame]] = {}
    for row in wordlists.rows("event_verbs"):
        objects = row["objects"]
        condition = objects if objects.startswith("@") else ""
        nouns = frozenset() if condition else frozenset(wordlists.forms(objects))
        mode = Mode.of(row["mode"]) if row["mode"] else None
        found.setdefault(row["verb"], []).append(_Frame(EventType.of(row["type"]), mode, nouns, condition))
    return {verb: tuple(sorted(frames, key=lambda f: not (f.nouns or f.condition))) for verb, frames in found.items()}


@functools.cache
def _nouns() -> dict[str, tuple[EventType, Mode | None, str]]:
    return {
        row["noun"]: (EventType.of(row["type"]), Mode.of(row["mode"]) if row["mode"] else None, row["needs"])
        for row in wordlists.rows("event_nouns")
    }


def of_verb(verb: Token, referents: Referents) -> Trigger | None:
    """The event that a verb tells in the frame it stands in, or None."""
    lemma = verb.lemma_.lower()
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
    frames = _verbs().get(f"{lemma} {particle}", ()) if particle else ()
    frames = frames or _verbs().get(lemma, ())
    if not frames:
        return None
    heads = _object_nouns(verb)
    for frame in frames:
        if frame.nouns:
            noun = next(
                (h for word, h in heads if word in frame.nouns and (frame.mode is None or _is_head(h, word))), None
            )
            if noun is not None and frame.type is EventType.PROTEST and _is_military(noun):
                continue
            if noun is not None:
                return Trigger(verb, frame.type, frame.mode, noun, f"{lemma}+{noun.lemma_.lower()}")
        elif not frame.condition or _CONDITIONS[frame.condition](verb, referents):
            return Trigger(verb, frame.type, frame.mode, None, lemma)
    return None


def _is_military(noun: Token) -> bool:
    """ "launched air strikes": not a strike of workers."""
    return any(
        c.lower_ in {"air", "missile", "military", "drone", "rocket", "retaliatory", "cruise"} for c in noun.children
    )


def _is_head(head: Token, word: str) -> bool:
    """Of visits and talks the noun itself counts: "made the announcement of a visit" is none."""
    return head.lemma_.lower() == word


def of_noun(noun: Token) -> tuple[EventType, Mode | None, str] | None:
    """(type, mode, what else it needs) of a noun that tells an event, or None. Two-word nouns are tried first."""
    lemma = noun.lemma_.lower()
    before = noun.nbor(-1) if noun.i > noun.sent.start else None
    if before is not None and before.dep_ in {"compound", "amod"}:
        pair = _nouns().get(f"{before.lower_} {lemma}")
        if pair is not None:
            return pair
    return _nouns().get(lemma)


def _object_nouns(verb: Token) -> list[tuple[str, Token]]:
    """Lemmas that may complete a frame, with the object they belong to: heads, their compounds, "a series of bombs"."""
    found: list[tuple[str, Token]] = []
    for head in clauses.objects(verb):
        found.append((head.lemma_.lower(), head))
        for child in head.children:
            if child.dep_ in {"compound", "amod", "nmod"}:
                found.append((child.lemma_.lower(), head))
        for preposition, inner in clauses.prepositions(head):
            if preposition == "of":
                found.append((inner.lemma_.lower(), inner if head.lemma_.lower() in _MEASURES else head))
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is not None and verb.dep_ == "acl" and before.pos_ == "NOUN" and before.i != verb.head.i:
        # "the implementation of the deal clinched on Tuesday": the small model hangs the participle on the wrong noun.
        found.append((before.lemma_.lower(), before))
    for preposition, inner in clauses.prepositions(verb):
        if preposition in {"in", "on", "into", "to", "with", "from"}:
            found.append((inner.lemma_.lower(), inner))
    return found


_MEASURES = frozenset("day hour week month round series session number set couple lot cycle string spate start".split())
"""Of "two days of talks" and "a round of talks" the talks are what counts."""


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
        if head.lemma_.lower() in _CROWD or head.tag_ in {"NNPS", "NNS", "CD"} or head.ent_type_ == "NORP":
            return True
    return False


_COERCIVE = frozenset(
    "impose extend ban restrict expel cut attack strike punish retaliate suspend withhold block invade close seize bar deny "
    "cancel boycott intervene bomb kill execute sanction veto limit curb".split()
)


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
    return any(referents.country_at(t) for head in clauses.objects(verb) for t in clauses.phrase(head, 12))


_TROOPS = frozenset("troop force army soldier peacekeeper unit official staff tank".split())


def _has_troops(verb: Token, referents: Referents) -> bool:
    return any(lemma in _TROOPS for lemma, _head in _object_nouns(verb))


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


_FORCES = frozenset(
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
    if any(t.lemma_.lower() in _FORCES for head in doers for t in [head, *head.children]):
        return False
    targets = clauses.objects(verb)
    if any(head.lemma_.lower() in _WORDS for head in targets):
        return True
    speaks = any(referents.person_at(head) or head.lemma_.lower() in _ROLES for head in doers)
    return speaks and any(referents.person_at(head) for head in targets)


def _army_border(verb: Token, referents: Referents) -> bool:
    border = any(h.lemma_.lower() in {"border", "frontier", "parallel", "line"} for h in clauses.objects(verb))
    doers = (t for head in clauses.subjects(verb) for t in [head, *head.children])
    return border and any(t.lemma_.lower() in _FORCES for t in doers)


def _tells_visitor(verb: Token, referents: Referents) -> bool:
    """ "Li told visiting Defence Minister Millon that …": the two have met."""
    return any(t.lower_ == "visiting" for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)])


_PROTESTS = frozenset({"rally", "protest", "demonstration", "petition", "signature"})


def _says_must(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    return clause is not None and any(c.lower_ == "must" for c in clause.children if c.dep_ == "aux")


INTENT = frozenset({"willing", "prepared", "ready", "committed", "open", "happy", "keen", "eager", "determined"})


def of_intent(word: Token, referents: Referents) -> Trigger | None:
    """ "is willing to withdraw its troops", "is prepared to impose martial law": a promise or a threat, by what is intended."""
    if word.lower_ not in INTENT or word.dep_ not in {"acomp", "ROOT", "ccomp", "conj"}:
        return None
    deed = next((c for c in word.children if c.dep_ == "xcomp"), None)
    if deed is None:
        return None
    type_ = EventType.THREATEN if deed.lemma_.lower() in _COERCIVE else EventType.AGREE
    return Trigger(word, type_, None, None, f"{word.lower_}-to")


def of_due(word: Token, referents: Referents) -> Trigger | None:
    """ "is due in Moscow next week": a visit to come."""
    for preposition, head in clauses.prepositions(word):
        if preposition in {"in", "at"} and any(referents.country_at(t) for t in clauses.phrase(head, 8)):
            return Trigger(word, EventType.CONSULT, Mode.VISIT, None, "due-in")
    return None


def of_refusal(verb: Token) -> Trigger | None:
    """ "would not meet the demands", "will not allow": a refusal, whatever the verb."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    willed = any(c.lower_ in {"will", "would", "wo"} for c in verb.children if c.dep_ == "aux")
    if not (negated and willed) or verb.pos_ != "VERB" or not clauses.objects(verb):
        return None
    return Trigger(verb, EventType.REJECT, None, None, "would-not")


_CONDITIONS: dict[str, Callable[[Token, Referents], bool]] = {
    "@place": _has_place,
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
    "@workers": _is_crowd,
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
