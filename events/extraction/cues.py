"""The cue lexicon: which verbs attribute words to a speaker, and in which frames. May import wordlists and spaCy's tokens."""

import functools

from spacy.tokens import Token

from events.extraction import wordlists


@functools.cache
def verbs() -> dict[str, frozenset[str]]:
    """Lemma -> frames: that, to, obj, tell, urge, call, quote, emotion, and prepositions (see cue_verbs.tsv)."""
    return {row["verb"]: frozenset(wordlists.forms(row["frames"])) for row in wordlists.rows("cue_verbs")}


@functools.cache
def adjectives() -> dict[str, frozenset[str]]:
    """Adjective -> frames, of "is critical of", "are confident that" (see cue_adjectives.tsv)."""
    return {row["adjective"]: frozenset(wordlists.forms(row["frames"])) for row in wordlists.rows("cue_adjectives")}


@functools.cache
def _of_kind(*kinds: str) -> frozenset[str]:
    verbs_ = (row["verb"] for row in wordlists.rows("cue_verbs") if row["kind"] in kinds)
    adjectives_ = (row["adjective"] for row in wordlists.rows("cue_adjectives") if row["kind"] in kinds)
    return frozenset([*verbs_, *adjectives_])


def lemma(verb: Token) -> str:
    """The lemma of a verb, where spaCy's is wrong too: "hoping" is of "hope", not of "hop"."""
    found = str(verb.lemma_).lower()
    if found in verbs() or found + "e" not in verbs():
        return found
    doubled = verb.lower_[len(found) : len(found) + 1] == found[-1:]
    return found if doubled else found + "e"


def frames_of(verb: Token) -> frozenset[str]:
    """The frames of a token's lemma, together with its particle ("rule out") where the two are a cue; empty for what is no cue."""
    return verbs().get(_phrase(verb), frozenset())


@functools.cache
def _phrasal() -> dict[str, frozenset[str]]:
    """First word of a phrasal verb -> its particles."""
    found: dict[str, set[str]] = {}
    for phrase in verbs():
        first, _space, particle = phrase.partition(" ")
        if particle:
            found.setdefault(first, set()).add(particle)
    return {first: frozenset(particles) for first, particles in found.items()}


def _phrase(verb: Token) -> str:
    """The lemma of a verb, with its particle where the lexicon knows the two: "rule out", "rule the plan out"."""
    found = particle(verb)
    return f"{lemma(verb)} {found.lower_}" if found is not None else lemma(verb)


def particle(verb: Token) -> Token | None:
    """The particle that makes a cue of a verb: "out" of "ruled out"."""
    known = _phrasal().get(lemma(verb), frozenset())
    if not known:
        return None
    near = (c for c in verb.children if c.i > verb.i and c.lower_ in known and c.dep_ in {"prt", "advmod", "prep"})
    return next(near, None)


@functools.cache
def phrases() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Noun -> prepositions and verbs, of "took issue with", "cast doubt on" (see cue_phrases.tsv)."""
    return {
        row["noun"]: (frozenset(wordlists.forms(row["prepositions"])), frozenset(wordlists.forms(row["verbs"])))
        for row in wordlists.rows("cue_phrases")
    }


def is_thought(cue: Token) -> bool:
    """Wishes, beliefs, plans and stances: the reporter knows a person's when told, a state's he often only infers."""
    return _phrase(cue) in _of_kind("thought", "stance")


def is_stance(cue: Token) -> bool:
    """ "backs", "opposes": where somebody stands, whoever says so."""
    return _phrase(cue) in _of_kind("stance")


@functools.cache
def _deeds() -> frozenset[tuple[str, str, str]]:
    rows = wordlists.rows("deeds")
    return frozenset((row["verb"], obj, row["doers"]) for row in rows for obj in wordlists.forms(row["objects"]))


def is_deed(verb: Token, done_to: str, by_person: bool) -> bool:
    """ "troops attacked the port", "welcomed the guests": a cue that tells of a deed with such an object (person, state or
    anything else) and doer (a person or not)."""
    doers = ("any",) if by_person else ("any", "unnamed")
    return any((_phrase(verb), kind, doer) in _deeds() for kind in (done_to, "any") for doer in doers)


PREPOSITIONS = {
    **{word: word for word in ("for", "of", "about", "against", "on", "as", "at", "with", "over", "in", "into")},
    "to": "to-noun",
}
"""Preposition -> its frame; the content is what the preposition brings."""
