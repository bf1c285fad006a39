"""Permanent public identifiers, derived from content alone (DESIGN principle 6), and names folded for comparison. Pure."""

import hashlib
import unicodedata

LENGTH = 14
"""14 characters of base 32 are 70 bits: at a thousand million records two collide once in 2,000 archives."""


def public_id(*parts: str | int) -> str:
    """A lower-case identifier of 14 letters and digits from the parts that make the record what it is."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    bits = int.from_bytes(digest[:9]) >> 2
    return "".join([_PAIRS[bits >> shift & 1023] for shift in (60, 50, 40, 30, 20, 10, 0)])


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""RFC 4648's base 32 for ten bits at once: four times as fast as `base64`, for archives of millions."""


def source_id(sha256: str) -> str:
    """Of a source: its bytes."""
    return public_id("source", sha256)


def naming_id(source: str, name: str) -> str:
    """Of one source's naming of an individual."""
    return public_id("naming", source, name)


SOVEREIGNS = frozenset("emir emperor empress king pope queen shah sultan tsar".split())
"""Titles under which one name is a whole name, in one state: Emperor Akihito of Japan. A prince is one of many."""


def person_id(key: str, source: str, title: str = "", state: str | None = None) -> str:
    """Of a person: the folded full name, or the name of a sovereign with the state; any other single name, which fits many, belongs
    to its source alone."""
    if " " in key:
        return public_id("person", key)
    if state and title and title.casefold().split()[-1] in SOVEREIGNS:
        return public_id("person", key, "sovereign", state)
    return public_id("person", key, source)


def report_id(source: str, type_: str, start: int, end: int, nth: int = 0) -> str:
    """Of one source's telling of an event; `nth` tells events of one type in the same words apart, such as talks on a visit."""
    return public_id("report", source, type_, start, end, *([nth] if nth else []))


def statement_id(source: str, start: int, end: int, nth: int) -> str:
    """Of a statement: its words' place; `nth` tells joint speakers of the same words apart, in the order read."""
    return public_id("statement", source, start, end, nth)


def name_key(name: str) -> str:
    """A name as it is compared: no case, accents, dots or hyphens ("Yoo Chong-Ha" and "Yoo Chong Ha" are one)."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    spaced = "".join(" " if c in "-‐‑–'’ʼ" or c.isspace() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c for c in spaced if c.isalnum() or c == " ").split())


def decision_id(at: str, by: str, verb: str, kind: str, record: str, details: str) -> str:
    """Of a curator's decision: who decided what, when."""
    return public_id("decision", at, by, verb, kind, record, details)


def split_id(record: str, readings: list[str]) -> str:
    """Of a record that was split off another with these readings, where none of them lends it an address."""
    return public_id("split", record, *sorted(readings))
