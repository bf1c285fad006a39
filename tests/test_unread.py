"""What is decided, and taken back, on a record that nothing read tells of any longer: it says again what it last said."""

from dataclasses import replace

import pytest

from events import curation, faces, removing
from events.models import Event, Person, Report
from tests.test_curation import again
from tests.test_rebuilding import UNNAMED, now_read
from tests.test_removing import rebuilt, sources
from tests.world import DENIAL, NEWS, OTHER_SPELLING, VISIT, VISIT_RETOLD, load_world, tell

NO_SIGNING = replace(VISIT, deeds=VISIT.deeds[:1])
"""The visit as it is read by who misses what was signed on it."""


@pytest.fixture
def world(archive):
    return load_world()


def said(record):
    """What the archive says of a record, without how it stands."""
    return {name: again(record) and faces.face(again(record))[name] for name in faces.FIELDS[faces.kind_of(record)]}


@pytest.mark.parametrize("lost", ["before", "after"])
def test_an_event_says_what_it_last_said_when_its_correction_is_undone(world, lost):
    before = said(world.signing)
    if lost == "before":
        tell(NO_SIGNING)
    decision = curation.set_fields(
        again(world.signing), {"title": "A treaty", "edtf": "2014", "countries": [["FI", "host"]], "persons": []}, None
    )
    if lost == "after":
        tell(NO_SIGNING)
    assert said(world.signing)["title"] == "A treaty"
    curation.undo(decision, None)
    assert said(world.signing) == before
    rebuilt(NO_SIGNING, *NEWS[1:])


def test_an_event_says_what_it_last_said_when_a_field_is_given_back(world):
    before = said(world.signing)
    tell(NO_SIGNING)
    curation.set_fields(again(world.signing), {"title": "A treaty", "place": "Rome"}, None)
    curation.release(again(world.signing), ["title"], None)
    assert said(world.signing) == {**before, "place": "Rome"}
    rebuilt(NO_SIGNING, *NEWS[1:])
    curation.release(Event.objects.get(public_id=world.signing.public_id), ["place"], None)
    assert {name: faces.face(Event.objects.get(public_id=world.signing.public_id))[name] for name in before} == before


def test_an_event_that_is_read_again_says_what_is_read(world):
    tell(NO_SIGNING)
    curation.set_fields(again(world.signing), {"title": "A treaty"}, None)
    signing = replace(VISIT.deeds[1], title="Sweden and Portugal sign", place="Porto")
    tell(replace(VISIT, deeds=(VISIT.deeds[0], signing)))
    curation.release(again(world.signing), ["title"], None)
    assert (again(world.signing).title, again(world.signing).place) == ("Sweden and Portugal sign", "Porto")


def test_a_person_says_what_the_last_source_said_when_a_correction_is_undone(world):
    curation.approve(world.lindholm, None)
    tell(UNNAMED[VISIT])
    tell(UNNAMED[VISIT_RETOLD])
    before = said(world.lindholm)
    decision = curation.set_fields(again(world.lindholm), {"country": "FI", "name": "Karin Berg"}, None)
    assert (said(world.lindholm)["country"], said(world.lindholm)["name"]) == ("FI", "Karin Berg")
    curation.undo(decision, None)
    assert said(world.lindholm) == before
    rebuilt(UNNAMED[VISIT], *(UNNAMED[VISIT_RETOLD] if news is VISIT_RETOLD else news for news in NEWS[1:]))


def test_an_unread_event_says_what_it_last_said_when_a_merge_into_it_is_undone(world):
    tell(NO_SIGNING)
    curation.approve(again(world.signing), None)
    before = said(world.signing)
    decision = curation.merge([again(world.accusation)], again(world.signing), None)
    assert said(world.signing) != before
    rebuilt(NO_SIGNING, *NEWS[1:])
    curation.undo(type(decision).objects.get(public_id=decision.public_id), None)
    signing = Event.objects.get(public_id=world.signing.public_id)
    assert {name: faces.face(signing)[name] for name in before} == before


def test_an_unread_person_says_what_was_last_said_when_a_merge_is_undone(world):
    tell(OTHER_SPELLING)
    other = Person.objects.get(name="Karin Lindholmm")
    curation.approve(world.lindholm, None)
    now_read(UNNAMED[VISIT], UNNAMED[VISIT_RETOLD])
    before = said(world.lindholm)
    decision = curation.merge([other], again(world.lindholm), None)
    assert said(world.lindholm) != before
    curation.undo(decision, None)
    assert said(world.lindholm) == before


def test_an_event_that_is_read_no_longer_is_not_lost_behind_another_that_would_have_joined_it(world):
    """While the decision stood, when it is carried out again, the other source's report lives under its address."""
    removing.remove(sources(VISIT_RETOLD), force=True)
    decision = curation.set_fields(again(world.visit), {"place": "Porto"}, None)
    news = replace(VISIT, deeds=VISIT.deeds[1:])
    tell(news)
    curation.undo(decision, None)
    tell(VISIT_RETOLD)
    unread = Event.objects.get(public_id=world.visit.public_id)
    assert (unread.current, unread.visible) == (False, False)
    rebuilt(news, *NEWS[1:])
    assert not Event.objects.get(public_id=world.visit.public_id).visible


def test_a_report_read_no_longer_stays_under_the_event_that_others_tell(world):
    said = world.denial
    curation.set_fields(said, {"event": world.visit.public_id}, None)
    news = now_read(replace(VISIT, deeds=VISIT.deeds[1:]))
    before = Report.objects.get(public_id=world.visit.public_id).event.public_id
    rebuilt(*news)
    assert Report.objects.get(public_id=world.visit.public_id).event.public_id == before != world.visit.public_id


def test_what_is_read_anew_of_two_that_are_one_waits_whichever_of_them_is_looked_at_last(world):
    """A field that was corrected on the one that is no longer read holds for both; the other's new reading of it waits."""
    tell(NO_SIGNING)
    curation.set_fields(again(world.signing), {"edtf": "2014-03-20"}, None)
    curation.merge([again(world.signing)], world.accusation, None)
    denial = replace(DENIAL, deeds=(replace(DENIAL.deeds[0], date="2014-03"), *DENIAL.deeds[1:]))
    tell(denial)
    waiting = [(proposal.field, proposal.machine) for proposal in curation.proposals()]
    assert ("edtf", "2014-03") in waiting
    rebuilt(NO_SIGNING, *(denial if news is DENIAL else news for news in NEWS[1:]))
    assert [(proposal.field, proposal.machine) for proposal in curation.proposals()] == waiting
