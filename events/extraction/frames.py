"""The lexicon of verbs that tell events, and how a verb is looked up in it. May import wordlists, clauses and the vocabulary.

A row of event_verbs.tsv lists verbs, each alone or with the word that goes with it ("set free", "take part", "lash out"), and what
they must have beside them: nothing; objects (lemmas, parted by "; "); prepositions, written with a + ("+at; +against"); or a
condition of conditions.py, written with an @. What stands first and asks for more is tried first.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from events.extraction import clauses, wordlists
from events.vocabulary import EventType, Mode


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb tells where the words beside it fit: one of `nouns` as object, one of `prepositions`, or a named condition."""

    type: EventType | None
    """None where the words together tell nothing: "meet a deadline", "release a report"."""
    mode: Mode | None
    nouns: frozenset[str]
    prepositions: frozenset[str]
    condition: str
    suffers: bool = False
    """Whether the subject is whom it is done to: "came under fire", "received the minister"."""


@functools.cache
def _verbs() -> dict[str, tuple[Frame, ...]]:
    """Verb -> frames; those that ask for something first, since they say more."""
    found: dict[str, list[Frame]] = {}
    for row in wordlists.rows("event_verbs"):
        objects = wordlists.forms(row["objects"])
        frame = Frame(
            EventType.of(row["type"]) if row["type"] != "-" else None,
            Mode.of(row["mode"]) if row["mode"] else None,
            frozenset(word for word in objects if word[0] not in "@+"),
            frozenset(word[1:] for word in objects if word[0] == "+"),
            next((word for word in objects if word[0] == "@"), ""),
            row["parts"] == "suffers",
        )
        for verb in wordlists.forms(row["verbs"]):
            found.setdefault(verb, []).append(frame)
    return {verb: tuple(sorted(frames, key=_is_bare)) for verb, frames in found.items()}


def _is_bare(frame: Frame) -> bool:
    return not (frame.nouns or frame.prepositions or frame.condition)


def of(verb: Token) -> Iterator[Frame]:
    """The frames that a verb may stand in: those of the verb with a word of its own first, then those of the verb alone."""
    lemma = base(verb)
    if lemma not in _leading():
        return
    for word in _words_with(verb):
        yield from _verbs().get(f"{lemma} {word}", ())
    yield from _verbs().get(lemma, ())


def plain_type(verb: Token) -> EventType | None:
    """What a verb tells of with its objects alone: by the first of its frames that asks for neither a preposition nor a condition."""
    objects = {word for word, _head in object_nouns(verb)}
    for frame in of(verb):
        if not frame.condition and not frame.prepositions and (not frame.nouns or frame.nouns & objects):
            return frame.type
    return None


def base(verb: Token) -> str:
    """The verb's plain form; where the lemmatiser slips ("staged" -> "stag") one that the lexicon has."""
    lemma = verb.lemma_.lower()
    if lemma not in _leading() and verb.lower_.endswith(("ed", "ing")) and f"{lemma}e" in _leading():
        return f"{lemma}e"
    return lemma


def of_participle(word: str) -> str | None:
    """The verb of the lexicon that "bombing" or "shelling" is a form of, or None."""
    stem = word.removesuffix("ing")
    return next((verb for verb in (stem, f"{stem}e", stem[:-1]) if verb in _leading()), None)


@functools.cache
def _leading() -> frozenset[str]:
    return frozenset(verb.split(" ", 1)[0] for verb in _verbs())


def _words_with(verb: Token) -> Iterator[str]:
    """Words that can make one verb with it: particles, a bare object ("take part"), a complement ("set free")."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"prt", "advmod", "acomp", "oprd", "dobj", "npadvmod", "intj"}:
            yield child.lower_
    if verb.i + 1 < verb.sent.end:
        yield verb.nbor(1).lower_  # "took in refugees", which the small model may read as a place


def object_nouns(verb: Token) -> list[tuple[str, Token]]:
    """Lemmas that may complete a frame, with the object they belong to: heads, their compounds, "a series of bombs"."""
    found: list[tuple[str, Token]] = []
    for head in clauses.objects(verb):
        found.append((head.lemma_.lower(), head))
        for child in head.children:
            if child.dep_ in {"compound", "amod", "nmod"}:
                found.append((child.lemma_.lower(), head))
        for preposition, inner in clauses.prepositions(head):
            if preposition == "of":
                found.append((inner.lemma_.lower(), inner if head.lemma_.lower() in MEASURES else head))
                if head.tag_ == "CD":  # "thirteen of its crossing points"
                    found += [(c.lemma_.lower(), head) for c in inner.children if c.dep_ == "compound"]
    found += [(child.lower_, child) for child in verb.children if child.dep_ == "intj"]  # "said no"
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is not None and verb.dep_ == "acl" and before.pos_ == "NOUN" and before.i != verb.head.i:
        # "the implementation of the deal clinched on Tuesday": the small model hangs the participle on the wrong noun.
        found.append((before.lemma_.lower(), before))
    for preposition, inner in clauses.prepositions(verb):
        if preposition in _BRINGING:
            found.append((inner.lemma_.lower(), inner))
    return found


_BRINGING = frozenset(
    {
        "in",
        "on",
        "into",
        "to",
        "with",
        "from",
        "under",
        "at",
        "out",
        "of",
        "by",
        "through",
        "outside",
        "before",
        "over",
        "off",
    }
)
"""Prepositions whose noun may complete a frame: "put on alert", "placed under arrest", "speak by telephone", "pull out of talks"."""

MEASURES = frozenset("day hour week month round series session number set couple lot cycle string spate start".split())
"""Of "two days of talks" and "a round of talks" the talks are what counts."""
