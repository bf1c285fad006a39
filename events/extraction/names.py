"""What the words of a person's name tell: which is the family name, which belong together, whose name a shorter form is.

May import the sibling wordlists only. Rules: East Asian names put the family name first, Vietnamese are called by the last word,
Arabic articles and "bin" carry no weight, a king goes by his one name, initials stand for the names they begin.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from events.extraction import wordlists

_ROMAN = re.compile(r"[ivx]{1,5}")
_ARTICLE = re.compile(r"(?:[Aa]l|[Ee]l|[AaEe][dnrstz]|[AaEe]sh)-", re.UNICODE)
_STYLES = frozenset({"khan", "shah", "begum", "pasha", "bey"})
"""Styles that stand last in a name as a family name does."""

_SUFFIXES = frozenset({"jr", "sr"})
_SYLLABLE = r"(?:ng|nh|wh|kh|ph|th|tr|ts|tz|zh|ch|sh|hs|kw|gw|hw|[bpmfdtnlgkhjqxrzcsywv])?[aeiouy]{1,4}(?:ng|nh|ch|ck|[nmklptrhwc])?"
_SYLLABLES = re.compile(rf"{_SYLLABLE}(?:{_SYLLABLE})?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `parts`: plain lower-case words without particles and suffixes; `family`: the part a later mention uses."""

    text: str
    parts: tuple[str, ...]
    family: str
    given: tuple[str, ...]
    suffix: str = ""
    also: tuple[str, ...] = ()
    """Other single parts by which papers call such a person: the first of Saddam Hussein or Abdullah II, the last of Vo Van Kiet."""


