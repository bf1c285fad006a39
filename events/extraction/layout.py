"""How a news text is laid out: front matter, title, date line, byline, dateline, paragraphs, and publisher's furniture.

May import records and its sibling modules. Works on lines only; every result is a span of the text as stored.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from events.extraction import wordlists
from events.records import Span

LONGEST_TITLE = 220
LONGEST_OFFICE = 80
LONGEST_HEAD = 8
"""Lines that may stand before the running text begins: title, subtitle, date, byline, share buttons."""

_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,? )?"
_CLOCK = r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?(?: ?(?:GMT|UTC|[ECMP][DS]T|ET))?)?"
_DATE_LINE = [
    re.compile(rf"(?:(?:Published|Posted|Updated|Date)(?: on)?:? )?{_WEEKDAY}{form}{_CLOCK}\.?", re.I)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        _MONTH + r" (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?P<day>\d\d?)(?:st|nd|rd|th)? " + _MONTH + r",? (?P<year>\d{4})",
    )
]
_PLACE = r"[^\W\d_][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:, (?P<region>(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d){_PLACE}))?"
    rf"(?P<when>,? {_WEEKDAY}(?:{_MONTH} (?P<day>\d\d?)|(?P<day2>\d\d?) {_MONTH.replace('month', 'month2')})"
    r"(?:, (?P<year>\d{4}))?)?"
    r"(?:(?:,? ?\((?P<agency>[A-Z][\w /.-]{1,30})\))?\s*(?:(?P<dash>--+|—|–|-(?=\s)|_)|(?P<colon>:)|(?<=\))(?P<none>(?=\s[A-Z\"])))"
    r"|\.? ?/(?P<wire>[A-Z]{2,12})(?: [^/\n]{1,40})?/\.?|\.? (?P<cable>[A-Z]{2,5}(?:-TASS)?)\s*(?:--+|—|–|-(?=\s)))\s+"
)
_FRONT = re.compile(r"---[ \t]*\r?\n(?P<body>(?:[A-Za-z_]{2,20}:[^\r\n]*\r?\n|[ \t]*\r?\n){1,40})---[ \t]*(?:\r?\n|$)")
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Layout:
    """What the lines of a text are; the spans are of the text as stored, trimmed of white space."""

    title: str | None = None
    title_span: Span | None = None
    published: str | None = None
    published_span: Span | None = None
    misdated: str | None = None
    place: str | None = None
    dateline_span: Span | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    paragraphs: tuple[Span, ...] = ()
    noise: tuple[Span, ...] = ()
    _noise: list[Span] = field(default_factory=list)


def lay_out(text: str, page_title: str | None = None) -> Layout:
    """Read the layout of one text. `page_title` is the title that HTML metadata gives, when it gives one."""
    laid = Layout()
    body = _front_matter(text, laid)
    lines = [line for line in _lines(text, body) if not _furniture(text, line, laid)]
    lines = _head(text, lines, laid, laid.title or page_title)
    paragraphs = list(_paragraphs(text, lines))
    if paragraphs:
        paragraphs[0] = _dateline(text, paragraphs[0], laid)
    laid.paragraphs = tuple(p for p in paragraphs if _WORD.search(text, p.start, p.end))
    laid.noise = tuple(sorted(laid._noise))
    return laid


FIRST_YEAR, LAST_YEAR = 1500, 2199
"""What is no misprint for the year in which a text was published."""


def day(year: int, month: int, number: int) -> str | None:
    """An ISO day, or None where the calendar has none such, or no news was published then."""
    try:
        found = datetime.date(year, month, number)
    except ValueError:
        return None
    return found.isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None


FRONT_NAMES = ("title", "place", "publisher", "url", "language", "licence", "published", "date")


def strange_front(text: str) -> str | None:
    """What of front matter is not understood, for whoever wrote it: a name that there is not, or a block without its end."""
    found = _FRONT.match(text)
    if found is None:
        begun = re.match(r"---[ \t]*\r?\n[A-Za-z_]{2,20}:", text)
        return "the front matter is not read: each line is “name: value”, and a line --- ends it" if begun else None
    names = (line.partition(":")[0].strip() for line in found["body"].splitlines() if line.strip())
    strange = [name for name in names if name.lower() not in FRONT_NAMES]
    known = ", ".join(FRONT_NAMES[:-1])
    return f"{', '.join(strange)} of the front matter is not read: it may hold {known}" if strange else None


def _front_matter(text: str, laid: Layout) -> int:
    """Read a `---` block at the very top; its lines are noise. Returns where the text proper begins."""
    found = _FRONT.match(text)
    if not found:
        return 0
    for line in found["body"].splitlines():
        name, _, value = line.partition(":")
        value = value.strip().strip("\"'")
        if value and name.lower() in FRONT_NAMES[:6]:
            setattr(laid, name.lower(), value)
        elif value and name.lower() in ("published", "date"):
            laid.published = _date(value)
            laid.misdated = None if laid.published else value
    laid._noise.append(Span(0, len(found[0].rstrip())))
    return found.end()


def _lines(text: str, start: int) -> Iterator[Span]:
    """The lines that hold a letter or digit, trimmed."""
    for found in _LINE.finditer(text, start):
        line = found[0]
        left = len(line) - len(line.lstrip())
        if _WORD.search(line):
            yield Span(found.start() + left, found.start() + len(line.rstrip()))


def _furniture(text: str, line: Span, laid: Layout) -> bool:
    """True when the whole line is publisher's furniture; furniture at the end of a line is noted, too."""
    words = text[line.start : line.end]
    if _FURNITURE_LINE.fullmatch(words):
        laid._noise.append(line)
        return True
    for found in _FURNITURE_WORDS.finditer(words):
        laid._noise.append(Span(line.start + found.start(), line.start + found.end()))
    return False


