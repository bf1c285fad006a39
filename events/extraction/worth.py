"""How much a cue is worth in its context: whether "supports the plan" is said of somebody, or only told. May import wordlists.

A sum of weights, all in one table (cue_weights.tsv): of the verb in its frame, of who speaks, of the length of what is said, and
of the form of the verb. They were learnt from counting, on news annotated by hand, how often such a cue attributes words; the
sum of 0 and more stands for "as often as not, or better".
"""

import functools

from events.extraction import wordlists

_LENGTHS = ((15, "a word"), (40, "some words"), (100, "a phrase"), (250, "a sentence"))
"""Up to so many characters a content is "a word", "some words" and so on; beyond, "more"."""

_GROUPS = {"that": "clause", "to": "infinitive", "urge": "infinitive", "obj": "object", "call": "object"}
"""Frames that behave alike; every other frame is a preposition."""


@functools.cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["of"], row["value"]): float(row["weight"]) for row in wordlists.rows("cue_weights")}


def features(verb: str, frame: str, speaker: str, length: int, form: str) -> tuple[tuple[str, str], ...]:
    """What is weighed, as (of, value) pairs: lemma and frame of the cue, kind of speaker, characters of the content, tag of the verb."""
    group = _GROUPS.get(frame, "preposition")
    size = next((name for most, name in _LENGTHS if length < most), "more")
    return (
        ("frame", frame),
        ("cue", f"{verb} {frame}"),
        ("verb", verb),
        ("speaker", f"{group}, {speaker}"),
        ("length", f"{group}, {size}"),
        ("form", f"{group}, {form}"),
    )


def of(verb: str, frame: str, speaker: str, length: int, form: str) -> float:
    """The sum of the weights; what the table does not know weighs nothing."""
    weights = _weights()
    return sum(weights.get(feature, 0.0) for feature in features(verb, frame, speaker, length, form))
