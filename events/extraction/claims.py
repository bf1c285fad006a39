"""Which statement answers which, and of whom and when each speaks. Never a verdict. May import records and sibling modules."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.extraction import answers, speakers
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.spans import Shelf
from events.records import Document, Span, Speaker, StatementRecord
from events.vocabulary import Response

_REACH = 900
"""Characters back in which what is answered is looked for: two or three paragraphs of news."""

_NEXT_SENTENCE = 120
"""Characters back within which one shared word is enough for a denial to be of what was said there."""

_CHARGES = frozenset({"accusation", "allegation", "charge"})
"""Answers that call it so need more than another's words before them: those must accuse, or speak of who answers."""

_WORD = re.compile(r"[^\W\d_]+")


def answer(
    made: Sequence[StatementRecord], referents: Referents, dates: Sequence[DateMention], document: Document
) -> tuple[StatementRecord, ...]:
    """The statements with whom they speak of, when they were said, and what they answer."""
    done: list[StatementRecord] = []
    answering = _Answering(made, referents, document.text)
    days = Shelf([m for m in dates if m.edtf], lambda mention: mention.span)
    for record in made:
        response, index = answering.answered(record)
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


def _verb(cue: str, verbs: Iterable[str]) -> str | None:
    """The verb among these that a cue's words are a form of."""
    words = [word.lower() for word in _WORD.findall(cue)]
    for verb in verbs:
        stem = verb.removesuffix("e").removesuffix("y")
        if any(word == verb or (word.startswith(stem) and len(word) - len(stem) <= 4) for word in words):
            return verb
    return None


_NEGATED = re.compile(r"\b(?:neither|nor|not|never|refus\w+ to|declin\w+ to|without)\s+\w*\s*$|n['’]t\s+\w*\s*$")


class _Answering:
    """Finds what each statement of one text answers: an earlier one of somebody else, by its verb, its subject and who it is against."""

    def __init__(self, made: Sequence[StatementRecord], referents: Referents, text: str) -> None:
        self.told = Shelf(list(enumerate(made)), lambda row: row[1].span)
        self.referents = referents
        self.text = text
        self.home = {person.name: person.country for person in referents.persons}

    def answered(self, record: StatementRecord) -> tuple[Response | None, int | None]:
        """How a statement answers which other: by its verb and a word for what was claimed, or by denying what another said."""
        if self._negated(record):
            return None, None
        verb = _verb(record.cue, answers.responses())
        words = [word.lower() for word in _WORD.findall(record.text)]
        stems = {word.removesuffix("s") for word in (words[2:8] if words[:1] == ["to"] else words[:8])}
        response = _response(verb, words, stems)
        earlier = [
            (index, other)
            for index, other in self.told.before(record.span.start, _REACH)
            if other.speaker != record.speaker
            and _verb(other.cue, answers.responses()) is None
            and not self._negated(other)
        ]
        if response is None and verb == "deny":
            # "denied breaking the treaty": of what was said before, what speaks of the same.
            response = Response.DENIAL
            earlier = [row for row in earlier if _of_the_same(record, row[1])]
        elif response in {Response.DENIAL, Response.CONFIRMATION}:
            charged = bool(stems & _CHARGES) and self._state(record.speaker) is not None
            earlier = [row for row in earlier if self._states(row[1]) and self._against(row[1], record) > charged]
        else:
            earlier = [row for row in earlier if stems & _asked(row[1])]
        if response is None or not earlier:
            return None, None
        return response, max(earlier, key=lambda row: (self._against(row[1], record), row[1].span.end))[0]

    def _negated(self, record: StatementRecord) -> bool:
        """ "did not say", "would neither confirm nor deny"."""
        return _NEGATED.search(self.text[max(0, record.cue_span.start - 24) : record.cue_span.start]) is not None

    def _states(self, other: StatementRecord) -> bool:
        """Whether it says something that may be true or not."""
        asked = _asked(other)
        return not asked or asked == answers.ACCUSES

    def _against(self, other: StatementRecord, record: StatementRecord) -> int:
        """How much speaks for its being the charge that is answered: it accuses, it speaks of who answers, it is another state's."""
        answering, speaking = self._state(record.speaker), self._state(other.speaker)
        accuses = _asked(other) == answers.ACCUSES
        of_states, of_persons = self.referents.countries_in(other.span), self.referents.persons_in(other.span)
        about = answering in of_states[: 1 if accuses else None] or record.speaker.person in of_persons
        abroad = answering is None or answering != speaking
        return abroad + accuses + about

    def _state(self, speaker: Speaker) -> str | None:
        return speaker.country or self.home.get(speaker.person or "")


def _asked(other: StatementRecord) -> frozenset[str]:
    """The nouns that an answer may call a proposal by; those of an accusation; nothing for what is said."""
    verb = _verb(other.cue, answers.answered_verbs())
    nouns = answers.answered_verbs()[verb] if verb else frozenset()
    of_paper = {word for word in ("resolution", "ultimatum") if word in (other.speaker.org or "").lower()}
    return nouns | of_paper


def _response(verb: str | None, words: list[str], stems: set[str]) -> Response | None:
    claim = bool(stems & speakers.nouns("claim"))
    if claim and (judged := next((r for w in words if (r := answers.judgements().get(w))), None)) is not None:
        return judged
    if verb is None or not (claim or stems & speakers.nouns("proposal")):
        return None
    wanted = {Response.DENIAL, Response.CONFIRMATION} if claim else {Response.ACCEPTANCE, Response.REFUSAL}
    return next((r for r in answers.responses()[verb] if r in wanted), None)


def _of_the_same(record: StatementRecord, other: StatementRecord) -> bool:
    """Whether they share a word that is no name; two words where they stand apart."""
    common = _told_of(record.text) & _told_of(other.text)
    apart = other.span.end < record.span.start - _NEXT_SENTENCE
    return len(common) > apart and any(not word[:1].isupper() for word in common)


def _told_of(text: str) -> set[str]:
    """The words of a statement that say what it is about, without their endings."""
    return {word[:4] for word in _WORD.findall(text) if len(word) > 4}


def _date(record: StatementRecord, dates: Shelf[DateMention], document: Document) -> str | None:
    """The day named beside the cue, outside the content: "said on Monday that …". None where the text gives none."""
    near = Span(min(record.cue_span.start, (record.speaker_span or record.cue_span).start), record.cue_span.end + 40)
    for mention in dates.over(near):
        if not record.span.overlaps(mention.span):
            between = document.text[min(mention.span.end, near.start) : max(mention.span.start, near.end)]
            if "." not in between.strip() or len(between) < 60:
                return mention.edtf
    return None
