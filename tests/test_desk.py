"""The curators' desk: the queue, stale forms, comparing, splitting, new readings, history, and records by hand."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import curation, faces
from events.admin import choosing
from events.admin.forms import FORMS
from events.admin.queues import DOUBTS, Queue
from events.curation import duplicates
from events.models import Decision, Event, Lock, Person, Source, Statement
from tests.conftest import DENIAL, SEED, VISIT, read_text
from tests.desk import client_as, open_and_send, posted
from tests.synthetic import fill, growth

visitor = Client(headers={"host": "localhost"})


@pytest.fixture
def editor(archive):
    return client_as("editor")


def queue(event) -> str:
    return f"/admin/queue/event/{event.pk}/"


def test_a_form_that_nobody_touched_changes_nothing(archive):
    """Else every approval would hold fields that nobody looked at."""
    read_text(SEED.read_text("utf-8"), "seed.txt")
    for kind, model in faces.MODELS.items():
        for record in model.objects.all():
            face = faces.face(record)
            form = FORMS[kind](face, posted(FORMS[kind](face)))
            assert form.is_valid(), (record, form.errors)
            assert form.changed() == {}, record
            assert not form.has_changed_any(), record


def test_the_next_record_follows_and_filters_are_kept(editor, seed):
    source = Source.objects.get()
    kept = f"?source={source.public_id}&doubt=undated"
    wanted = list(Event.objects.filter(edtf="").order_by("pk"))
    first = editor.get(f"/admin/queue/event/{kept}")
    assert first["Location"] == queue(wanted[0]) + kept
    answer = open_and_send(editor, first["Location"], verb="approve")
    assert answer["Location"] == queue(wanted[1]) + kept
    page = editor.get(answer["Location"])
    assert page.context["back"] == queue(wanted[0]) + kept
    assert (page.context["done"], page.context["total"]) == (1, len(wanted))
    assert [str(words) for words in page.context["filters"]] == ["No date", str(source)]


def test_the_last_record_of_a_queue_leads_to_its_end(editor, visit):
    for _ in range(Event.objects.count()):
        address = editor.get("/admin/queue/event/")["Location"]
        open_and_send(editor, address, verb="reject")
    assert "are decided" in editor.get("/admin/queue/event/").content.decode()


@pytest.mark.parametrize("query", ["doubt=weather", "source=aaaaaaaaaaaaaa"])
def test_a_filter_that_is_not_known_is_refused(editor, archive, query):
    assert editor.get(f"/admin/queue/event/?{query}").status_code == 400


@pytest.mark.parametrize("kind", list(DOUBTS))
def test_every_doubt_is_a_part_of_its_queue(seed, kind):
    everything = set(Queue(kind).pending())
    for doubt in DOUBTS[kind]:
        assert set(Queue(kind, doubt=doubt).pending()) <= everything


def test_approving_with_changed_fields_asks_first(editor, visit):
    event = Event.objects.get(mode="visit")
    answer = open_and_send(editor, queue(event), verb="approve", title="Another")
    assert "You changed fields" in answer.content.decode()
    event.refresh_from_db()
    assert (event.review, event.title == "Another") == ("unreviewed", False)


def test_save_and_approve_holds_only_what_was_changed(editor, visit):
    event = Event.objects.get(mode="visit")
    open_and_send(editor, queue(event), verb="save", edtf="2014-03-11", why="the plane was late")
    event.refresh_from_db()
    assert (event.review, event.edtf) == ("approved", "2014-03-11")
    assert set(event.locked) - {"public_id"} == {"edtf"}
    assert Decision.objects.get(kind="event").why == "the plane was late"


def test_a_form_that_another_change_has_overtaken_is_refused_and_shows_the_difference(editor, visit):
    event = Event.objects.get(mode="visit")
    opened = editor.get(queue(event)).context
    form = {**posted(opened["form"]), "seen": opened["seen"], "verb": "save", "edtf": "2014-03-10"}
    curation.set_fields(event, {"edtf": "2014-03-11"}, None)
    answer = editor.post(queue(event), form)
    assert answer.status_code == 409
    (row,) = [row for row in answer.context["differences"] if row["label"] == "Date"]
    assert "11 March 2014" in row["now"]
    assert "10 March 2014" in row["yours"]
    event.refresh_from_db()
    assert event.edtf == "2014-03-11"
    again = editor.post(queue(event), {**form, "seen": answer.context["seen"]})
    assert again.status_code == 302, "who has seen the difference may decide"


def test_several_are_decided_after_a_preview_and_the_overtaken_one_is_told(editor, seed):
    chosen = list(Event.objects.order_by("pk")[:3])
    preview = editor.post("/admin/queue/event/several/reject/", {"record": [e.pk for e in chosen]})
    assert "3 disappear from the public pages" in preview.content.decode()
    assert not Decision.objects.exists()
    form = {"record": [e.pk for e in chosen], "confirmed": 1}
    form |= {f"seen-{record.pk}": seen for record, seen in preview.context["changing"]}
    curation.set_fields(chosen[0], {"place": "Sochi"}, None)
    answer = editor.post("/admin/queue/event/several/reject/", form, follow=True)
    assert "has changed since" in answer.content.decode()
    assert Event.objects.filter(review="rejected").count() == 2


def test_a_new_reading_waits_beside_the_curators_value_and_is_answered_with_one_button(editor, visit):
    event = Event.objects.get(mode="visit")
    curation.set_fields(event, {"place": "Oporto"}, None)
    Lock.objects.filter(event=event, field="place").update(waiting=True, proposed="Lisbon")
    page = editor.get("/admin/proposals/").content.decode()
    assert "Oporto" in page
    assert "Lisbon" in page
    assert "now read: Lisbon" in editor.get(f"/admin/events/event/{event.pk}/change/").content.decode()
    lock = Lock.objects.get(waiting=True)
    editor.post(f"/admin/proposals/{lock.pk}/accept/")
    event.refresh_from_db()
    assert event.place == "Lisbon"


def test_two_records_are_compared_before_they_are_one(editor, visit):
    first, second = Person.objects.order_by("pk")
    address = f"/admin/merge/person/{first.pk}/?second={second.pk}"
    page = editor.get(address)
    shown = page.content.decode()
    assert first.name in shown
    assert second.name in shown
    assert Person.objects.filter(merged_into=None).count() == 2
    seen = {name: page.context[name] for name in ("seen_first", "seen_second")}
    editor.post(address, {**seen, "choice-name": "second", "why": "the same"})
    second.refresh_from_db()
    assert second.merged_into == first
    first.refresh_from_db()
    assert first.name == second.name
    assert visitor.get(second.get_absolute_url())["Location"].endswith(first.get_absolute_url())


@pytest.mark.parametrize("kind", ["person", "event", "statement"])
def test_the_other_record_is_found_by_typing(editor, visit, kind):
    asked = {"app_label": "events", "model_name": kind, "field_name": "merged_into", "term": ""}
    found = editor.get("/admin/autocomplete/", asked).json()["results"]
    assert len(found) == faces.MODELS[kind].objects.count()
    assert "id_second" in editor.get(f"/admin/merge/{kind}/{found[0]['id']}/").content.decode()


def test_a_field_that_curators_set_differently_has_to_be_chosen(editor, visit):
    first, second = Person.objects.order_by("pk")
    curation.set_fields(first, {"country": "SE"}, None)
    curation.set_fields(second, {"country": "PT"}, None)
    address = f"/admin/merge/person/{first.pk}/?second={second.pk}"
    page = editor.get(address)
    seen = {name: page.context[name] for name in ("seen_first", "seen_second")}
    assert "say which value holds" in editor.post(address, seen).content.decode()
    editor.post(address, {**seen, "choice-country": "second"})
    first.refresh_from_db()
    assert first.country_id == "PT"


def test_a_record_is_not_merged_with_itself(editor, visit):
    first = Person.objects.order_by("pk")[0]
    address = f"/admin/merge/person/{first.pk}/?second={first.pk}"
    assert "This is the record itself" in editor.get(address).content.decode()
    version = curation.version(first)
    editor.post(address, {"seen_first": version, "seen_second": version})
    assert not Decision.objects.exists()


def test_what_a_source_says_of_another_is_split_off(editor, archive):
    read_text(VISIT)
    read_text(VISIT.replace("on Wednesday for talks", "on Wednesday for long talks"), "other.txt")
    event = Event.objects.get(mode="visit")
    report = event.reports.order_by("pk")[1]
    page = editor.get(f"/admin/split/event/{event.pk}/")
    assert page.content.decode().count('name="reading"') == 2
    answer = editor.post(
        f"/admin/split/event/{event.pk}/",
        {"reading": report.public_id, "seen": page.context["seen"], "why": "two visits"},
    )
    made = Event.objects.exclude(pk=event.pk).get(mode="visit")
    assert answer["Location"] == f"/admin/events/event/{made.pk}/change/"
    assert list(made.reports.all()) == [report]


def test_two_records_of_a_list_are_taken_to_be_compared(editor, visit):
    first, second = Person.objects.order_by("pk")
    chosen = {"action": "compare", "_selected_action": [first.pk, second.pk]}
    answer = editor.post("/admin/events/person/", chosen)
    assert answer["Location"] == f"/admin/merge/person/{first.pk}/?second={second.pk}"


def test_records_that_may_be_the_same_are_a_queue(editor, archive):
    read_text(VISIT)
    read_text(VISIT.replace("Karin", "Carin"), "other.txt")
    names = {person.name for person in Queue("person", doubt="duplicate").pending()}
    assert {"Karin Lindholm", "Carin Lindholm"} <= names


def test_what_is_not_the_same_is_not_offered_again(editor, archive):
    read_text(VISIT)
    read_text(VISIT.replace("Karin", "Carin"), "other.txt")
    assert "Carin Lindholm" in editor.get("/admin/duplicates/person/").content.decode()
    pair = curation.possible_duplicates("person")[0]
    editor.post(f"/admin/distinct/person/{pair.first.pk}/{pair.second.pk}/")
    assert "Carin Lindholm" not in editor.get("/admin/duplicates/person/").content.decode()


def test_what_the_desk_can_not_take_is_named(editor, visit):
    person = Person.objects.first()
    page = editor.get(f"/admin/merge/person/{person.pk}/?second=zz")
    assert (page.status_code, "second=zz is no record: choose one from the list" in page.content.decode()) == (
        400,
        True,
    )
    lost = editor.get("/admin/nosuch/")
    assert (lost.status_code, 'href="/admin/"' in lost.content.decode()) == (404, True)


def test_namesakes_that_may_be_the_same_are_told_apart(editor, archive):
    read_text(VISIT)
    read_text(VISIT.replace("Karin", "Carin").replace("Foreign Minister", "Ambassador"), "other.txt")
    page = " ".join(editor.get("/admin/duplicates/person/").content.decode().split())
    told = choosing.texts(list(Person.objects.filter(name__endswith="arin Lindholm")))
    assert len(set(told.values())) == 2
    assert all(f">{text}</a>" in page and "; " in text for text in told.values())


def test_the_list_of_possible_duplicates_goes_back_in_time(editor, archive, monkeypatch):
    monkeypatch.setattr(duplicates, "STRETCH", 40)
    fill(150)
    address, pages = "/admin/duplicates/event/", 0
    while address:
        page = editor.get(address)
        assert page.status_code == 200
        pages += 1
        onward = re.search(r'href="(/admin/duplicates/event/\?until=[\d-]+)">Earlier events', page.content.decode())
        address = onward[1] if onward else ""
    assert pages > 3
    assert "Latest events" in page.content.decode()
    refused = editor.get("/admin/duplicates/event/?until=soon")
    assert refused.status_code == 400


def test_a_record_without_a_source_needs_a_reason(editor, archive):
    form = {"name": "Ann Lee", "sort_name": "Lee, Ann", "roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0}
    refused = editor.post("/admin/events/person/add/", form)
    assert "needs a reason" in refused.content.decode()
    assert not Person.objects.exists()
    editor.post("/admin/events/person/add/", {**form, "why": "met her"})
    assert Person.objects.get().name == "Ann Lee"


def test_a_statement_by_hand_is_the_words_of_its_source_and_survives_a_reading(editor, visit):
    source = Source.objects.get()
    words = "Sarmento praised Sweden"
    start = source.text.index(words)
    form = {"kind": "indirect", "cue": "praised", "speaker_country": "PT", "source": source.public_id}
    editor.post("/admin/events/statement/add/", {**form, "start": start, "end": start + len(words)})
    made = Statement.objects.get(text=words)
    Source.objects.update(reading="")
    read_text(VISIT)
    made.refresh_from_db()
    assert (made.review, made.visible, made.speaker_country_id) == ("approved", True, "PT")


def test_history_tells_who_and_why_and_takes_back(editor, visit):
    event = Event.objects.get(mode="visit")
    open_and_send(editor, queue(event), verb="save", title="A visit", why="shorter")
    address = f"/admin/events/event/{event.pk}/history/"
    told = editor.get(address).content.decode()
    assert "shorter" in told
    assert "editor" in told
    decision = Decision.objects.get()
    editor.post(f"/admin/undo/{decision.public_id}/", {"why": "the long one was right"})
    before = event.title
    event.refresh_from_db()
    assert (event.title, event.review) == (before, "unreviewed")
    assert "the long one was right" in editor.get(address).content.decode()


def test_a_decision_is_taken_back_on_its_own_page(editor, visit):
    event = Event.objects.get(mode="visit")
    curation.set_fields(event, {"place": "Porto"}, None)
    curation.set_fields(Event.objects.get(pk=event.pk), {"place": "Faro"}, None)
    first, second = Decision.objects.order_by("pk")

    def page(decision: Decision) -> str:
        return editor.get(f"/admin/events/decision/{decision.pk}/change/").content.decode()

    assert f"/admin/undo/{first.public_id}/" not in page(first)
    assert f'"/admin/events/decision/{second.pk}/change/">Corrected' in page(first)  # what rests on it leads there
    form = re.search(rf'<form method="post"[^>]* action="(/admin/undo/{second.public_id}/)">.*?</form>', page(second))
    back = re.search(r'name="next" value="([^"]+)"', form[0])[1]
    answer = editor.post(form[1], {"why": "it was Porto", "next": back}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/events/decision/{second.pk}/change/"
    event.refresh_from_db()
    assert event.place == "Porto"
    assert "It was taken back:" in answer.content.decode()
    assert f"/admin/undo/{second.public_id}/" not in answer.content.decode()
    assert f"/admin/undo/{first.public_id}/" in page(first)
    undoing = Decision.objects.get(verb="undo")
    assert f"/admin/undo/{undoing.public_id}/" not in page(undoing)
    history = editor.get(f"/admin/events/event/{event.pk}/history/").content.decode()
    assert f"/admin/undo/{undoing.public_id}/" not in history


def test_the_page_of_a_decision_offers_to_take_it_back_only_to_whoever_may(archive):
    read_text(VISIT)
    decision = curation.approve(Event.objects.get(mode="visit"), None)
    address, button = f"/admin/events/decision/{decision.pk}/change/", f"/admin/undo/{decision.public_id}/"
    assert button in client_as("curator").get(address).content.decode()
    viewer = client_as("viewer")
    assert button not in viewer.get(address).content.decode()
    assert viewer.post(button, {"next": address}).status_code == 403
    decision.refresh_from_db()
    assert decision.standing == "standing"


def test_a_source_goes_after_it_was_shown_what_goes_with_it(editor, archive):
    read_text(VISIT)
    read_text(DENIAL)
    source = Source.objects.get(title__startswith="Norway")
    address = f"/admin/events/source/{source.pk}/remove/"
    assert "statements: " in editor.get(address).content.decode()
    assert Source.objects.count() == 2
    editor.post(address)
    assert Source.objects.count() == 1


def test_a_source_is_not_taken_from_under_a_decision(editor, visit):
    curation.approve(Event.objects.get(mode="visit"), None)
    address = f"/admin/events/source/{Source.objects.get().pk}/remove/"
    assert editor.post(address).status_code == 409
    assert Source.objects.exists()


def test_a_decision_asks_for_nothing_twice_that_it_knows(editor, seed):
    address = editor.get("/admin/queue/event/")["Location"]
    page = editor.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = editor.post(address, {**posted(page.context["form"]), "seen": page.context["seen"], "verb": "approve"})
    assert answer.status_code == 302
    questions = [query["sql"] for query in asked.captured_queries]
    assert len(questions) < 72
    assert sum("otp_totp_totpdevice" in question for question in questions) == 1
    assert sum("events_revision" in question and "SELECT" in question for question in questions) == 1


def test_the_desk_asks_the_same_number_of_questions_however_large_the_archive(editor):
    def ask(page: str) -> None:
        first = Event.objects.order_by("pk").values_list("pk", flat=True)[0]
        assert editor.get(f"/admin/{page}".replace("/1/", f"/{first}/")).status_code == 200

    pages = ("queue/", "queue/event/1/", "queue/event/several/", "events/event/1/change/")
    counts = growth((10, 1000), pages, ask)
    assert {address: counted for address, counted in counts.items() if counted[0] != counted[1]} == {}
