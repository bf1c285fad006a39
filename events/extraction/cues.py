"""The cue lexicon: which verbs attribute words to a speaker, and in which frames. May import wordlists."""

import functools

from events.extraction import wordlists


@functools.cache
def verbs() -> dict[str, frozenset[str]]:
    """Lemma -> frames: that, to, obj, tell, urge, for, of, about, against, on, as, at, call, quote (see cue_verbs.tsv)."""
    return {row["verb"]: frozenset(wordlists.forms(row["frames"])) for row in wordlists.rows("cue_verbs")}


PREPOSITIONS = frozenset({"for", "of", "about", "against", "on", "as", "at"})
"""Frames that are prepositions: the content is what the preposition brings."""
