"""The words that a record was read from, each marked in the paragraph it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from events import annotating
from events.annotating import Block, Mark
from events.models import Event, Person, Source, Statement
from events.records import Span

MOST_SOURCES = 8
MOST_BLOCKS = 4
"""Paragraphs shown of one source; the source's own page has them all."""


@dataclass(frozen=True)
class Passage:
    """Paragraphs of one source with the record's words marked; `left` is how many more paragraphs hold some."""

    source: Source
    blocks: list[Block]
    left: int
    anchor: str


def passages(record: Any) -> list[Passage]:
    """Where the sources tell of an event, name a person or quote a statement; earliest published first."""
    return _PASSAGES[type(record)](record)


def of(source: Source, found: Iterable[Mark]) -> Passage:
    """The paragraphs of a source that hold these marks."""
    marks = sorted(found, key=lambda mark: (mark.span.start, -mark.span.end))
    blocks = [
        block
        for block in annotating.paragraphs(source.text, source.layout, marks)
        if any(piece.marks for piece in block.pieces)
    ]
    return Passage(source, blocks[:MOST_BLOCKS], len(blocks[MOST_BLOCKS:]), marks[0].anchor if marks else "")


def _event(event: Event) -> list[Passage]:
    reports = event.reports.filter(current=True).select_related("source").prefetch_related("evidence")
    found = []
    for report in reports.order_by("source__published", "pk")[:MOST_SOURCES]:
        spans = {(row.start, row.end) for row in report.evidence.all()} or {(report.start, report.end)}
        marks = [Mark(Span(*span), "event", event.title, "") for span in spans]
        if where := report.reading.get("date_span"):
            marks.append(Mark(Span(*where), "date", report.edtf, ""))
        found.append(of(report.source, marks))
    return found


def _person(person: Person) -> list[Passage]:
    namings = person.namings.filter(current=True).select_related("source").prefetch_related("evidence")
    return [
        of(naming.source, [Mark(Span(row.start, row.end), "person", naming.name, "") for row in naming.evidence.all()])
        for naming in namings.order_by("source__published", "pk")[:MOST_SOURCES]
    ]


def _statement(statement: Statement) -> list[Passage]:
    if statement.source is None or statement.start is None or statement.end is None:
        return []
    marks = [Mark(Span(statement.start, statement.end), "statement", "", "")]
    if statement.cue_start is not None and statement.cue_end is not None and statement.cue_start < statement.cue_end:
        marks.append(Mark(Span(statement.cue_start, statement.cue_end), "cue", "", ""))
    if where := (statement.reading.get("speaker") or {}).get("span"):
        marks.append(Mark(Span(*where), "person", "", ""))
    return [of(statement.source, marks)]


_PASSAGES: dict[type, Any] = {Event: _event, Person: _person, Statement: _statement}
