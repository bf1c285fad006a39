"""Puts a dataset's records into words: a text with a paragraph a record, and the place of every field in it.

May import records and the extraction's word lists. A dataset has no running text of its own; what is composed here holds its fields
and nothing else, in their order, so that every fact opens the field it was taken from.
"""

import functools
import re
from collections.abc import Sequence

from events import states
from events.extraction import roles, wordlists
from events.extraction.reading import UnreadableText
from events.records import Span


class UnknownDataset(UnreadableText):
    """Bytes that are not of the dataset they were handed in as; the message names the file, what is wrong, and the remedy."""


class Composition:
    """A text that grows field by field and remembers where each stands."""

    def __init__(self, title: str) -> None:
        self._parts = [title]
        self._length = len(title)
        self._opened = 0
        self.title_span = Span(0, self._length)
        self.paragraphs: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def write(self, words: str) -> Span:
        """Append words as they are; their place."""
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return Span(start, self._length)

    def begin(self) -> None:
        """Open a paragraph of its own for the next record."""
        self.write("\n\n")
        self._opened = self._length

    def end(self) -> Span:
        """Close the paragraph; its place."""
        span = Span(self._opened, self._length)
        self.paragraphs.append(span)
        return span


def plain(text: str | None) -> str:
    """A field's words with white space folded; empty when the field is."""
    return " ".join((text or "").split())


_ASIDE = re.compile(r"\s*\(.*?\)")
_TURNED = re.compile(r"^(?P<name>[^,]+), (?P<form>.+?)(?: of)?$")


def state_code(name: str, slug: str = "") -> str | None:
    """The state that a list calls by this name: "Korea, South", "Dahomey (Benin)", "U.S.S.R."; None when no state has it.

    `slug` is the list's own key, asked when the name is nobody's: "korea-south".
    """
    bare = _ASIDE.sub("", name).strip().replace("’", "'")
    forms = [bare, bare.replace("&", "and")]
    if turned := _TURNED.match(bare):
        forms += [f"{turned['form']} of {turned['name']}", f"{turned['form']} {turned['name']}"]
    if inside := re.search(r"\((.*?)\)", name):
        forms.append(inside[1].replace("’", "'"))
    if slug:
        first, _, rest = slug.replace("-", " ").partition(" ")
        forms += [slug, f"{first} {rest}".strip(), f"{rest} {first}".strip()]
    known = _names()
    return next((known[_folded(form)] for form in forms if _folded(form) in known), None)


def _folded(name: str) -> str:
    return name.casefold().removeprefix("the ").replace("saint ", "st. ").rstrip(".")


@functools.cache
def _names() -> dict[str, str]:
    """Folded name -> code: the names of the reader's own list, then the official and the CLDR ones."""
    found: dict[str, str] = {}
    for row in wordlists.rows("states"):
        for form in wordlists.forms(row["names"]):
            found.setdefault(_folded(form.replace("’", "'")), row["code"])
    for state in states.all_states():
        for form in (state.name, state.official_name, state.names.get("en", "")):
            found.setdefault(_folded(form.replace("’", "'")), state.code)
    return {form: code for form, code in found.items() if form}


_OF = re.compile(r"of (?:the )?[A-Z]\w+(?: of [A-Z]\w+)?(?= \S)")
_FOLLOWING = frozenset("and lord earl viscount sheikh sheik dr dr. archbishop prince general".split())
"""Titles that may follow an office; any other word there that is also a title (Shah, Amir, U) is a name by then."""


def name_and_office(words: str) -> tuple[str, str | None]:
    """ "Prime Minister Macmillan" -> ("Macmillan", "Prime Minister"); no office when the words open with none.

    The last word always is the name's. "Head of State Samuel Kanyon Doe" and "Governor General Lord Gowrie" are understood too.
    """
    rest = re.sub(r"^(President|Chancellor|Premier)- ", r"\1-", words).split()
    office: list[str] = []
    while len(rest) > 1:
        taken = max((n for n in range(1, min(5, len(rest) - 1) + 1) if _is_office(rest[:n])), default=0)
        if taken and rest[taken] == "of" and _is_noble(rest[taken - 1]):
            taken -= 1  # the Earl of Athlone is called so
        if not taken or (office and rest[0].casefold() not in _FOLLOWING):
            break
        office, rest = office + rest[:taken], rest[taken:]
        if phrase := _OF.match(" ".join(rest)):
            of = phrase[0].split()
            office, rest = office + of, rest[len(of) :]
        if rest[0] in {"and", "&"} and len(rest) > 2:
            office, rest = [*office, rest[0]], rest[1:]
    return " ".join(rest), " ".join(office) or None


def _is_noble(word: str) -> bool:
    found = roles.find(word)
    return found is not None and found.kind == "royal"


def _is_office(words: Sequence[str]) -> bool:
    """One word that is a role, a role of several words, or a role with words before it that belong to titles."""
    *before, last = (word.casefold() for word in words)
    if not before:
        return roles.find(last) is not None
    if " ".join([*before, last]) in roles.table():
        return True
    return roles.find(last) is not None and all(word in roles.modifiers() for word in before)
