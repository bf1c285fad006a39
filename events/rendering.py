"""Records as lists show them: the values of the rows in `templates/_parts.html`, which has all of their markup.

May import models, `shown` and `drawing`.
"""

import functools
from datetime import date

from django.conf import settings
from django.template import engines
from jinja2.filters import do_truncate
from markupsafe import Markup

from events import languages, presentation
from events.drawing import filled, remembered
from events.models import Country
from events.shown import EventRow, PersonRow, SourceRow, StatementRow, Told
from events.vocabulary import DateBasis, Status

_OCCURRED, _PLANNED, _INFERRED = Status.OCCURRED.value, Status.PLANNED.value, DateBasis.INFERRED.value


class Rows:
    """Draws the rows of a list. What they share is asked for once: a list has dozens of them."""

    def __init__(self) -> None:
        self.language = languages.current()
        self.between_states = remembered("between_states", self.language)
        self.states: dict[str, Markup] = {}

    def event(self, event: EventRow, today: date) -> Markup:
        """When, what, who, where, and the first two sources that tell it."""
        status = event.status
        return filled(
            "event_row",
            self.language,
            id=event.public_id,
            title=event.title,
            when=self._when(event.edtf, event.earliest or event.latest or "", event.date_basis),
            type=remembered("type_badge", self.language, event.type, event.mode),
            status="" if status == _OCCURRED else self._badge(status, "status"),
            unresolved=status == _PLANNED and event.latest is not None and event.latest < today.isoformat(),
            who=Markup(str.join(self.between_states, map(self._state, event.states))),  # noqa: S704
            place=event.place,
            review=remembered("review_badge", self.language, event.review),
            sources=Markup("".join([self._source(one, event.title) for one in event.reports])),  # noqa: S704
            more=remembered("more_sources", self.language, more)
            if (more := event.sources - len(event.reports))
            else "",
        )

    def person(self, person: PersonRow) -> Markup:
        office, further, *_ = *person.offices, "", ""
        return filled(
            "person_row",
            self.language,
            id=person.public_id,
            name=person.sort_name,
            state=self._state(person.country) if person.country else "",
            office=office,
            further=further,
            review=self._badge(person.review, "review"),
        )

    def source(self, source: SourceRow) -> Markup:
        return filled(
            "source_row",
            self.language,
            id=source.public_id,
            title=source.title or source.path,
            language=source.language,
            direction=languages.direction(source.language),
            published=self._day(source.published)
            if source.published
            else remembered("calendar_day", self.language, None),
            place=source.place,
            publisher=source.publisher,
        )

    def statement(self, said: StatementRow, answers: bool = True) -> Markup:
        """The words, who said them where, what they answer and, unless that stands elsewhere on the page, who answers them."""
        sides = []
        answered = said.responds_to
        if answered and answered.visible:
            sides.append(self._side(answered, said.response, presentation.answers(said.response)))
        for other in said.answers if answers else ():
            sides.append(self._side(other, other.response, presentation.answered_by(other.response)))
        return filled(
            "statement_block",
            self.language,
            kind=said.kind,
            text=said.text,
            sides=Markup("".join(sides)),  # noqa: S704
            badge=self._badge(said.kind, "kind"),
            review=self._badge(said.review, "review"),
            **self._said(said),
        )

    def _side(self, said: StatementRow, response: str, words: str) -> Markup:
        text = _shortened(said.text, 140, 5, "...")
        return filled("other_side", self.language, response=response, words=words, text=text, **self._said(said))

    def _said(self, said: StatementRow) -> dict[str, str]:
        """What both sides of an answer tell of themselves."""
        day = said.earliest or said.latest
        when = self._when(said.edtf, day.isoformat() if day else "") if said.edtf else ""
        source = said.source
        return {
            "id": said.public_id,
            "speaker": self._speaker(said),
            "cue": said.cue,
            "when": when,
            "reported": self._reported(said.reported.isoformat()) if said.reported and not when else "",
            "source": source.public_id if source else "",
            "span": f"{said.start}-{said.end}" if source else "",
            "title": source.title if source else "",
        }

    def _speaker(self, said: StatementRow) -> Markup:
        person, organisation, country = said.speaker_person, said.speaker_org, said.speaker_country
        if person:
            return filled("spoke", self.language, person=person.public_id, name=person.name)
        if organisation:
            state = self._state(country) if country else ""
            return filled("spoke", self.language, organisation=organisation, state=state)
        if not country:
            raise ValueError(f"statement {said.public_id} has no speaker, against statement_one_speaker_kind")
        return filled("spoke", self.language, country=country.code, name=presentation.country_name(country))

    def _source(self, told: Told, title: str) -> Markup:
        """A source with its words, if those say more than the title of the event does."""
        return filled(
            "event_source",
            self.language,
            quotation="" if told.trigger.lower() == title.lower() else _shortened(told.trigger, 150, 10, "…"),
            id=told.source,
            span=f"{told.start}-{told.end}",
            title=told.title or told.publisher,
            reported=self._reported(told.published) if told.published else "",
        )

    def _when(self, edtf: str, day: str, basis: str = "") -> Markup:
        """A date with its first day, in ISO text."""
        return _dated(self.language, edtf, day, basis)

    def _reported(self, day: str) -> Markup:
        return _reported_on(self.language, day)

    def _day(self, day: date) -> Markup:
        return filled("calendar_time", self.language, words=presentation.day(day), day=day.isoformat())

    def _state(self, state: Country) -> Markup:
        if state.code not in self.states:
            name = presentation.country_name(state)
            self.states[state.code] = remembered("state_link", self.language, state.code, name)
        return self.states[state.code]

    def _badge(self, value: str, words: str) -> Markup:
        return remembered("badge", self.language, value, words)


def _draw_dated(language: str, edtf: str, day: str, basis: str) -> Markup:
    words = presentation.day(date.fromisoformat(day)) if day and day == edtf else presentation.when(edtf)
    return filled("dated", language, words=words, day=day, inferred=basis == _INFERRED)


def _draw_reported_on(language: str, day: str) -> Markup:
    return filled("reported_on", language, words=presentation.day(date.fromisoformat(day)), day=day)


if settings.DEBUG:  # templates change there
    _dated, _reported_on = _draw_dated, _draw_reported_on
else:
    _dated = functools.lru_cache(maxsize=20_000)(_draw_dated)
    _reported_on = functools.lru_cache(maxsize=10_000)(_draw_reported_on)


def statement_row(statement: StatementRow, answers: bool = True) -> Markup:
    """For templates that show all that was said of something, or a thread on which the answers stand by themselves."""
    return Rows().statement(statement, answers)


def _shortened(words: str, length: int, leeway: int, end: str) -> str:
    return do_truncate(engines["pages"].env, words, length, end=end, leeway=leeway)  # type: ignore[attr-defined]
