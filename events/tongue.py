"""Whether a text looks like English, the one language that is read. Pure Python; may import records.

English goes by its small words. Those of the table are at least one word in ten of any of some 600 reports by newspapers and
agencies, and one in four of most; in samples of ninety other languages they are at most one in twenty-five.
"""

import functools
import re
from importlib import resources

from events.records import Document

FEWEST = 50
"""Words of running text under which nothing is said: a headline can do without small words."""

LEAST = 0.06
"""Share of the words that are to be of the table."""

ENOUGH = 20_000
"""Characters that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN_ENDS = "\u024f"


def doubt(document: Document) -> str | None:
    """Why a text is hardly English, and what to do; None where it looks like it or is too short to tell."""
    text = " ".join(document.text[span.start : span.end] for span in document.paragraphs)[:ENOUGH]
    words = _WORD.findall(text.lower())
    foreign = sum(word[0] > _LATIN_ENDS for word in words)
    if 2 * foreign > len(words) and sum(map(len, words)) >= 2 * FEWEST:  # Chinese puts no spaces between its words
        return f"it is not written in Latin letters{_REMEDY}"
    known = sum(word in _small_words() for word in words)
    if len(words) < FEWEST or known >= LEAST * len(words):
        return None
    return f"{f'only {known}' if known else 'none'} of its {len(words)} words are such as English is full of (the, of, that){_REMEDY}"


_REMEDY = ". The archive reads English only and is seldom right about another language: give a translation into English"


@functools.cache
def _small_words() -> frozenset[str]:
    lines = resources.files("events").joinpath("reference", "english_words.tsv").read_text("utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines[1:] if line and not line.startswith("#")) - {"word"}