def _furniture_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lines = [row["pattern"] for row in wordlists.rows("furniture") if row["where"] == "line"]
    words = [row["pattern"] for row in wordlists.rows("furniture") if row["where"] == "anywhere"]
    return re.compile(f"(?:{'|'.join([*lines, *words])})[.:|\\s]*", re.I), re.compile("|".join(words))


_FURNITURE_LINE, _FURNITURE_WORDS = _furniture_patterns()


def _head(text: str, lines: list[Span], laid: Layout, given: str | None) -> list[Span]:
    """Take title, date line and byline off the top; returns the lines of running text."""
    for number, line in enumerate(lines[:LONGEST_HEAD]):
        words = text[line.start : line.end]
        date = _date(words)
        if date or _BYLINE.fullmatch(words):
            laid._noise.append(line)
            if date and not laid.published:
                laid.published, laid.published_span = date, line
        elif laid.title_span is None and _is_title(text, lines, number, given):
            laid.title, laid.title_span = laid.title or words, line
        elif given is not None and _is_date(text, lines[number + 1 : number + 2]):
            # The text's own headline over its date line, where front matter or the page has another title.
            laid._noise.append(line)
        elif laid.title_span is not None and _above_date(text, lines[number : number + 4]):
            laid._noise.append(line)
        else:
            return lines[number:]
    return lines[LONGEST_HEAD:]


def _is_date(text: str, lines: list[Span]) -> bool:
    return any(_date(text[line.start : line.end]) for line in lines)


def _above_date(text: str, lines: list[Span]) -> bool:
    """ "Office of the Spokesperson", "Ministry of Foreign Affairs": a short line or two between a title and its date line."""
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        if _date(words):
            return number > 0
        if len(words) > LONGEST_OFFICE or _SENTENCE_END.search(words) or _dateline_match(words):
            return False
    return False


_BYLINE = re.compile(r"(?:By|BY) [^\W\d_a-z][^\d:]{2,80}(?<![.!?])")


def _is_title(text: str, lines: list[Span], number: int, given: str | None) -> bool:
    """A short first line with more below it that does not run on like a sentence of the report."""
    line = lines[number]
    words = text[line.start : line.end]
    if given is not None:
        return words.casefold() == given.casefold()
    if number + 1 >= len(lines) or len(words) > LONGEST_TITLE or _dateline_match(words):
        return False
    if not _SENTENCE_END.search(words) or _date(text[lines[number + 1].start : lines[number + 1].end]):
        return _stands_alone(text, line, lines[number + 1])
    capitals = [w for w in words.split() if len(w) > 3]
    titled = sum(not w[0].islower() for w in capitals) >= 0.7 * len(capitals)
    return titled or (len(words) <= 120 and len(lines) - number > 3 and _stands_alone(text, line, lines[number + 1]))


