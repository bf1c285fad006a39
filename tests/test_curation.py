"""Curation: what a curator decides holds through every later reading, can be taken back exactly, and is told."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from events import curation, faces
from events.models import Event, Lock, PastState, Person, Report, Statement
from tests.world import DENIAL, VISIT, VISIT_RETOLD, News, load_world, tell


@pytest.fixture
def world(archive):
    return load_world()


def again(record):
    return type(record).objects.get(pk=record.pk)


def retold(news: News, **deed) -> None:
    """The same text read by a reader that sees its first deed otherwise."""
    first, *others = news.deeds
    tell(replace(news, deeds=(replace(first, **deed), *others)))


def test_a_corrected_field_holds_and_the_new_reading_waits(world):
    curation.set_fields(world.accusation, {"edtf": "2014-03-12"}, None, "misread")
    retold(DENIAL, date="2014-03-15")
    event = again(world.accusation)
    assert (event.edtf, str(event.earliest)) == ("2014-03-12", "2014-03-12")
    (waiting,) = curation.proposals(event)
    assert (waiting.field, waiting.curated, waiting.machine, waiting.before) == (
        "edtf", "2014-03-12", "2014-03-15", "2014-03-13",
    )  # fmt: skip
    assert [source.title for source in waiting.sources] == ["Norway Denies Charge"]


def test_a_reading_that_the_curator_saw_is_not_offered_again(world):
    curation.set_fields(world.accusation, {"edtf": "2014-03-12"}, None)
    tell(replace(DENIAL, path="other.txt", words=DENIAL.words[:1]))
    assert list(curation.proposals()) == []


@pytest.mark.parametrize(("verb", "shown"), [(curation.accept, "2014-03-15"), (curation.keep, "2014-03-12")])
def test_a_waiting_reading_is_answered_by_one_call(world, verb, shown):
    curation.set_fields(world.accusation, {"edtf": "2014-03-12"}, None)
    retold(DENIAL, date="2014-03-15")
    verb(Lock.objects.get(waiting=True), None)
    assert again(world.accusation).edtf == shown
    assert list(curation.proposals()) == []
    tell(replace(DENIAL, words=DENIAL.words[:1]))
    retold(DENIAL, date="2014-03-15")
    assert again(world.accusation).edtf == shown
    assert list(curation.proposals()) == []


def test_a_rejected_event_stays_rejected_and_another_source_is_looked_at_afresh(archive):
    tell(VISIT)
    visit = Event.objects.get(mode="visit")
    curation.reject(visit, None)
    tell(VISIT_RETOLD)
    assert not again(visit).visible
    assert Event.objects.public().get(mode="visit").reports.get().source.title == "Swedish Minister in Portugal"


def test_an_approved_event_is_joined_by_what_later_sources_tell(archive):
    tell(VISIT)
    visit = Event.objects.get(mode="visit")
    curation.approve(visit, None)
    tell(VISIT_RETOLD)
    assert again(visit).reports.count() == 2
    assert again(visit).public_id == visit.public_id


def test_what_has_joined_an_approved_event_leaves_it_when_it_is_read_as_another(archive):
    tell(VISIT)
    visit = Event.objects.get(mode="visit")
    curation.approve(visit, None)
    tell(VISIT_RETOLD)
    later = Report.objects.get(event=visit, source__title="Swedish Minister in Portugal")
    retold(VISIT_RETOLD, date="2014-03-30")
    assert (again(later).event.public_id, again(later).event.edtf) == (later.public_id, "2014-03-30")
    assert again(visit).reports.count() == 1
    tell(VISIT_RETOLD)
    assert again(later).event == visit
    assert not Event.objects.filter(public_id=later.public_id).exists()


def test_an_approved_title_stays_when_a_source_that_told_it_earlier_arrives(archive):
    tell(VISIT_RETOLD)
    visit = Event.objects.get(mode="visit")
    approval = curation.approve(visit, None)
    tell(VISIT)
    assert again(visit).title == "Karin Lindholm is a guest of Portugal"
    assert again(visit).place == "Lisbon"  # which the first did not say
    curation.undo(approval, None)
    assert Event.objects.get(mode="visit").title == "Karin Lindholm visits Portugal"


def test_an_approved_plan_is_told_in_the_words_of_whoever_reports_the_deed(archive):
    planned = replace(VISIT_RETOLD.deeds[0], status="planned")
    tell(replace(VISIT_RETOLD, deeds=(planned,)))
    visit = Event.objects.get(mode="visit")
    curation.approve(visit, None)
    tell(VISIT)
    assert (again(visit).status, again(visit).title) == ("occurred", "Karin Lindholm visits Portugal")


def test_a_decided_address_stays_when_an_earlier_source_arrives(archive):
    tell(VISIT_RETOLD)
    visit = Event.objects.get(mode="visit")
    curation.approve(visit, None)
    tell(VISIT)
    assert again(visit).public_id == visit.public_id
    assert again(visit).reports.count() == 2


def test_a_stale_form_is_refused_with_the_difference(world):
    seen = curation.version(world.accusation)
    curation.set_fields(world.accusation, {"place": "Oslo"}, None, seen=seen)
    with pytest.raises(curation.Stale) as refused:
        curation.set_fields(world.accusation, {"place": "Bergen"}, None, seen=seen)
    assert ("place", "", "Oslo") in refused.value.difference
    assert again(world.accusation).place == "Oslo"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"edtf": "last spring"}, "last spring is not a date"),
        ({"colour": "red"}, "colour is no field"),
        ({"type": "PICNIC"}, "PICNIC is no EventType"),
        ({"title": " "}, "title is empty"),
        ({"countries": [["XX", "host"]]}, "XX is no state"),
        ({"persons": [["aaaaaaaaaaaaaa", "host"]]}, "is no person of this archive"),
        ({"mode": "visit"}, "only an event of type Consult"),
        ({"title": "x" * 400}, "300 fit"),
        ({"place": "O\0slo"}, "control characters"),
    ],
)
def test_a_value_that_is_none_is_refused_by_name(world, values, words):
    with pytest.raises(curation.Refused, match=words):
        curation.set_fields(world.accusation, values, None)
    assert Lock.objects.count() == 0


def test_a_released_field_is_the_machines_again(world):
    curation.set_fields(world.visit, {"title": "Lindholm in Lisbon"}, None)
    curation.release(again(world.visit), ["title"], None)
    assert again(world.visit).title == "Karin Lindholm visits Portugal"
    assert "title" not in again(world.visit).locked


def test_two_sources_that_differ_are_both_kept_and_one_can_be_preferred(world):
    claims = curation.claims(world.visit)["edtf"]
    assert [(c.value, c.shown) for c in claims] == [("2014-03-11", True), ("2014-03-11/2014-03-12", False)]
    curation.prefer(world.visit, claims[1].reports[0], None, "the later report knows when it ended")
    visit = again(world.visit)
    assert visit.edtf == "2014-03-11/2014-03-12"
    assert [(c.value, c.shown, c.chosen) for c in curation.claims(visit)["edtf"]] == [
        ("2014-03-11", False, False),
        ("2014-03-11/2014-03-12", True, True),
    ]


def test_added_and_dropped_names_stay_while_sources_bring_more(world):
    aliases = ["Karin Lindholm-Berg"]
    curation.set_fields(world.lindholm, {"aliases": aliases}, None)
    assert set(again(world.lindholm).aliases.values_list("name", flat=True)) == {"Karin Lindholm-Berg"}
    tell(
        News(
            VISIT.text.replace("Foreign Minister", "Trade Minister"),
            persons=(("Karin Lindholm", "SE", "Trade Minister"),),
        )
    )
    person = again(world.lindholm)
    assert set(person.aliases.values_list("name", flat=True)) == {"Karin Lindholm-Berg"}
    assert "Trade Minister" in set(person.roles.values_list("title", flat=True))


def test_an_event_is_added_with_words_of_a_source_and_outlives_its_next_reading(world):
    source = world.denial.source
    start = source.text.index("Swedish" if "Swedish" in source.text else "Sweden")
    values = {"type": "PROTEST", "status": "occurred", "title": "Sweden protests", "countries": [["SE", "initiator"]]}
    event = curation.add_event(values, None, source=source, words=(start, start + 6))
    assert event.visible
    assert event.reports.get().reading["trigger"] == source.text[start : start + 6]
    tell(replace(DENIAL, words=DENIAL.words[:1]))
    kept = again(event)
    assert (kept.title, kept.visible, kept.reports.get().evidence.count()) == ("Sweden protests", True, 1)


def test_a_record_without_a_source_needs_a_reason(world):
    values = {"type": "PROTEST", "status": "occurred", "title": "A protest"}
    with pytest.raises(curation.Refused, match="needs a reason"):
        curation.add_event(values, None)
    event = curation.add_event(values, None, "told by the ministry")
    assert event.visible
    curation.undo(curation.changes(event)[0].decision, None)
    assert not again(event).visible


def test_a_statement_and_a_person_are_added(world):
    person = curation.add_person({"name": "Ola Nordmann", "country": "NO"}, None, "he was there")
    source = world.denial.source
    start = source.text.index("Norway denied")
    values = {"speaker": {"person": person}, "cue": "denied", "about_countries": ["SE"]}
    statement = curation.add_statement(values, None, source=source, words=(start, start + 13))
    assert (statement.text, statement.speaker_person, statement.visible) == ("Norway denied", person, True)
    tell(replace(DENIAL, words=DENIAL.words[:1]))
    assert again(statement).visible
    with pytest.raises(curation.Refused, match="a statement already"):
        curation.add_statement(values, None, source=source, words=(start, start + 13))


def test_the_history_tells_what_curators_and_the_machine_did(world):
    curation.set_fields(world.accusation, {"place": "Oslo"}, None, "the dateline says so")
    retold(DENIAL, date="2014-03-15")
    latest, correction, first = curation.changes(again(world.accusation))
    assert (latest.verb, latest.reader != "", latest.fields[0]) == ("read", True, ("edtf", "2014-03-13", "2014-03-15"))
    assert (correction.verb, correction.why) == ("set", "the dateline says so")
    assert ("place", "", "Oslo") in correction.fields
    assert first.verb == "recorded"


def test_loading_alone_stores_no_past(archive):
    tell(VISIT)
    tell(DENIAL)
    assert PastState.objects.count() == 0


def test_revert_brings_back_any_state(world):
    before = faces.face(world.accusation)
    curation.set_fields(world.accusation, {"place": "Oslo", "edtf": "2014-03-12"}, None, review="approved")
    state = PastState.objects.get(public_id=world.accusation.public_id)
    curation.revert(again(world.accusation), state, None)
    assert faces.face(again(world.accusation)) == before
    curation.revert(again(world.accusation), PastState.objects.order_by("pk").last(), None)
    event = again(world.accusation)
    assert (event.place, event.edtf, event.review) == ("Oslo", "2014-03-12", "approved")


def test_a_decision_on_which_another_rests_is_not_undone_before_it(world):
    first = curation.set_fields(world.accusation, {"place": "Oslo"}, None)
    second = curation.set_fields(again(world.accusation), {"place": "Bergen"}, None)
    with pytest.raises(curation.Refused, match="rest on it"):
        curation.undo(first, None)
    curation.undo(second, None)
    assert again(world.accusation).place == "Oslo"
    curation.undo(first, None)
    assert again(world.accusation).place == ""
    assert again(world.accusation).locked == []
    assert not Report.objects.filter(pinned=True).exists()


def test_a_source_corrected_by_a_curator_keeps_its_description(world):
    source = world.denial.source
    curation.set_fields(source, {"publisher": "The Oslo Daily", "published": "2014-03-15"}, None)
    tell(replace(DENIAL, words=DENIAL.words[:1]))
    kept = again(source)
    assert (kept.publisher, str(kept.published)) == ("The Oslo Daily", "2014-03-15")
    assert str(again(world.accusation).reported) == "2014-03-15"


def test_decisions_are_never_deleted_with_what_they_hold(world):
    decision = curation.set_fields(world.accusation, {"place": "Oslo"}, None)
    with pytest.raises(ProtectedError):
        decision.delete()


def test_an_unread_statement_that_a_curator_corrected_is_still_shown(world):
    curation.set_fields(world.claim, {"edtf": "2014-03-12"}, None)
    tell(replace(DENIAL, words=()))
    assert again(world.claim).visible
    assert not again(world.denial).visible
    assert Statement.objects.public().count() == Statement.objects.filter(visible=True).count()
    assert Person.objects.public().exists()


def test_approving_an_event_asks_little_of_the_database(world):
    with CaptureQueriesContext(connection) as asked:
        curation.approve(world.visit, None)
    assert len(asked) < 56  # two sources tell it; one more asks two questions more, of its statements


def test_the_address_of_a_source_is_one_of_the_web(world):
    source = world.denial.source
    with pytest.raises(curation.Refused, match=r"url: javascript:.* is no address of the web: write it as https://"):
        curation.set_fields(source, {"url": "javascript:alert(1)"}, None)
    curation.set_fields(source, {"url": "https://news.example/1"}, None)
    assert again(source).url == "https://news.example/1"
