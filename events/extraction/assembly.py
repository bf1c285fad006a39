"""From drafts to statements: contents snapped to quotation marks, repetitions dropped, kinds named. May import quotations and speakers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from events.extraction import speakers
from events.extraction.quotations import Quotation
from events.extraction.spans import Shelf
from events.records import Document, Span, Speaker, StatementRecord
from events.vocabulary import StatementKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in the making. `verb` is the lemma of its cue."""

    span: Span
    cue: Span
    speaker: Speaker
    speaker_span: Span | None
    rule: str
    verb: str


Beside = Callable[[Quotation, Shelf[Draft]], Draft | None]


def assemble(
    drafts: list[Draft], quoted: Sequence[Quotation], beside: Beside, document: Document
) -> list[StatementRecord]:
    """Statements in the order of the text."""
    marked = Shelf(quoted, lambda quotation: quotation.span)
    outside = (draft for draft in drafts if not _inside_quotation(draft.cue, marked))
    snapped = [_snap(draft, marked) for draft in outside]
    placed = Shelf(snapped, lambda draft: draft.span)
    for quotation in quoted:
        if any(_share(quotation.span, draft.span) > 0.5 for draft in placed.over(quotation.span)):
            continue
        if _is_term(quotation, document.text):
            continue
        found = beside(quotation, placed)
        if found is not None:
            snapped.append(found)
            placed.add(found)
    kept = _reported(_distinct(snapped))
    return [
        _record(draft, marked, document)
        for draft in sorted(kept, key=lambda d: (d.span, d.cue, d.speaker_span or d.cue))
    ]


def _inside_quotation(cue: Span, quoted: Shelf[Quotation]) -> bool:
    """What a speaker says that others said is the speaker's content, not the paper's report."""
    return any(q.closed and q.inner.contains(cue) and q.inner.end - q.inner.start > 40 for q in quoted.over(cue))


def _share(part: Span, whole: Span) -> float:
    """How much of the first lies in the second, of 1."""
    inside = min(part.end, whole.end) - max(part.start, whole.start)
    return max(0, inside) / max(1, part.end - part.start)


def _snap(draft: Draft, quoted: Shelf[Quotation]) -> Draft:
    """A content that is (nearly) a quotation becomes just it; one that cuts a quotation takes it in whole."""
    start, end = draft.span
    for quotation in quoted.over(Span(start, end + 1)):
        if _share(draft.span, quotation.span) > 0.8 and not quotation.span.contains(draft.cue):
            runs_on = draft.span.end if draft.span.end > quotation.span.end + 3 else quotation.span.end
            return replace(draft, span=Span(min(draft.span.start, quotation.span.start), runs_on))
        if start < quotation.span.start < end < quotation.span.end and quotation.span.end - end < 200:
            end = quotation.span.end
        elif quotation.span.start < start < quotation.span.end < end and start - quotation.span.start < 200:
            start = quotation.span.start
        elif end in {quotation.inner.end, quotation.span.end - 2} and start < quotation.span.start:
            end = quotation.span.end
    if Span(start, end).contains(draft.cue):
        return draft
    return replace(draft, span=Span(start, end))


def _is_term(quotation: Quotation, text: str) -> bool:
    """Two or three words in quotation marks are a term, not a statement."""
    return len(text[slice(*quotation.inner)].split()) < 4


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Of drafts that mean the same words the best rule's; a fragment inside the same speaker's larger content goes."""
    kept: Shelf[Draft] = Shelf((), lambda draft: draft.span)
    found: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-(d.span.end - d.span.start), d.span, d.cue)):
        if not any(_repeats(draft, other) for other in kept.over(draft.span)):
            kept.add(draft)
            found.append(draft)
    return found


def _repeats(draft: Draft, other: Draft) -> bool:
    if draft.span == other.span:
        # Joint speakers of one cue share their words.
        return draft.speaker == other.speaker or draft.cue != other.cue
    if draft.speaker == other.speaker:
        return _share(draft.span, other.span) > 0.6
    return False


def _reported(drafts: list[Draft]) -> list[Draft]:
    """Without what is said inside somebody else's words: "he said that the court had ruled …" reports him, not the court.

    What a paper or an agency has from others is theirs all the same ("Lavrov met Fidan, stressing that …, Tass reported").
    """
    placed = Shelf(drafts, lambda draft: draft.span)
    return [
        draft
        for draft in drafts
        if not any(_says_again(draft, other) for other in placed.over(draft.span))
        and (draft.rule == "according-to" or not any(_tells_of(other, draft) for other in placed.over(draft.cue)))
    ]


def _says_again(draft: Draft, other: Draft) -> bool:
    """A paper's word for what somebody is quoted with is no second statement: ""…," the message said, according to the papers"."""
    if other is draft or other.speaker == draft.speaker or not speakers.is_medium(draft.speaker):
        return False
    return (
        _share(draft.span, other.span) > 0.7
        and _share(other.span, draft.span) > 0.7
        and not speakers.is_medium(other.speaker)
    )


def _tells_of(other: Draft, draft: Draft) -> bool:
    return (
        other.cue != draft.cue
        and other.span.contains(draft.cue)
        and _share(draft.span, other.span) > 0.9
        and not speakers.is_medium(other.speaker)
    )


def _record(draft: Draft, quoted: Shelf[Quotation], document: Document) -> StatementRecord:
    text = document.text
    return StatementRecord(
        text=text[draft.span.start : draft.span.end],
        span=draft.span,
        kind=_kind(draft.span, quoted),
        cue=text[draft.cue.start : draft.cue.end],
        cue_span=draft.cue,
        speaker=draft.speaker,
        speaker_span=draft.speaker_span,
        rule=draft.rule,
    )


def _kind(span: Span, quoted: Shelf[Quotation]) -> StatementKind:
    """Direct when all of it stands in quotation marks, mixed when a part does."""
    inside = list(quoted.over(span))
    if any(q.span.start <= span.start and span.end <= q.span.end for q in inside):
        return StatementKind.DIRECT
    return StatementKind.MIXED if inside else StatementKind.INDIRECT
