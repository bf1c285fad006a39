"""HTML -> the text a reader sees, with the page's own word on title, date, address and publisher.

Standard library only. Scripts, navigation, forms and captions are left out; a block element is a paragraph.
"""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser

_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "figure",
        "iframe",
        "head",
    ]
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "section",
        "article",
        "main",
        "table",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "pre",
        "hr",
        "body",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


@dataclass(slots=True)
class Page:
    """The text of a page and what its metadata says; plain text is a page without metadata."""

    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read(source: str) -> Page:
    """The page that the HTML source makes. Paragraphs are parted by blank lines; never raises on malformed markup."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    meta = reader.meta
    date = (
        meta.get("article:published_time")
        or meta.get("datepublished")
        or meta.get("date")
        or meta.get("dc.date")
        or reader.ld.get("datePublished")
    )
    found = re.match(r"\d{4}-\d\d-\d\d", date or "")
    return Page(
        text=reader.text(),
        title=_clean(meta.get("og:title") or reader.heading or reader.ld.get("headline") or reader.title) or None,
        published=found[0] if found else None,
        publisher=_clean(meta.get("og:site_name") or meta.get("publisher") or reader.ld.get("publisher")) or None,
        url=_clean(reader.canonical or meta.get("og:url")) or None,
        language=(reader.language or "").split("-")[0].lower() or None,
    )


def _clean(words: str | None) -> str:
    return " ".join((words or "").split())


class _Reader(HTMLParser):
    """Collects paragraphs as the parser walks the page; prefers <article> or <main> over the whole body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.ld: dict[str, str] = {}
        self.title = self.heading = self.canonical = self.language = ""
        self._skipping: list[str] = []
        self._within: str | None = None
        self._depth = 0
        self._line: list[str] = []
        self._all: list[str] = []
        self._inner: list[str] = []
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self.meta.setdefault(name.lower(), values.get("content", ""))
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href", "")
        elif tag == "br":
            self._line.append("\n")
        if tag in ("title",) or (tag == "script" and values.get("type") == "application/ld+json"):
            self._data = []
        if tag in _SKIP and tag not in _VOID and not (tag == "header" and self._depth):
            self._skipping.append(tag)
        if tag in _BLOCK:
            self._break()
        if tag in ("article", "main"):
            self._depth += 1
        self._within = tag if tag == "h1" else self._within

    def handle_endtag(self, tag: str) -> None:
        if self._data is not None and tag in ("title", "script"):
            self._take("".join(self._data), tag)
            self._data = None
        if tag in self._skipping:
            while self._skipping.pop() != tag:
                continue
        if tag in _BLOCK:
            self._break()
        if tag in ("article", "main"):
            self._depth = max(0, self._depth - 1)
        if tag == "h1":
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        elif not self._skipping:
            self._line.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        self._break()
        return "\n\n".join(self._inner or self._all) + "\n"

    def _take(self, words: str, tag: str) -> None:
        if tag == "title":
            self.title = words
            return
        try:
            found = json.loads(words)
        except ValueError:
            return
        items = found if isinstance(found, list) else [found]
        graphs = [item["@graph"] for item in items if isinstance(item, dict) and isinstance(item.get("@graph"), list)]
        for item in [*items, *(inner for graph in graphs for inner in graph)]:
            if isinstance(item, dict):
                for name in ("headline", "datePublished"):
                    if isinstance(item.get(name), str):
                        self.ld.setdefault(name, item[name])
                publisher = item.get("publisher")
                if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                    self.ld.setdefault("publisher", publisher["name"])

    def _break(self) -> None:
        line = "\n".join(" ".join(part.split()) for part in "".join(self._line).split("\n")).strip("\n")
        self._line = []
        if line.strip():
            if self._within == "h1" and not self.heading:
                self.heading = line
            self._all.append(line)
            if self._depth:
                self._inner.append(line)
