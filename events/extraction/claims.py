"""Which statement answers which, and of whom and when each speaks. Never a verdict. May import records and sibling modules."""

import re
from collections.abc import Sequence
from dataclasses import replace

from events.extraction import answers, speakers
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.spans import Shelf
from events.records import Document, Span, StatementRecord
from events.vocabulary import Response

_REACH = 900
"""Characters back in which what is answered is looked for: two or three paragraphs of news."""

_NEXT_SENTENCE = 120
"""Characters back within which one shared word is enough for a denial to be of what was said there."""

_WORD = re.compile(r"[^\W\d_]+")


def answer(
    made: Sequence[StatementRecord], referents: Referents, dates: Sequence[DateMention], document: Document
) -> tuple[StatementRecord, ...]:
    """The statements with whom they speak of, when they were said, and what they answer."""
    done: list[StatementRecord] = []
    told = Shelf(list(enumerate(made)), lambda row: row[1].span)
    days = Shelf([m for m in dates if m.edtf], lambda mention: mention.span)
    for record in made:
        response, index = _answered(record, told, document.text)
        done.append(
            replace(
                record,
                response=response,
                responds_to=index,
                date=_date(record, days, document),
                about_countries=referents.countries_in(record.span),
                about_persons=tuple(n for n in referents.persons_in(record.span) if n != record.speaker.person),
            )
        )
    return tuple(done)


def _lemma(cue: str) -> str | None:
    """The answering verb that a cue's words are a form of."""
    words = [word.lower() for word in _WORD.findall(cue)]
    for verb in answers.responses():
        stem = verb.removesuffix("e").removesuffix("y")
        if any(word == verb or (word.startswith(stem) and len(word) - len(stem) <= 4) for word in words):
            return verb
    return None


_NEGATED = re.compile(r"\b(?:neither|nor|not|never|refus\w+ to|declin\w+ to|without)\s+\w*\s*$|n['’]t\s+\w*\s*$")


def _answered(
    record: StatementRecord, told: Shelf[tuple[int, StatementRecord]], text: str
) -> tuple[Response | None, int | None]:
    """What a statement answers, and how: by its verb and a word for what was claimed, or by denying what another said."""
    if _NEGATED.search(text[max(0, record.cue_span.start - 24) : record.cue_span.start]):
        return None, None
    verb = _lemma(record.cue)
    words = [word.lower() for word in _WORD.findall(record.text)]
    stems = {word.removesuffix("s") for word in words[:8]}
    earlier = [
        (other.span.end, index, other)
        for index, other in told.before(record.span.start, _REACH)
        if other.speaker != record.speaker and _lemma(other.cue) is None
    ]
    response = _response(verb, words, stems)
    if response is None and verb == "deny":
        # "denied breaking the treaty": of what was said before, what speaks of the same.
        response = Response.DENIAL
        told_of = _told_of(record.text)
        near = record.span.start - _NEXT_SENTENCE
        earlier = [row for row in earlier if len(told_of & _told_of(row[2].text)) > (row[0] < near)]
    if response is None or not earlier:
        return None, None
    return response, max(earlier)[1]


def _response(verb: str | None, words: list[str], stems: set[str]) -> Response | None:
    claim = bool(stems & speakers.nouns("claim"))
    if claim and (judged := next((r for w in words if (r := answers.judgements().get(w))), None)) is not None:
        return judged
    if verb is None or not (claim or stems & speakers.nouns("proposal")):
        return None
    wanted = {Response.DENIAL, Response.CONFIRMATION} if claim else {Response.ACCEPTANCE, Response.REFUSAL}
    return next((r for r in answers.responses()[verb] if r in wanted), None)


def _told_of(text: str) -> set[str]:
    """The words of a statement that say what it is about, without their endings."""
    return {word.lower()[:4] for word in _WORD.findall(text) if len(word) > 4}


def _date(record: StatementRecord, dates: Shelf[DateMention], document: Document) -> str | None:
    """The day named beside the cue, outside the content: "said on Monday that …". None where the text gives none."""
    near = Span(min(record.cue_span.start, (record.speaker_span or record.cue_span).start), record.cue_span.end + 40)
    for mention in dates.over(near):
        if not record.span.overlaps(mention.span):
            between = document.text[min(mention.span.end, near.start) : max(mention.span.start, near.end)]
            if "." not in between.strip() or len(between) < 60:
                return mention.edtf
    return None
