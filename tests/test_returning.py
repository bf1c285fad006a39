"""A source that was removed by force and is read again: what was decided on it, and can be carried out again, counts again."""

import pytest

from events import curation, removing
from events.models import Naming, Person, Report
from tests.test_curation import again
from tests.test_merging import every_face
from tests.test_removing import rebuilt, sources
from tests.world import DENIAL, NEWS, OTHER_SPELLING, SUMMIT_OF_1985, VISIT, VISIT_RETOLD, load_world, tell


@pytest.fixture
def world(archive):
    return load_world()


def removed_and_told(news):
    removing.remove(sources(news), force=True)
    tell(news)


def test_a_person_split_off_stays_apart(world):
    decision, made = curation.split(world.lindholm, [Naming.objects.get(source__in=sources(VISIT_RETOLD))], None)
    before = every_face()
    removed_and_told(VISIT_RETOLD)
    assert every_face() == before
    assert Naming.objects.get(source__in=sources(VISIT_RETOLD)).person.public_id == made.public_id
    rebuilt(*NEWS)
    curation.undo(type(decision).objects.get(public_id=decision.public_id), None)
    assert Person.objects.get(public_id=world.lindholm.public_id).namings.count() == 2


def test_a_person_from_whom_another_was_split_off_comes_back_without_him(world):
    curation.split(world.lindholm, [Naming.objects.get(source__in=sources(VISIT_RETOLD))], None)
    before = every_face()
    removing.remove(sources(VISIT), force=True)
    rebuilt(*[news for news in NEWS if news is not VISIT])
    tell(VISIT)
    assert every_face() == before
    rebuilt(*NEWS)


def test_a_split_is_undone_when_who_was_split_is_gone(world):
    decision, made = curation.split(world.lindholm, [Naming.objects.get(source__in=sources(VISIT_RETOLD))], None)
    removing.remove(sources(VISIT), force=True)
    assert not Person.objects.filter(public_id=world.lindholm.public_id).exists()
    curation.undo(decision, None)
    person = Person.objects.get(public_id=world.lindholm.public_id)
    assert (person.name, person.visible, again(made).merged_into) == ("Karin Lindholm", True, person)
    rebuilt(*[news for news in NEWS if news is not VISIT])


def test_a_merged_person_is_one_with_the_other_again(world):
    tell(OTHER_SPELLING)
    curation.merge([Person.objects.get(name="Karin Lindholmm")], world.lindholm, None)
    before = every_face()
    removed_and_told(OTHER_SPELLING)
    assert every_face() == before
    rebuilt(*NEWS, OTHER_SPELLING)


def test_a_merged_event_is_one_with_the_other_again(world):
    curation.merge([world.accusation], world.talks, None)
    before = every_face()
    removed_and_told(DENIAL)
    assert every_face() == before
    rebuilt(*NEWS)


def test_a_report_is_of_the_event_that_it_was_pinned_to(world):
    curation.merge([world.accusation], world.talks, None)
    curation.set_fields(again(world.talks), {"place": "Oslo"}, None, "later than the merge")
    report = Report.objects.get(public_id=world.accusation.public_id)
    removed_and_told(DENIAL)
    back = Report.objects.get(public_id=report.public_id)
    assert (back.pinned, back.event, again(world.talks).place) == (True, world.talks, "Oslo")
    rebuilt(*NEWS)


def test_what_is_taken_back_while_the_source_is_away_does_not_come_back(world):
    tell(OTHER_SPELLING)
    decision = curation.merge([Person.objects.get(name="Karin Lindholmm")], world.lindholm, None)
    removing.remove(sources(OTHER_SPELLING), force=True)
    curation.undo(decision, None)
    tell(OTHER_SPELLING)
    assert Person.objects.get(name="Karin Lindholmm").merged_into is None
    rebuilt(*NEWS, OTHER_SPELLING)


FERRY = {
    "type": "AID",
    "status": "occurred",
    "title": "A ferry",
    "countries": [["FI", "participant"], ["NO", "participant"]],
}


def test_a_source_is_read_again_though_another_whose_words_a_curator_entered_is_gone(world):
    ferry = curation.add_event(FERRY, None, source=sources(SUMMIT_OF_1985)[0], words=(5, 12))
    curation.merge([world.visit], ferry, None)
    removing.remove(sources(SUMMIT_OF_1985), force=True)
    removed_and_told(VISIT_RETOLD)
    assert again(world.visit).merged_into.public_id == ferry.public_id


def test_a_report_split_off_from_what_it_was_merged_into_stays_apart(world):
    curation.merge([world.relief], world.talks, None)
    merged = again(world.talks)
    (report,) = merged.reports.filter(public_id=world.relief.public_id)
    _decision, made = curation.split(merged, [report], None)
    before = every_face()
    (told,) = [news for news in NEWS if sources(news)[0] == report.source]
    removed_and_told(told)
    assert every_face() == before
    assert Report.objects.get(public_id=report.public_id).event.public_id == made.public_id
    rebuilt(*NEWS)


def test_who_was_split_and_merged_since_is_split_anew_where_he_took_part(world):
    tell(OTHER_SPELLING)
    sarmento = Person.objects.get(name="Rui Sarmento")
    curation.split(sarmento, sarmento.namings.filter(current=True)[:1], None)
    removing.remove(sources(VISIT), force=True)
    curation.merge([Person.objects.get(public_id=sarmento.public_id)], again(world.lindholm), None)
    removing.remove(sources(OTHER_SPELLING), force=True)
    tell(VISIT)
    tell(OTHER_SPELLING)
    rebuilt(*NEWS, OTHER_SPELLING)


def test_what_a_curator_entered_and_merged_comes_back_with_its_source(world):
    ferry = curation.add_event(FERRY, None, source=sources(VISIT)[0], words=(5, 12))
    same = curation.add_event(FERRY, None, source=sources(VISIT_RETOLD)[0], words=(5, 12))
    curation.merge([same], again(ferry), None)
    reports = set(again(ferry).reports.values_list("public_id", flat=True))
    removed_and_told(VISIT_RETOLD)
    assert set(again(ferry).reports.values_list("public_id", flat=True)) == reports
    rebuilt(*NEWS)
