"""A source's text with its evidence marked: cut where any mark begins or ends, so that overlapping spans stay readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from events.models import Evidence, Statement
from events.records import Span
from events.shown import StatementRow

CONTEXT = 90
"""Characters of text shown on either side of the words of an excerpt."""


@dataclass(frozen=True)
class Mark:
    """A span and the record read there. `kind`: event, person, country or statement; `anchor` is the span's address."""

    span: Span
    kind: str
    label: str
    url: str

    @property
    def anchor(self) -> str:
        return f"c{self.span.start}-{self.span.end}"


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks. `opens` are the marks that begin here: their anchors stand at its start."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def anchors(self) -> str:
        return " ".join(dict.fromkeys(mark.anchor for mark in self.marks))


@dataclass(frozen=True)
class Block:
    """A stretch of the source: front (matter), title, published, dateline, paragraph, noise (publisher's furniture) or other."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def facts(self) -> list[Mark]:
        """The events and statements whose words begin here, each once."""
        opened = (mark for piece in self.pieces for mark in piece.opens if mark.kind in {"event", "statement"})
        return list({mark.url: mark for mark in reversed(list(opened))}.values())[::-1]


class Run(NamedTuple):
    """Words with their address in the source, or context, which has none."""

    text: str
    anchor: str = ""


def marks(evidence: Iterable[Evidence], statements: Iterable[Statement | StatementRow]) -> list[Mark]:
    """Everything read in a source that the public may see, in order of place, the wider first."""
    found = []
    for row in evidence:
        span = Span(row.start, row.end)
        if row.report is not None and row.report.current and row.report.event.visible:
            found.append(Mark(span, "event", row.report.event.title, row.report.event.get_absolute_url()))
        elif row.naming is not None and row.naming.current and row.naming.person.visible:
            found.append(Mark(span, "person", row.naming.person.name, row.naming.person.get_absolute_url()))
        elif row.country is not None:
            found.append(Mark(span, "country", row.country.name, row.country.get_absolute_url()))
    for statement in statements:
        if statement.start is not None and statement.end is not None:
            span = Span(statement.start, statement.end)
            found.append(Mark(span, "statement", speaker_label(statement), statement.get_absolute_url()))
    return sorted(found, key=lambda m: (m.span.start, -m.span.end, m.kind, m.url))


def speaker_label(statement: Statement | StatementRow) -> str:
    """Who spoke, by name."""
    if statement.speaker_person is not None:
        return statement.speaker_person.name
    return statement.speaker_org or (statement.speaker_country.name if statement.speaker_country else "")


def paragraphs(text: str, layout: dict[str, Any], found: Sequence[Mark]) -> list[Block]:
    """The whole text as blocks of pieces; joined, the pieces are the text again but for the space between blocks."""
    known: list[tuple[Span, str]] = [(Span(*s), _of_noise(text, s[0])) for s in layout.get("noise", ())]
    known += [(Span(*s), "paragraph") for s in layout.get("paragraphs", ())]
    for kind in ("title", "published", "dateline"):
        if layout.get(kind):
            known.append((Span(*layout[kind]), kind))
    blocks, position = [], 0
    for span, kind in sorted(known):
        if span.start > position and text[position : span.start].strip():
            blocks.append(_block("other", text, Span(position, span.start), found))
        if span.end > position:
            blocks.append(_block(kind, text, Span(max(position, span.start), span.end), found))
            position = span.end
    if text[position:].strip():
        blocks.append(_block("other", text, Span(position, len(text)), found))
    return blocks


def _of_noise(text: str, start: int) -> str:
    """Front matter, which the reading of layout takes from the very top only, or furniture of any other kind."""
    return "front" if start == 0 and text.startswith("---") else "noise"


def _block(kind: str, text: str, where: Span, found: Sequence[Mark]) -> Block:
    inside = [m for m in found if m.span.overlaps(where)]
    edges = {where.start, where.end}
    for mark in inside:
        edges |= {edge for edge in mark.span if where.start < edge < where.end}
    cuts = sorted(edges)
    pieces = []
    for start, end in pairwise(cuts):
        over = tuple(m for m in inside if m.span.start < end and start < m.span.end)
        opens = tuple(m for m in over if max(m.span.start, where.start) == start and m.span.start >= where.start)
        pieces.append(Piece(text[start:end], over, opens))
    return Block(kind, tuple(pieces))


def excerpts(text: str, rows: Iterable[Any]) -> list[list[Run]]:
    """The words of rows (anything with start and end) in some of their context, cut at word borders; none stand there twice.

    Words that lie within others are left to them, and neighbours in one paragraph share a stretch of it.
    """
    spans = sorted({(row.start, row.end) for row in rows if row.start is not None}, key=lambda s: (s[0], -s[1]))
    stretches: list[list[tuple[int, int]]] = []
    for start, end in spans:
        last = stretches[-1][-1][1] if stretches else -1
        if end <= last:
            continue
        if stretches and "\n" not in text[last:start] and start - last <= 2 * CONTEXT:
            stretches[-1].append((start, end))
        else:
            stretches.append([(start, end)])
    return [_runs(text, stretch) for stretch in stretches]


def _runs(text: str, stretch: Sequence[tuple[int, int]]) -> list[Run]:
    first, last = stretch[0][0], stretch[-1][1]
    before = text[max(0, first - CONTEXT) : first].split("\n")[-1]
    after = text[last : last + CONTEXT].split("\n")[0]
    if first > CONTEXT and len(before) == CONTEXT:
        before = "…" + before.partition(" ")[2]
    if last + CONTEXT < len(text) and len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + "…"
    runs, position = [Run(before)], first
    for start, end in stretch:
        runs += [Run(text[position:start]), Run(text[max(position, start) : end], f"c{start}-{end}")]
        position = end
    return [run for run in [*runs, Run(after)] if run.text]
