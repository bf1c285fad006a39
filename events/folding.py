"""Words as they are searched for: one way of folding for both databases, and the query grammar. Pure Python.

Every index holds `fold(text)`: no case, no accents, dotted initials joined (U.S. is us), English endings off. SQLite and
PostgreSQL then only split at spaces, so both find the same records for the same query.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

import snowballstemmer

_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})

MOST_TERMS = 20

SIGNS = tuple(_TERM.groupindex)
"""What a query may be made of; the help page explains each."""


class Unsearchable(ValueError):
    """A query that asks for nothing. `reason` is English, for translators to find and for whoever shows it to translate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason % LIMITS)
        self.reason = reason


LIMITS = {"most": MOST_TERMS}


def say(text: str) -> str:
    """Marks words that are shown to readers, so that translators find them."""
    return text


@functools.lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return _STEMMER.stemWord(word)


_STEMMER = snowballstemmer.stemmer("english")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def fold(text: str) -> str:
    """The words of a text as the indexes hold them, one space apart."""
    joined = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    return " ".join(_stem(word) for word in _WORD.findall(_plain(joined)))


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that must stand side by side, or must not."""

    words: tuple[str, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """All wanted terms must be there and no unwanted one. Without terms it narrows nothing."""

    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.wanted)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.wanted)


def illegible(text: str) -> bool:
    """Whether it holds what nobody writes: half a surrogate, or a control character such as NUL, which PostgreSQL can't take."""
    return any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in text)


def parse(q: str) -> Query:
    """words "a phrase" -not -"nor this". Unsearchable, with the remedy, when there is nothing to look for."""
    if illegible(q):
        raise Unsearchable(say("it holds a control character: leave it out"))
    terms = []
    for found in _TERM.finditer(q.translate(_QUOTES)):
        words = tuple(fold(found["phrase"] if found["phrase"] is not None else found["word"]).split())
        if words:
            terms.append(Term(words, not found["minus"]))
    if len(terms) > MOST_TERMS:
        raise Unsearchable(say("a search takes at most %(most)s words: leave some out"))
    if q.strip() and not terms:
        raise Unsearchable(say("there is no letter or digit in it: write a word"))
    if terms and not any(term.wanted for term in terms):
        raise Unsearchable(say("it only says what to leave out: add a word to look for"))
    return Query(tuple(terms))


def fts5(query: Query) -> str:
    """The query in SQLite's FTS5 grammar."""

    def quoted(term: Term) -> str:
        return '"' + " ".join(term.words) + '"'

    text = " AND ".join(map(quoted, query.wanted))
    for term in query.unwanted:
        text = f"({text}) NOT {quoted(term)}"
    return text


def tsquery(query: Query) -> str:
    """The query in PostgreSQL's tsquery grammar, for to_tsquery('simple', …)."""

    def quoted(term: Term) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + ")"

    return " & ".join([*map(quoted, query.wanted), *(f"!{quoted(term)}" for term in query.unwanted)])


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, and whether the query asked for it."""

    text: str
    hit: bool


def highlight(text: str, q: str, width: int | None = None) -> list[Run]:
    """The text in runs, the query's words marked; cut to about `width` characters around the first hit when given."""
    wanted = {word for term in parse(q).wanted for word in term.words} if q else set()
    spans = [(m.start(), m.end()) for m in _tokens(text) if fold(m.group()) in wanted]
    start, end = 0, len(text)
    if width is not None and len(text) > width:
        centre = spans[0][0] if spans else 0
        start = max(0, min(centre - width // 3, len(text) - width))
        end = min(len(text), start + width)
        start = text.rfind(" ", 0, start + 1) + 1 if start else 0
        end = text.find(" ", end) if end < len(text) and text.find(" ", end) > 0 else end
    runs = [Run("… ", False)] if start else []
    position = start
    for a, b in spans:
        if a >= position and b <= end:
            runs += [Run(text[position:a], False), Run(text[a:b], True)]
            position = b
    runs.append(Run(text[position:end], False))
    if end < len(text):
        runs.append(Run(" …", False))
    return [run for run in runs if run.text]


_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")


def _tokens(text: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text))
