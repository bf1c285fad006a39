"""Offices and callings: the words of a role, the title that stands before a name, and the one that explains it from behind.

May import the sibling wordlists only.
"""

import functools
import re
from typing import NamedTuple

from events.extraction import wordlists

PLURAL = re.compile(r"(?<=[^s])s$")


class Role(NamedTuple):
    """A role noun. `kind`: office, royal, clergy, military, honorific, legislature, work or kin; `gender`: m, f or ""."""

    kind: str
    gender: str


@functools.cache
def table() -> dict[str, Role]:
    """Lower-case role (single words and compounds as listed) -> what kind it is."""
    return {
        form: Role(row["kind"], row["gender"])
        for row in reversed(wordlists.rows("roles"))
        for form in wordlists.forms(row["forms"])
    }


def find(word: str) -> Role | None:
    """The role that a word names, whatever its case, singular or plural ("Presidents Bush and Putin"), or None."""
    lower = word.casefold().replace("’", "'").rstrip(".")
    known = table().get(lower)
    if known is None and lower.endswith("s"):
        known = table().get(PLURAL.sub("", lower)) or (
            table().get(lower[:-2] + "an") if lower.endswith("men") else None
        )
    if known is None and lower.endswith("men"):
        known = table().get(lower[:-2] + "an")
    if known is None and "-" in lower:
        known = table().get(lower.rsplit("-", 1)[1]) or table().get(lower.split("-", 1)[0])
    return known


@functools.cache
def modifiers() -> frozenset[str]:
    """Lower-case words that may stand before a role and belong to the title."""
    return frozenset(form for row in wordlists.rows("role_modifiers") for form in wordlists.forms(row["forms"]))


@functools.cache
def organisation_words() -> frozenset[str]:
    """Lower-case words that tell an organisation, place or thing from a person."""
    return frozenset(form for row in wordlists.rows("organisation_words") for form in wordlists.forms(row["forms"]))


@functools.cache
def thing_words() -> frozenset[str]:
    """Lower-case words before a name that make it the name of a thing or a place: "the destroyer Turner Joy", "the daily Hurriyet"."""
    return frozenset(form for row in wordlists.rows("thing_words") for form in wordlists.forms(row["forms"]))


@functools.cache
def not_names() -> frozenset[str]:
    """Lower-case words that are written with a capital, or open a sentence, and are no part of a name."""
    return frozenset(form for row in wordlists.rows("not_names") for form in wordlists.forms(row["forms"]))


@functools.cache
def honorifics() -> frozenset[str]:
    """Lower-case forms of address that take a full stop or none: mr, mrs, dr, gen, sen."""
    return frozenset(
        form for form, role in table().items() if role.kind in ("honorific", "legislature", "military", "clergy")
    )
