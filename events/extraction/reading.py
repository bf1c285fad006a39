"""Source bytes -> Document: decoding, HTML to text, front matter, title, dates, dateline, and what is not running text.

May import records and its sibling modules. Nothing is understood here and nothing is taken out of the stored text:
what is furniture is only left out of `Document.paragraphs`.
"""

import hashlib
import re
from pathlib import PurePath

import charset_normalizer

from events.extraction import layout, markup
from events.records import Document

LARGEST = 5 * 1024 * 1024
"""Bytes. A newspaper page is under 50 KB; a file of more than 5 MB is a corpus and wants to be cut into its articles."""

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an office file",
}


class UnreadableText(ValueError):
    """Bytes that hold no text we can read; the message names the thing, what is wrong with it and the remedy."""


def read(path: str, data: bytes) -> Document:
    """The document that the bytes of one source hold; `path` is only looked at for its suffix and a date in its name.

    UnreadableText: empty, binary, over 5 MB, in no encoding we know, or without a single word.
    """
    decoded, encoding = _decode(path, data)
    page = markup.read(decoded) if _is_html(path, decoded) else markup.Page(decoded)
    laid = layout.lay_out(page.text, page.title)
    if not laid.paragraphs and not laid.title_span:
        raise UnreadableText(f"{path} holds no words to read: give a file with running text")
    published, published_span = laid.published, laid.published_span
    if published is None:
        published = _date_in_name(path) or page.published
    return Document(
        path=path,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        text=page.text,
        title=laid.title or page.title or PurePath(path).stem,
        title_span=laid.title_span,
        published=published,
        published_span=published_span,
        place=laid.place,
        dateline_span=laid.dateline_span,
        publisher=laid.publisher or page.publisher,
        url=laid.url or (page.url if is_address(page.url) else None),
        language=laid.language or page.language or "en",
        licence=laid.licence,
        misdated=laid.misdated,
        paragraphs=laid.paragraphs,
        noise=laid.noise,
    )


def is_address(url: str | None) -> bool:
    """Whether it leads to a page of the web, and nowhere else."""
    return url is not None and re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", url, re.I) is not None


def _decode(path: str, data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise UnreadableText(f"{path} is empty: give a file with running text")
    if len(data) > LARGEST:
        raise UnreadableText(f"{path} has {len(data) / 1048576:.1f} MB: split it into articles of at most 5 MB")
    for magic, thing in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableText(f"{path} is {thing}, not text: save it as plain text or HTML")
    text, encoding = _text_of(data)
    if text is None or "\0" in text:
        raise UnreadableText(f"{path} is binary or in an unknown encoding: save it as UTF-8 text")
    return text, encoding


def _text_of(data: bytes) -> tuple[str | None, str]:
    """(text, encoding); UTF-8 first because it cannot be mistaken, then the byte order marks, then a guess."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            return None, ""
    if b"\0" in data:
        return None, ""
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii")), declared[1].decode("ascii").lower()
        except (UnicodeDecodeError, LookupError):
            pass
    # A news text in Latin letters with a few accents is too little for a guesser: Windows-1252 is what such files are in.
    if sum(byte > 127 for byte in data) * 20 < len(data):
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass
    best = charset_normalizer.from_bytes(data).best()
    return (str(best), best.encoding) if best else (None, "")


def _is_html(path: str, text: str) -> bool:
    return path.lower().endswith((".html", ".htm", ".xhtml")) or bool(
        re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", text[:2000], re.I)
    )


def _date_in_name(path: str) -> str | None:
    """AFP_ENG_19970401.0541.txt, politico_2016-09-25_poll.txt: the day in a file's name, when it is a real one."""
    for year, month, day in re.findall(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", PurePath(path).name):
        found = layout.day(int(year), int(month), int(day))
        if found:
            return found
    return None
