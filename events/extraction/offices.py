"""Offices that are told with their state before a name: "the President of Peru Ana Prado". May import namewords."""

from collections.abc import Callable

from events.extraction.namewords import Word

_BETWEEN = frozenset({"of", "to", "for", "the", "and", "in"})
_MOST = 14
"""Words of an office that are looked through."""


def of_state(words: list[Word], n: int, gap: Callable[[Word, Word], bool]) -> tuple[int, str] | None:
    """Where the office begins that ends with a state right before a name, and whose it is; None where none does.

    "President of the Republic of Peru | Ana Prado", "Ambassador of Iran to Russia | Kazem Jalali", "Minister of Foreign Affairs of
    Norway | Nils Dahl".
    """
    if not n or n >= len(words) or words[n - 1].mention is None or not gap(words[n - 1], words[n]):
        return None
    for first in range(n - 1, max(-1, n - _MOST), -1):
        word = words[first]
        if first + 1 < n and not gap(word, words[first + 1]):
            return None
        if word.role is not None and word.mention is None:
            if word.role.kind not in ("office", "royal") or words[first + 1].lower not in ("of", "to", "for"):
                return None
            whose = next(w.mention.code for w in words[first:n] if w.mention is not None)
            sender = words[first - 1].mention if first and words[first + 1].lower == "to" else None
            if sender is not None and gap(words[first - 1], word):
                whose = sender.code  # "the Syrian Ambassador to Japan | Yasser Haddad"
            return first, whose
        if not (word.capital or word.mention is not None or word.lower in _BETWEEN):
            return None
    return None
