"""Every name that a state goes by: in the languages of CLDR, officially, by its codes, and as newspapers call it (UK, DPRK, Britain).

May import states and the lists of words, no Django.
"""

import functools
import re

from rapidfuzz import fuzz, process

from events import identity, states
from events.extraction import wordlists

ALIKE = 80
"""How alike, of 100, a state's name must be to the words typed, when no name holds them."""

SHORTEST_MISSPELT = 4
"""Letters from which on a state's name may be misspelled, or the words stand anywhere in it."""

MOST = 6
"""So many names are tried that are only nearly the words."""


@functools.cache
def forms() -> list[tuple[str, str, str]]:
    """(folded name, code, name), names of the fewest letters first so that Niger stands before Nigeria."""
    known = states.by_code()
    found = {
        (identity.name_key(name), state.code, name)
        for state in known.values()
        for name in (state.name, state.official_name, state.alpha3, *state.names.values())
    }
    for row in wordlists.rows("states"):
        if row["code"] in known:
            found |= {(identity.name_key(name), row["code"], name) for name in row["names"].split("; ") if name}
    return sorted((form for form in found if form[0]), key=lambda form: (len(form[0]), form[:2], len(form[2]), form[2]))


def like(words: str) -> dict[str, str]:
    """Code -> the name that fits, of the states that hold the words in a name; else of those with a name nearly so.

    Words of a few letters must stand where a word of the name begins: "US" is no part of Australia.
    """
    key = identity.name_key(words.strip().strip('"'))
    if len(key) < 2:
        return {}
    found = {code: code for code in (key.upper(),) if code in states.by_code()}
    for form, code, name in forms():
        if key in form if len(key) >= SHORTEST_MISSPELT else f" {key}" in f" {form}":
            found.setdefault(code, name)
    if not found and len(key) >= SHORTEST_MISSPELT:
        choices = {place: form for place, (form, _code, _name) in enumerate(forms())}
        for _form, _score, place in process.extract(key, choices, scorer=fuzz.ratio, limit=MOST, score_cutoff=ALIKE):
            found.setdefault(forms()[place][1], forms()[place][2])
    return found


@functools.cache
def _codes() -> dict[str, str]:
    made: dict[str, str] = {}
    for form, code, _name in forms():
        made.setdefault(form, code)
    return made


def meant(words: str) -> list[str]:
    """The codes of the states that are called so, in full: one by any of its names, or several by their codes ("RU,KP")."""
    several = [part.upper() for part in re.split(r"[\s,;+|]+", words) if part]
    if len(several) > 1 and all(part in states.by_code() for part in several):
        return several
    code = _codes().get(identity.name_key(words))
    return [code] if code else []
