"""Taking sources out again: what else is told stays whole, and decisions on what is gone harm nothing."""

from dataclasses import replace

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import curation, removing
from events.curation.replaying import Unfit
from events.models import Event, Naming, Person, Report, Source, Statement
from events.vocabulary import Standing
from tests.test_curation import again
from tests.test_merging import every_face, wipe
from tests.world import DENIAL, NEWS, OTHER_SPELLING, VISIT, VISIT_RETOLD, load_world, tell


@pytest.fixture
def world(archive):
    return load_world()


def sources(*named: object) -> list[Source]:
    return [source for source in Source.objects.all() if any(source.text == news.text for news in named)]


@pytest.mark.parametrize("goes", ["loser", "survivor"])
def test_a_statement_merged_with_one_of_a_removed_source_stands_for_itself_again(world, goes, run):
    told, retold = world.claim, Statement.objects.get(speaker_person=world.lindholm)
    into, loser = (retold, told) if goes == "survivor" else (told, retold)
    before = every_face()
    curation.set_fields(loser, {"about_countries": ["FI"]}, None)
    decision = curation.merge([loser], into, None)
    gone = retold.source.public_id
    with pytest.raises(removing.Curated, match=retold.public_id):
        removing.remove([retold.source])
    assert again(loser).merged_into == into
    status, out, _ = run("remove_sources", gone, "--force")
    assert (status, "1 sources" in out) == (0, True)
    stays = again(told)
    assert (stays.merged_into, stays.visible) == (None, True)
    assert again(world.denial).responds_to == told
    assert set(stays.about_countries.values_list("code", flat=True)) == ({"FI"} if goes == "survivor" else {"NO"})
    assert Client(headers={"host": "localhost"}).get(told.get_absolute_url()).status_code == 200
    assert (again(decision).standing == Standing.MOOT.value) == (goes == "survivor")
    if goes == "loser":
        curation.undo(decision, None)
        assert every_face()[told.get_absolute_url()] == before[told.get_absolute_url()]


def test_an_event_whose_report_comes_back_keeps_its_address_and_its_merge(world):
    """The report had lapsed when the events were merged, so no pin held it; another's stands under it now."""
    tell(replace(VISIT, deeds=VISIT.deeds[:1]))
    curation.merge([world.accusation], world.signing, None)
    tell(VISIT)
    signing = again(world.signing)
    assert (signing.public_id, signing.visible) == (world.signing.public_id, True)
    assert set(signing.reports.values_list("public_id", flat=True)) == {signing.public_id, world.accusation.public_id}
    made, lines = every_face(), list(curation.export_lines())
    wipe()
    load_world()
    curation.import_lines(lines)
    assert every_face() == made
    assert list(curation.export_lines()) == lines


def test_a_merged_event_whose_report_comes_back_still_leads_to_the_other(world):
    tell(replace(VISIT, deeds=VISIT.deeds[:1]))
    curation.merge([world.signing], world.accusation, None)
    tell(VISIT)
    answer = Client(headers={"host": "localhost"}).get(world.signing.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, world.accusation.get_absolute_url())
    assert Event.objects.filter(public_id=world.signing.public_id).count() == 1
    assert Report.objects.get(public_id=world.signing.public_id).event == world.accusation


def rebuilt(*told: object) -> None:
    """What is exported, taken in again by an archive of these sources, gives the same archive and the same export."""
    made, lines = every_face(), list(curation.export_lines())
    wipe()
    for news in told:
        tell(news)
    curation.import_lines(lines)
    assert every_face() == made
    assert list(curation.export_lines()) == lines


def test_a_split_whose_readings_are_all_gone_is_read_back_as_nothing(world):
    naming = Naming.objects.get(source__in=sources(VISIT_RETOLD))
    _, made = curation.split(world.lindholm, [naming], None)
    removing.remove(sources(VISIT_RETOLD), force=True)
    assert not Person.objects.filter(pk=made.pk).exists()
    rebuilt(*[news for news in NEWS if news is not VISIT_RETOLD])


def test_a_split_event_whose_readings_are_all_gone_is_read_back_as_nothing(world):
    curation.split(world.visit, [Report.objects.get(source__in=sources(VISIT_RETOLD))], None)
    removing.remove(sources(VISIT_RETOLD), force=True)
    rebuilt(*[news for news in NEWS if news is not VISIT_RETOLD])


