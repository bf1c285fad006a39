"""Which statement answers which, and of whom and when each speaks. Never a verdict. May import records and sibling modules."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from events.extraction import contents, speakers, wordlists
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.spans import Shelf
from events.records import Document, Span, StatementRecord
from events.vocabulary import Response

_REACH = 900
"""Characters back in which what is answered is looked for: two or three paragraphs of news."""

_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _responses() -> dict[str, tuple[Response, ...]]:
    found: dict[str, tuple[Response, ...]] = {}
    for row in wordlists.rows("answer_verbs"):
        found[row["verb"]] = (*found.get(row["verb"], ()), Response.of(row["response"]))
    return found


def answers_relatively(verb: Token) -> bool:
    """ "charges that both Moscow and Pyongyang deny": the answering verb lacks its object, which is the noun before it.

    The small model takes "charges" for a verb and the clause for its complement, as often as not.
    """
    if verb.lemma_.lower() not in _responses() or verb.dep_ not in {"relcl", "ccomp", "acl"}:
        return False
    if any(
        child.dep_ in {"ccomp", "xcomp", "dobj"} and child.lower_ not in {"that", "which"} for child in verb.children
    ):
        return False
    opened = any(child.lower_ in {"that", "which"} for child in verb.children) or verb.dep_ == "relcl"
    subject = any(child.dep_ == "nsubj" and child.lower_ not in {"that", "which", "who"} for child in verb.children)
    return opened and subject and contents.is_claim(verb.head) and verb.head.i < verb.i


def answer(
    made: Sequence[StatementRecord], referents: Referents, dates: Sequence[DateMention], document: Document
) -> tuple[StatementRecord, ...]:
    """The statements with whom they speak of, when they were said, and what they answer."""
    done: list[StatementRecord] = []
    told = Shelf(list(enumerate(made)), lambda row: row[1].span)
    days = Shelf([m for m in dates if m.edtf], lambda mention: mention.span)
    for record in made:
        response, index = _answered(record, told)
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
    for verb in _responses():
        stem = verb.removesuffix("e").removesuffix("y")
        if any(word == verb or (word.startswith(stem) and len(word) - len(stem) <= 4) for word in words):
            return verb
    return None


def _answered(record: StatementRecord, told: Shelf[tuple[int, StatementRecord]]) -> tuple[Response | None, int | None]:
    verb = _lemma(record.cue)
    if verb is None:
        return None, None
    words = {word.lower().removesuffix("s") for word in _WORD.findall(record.text)[:8]}
    claim = bool(words & speakers.nouns("claim"))
    proposal = bool(words & speakers.nouns("proposal"))
    if not claim and not proposal:
        return None, None
    wanted = {Response.DENIAL, Response.CONFIRMATION} if claim else {Response.ACCEPTANCE, Response.REFUSAL}
    response = next((r for r in _responses()[verb] if r in wanted), None)
    if response is None:
        return None, None
    earlier = [
        (other.span.end, index)
        for index, other in told.before(record.span.start, _REACH)
        if other.speaker != record.speaker and _lemma(other.cue) is None
    ]
    return (response, max(earlier)[1]) if earlier else (None, None)


def _date(record: StatementRecord, dates: Shelf[DateMention], document: Document) -> str | None:
    """The day named beside the cue, outside the content: "said on Monday that …". None where the text gives none."""
    near = Span(min(record.cue_span.start, (record.speaker_span or record.cue_span).start), record.cue_span.end + 40)
    for mention in dates.over(near):
        if not record.span.overlaps(mention.span):
            between = document.text[min(mention.span.end, near.start) : max(mention.span.start, near.end)]
            if "." not in between.strip() or len(between) < 60:
                return mention.edtf
    return None