def _stands_alone(text: str, line: Span, following: Span) -> bool:
    """A line that a blank line parts from the next, or that is short beside it; a wrapped line of prose is neither."""
    gap = text[line.end : following.start]
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1 or following.end - following.start > 1.4 * (
        line.end - line.start
    )


def _date(words: str) -> str | None:
    """The ISO day of a line that is nothing but a date."""
    if len(words) > 60:
        return None
    for form in _DATE_LINE:
        found = form.fullmatch(words.strip(" \t|·-–—"))
        if found:
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _MONTHS[parts["month"][:3].lower()]
            return day(int(parts["year"]), month, int(parts["day"]))
    return None


def _paragraphs(text: str, lines: list[Span]) -> Iterator[Span]:
    """Lines joined to paragraphs where the text is wrapped by hand, else one paragraph a line."""
    block: list[Span] = []
    for line in lines:
        gap = text[block[-1].end : line.start] if block else ""
        breaks = gap.count("\n") + gap.count("\r") - gap.count("\r\n")
        if block and (breaks != 1 or gap.endswith(("  ", "\t"))):
            yield from _unwrapped(text, block)
            block = []
        block.append(line)
    yield from _unwrapped(text, block)


def _unwrapped(text: str, block: list[Span]) -> Iterator[Span]:
    ends = [bool(_SENTENCE_END.search(text[line.start : line.end])) for line in block[:-1]]
    wrapped = bool(ends) and not all(ends) and all(40 <= line.end - line.start <= 110 for line in block[:-1])
    if wrapped:
        yield Span(block[0].start, block[-1].end)
    else:
        yield from block


def _dateline_match(words: str) -> re.Match[str] | None:
    """PYONGYANG, North Korea:   TOKYO, April 4 (AFP) -   Beijing, Nov. 18 (Xinhua) --   WASHINGTON (AP) —   MOSCOW, June 18. /TASS/.
    MOSCOW, January 12. TASS -   Taipei, July 24 (CNA) President …"""
    found = _DATELINE.match(words[:160])
    if not found:
        return None
    place = found["place"]
    sure = found["agency"] or found["when"]
    capitals = place.isupper() and len(place) > 2 and place not in _NOT_PLACES
    if found["cable"] and not (found["when"] and capitals):
        return None
    if found["none"] is not None and not (found["agency"] and found["when"]):
        return None
    if not (capitals or (sure and found["dash"]) or found["wire"] or found["none"] is not None) or (
        found["colon"] and not capitals
    ):
        return None
    return found


_NOT_PLACES = frozenset(row["word"] for row in wordlists.rows("not_datelines"))


def _dateline(text: str, paragraph: Span, laid: Layout) -> Span:
    """Take the dateline off the first paragraph."""
    found = _dateline_match(text[paragraph.start : min(paragraph.end, paragraph.start + 160)])
    if not found:
        return paragraph
    place = found["place"]
    laid.dateline_span = Span(paragraph.start, paragraph.start + len(found[0].rstrip()))
    if not laid.place:
        laid.place = ", ".join(filter(None, (_titled(place) if place.isupper() else place, found["region"])))
    if (agency := found["agency"] or found["wire"] or found["cable"]) and not laid.publisher:
        laid.publisher = agency
    if found["year"] and not laid.published:
        month = found["month"] or found["month2"]
        laid.published = day(int(found["year"]), _MONTHS[month[:3].lower()], int(found["day"] or found["day2"]))
        laid.published_span = laid.dateline_span if laid.published else None
    return Span(paragraph.start + found.end(), paragraph.end)


def _titled(place: str) -> str:
    """PHNOM PENH -> Phnom Penh, BADEN-BADEN -> Baden-Baden, ST. PETERSBURG -> St. Petersburg."""
    return re.sub(r"[^\W\d_]+", lambda w: w[0].capitalize(), place)
