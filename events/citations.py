"""How a record of the archive is cited: as text (Chicago, APA) and as BibTeX, RIS and CSL-JSON. Pure Python.

The field maps (CSL-JSON, RIS, BibTeX) are those of the formats; a record is cited as a page of the archive, its date
being the day it last changed, because that is what a reader saw; when the thing itself happened goes into the note.
An article is cited as its publisher's, of the day it was published, and the archive as the place where it was seen.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

ARTICLE = "article-newspaper"


@dataclass(frozen=True, slots=True)
class Citation:
    """What every format is made from. `kind` is webpage, speech or article-newspaper (CSL's words)."""

    kind: str
    key: str
    title: str
    url: str
    archive: str
    accessed: date
    issued: date | None
    author: str = ""
    author_family: str = ""
    """The family name, when the author is a person whose family name stands last and so comes first in lists."""
    event_date: str = ""
    event_place: str = ""
    publisher: str = ""
    note: str = ""
    version: str = ""


def chicago(c: Citation) -> str:
    """Notes-and-bibliography style, bibliography form."""
    if c.kind == ARTICLE:
        told = ", ".join(part for part in (c.publisher, _long(c.issued) if c.issued else "") if part)
        published = f"{told}. " if told else ""
        return f"“{_ended(c.title)}” {published}{c.archive}. Accessed {_long(c.accessed)}. {c.url}."
    lead = f"{_inverted(c)}. " if c.author else ""
    changed = f"Last modified {_long(c.issued)}. " if c.issued else ""
    return f"{lead}“{_ended(c.title)}” {c.archive}. {changed}Accessed {_long(c.accessed)}. {c.url}."


def apa(c: Citation) -> str:
    """APA style, 7th edition."""
    when = f"({c.issued.year}, {c.issued:%B} {c.issued.day})" if c.issued else "(n.d.)"
    title = c.title.rstrip(".")
    if not c.author:
        held = f"{c.publisher}. {c.archive}" if c.publisher else c.archive
        return f"{title}. {when}. {held}. Retrieved {_us(c.accessed)}, from {c.url}"
    return f"{_initials(c)} {when}. {title}. {c.archive}. Retrieved {_us(c.accessed)}, from {c.url}"


def bibtex(c: Citation) -> str:
    """One entry; @article for a news source, else @misc."""
    fields = {
        "title": "{" + _tex(c.title) + "}",
        "author": _tex(_inverted(c)) if c.author_family else "{" + _tex(c.author) + "}" if c.author else "",
        "journal": _tex(c.publisher or c.archive) if c.kind == ARTICLE else "",
        "howpublished": "" if c.kind == ARTICLE else _tex(c.archive),
        "year": str(c.issued.year) if c.issued else "",
        "month": f"{c.issued:%b}".lower() if c.issued else "",
        "url": c.url,
        "urldate": c.accessed.isoformat(),
        "note": _tex(_note(c)),
        "version": _tex(c.version),
    }
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items() if value
    ]
    return "\n".join([f"@{'article' if c.kind == ARTICLE else 'misc'}{{{_key(c.key)},", *lines, "}", ""])


_RIS_TYPES = {"webpage": "ELEC", "article-newspaper": "NEWS", "speech": "GEN"}


def ris(c: Citation) -> str:
    """One record; lines end in CRLF as the format asks."""
    lines = [("TY", _RIS_TYPES[c.kind]), ("TI", c.title)]
    if c.author:
        lines.append(("AU", _inverted(c)))
    lines += [("T2", c.publisher), ("DB", c.archive)] if c.kind == ARTICLE else [("T2", c.archive), ("PB", c.archive)]
    if c.issued:
        lines += [("PY", str(c.issued.year)), ("DA", f"{c.issued:%Y/%m/%d}/")]
    lines += [("N1", _note(c)), ("UR", c.url), ("Y2", f"{c.accessed:%Y/%m/%d}/"), ("ET", c.version), ("ID", c.key)]
    body = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*body, "ER  - ", ""])


def csl(c: Citation) -> dict[str, Any]:
    """CSL-JSON, one item."""
    item: dict[str, Any] = {
        "id": c.key,
        "type": c.kind,
        "title": c.title,
        "container-title": c.publisher or c.archive,
        "publisher": "" if c.kind == ARTICLE else c.archive,
        "archive": c.archive if c.kind == ARTICLE else "",
        "URL": c.url,
        "accessed": _parts(c.accessed),
        "note": _note(c),
        "version": c.version,
        "event-place": c.event_place,
    }
    if c.issued:
        item["issued"] = _parts(c.issued)
    if c.event_date:
        item["event-date"] = {"edtf": c.event_date}
    if c.author_family:
        item["author"] = [{"family": c.author_family, "given": _given(c)}]
    elif c.author:
        item["author"] = [{"literal": c.author}]
    return {name: value for name, value in item.items() if value}


def _note(c: Citation) -> str:
    when = f"Date of the event: {c.event_date}. " if c.event_date else ""
    where = f"Place: {c.event_place}. " if c.event_place else ""
    held = f"Archived in {c.archive}. " if c.kind == ARTICLE else ""
    return f"{when}{where}{held}{c.note}".strip()


def _parts(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


_us = _long


def _ended(title: str) -> str:
    return title if title.endswith((".", "?", "!")) else title + "."


def _given(c: Citation) -> str:
    return c.author.removesuffix(c.author_family).strip()


def _inverted(c: Citation) -> str:
    return f"{c.author_family}, {_given(c)}" if c.author_family else c.author


def _initials(c: Citation) -> str:
    if not c.author_family:
        return _ended(c.author)
    return f"{c.author_family}, " + " ".join(f"{name[0]}." for name in _given(c).split())


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9:_-]+", "-", plain).strip("-") or "record"


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: "\\" + c for c in "&%$#_{}"
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in text)
