"""Well-known leaders since 1945: which state a name in the news spoke for, and when.

May import the sibling modules names, roles and wordlists. Tells the state of a person whom a text names without one; never an identity.
"""

import functools
from typing import NamedTuple

from events.extraction import names, roles, wordlists
from events.extraction.names import Name


class Term(NamedTuple):
    """The years in which somebody was in the news for a state; 2030 stands for "still"."""

    name: str
    code: str
    since: int
    until: int


def state_of(name: Name, year: int | None, titled: bool, royal: bool = False) -> str | None:
    """The state that a person of this name spoke for in `year` (None: in any), when only one state fits.

    A family name alone counts where one state only has a leader of that name in that year; with a title before it, or
    where the name is long enough to be nobody's first name. Kings and princes (`royal`) go by one name, which is no family's.
    """
    full = {term.code for term in _full().get("".join(name.parts), ()) if _fits(term, year)}
    if not full and len(name.parts) > 1:
        full = {term.code for term in _spelt_nearly(name) if _fits(term, year)}
    if len(full) == 1:
        return full.pop()
    if len(name.parts) == 1 and (titled or len(name.family) > 3):
        first_name = royal and name.family in names.given_names()
        terms = (term for term in _families().get(name.family, ()) if _fits(term, year))
        found = {term.code for term in terms if not first_name or len(names.read(term.name).parts) == 1}
        if len(found) == 1:
            return found.pop()
    return None


def _spelt_nearly(name: Name) -> list[Term]:
    """Leaders whose full name differs by a letter: "Jian Zemin"."""
    return _near_terms("".join(name.parts))


@functools.lru_cache(maxsize=4096)
def _near_terms(key: str) -> list[Term]:
    return [
        term
        for form, terms in _full().items()
        if form[0] == key[0] and abs(len(form) - len(key)) < 2 and names.distance(form, key) == 1
        for term in terms
    ]


def known(name: Name) -> bool:
    """Whether a leader went by this full name or, for a single word, this family name."""
    return "".join(name.parts) in _full() or (len(name.parts) == 1 and name.family in _families())


def _fits(term: Term, year: int | None) -> bool:
    return year is None or term.since <= year <= term.until + 1


@functools.cache
def _full() -> dict[str, list[Term]]:
    table: dict[str, list[Term]] = {}
    for term in _terms():
        table.setdefault("".join(names.read(term.name).parts), []).append(term)
    return table


@functools.cache
def _families() -> dict[str, list[Term]]:
    table: dict[str, list[Term]] = {}
    for term in _terms():
        name = names.read(term.name)
        for part in {name.family, *name.also}:
            table.setdefault(part, []).append(term)
    return table


@functools.cache
def _terms() -> tuple[Term, ...]:
    rows = wordlists.rows("leaders")
    return tuple(Term(_untitled(r["name"]), r["code"], int(r["since"]), int(r["until"])) for r in rows)


def _untitled(name: str) -> str:
    """King Hussein -> Hussein, Pope John Paul -> John Paul; but Sheikh Hasina, whom everybody calls so."""
    words = name.split()
    while len(words) > 1 and roles.find(words[0]) and not (len(words) == 2 and words[0] == "Sheikh"):
        words = words[1:]
    return " ".join(words)
