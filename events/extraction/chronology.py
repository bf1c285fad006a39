"""Dates that the events of one text lend each other, where their own clauses give none. May import records, edtf and joining.

What a visitor is to do has the days of the visit; what is told right after a dated meeting of the same people happened then;
fresh news that nothing dates is of the day of publication, marked as inferred.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from events import edtf
from events.extraction.joining import Telling
from events.vocabulary import DateBasis, EventType, Mode, Status

_NEAR_SENTENCES = 1
"""Sentences back to the event that dates an undated one."""


_LEAD = 2
"""Sentences that tell the news; what has been done by then, as later ones tell, has no day."""


def settle(told: Sequence[Telling], lead: tuple[str, DateBasis] | None) -> list[Telling]:
    """The events with every date that the text allows to infer, in the same order."""
    visits = [t for t in told if t.mode is Mode.VISIT and t.date]
    by_sentence = sorted((t for t in told if _lends(t, lead)), key=lambda t: t.sentence)
    sentences = [t.sentence for t in by_sentence]
    return [_settled(t, visits, by_sentence, sentences, lead) for t in told]


def _settled(
    event: Telling,
    visits: Sequence[Telling],
    lenders: Sequence[Telling],
    sentences: Sequence[int],
    lead: tuple[str, DateBasis] | None,
) -> Telling:
    if event.date:
        return event
    by_paper = event.type is EventType.AGREE and event.thing and not event.rule.endswith("-to-come")
    if event.status is Status.PLANNED and (event.mode is Mode.MEETING or by_paper):
        host = next((v for v in visits if _part_of(event, v, lead)), None)
        return replace(event, date=host.date, basis=DateBasis.INFERRED) if host else event
    if event.status is not Status.OCCURRED or not event.is_fresh:
        return event
    place = bisect_right(sentences, event.sentence)
    for other in reversed(lenders[max(0, place - 6) : place]):
        if event.sentence - other.sentence > _NEAR_SENTENCES:
            break
        if other.is_aside and other.sentence == event.sentence:
            continue
        if not event.is_perfect and other.at < event.at and _same_scene(event, other):
            return replace(event, date=other.date, basis=DateBasis.INFERRED)
    if event.is_perfect and event.sentence > _LEAD:
        return event  # "Kabul has protested against the raids": some time before
    return replace(event, date=lead[0], basis=lead[1]) if lead is not None else event


def _part_of(event: Telling, visit: Telling, lead: tuple[str, DateBasis] | None) -> bool:
    """Whether a meeting or accord to come belongs to a visit to come or under way: of its states, and of its people if it names any."""
    begun = lead is not None and visit.status is Status.OCCURRED and visit.date == lead[0]  # "arrived today"
    if not (begun or visit.status in (Status.PLANNED, Status.ONGOING)) or not set(event.countries) <= set(
        visit.countries
    ):
        return False
    if len(event.countries) < 2 and not event.persons:
        return False  # what one state is to be given is not bound to somebody's visit there
    return not event.persons or not visit.persons or bool(set(event.persons) & set(visit.persons))


def _lends(event: Telling, lead: tuple[str, DateBasis] | None) -> bool:
    """Whether an event is dated by its own words to days before the news, so that what is told with it is no news of today."""
    if not event.date or lead is None or event.status is Status.PLANNED or event.basis is DateBasis.INFERRED:
        return False
    bounds = edtf.parse(event.date)
    whole = event.date.count("-") in (2, 4) and ".." not in event.date
    return whole and bounds.latest is not None and bounds.latest.isoformat() < lead[0]


def _same_scene(event: Telling, other: Telling) -> bool:
    """The same people, or the same two states and more, within the sentence or the one before."""
    if event.persons and other.persons:
        return bool(set(event.persons) & set(other.persons))
    return len(event.countries) > 1 and set(event.countries) == set(other.countries)
