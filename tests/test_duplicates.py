"""Records that may be one, and answers that may be answers: offered with reasons, never asserted, and not offered again once declined."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from events import curation
from events.curation import duplicates
from events.models import Apart, Event, EventCountry
from tests import synthetic
from tests.test_curation import again
from tests.world import DENIAL, OTHER_SPELLING, News, load_world, tell

ANSWER = News(
    DENIAL.text.replace("Fri Mar 14", "Sat Mar 15").replace("its ships had been there", "ships had entered waters"),
    words=(replace(DENIAL.words[1], text="ships had entered waters", about=("SE",), answers=None, response=None),),
)
"""The denial told again a day later, by a source that does not say what it answers."""


@pytest.fixture
def world(archive):
    return load_world()


def test_possible_duplicates_come_with_reasons_and_not_the_same_is_remembered(world):
    tell(OTHER_SPELLING)
    pairs = curation.possible_duplicates("person")
    assert {pairs[0].first.name, pairs[0].second.name} == {"Karin Lindholm", "Karin Lindholmm"}
    assert "names spelt almost alike" in pairs[0].reasons
    decision = curation.distinct(pairs[0].first, pairs[0].second, None)
    assert curation.possible_duplicates("person") == pairs[1:]
    assert curation.possible_duplicates("person", of=pairs[0].first) == []
    curation.undo(decision, None)
    assert Apart.objects.count() == 0
    assert curation.possible_duplicates("person") == pairs


def test_events_near_in_time_between_the_same_states_are_possible_duplicates(world):
    tell(
        replace(
            DENIAL,
            text=DENIAL.text.replace("Thursday", "Friday"),
            words=(),
            deeds=(replace(DENIAL.deeds[0], date="2014-03-15"),),
        )
    )
    (pair,) = curation.possible_duplicates("event")
    assert "2 days apart" in pair.reasons
    curation.distinct(pair.first, pair.second, None)
    assert curation.possible_duplicates("event") == []


def test_of_many_events_one_stretch_of_time_is_looked_through_at_once(archive, monkeypatch):
    """Every pair is found in one of the stretches, those across a border too, and the last says that there are no more."""
    synthetic.fill(400)
    Event.objects.update(type="CONSULT", mode="", status="occurred")
    for event in Event.objects.all():
        day = date(2001, 1, 1) + timedelta(days=event.pk // 2)
        Event.objects.filter(pk=event.pk).update(earliest=day, latest=day, sort_day=day, edtf=day.isoformat())
    EventCountry.objects.all().delete()
    EventCountry.objects.bulk_create(
        EventCountry(event=event, country_id=code, rank=rank)
        for event in Event.objects.all()
        for rank, code in enumerate(("FR", "RU"))
    )
    monkeypatch.setattr(duplicates, "STRETCH", 400)
    every = {(pair.first.pk, pair.second.pk) for pair in curation.stretch("event", 10_000).pairs}
    assert len(every) > 1000
    monkeypatch.setattr(duplicates, "STRETCH", 90)
    found, until, stretches = set(), None, 0
    while True:
        one = curation.stretch("event", 10_000, until)
        found |= {(pair.first.pk, pair.second.pk) for pair in one.pairs}
        stretches += 1
        assert one.since is None or until is None or one.since < until
        if one.further is None:
            break
        until = one.further
    assert found == every
    assert 4 < stretches < 12


def test_a_crowd_on_one_day_ends_no_search(archive, monkeypatch):
    synthetic.fill(60)
    Event.objects.update(earliest=date(2001, 1, 1), latest=date(2001, 1, 1), sort_day=date(2001, 1, 1))
    monkeypatch.setattr(duplicates, "STRETCH", 10)
    until, days = None, []
    while len(days) < 50:
        until = curation.stretch("event", 10, until).further
        days.append(until)
        if until is None:
            break
    assert days[-1] is None


def test_an_answer_over_sources_is_offered_and_never_asserted(world):
    tell(ANSWER)
    offered = curation.suggested_answers()
    best = offered[0]
    assert (best.response, best.claim) == ("denial", world.claim)
    assert best.reasons[0] == "Sweden spoke of Norway"
    assert "words in common: entered, waters" in best.reasons
    assert best.answer.responds_to is None
    curation.accept_answer(best.answer, best.claim, best.response, None)
    assert again(best.answer).responds_to == world.claim
    assert curation.suggested_answers(of=best.answer) == []


def test_a_declined_answer_is_not_offered_again(world):
    tell(ANSWER)
    best = curation.suggested_answers()[0]
    curation.decline_answer(best.answer, best.claim, None)
    assert best.claim not in [answer.claim for answer in curation.suggested_answers() if answer.answer == best.answer]
