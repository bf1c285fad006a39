"""Rebuilding: what decisions rest on comes back with them, also when nothing that is read tells of it any longer."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import curation, removing
from events.models import Event, Person, Report, Statement
from tests.test_curation import again
from tests.test_merging import every_face
from tests.test_removing import rebuilt, sources
from tests.world import DENIAL, NEWS, OTHER_SPELLING, SUMMIT_OF_1985, VISIT, VISIT_RETOLD, Deed, News, load_world, tell

UNNAMED = {
    news: replace(news, persons=(), words=(), deeds=tuple(replace(deed, persons=(), parts=()) for deed in news.deeds))
    for news in NEWS
}
"""Each text as a reader reads it that knows no persons and no statements."""


@pytest.fixture
def world(archive):
    return load_world()


def now_read(*read: News) -> list[News]:
    """The news as it is read from now on: these instead of what was read in the same texts."""
    for news in read:
        tell(news)
    texts = {news.text: news for news in read}
    return [texts.get(news.text, news) for news in NEWS]


def test_a_statement_that_is_not_read_any_longer_is_spoken_by_whom_its_source_names_now(world):
    said = Statement.objects.get(speaker_person=world.lindholm)
    curation.approve(said, None)
    news = now_read(UNNAMED[VISIT])
    assert (again(said).visible, again(said).speaker_person, again(said).speaker_org) == (True, None, "Karin Lindholm")
    rebuilt(*news)


def test_a_merged_statement_that_is_not_read_any_longer_comes_back_as_it_was(world):
    said = Statement.objects.get(speaker_person=world.lindholm)
    curation.merge([said], world.claim, None)
    rebuilt(*now_read(UNNAMED[VISIT]))


def test_whom_a_curator_made_the_speaker_speaks_although_no_source_names_him_any_longer(world):
    curation.set_fields(world.claim, {"speaker": {"person": world.ferryman.public_id}}, None)
    news = now_read(UNNAMED[SUMMIT_OF_1985])
    rebuilt(*news)
    assert Statement.objects.get(public_id=world.claim.public_id).speaker_person.name == "Lindholm"


def test_what_a_curator_had_a_statement_answer_is_answered_although_it_is_not_read_any_longer(world):
    said = Statement.objects.get(speaker_person=world.lindholm)
    curation.set_fields(world.denial, {"responds_to": said.public_id, "response": "refusal"}, None)
    news = now_read(replace(VISIT, words=()))
    rebuilt(*news)
    assert Statement.objects.get(public_id=world.denial.public_id).responds_to.public_id == said.public_id


def test_a_statement_that_is_not_read_any_longer_still_answers_what_it_answered(world):
    curation.approve(world.denial, None)
    news = now_read(replace(DENIAL, words=()))
    assert again(world.denial).responds_to == world.claim
    rebuilt(*news)


def test_a_person_whom_no_source_names_any_longer_is_of_the_same_state_and_name(world):
    curation.approve(world.lindholm, None)
    rebuilt(*now_read(UNNAMED[VISIT], UNNAMED[VISIT_RETOLD]))
    person = Person.objects.get(public_id=world.lindholm.public_id)
    assert (person.visible, person.country_id, person.name) == (True, "SE", "Karin Lindholm")


def test_a_person_whose_last_reading_was_split_off_stays_as_it_was(world):
    tell(replace(VISIT_RETOLD, persons=(("Karin Lindholm", None, None),)))
    kept = world.lindholm.namings.get(source__in=sources(VISIT))
    curation.split(world.lindholm, [kept], None)
    curation.approve(again(world.lindholm), None)
    news = now_read(UNNAMED[VISIT_RETOLD])
    assert again(world.lindholm).country is None
    rebuilt(*news)


def test_a_naming_that_is_free_again_and_read_no_longer_names_nobody(world):
    decision, _ = curation.split(world.lindholm, [world.lindholm.namings.get(source__in=sources(VISIT))], None)
    news = now_read(UNNAMED[VISIT])
    curation.undo(decision, None)
    assert again(world.lindholm).namings.get(current=True).source.title == "Swedish Minister in Portugal"
    rebuilt(*news)


def test_an_event_corrected_after_it_was_no_longer_read_keeps_all_that_it_said(world):
    news = now_read(
        replace(UNNAMED[VISIT], deeds=()), replace(UNNAMED[VISIT_RETOLD], deeds=()), replace(SUMMIT_OF_1985, deeds=())
    )
    curation.set_fields(again(world.talks), {"summary": "They spoke of trade."}, None)
    assert again(world.visit).persons.get() == world.lindholm  # as the last source that still told it said
    curation.set_fields(again(world.visit), {"summary": "Two days in Lisbon."}, None)
    rebuilt(*news)
    visit = Event.objects.get(summary="Two days in Lisbon.")
    assert (visit.visible, visit.edtf, visit.persons.get()) == (
        True,
        "2014-03-11/2014-03-12",
        Person.objects.get(public_id=world.lindholm.public_id),
    )


def test_persons_that_are_merged_leave_an_event_as_it_was_last_read(world):
    tell(OTHER_SPELLING)
    other = Person.objects.get(name="Karin Lindholmm")
    news = now_read(replace(VISIT, deeds=()), replace(VISIT_RETOLD, deeds=()))
    curation.merge([again(world.visit)], world.talks, None)
    curation.merge([world.lindholm], other, None)
    rebuilt(*news, OTHER_SPELLING)


def test_what_a_reader_made_of_an_event_entered_by_hand_still_waits_when_it_reads_it_no_longer(world):
    source = world.denial.source
    start = source.text.index("denied")
    values = {"type": "REJECT", "status": "occurred", "title": "Norway denies it", "countries": [["NO", "initiator"]]}
    event = curation.add_event(values, None, source=source, words=(start, start + 6))
    tell(replace(DENIAL, deeds=(*DENIAL.deeds, Deed("REJECT", "denied", "Norway denies a charge", ("NO", "SE")))))
    tell(DENIAL)
    waiting = {(proposal.field, str(proposal.machine)) for proposal in curation.proposals()}
    assert ("title", "Norway denies a charge") in waiting
    rebuilt(*NEWS)
    assert {(proposal.field, str(proposal.machine)) for proposal in curation.proposals()} == waiting
    assert Event.objects.get(public_id=event.public_id).title == "Norway denies it"


def test_a_removed_source_that_is_read_again_finds_its_event_where_a_merge_kept_it(world):
    curation.merge([world.accusation], world.talks, None)
    removing.remove(sources(SUMMIT_OF_1985), force=True)
    tell(SUMMIT_OF_1985)
    assert again(world.talks).reports.count() == 2
    rebuilt(*NEWS)


def test_an_event_that_was_not_read_any_longer_is_not_shown_when_its_merge_is_undone(world):
    news = now_read(replace(VISIT, deeds=VISIT.deeds[:1]))
    before = every_face()
    decision = curation.merge([again(world.signing)], world.accusation, None)
    curation.undo(decision, None)
    assert every_face() == before
    assert Client(headers={"host": "localhost"}).get(world.signing.get_absolute_url()).status_code == 410
    assert not Report.objects.filter(pinned=True).exists()
    assert again(world.signing).locked == again(world.accusation).locked == []
    rebuilt(*news)


def test_an_export_asks_the_same_however_many_persons_were_decided_on(world):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(curation.export_lines())
        return len(queries)

    curation.approve(world.lindholm, None)
    few = asked()
    for person in Person.objects.exclude(pk=world.lindholm.pk):
        curation.approve(person, None)
    assert Person.objects.count() > 2
    assert asked() == few