def test_a_split_that_was_undone_and_whose_source_is_gone_is_read_back(world):
    naming = Naming.objects.get(source__in=sources(VISIT_RETOLD))
    decision, _ = curation.split(world.lindholm, [naming], None)
    curation.undo(decision, None)
    removing.remove(sources(VISIT_RETOLD), force=True)
    rebuilt(*[news for news in NEWS if news is not VISIT_RETOLD])


def test_a_statement_no_longer_read_whose_speaker_a_curator_made_a_person_is_read_back(world):
    curation.set_fields(world.claim, {"speaker": {"person": world.lindholm.public_id}}, None)
    unread = replace(DENIAL, words=())
    tell(unread)
    rebuilt(*[unread if news is DENIAL else news for news in NEWS])
    assert Statement.objects.get(public_id=world.claim.public_id).speaker_person.name == "Karin Lindholm"


def test_a_decision_on_an_event_that_no_reader_yields_any_longer_is_read_back(world):
    unread = replace(VISIT, deeds=VISIT.deeds[:1])
    tell(unread)
    curation.approve(again(world.signing), None)
    rebuilt(unread, *NEWS[1:])


def test_an_undone_split_of_readings_that_no_reader_yields_any_longer_is_read_back(world):
    naming = Naming.objects.get(source__in=sources(VISIT_RETOLD))
    decision, _ = curation.split(world.lindholm, [naming], None)
    curation.undo(decision, None)
    unread = replace(VISIT_RETOLD, persons=(), deeds=(replace(VISIT_RETOLD.deeds[0], persons=()),))
    tell(unread)
    rebuilt(*[unread if news is VISIT_RETOLD else news for news in NEWS])


def test_an_undone_decision_on_what_was_removed_is_read_back(world):
    curation.undo(curation.approve(world.relief, None), None)
    removing.remove([world.relief.reports.get().source], force=True)
    rebuilt(*NEWS[:-1])


def test_a_line_whose_source_is_not_there_still_says_so(world):
    curation.approve(world.relief, None)
    lines = list(curation.export_lines())
    wipe()
    for news in NEWS[:-1]:
        tell(news)
    with pytest.raises(Unfit, match=r"line 1: event .* ingest the source"):
        curation.import_lines(lines)


@pytest.mark.parametrize("placed", [True, False])
@pytest.mark.parametrize("goes", ["loser", "survivor"])
def test_a_merge_of_events_is_read_back_after_the_source_of_one_was_removed(world, goes, placed):
    loser, into = (world.accusation, world.talks) if goes == "loser" else (world.talks, world.accusation)
    if placed:
        curation.set_fields(loser, {"place": "Oslo"}, None)
    curation.merge([loser], into, None)
    removing.remove(sources(DENIAL), force=True)
    assert again(into).reports.count() == 1
    rebuilt(*[news for news in NEWS if news is not DENIAL])
    assert Event.objects.get(public_id=into.public_id).place == ("Oslo" if placed else "")
    assert Event.objects.get(public_id=loser.public_id).merged_into.public_id == into.public_id


@pytest.mark.parametrize("goes", ["loser", "survivor"])
def test_a_merge_of_persons_is_read_back_after_the_source_of_one_was_removed(world, goes):
    tell(OTHER_SPELLING)
    other = Person.objects.get(name="Karin Lindholmm")
    loser, into = (other, world.lindholm) if goes == "loser" else (world.lindholm, other)
    curation.merge([loser], into, None)
    removing.remove(sources(OTHER_SPELLING), force=True)
    assert again(into).namings.count() == 2
    rebuilt(*NEWS)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ((), "nothing is named: give identifiers"),
        (("zzzz",), "zzzz: no such source"),
        (("--publisher", "Nobody"), "--publisher Nobody: no such source"),
    ],
)
def test_sources_that_are_not_there_are_named_and_nothing_is_removed(world, run, asked, named):
    known = () if "--publisher" in asked or not asked else (world.denial.source.public_id,)
    with pytest.raises(CommandError, match=named):
        run("remove_sources", *known, *asked)
    assert Source.objects.count() == len(NEWS)


def test_removing_asks_the_same_however_many_decisions_there_are(world):
    def asked(*news: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            removing.remove(sources(*news), force=True)
        return len(queries)

    tell(OTHER_SPELLING)
    curation.approve(world.talks, None)
    few = asked(OTHER_SPELLING)
    tell(OTHER_SPELLING)
    for _again in range(20):
        curation.unreview(again(world.talks), None)
        curation.approve(again(world.talks), None)
    assert asked(OTHER_SPELLING) == few
