"""Months, weekdays, seasons and small numbers by their English names, and the tense of a clause. Imports spaCy's tokens only."""

import calendar
import re
from datetime import date

from spacy.tokens import Token

MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(calendar.day_name)}
SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
"""EDTF's codes."""

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()

FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "may", "might", "could", "wo"})
PLANNING = frozenset(
    "plan schedule expect intend due set hope prepare agree propose aim want decide arrange slate promise pledge offer".split()
)
"""Lemmas that put what hangs on them ahead: "is scheduled to visit"."""


def number(word: str) -> int:
    """ "three" or "3" -> 3; "a" is one."""
    word = word.lower()
    if word.isdigit():
        return int(word)
    return _NUMBERS.index(word) + 1 if word in _NUMBERS else 1


def whole_day(edtf: str) -> date | None:
    """The day of an EDTF value that is one day and no more: not of "2016-01/..", which is as long."""
    return date.fromisoformat(edtf) if _WHOLE_DAY.fullmatch(edtf) else None


_WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_STANDING = frozenset(
    "be have say blame accuse claim deny believe consider call describe support oppose share control remember mark accept regard follow "
    "cap reflect".split()
)
"""Verbs whose present tells how things stand, not what is scheduled."""


def tense(verb: Token) -> bool | None:
    """True where the verb looks ahead, False where it looks back, None where it does not tell (then its head may)."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if helpers & FUTURE:
        return True
    if verb.lemma_ in PLANNING and verb.tag_ in {"VBN", "VBZ", "VBP", "VBG"} and not helpers & {"had"}:
        return True
    if "to" in helpers or verb.tag_ == "VB":
        return (
            True if verb.head.lemma_ in PLANNING or verb.head.lower_ in {"due", "set", "ready", "is", "are"} else None
        )
    if verb.tag_ in {"VBD", "VBN"}:
        return False
    if verb.tag_ == "VBG":
        return True if helpers & {"is", "are", "'s", "’s"} else None
    if verb.tag_ in {"VBZ", "VBP"}:
        return None if verb.lemma_ in _STANDING else True
    return None
