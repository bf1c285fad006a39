"""Words that tell an event: verbs in their frames, nouns and adjectives, with PLOVER's type.

May import frames, conditions, doers, harms, wordlists, clauses and coreference.
"""

import functools
from dataclasses import dataclass, replace

from spacy.tokens import Token

from events.extraction import clauses, doers, frames, harms, wordlists
from events.extraction.conditions import CONDITIONS
from events.extraction.coreference import Referents
from events.vocabulary import EventType, Mode, Status


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event. `noun` is the object that made the frame ("held talks"), which tells nothing twice."""

    token: Token
    type: EventType
    mode: Mode | None
    noun: Token | None
    rule: str
    suffers: bool = False
    """Whether the subject is whom it is done to, and who does it stands behind: "came under fire from"."""


@functools.cache
def _nouns() -> dict[str, tuple[EventType, Mode | None, str]]:
    return {
        row["noun"]: (EventType.of(row["type"]), Mode.of(row["mode"]) if row["mode"] else None, row["needs"])
        for row in wordlists.rows("event_nouns")
    }


def of_verb(verb: Token, referents: Referents) -> Trigger | None:
    """The event that a verb tells in the first frame that fits, or None."""
    lemma = frames.base(verb)
    direct = {head.lemma_.lower() for head in clauses.objects(verb)}
    around = {head.i for _p, head in clauses.prepositions(verb)}
    heads: list[tuple[str, Token]] | None = None
    for frame in frames.of(verb):
        if frame.prepositions and not frame.nouns and not frame.prepositions & _links(verb):
            continue
        noun = None
        if frame.nouns:
            heads = frames.object_nouns(verb) if heads is None else heads
            if frame.prepositions and not frame.prepositions & (_links(verb) | _links_of(heads)):
                continue
            fitting = (h for word, h in heads if word in frame.nouns and (frame.mode is None or _is_head(h, word)))
            noun = next(fitting, None)
            if noun is not None and noun.i in around and direct and not direct & frame.nouns and _fits(verb, direct):
                continue  # "a deal struck at the village": the deal is struck
            if noun is None or (frame.type is EventType.PROTEST and _is_military(noun)):
                continue
        if frame.condition and not CONDITIONS[frame.condition](verb, referents):
            continue
        if frame.type is None or doers.is_private(verb):
            return None
        rule = f"{lemma}+{noun.lemma_.lower()}" if noun is not None else lemma
        return Trigger(verb, frame.type, frame.mode, noun, rule, frame.suffers)
    return None


def _fits(verb: Token, direct: set[str]) -> bool:
    """Whether some frame of a verb asks for one of its direct objects."""
    return any(frame.nouns & direct and frame.type is not None for frame in frames.of(verb))


_LINKS = frozenset({"prep", "agent", "prt", "dative"})


def _links(verb: Token) -> set[str]:
    """The prepositions that hang on a verb, or on an adverb of it: "is pushing hard for"."""
    around = [*verb.children, *(g for c in verb.children if c.dep_ == "advmod" for g in c.children)]
    clause = next((c for c in verb.children if c.dep_ in {"advcl", "ccomp", "xcomp"} and c.i > verb.i), None)
    for_to = (
        {"for"}
        if clause is not None and any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
        else set()
    )
    return {c.lower_ for c in around if c.dep_ in _LINKS} | for_to  # "pushed for Peru to withdraw"


def _links_of(heads: list[tuple[str, Token]]) -> set[str]:
    """The prepositions that hang on the objects themselves: "expressed regret to Tunis"."""
    return {c.lower_ for _word, head in heads for c in head.children if c.dep_ == "prep"}


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
    found = _nouns().get(lemma)
    if found is not None and found[2] == "with":
        return (found[0], found[1], "written") if clauses.brings(noun, "with", "between") else None  # "a call for calm"
    return found


@functools.cache
def _adjectives() -> dict[str, tuple[frozenset[str], EventType]]:
    return {
        adjective: (frozenset(wordlists.forms(row["prepositions"])), EventType.of(row["type"]))
        for row in wordlists.rows("event_adjectives")
        for adjective in wordlists.forms(row["adjectives"])
    }


def of_adjective(word: Token) -> Trigger | None:
    """ "was sharply critical of", "is opposed to": what is said of somebody, by an adjective with its preposition."""
    wanted, type_ = _adjectives().get(word.lower_, (frozenset(), None))
    if type_ is None or not any(c.lower_ in wanted for c in word.children if c.dep_ == "prep"):
        return None
    return Trigger(word, type_, None, None, f"{word.lower_}-of")


UNWILLING = frozenset({"unwilling", "reluctant", "loath", "unprepared"})
INTENT = frozenset({"willing", "prepared", "ready", "committed", "open", "happy", "keen", "eager", "determined"})


def of_intent(word: Token, referents: Referents) -> Trigger | None:
    """ "is willing to withdraw its troops", "is prepared to impose martial law": a promise or a threat, by what is intended."""
    if (word.lower_ not in INTENT and word.lower_ not in UNWILLING) or word.dep_ not in {
        "acomp",
        "ROOT",
        "ccomp",
        "conj",
    }:
        return None
    deed = next((c for c in word.children if c.dep_ == "xcomp"), None)
    if deed is None:
        return None
    if word.lower_ in UNWILLING or any(c.dep_ == "neg" for c in [*word.children, *word.head.children]):
        return Trigger(word, EventType.REJECT, None, None, f"not-{word.lower_}-to")
    type_ = EventType.THREATEN if harms.is_hostile(deed) else EventType.AGREE
    return Trigger(word, type_, None, None, f"{word.lower_}-to")


def of_due(word: Token, referents: Referents) -> Trigger | None:
    """ "is due in Moscow next week", "is expected in Moscow": a visit to come."""
    if word.lower_ not in {"due", "expected", "scheduled", "awaited"} or any(c.dep_ == "xcomp" for c in word.children):
        return None
    subject = next((c for c in [*word.children, *word.head.children] if c.dep_ in clauses.SUBJECTS), None)
    if word.dep_ in {"amod", "acl"} and word.i > word.head.i and referents.person_at(word.head) is None:
        return None  # "the report due in Lima"
    if subject is not None and of_noun(subject) is not None:
        return None  # "A meeting was scheduled for Monday in Nicosia"
    if any(c.lower_ == "here" for c in [*word.children, *word.head.children]) and word.pos_ == "ADJ":
        return Trigger(word, EventType.CONSULT, Mode.VISIT, None, "due-in")
    for preposition, head in clauses.prepositions(word):
        if preposition in {"in", "at"} and any(referents.country_at(t) for t in clauses.phrase(head, 8)):
            return Trigger(word, EventType.CONSULT, Mode.VISIT, None, "due-in")
    return None


_REFUSABLE = frozenset(
    "allow let permit sign attend participate withdraw yield negotiate talk accept agree comply join surrender retreat cooperate".split()
)


def of_refusal(verb: Token) -> Trigger | None:
    """ "would not meet the demands", "will not allow": a refusal, whatever the verb."""
    negated = any(c.dep_ == "neg" or (c.lower_ == "neither" and c.i < verb.i) for c in verb.children)
    willed = any(c.lower_ in {"will", "would", "wo"} for c in verb.children if c.dep_ == "aux")
    if not (negated and willed) or verb.pos_ != "VERB":
        return None
    if not clauses.objects(verb) and verb.lemma_ not in _REFUSABLE:
        return None
    return Trigger(verb, EventType.REJECT, None, None, "would-not")


_KIND = frozenset({EventType.AID, EventType.COOPERATE, EventType.RETREAT, EventType.SUPPORT, EventType.CONCEDE})
_HOSTILE = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT})


_EXERCISES = frozenset({"exercise", "drill", "manoeuvre", "maneuver", "manoeuvres", "maneuvers", "patrol"})
"""What is scheduled, and no more promised than a visit is."""


def as_intended(trigger: Trigger, status: Status) -> Trigger:
    """What is only to come is, after PLOVER, a promise (AGREE) where it is kind and a threat where it is not. Visits stay visits."""
    if status is not Status.PLANNED or trigger.token.pos_ == "NOUN":
        return trigger
    if trigger.noun is not None and trigger.noun.lemma_.lower() in _EXERCISES:
        return trigger
    if trigger.type in _KIND:
        return replace(trigger, type=EventType.AGREE, rule=f"{trigger.rule}-to-come")
    if trigger.type in _HOSTILE:
        return replace(trigger, type=EventType.THREATEN, rule=f"{trigger.rule}-to-come")
    return trigger