def plain(word: str) -> str:
    """Lower case without accents, dots and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if c.isalnum() or c in "- ")


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Name:
    """Take a name apart. Never fails: whatever the words, there is a last one."""
    words = [w for w in re.split(r"[\s-]+|(?<=\w)\.(?=\w)|(?<=\b[dl])['’](?=[A-Z])", text) if plain(w)]
    suffix = ""
    if len(words) > 1 and (
        (_ROMAN.fullmatch(plain(words[-1])) and words[-1].isupper()) or plain(words[-1]) in _SUFFIXES
    ):
        suffix = plain(words.pop())
    kept = [
        w
        for n, w in enumerate(words)
        if plain(w) not in particles() or (w[0].isupper() and n == 0 and not _ARTICLE.match(text))
    ]
    parts = tuple(plain(w) for w in kept or words)
    if not parts:
        return Name(text, (plain(text),), plain(text), ())
    if len(parts) == 1:
        return Name(text, parts, parts[0], (), suffix)
    if family_first(text):
        return Name(text, parts, parts[0], parts[1:], suffix, _also_asian(text, parts))
    family = parts[-1]
    also = [parts[0]] if suffix and _ROMAN.fullmatch(suffix) else []
    if family in _STYLES and len(parts) > 2:
        also.append(parts[-2])  # Mohammad Ayub Khan is President Ayub
    hyphenated = re.split(r"\s+", text.strip())[-1]
    if "-" in hyphenated and len(hyphenated.split("-")) == 2 and plain(hyphenated.split("-")[0]) not in particles():
        also.append(plain(hyphenated).replace("-", ""))
    return Name(text, parts, family, parts[:-1], suffix, tuple(also))


def _also_asian(text: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    return (parts[-1],) if len(parts) == 3 and "-" not in text and parts[0] in _families("Vietnamese") else ()


@functools.lru_cache(maxsize=4096)
def family_first(text: str) -> bool:
    """Li Peng, Kim Dae-jung, Ban Ki Moon, Nguyen Manh Cam: an East Asian family name, then what can be a given name there."""
    words = text.replace("’", "'").split()
    if not 2 <= len(words) <= 4 or plain(words[0]) not in _families():
        return False
    rest = [plain(part) for word in words[1:] for part in word.split("-")]
    if len(words) == 2 and "-" in words[1]:
        return all(_SYLLABLES.fullmatch(part) for part in rest)
    western = plain(words[0]) in given_names() and given_names()[plain(words[0])][1] in _WESTERN
    if western and len(words) == 2:
        return False
    if len(words) == 2 and plain(words[1]) in _families() and plain(words[0]) not in _families("Chinese (pinyin)"):
        return _SYLLABLES.fullmatch(rest[0]) is not None
    return all(_SYLLABLES.fullmatch(part) and part not in _WESTERN_SURNAMES for part in rest)


def is_eastern_family(word: str) -> bool:
    """Whether a word is an East Asian family name, as papers write it before the given name."""
    return plain(word) in _families()


_WESTERN = frozenset({"English", "French", "German, Dutch, Nordic", "Spanish, Portuguese, Italian"})
_WESTERN_SURNAMES = frozenset(
    {"may", "ray", "day", "gore", "kerry", "rice", "lane", "cole", "coe", "shaw", "dean", "keane"}
)


@functools.cache
def given_names() -> dict[str, tuple[str, str]]:
    """Plain given name -> (gender "m", "f" or "" where it tells none, region)."""
    table: dict[str, tuple[str, str]] = {}
    for row in wordlists.rows("given_names"):
        for form in wordlists.forms(row["forms"]):
            key = plain(form)
            known = table.get(key)
            table[key] = (
                (row["gender"], row["region"])
                if not known
                else (known[0] if known[0] == row["gender"] else "", known[1])
            )
    return table


@functools.cache
def particles(kind: str = "") -> frozenset[str]:
    """Small words inside names: all of them, or the "bridge" or "article" kind."""
    rows = [row for row in wordlists.rows("name_particles") if not kind or row["kind"] == kind]
    return frozenset(form for row in rows for form in wordlists.forms(row["forms"]))


@functools.cache
def surname_words() -> frozenset[str]:
    """English words, offices and places that are also family names."""
    return frozenset(form for row in wordlists.rows("surname_words") for form in wordlists.forms(row["forms"]))


@functools.cache
def _families(tradition: str = "") -> frozenset[str]:
    rows = [row for row in wordlists.rows("family_name_first") if not tradition or row["tradition"] == tradition]
    return frozenset(plain(form) for row in rows for form in wordlists.forms(row["forms"]))


def gender(name: Name) -> str:
    """ "m", "f", or "" where the given names do not tell."""
    first = next((part for part in name.given if len(part) > 1), None)  # Edgardo Paz Barnica is no Paz
    found = given_names().get(first) if first and not family_first(name.text) else None
    return found[0] if found else ""


def same_person(a: Name, b: Name) -> bool:
    """Two full names of one person: the same words, one a shortened form of the other, or a slip of the pen apart."""
    if "".join(a.parts) == "".join(b.parts):
        return a.suffix == b.suffix or not (a.suffix and b.suffix)
    short, long = sorted((a, b), key=lambda n: len(n.parts))
    if not alike(short.family, long.family):
        return False
    if any(one.parts[0] in particles() and other.text.endswith(f" {one.text}") for one, other in ((a, b), (b, a))):
        return True  # De Gucht and Karel De Gucht
    if not short.given or not long.given:
        return False
    rest = list(long.given)
    for part in short.given:
        match = next((n for n, other in enumerate(rest) if _given_alike(part, other)), None)
        if match is None:
            return False
        del rest[: match + 1]
    return True


def _given_alike(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return (
        a == b
        or _SHORT_FORMS.get(a, a) == _SHORT_FORMS.get(b, b)
        or (a[0] == b[0] and len(a) > 4 and distance(a, b) <= (2 if len(a) > 6 else 1))
    )


_SHORT_FORMS = {
    "bill": "william", "bob": "robert", "dick": "richard", "jim": "james", "jimmy": "james", "joe": "joseph", "mike": "michael",
    "tom": "thomas", "tony": "anthony", "ted": "edward", "ed": "edward", "dan": "daniel", "dave": "david", "ken": "kenneth",
    "ron": "ronald", "steve": "stephen", "steven": "stephen", "chris": "christopher", "al": "albert", "jack": "john", "sandy": "samuel",
    "mitch": "mitchell", "newt": "newton", "chuck": "charles", "don": "donald", "larry": "lawrence", "matt": "matthew", "greg": "gregory",
    "jeff": "jeffrey", "rick": "richard", "tim": "timothy", "will": "william", "bernie": "bernard", "kate": "katherine", "liz": "elizabeth",
}  # fmt: skip


def alike(a: str, b: str) -> bool:
    """Equal, or one letter apart in words of four letters and more that begin alike (Million / Millon, Jian / Jiang)."""
    if a == b:
        return True
    return min(len(a), len(b)) >= 4 and a[0] == b[0] and distance(a, b) <= 1


def distance(a: str, b: str) -> int:
    """Edit distance (insert, delete, change, swap neighbours), 3 standing for three and more."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return min(3, above[-1])
