"""The admin: every model opens, edits stay, evidence can't be touched, and no page asks more of a larger archive."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from events import curation
from events.extraction import pipeline, reading
from events.loading import load
from events.models import Event, Person, Source, Statement
from events.revision import current_revision
from tests.conftest import SEED, VISIT, read_text
from tests.desk import open_and_send
from tests.synthetic import growth


@pytest.fixture
def curator(archive):
    user = get_user_model().objects.create_superuser("curator", password="correct horse battery")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


MODELS = [model for model in admin.site._registry if model._meta.app_label == "events"]


def test_every_model_is_listed_and_opened(curator, seed):
    curation.approve(Event.objects.first(), None)
    assert len(MODELS) > 8
    for model in MODELS:
        name = f"admin:events_{model._meta.model_name}"
        assert curator.get(reverse(f"{name}_changelist")).status_code == 200, name
        assert curator.get(reverse(f"{name}_changelist"), {"q": "Putin"}).status_code == 200, name
        record = model.objects.first()
        assert record is not None, name
        assert curator.get(reverse(f"{name}_change", args=[record.pk])).status_code == 200, name


def test_a_curators_edit_survives_the_next_reading(curator, archive):
    read_text(VISIT)
    event = Event.objects.get(mode="visit")
    before = current_revision()
    address = reverse("admin:events_event_change", args=[event.pk])
    answer = open_and_send(curator, address, title="A visit to Lisbon", edtf="2014-03-11", verb="save")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert current_revision() > before
    Source.objects.update(reading="")
    load(pipeline.extract(reading.read("test.txt", VISIT.encode())))
    event.refresh_from_db()
    assert (event.title, event.edtf) == ("A visit to Lisbon", "2014-03-11")
    assert {"title", "edtf"} <= set(event.locked)


def test_a_date_that_is_none_is_refused_by_name(curator, archive):
    read_text(VISIT)
    event = Event.objects.get(mode="visit")
    answer = open_and_send(
        curator, reverse("admin:events_event_change", args=[event.pk]), edtf="last spring", verb="save"
    )
    assert "last spring is not a date" in answer.content.decode()


def test_a_rejected_record_leaves_the_public_pages(curator, seed):
    person = Person.objects.get(name="Victor Cha")
    preview = curator.post(
        reverse("admin:events_person_changelist"), {"action": "reject", "_selected_action": [person.pk]}
    )
    assert "disappears from the public pages" in preview.content.decode()
    assert Client(headers={"host": "localhost"}).get(person.get_absolute_url()).status_code == 200, "only shown so far"
    ((record, seen),) = preview.context["changing"]
    curator.post(
        reverse("desk:queue-decide", args=["person", "reject"]),
        {"record": record.pk, f"seen-{record.pk}": seen, "confirmed": 1},
    )
    assert Client(headers={"host": "localhost"}).get(person.get_absolute_url()).status_code == 410


def test_lists_ask_the_same_number_of_questions_however_long(curator):
    def ask(name: str) -> None:
        assert curator.get(reverse(f"admin:events_{name}_changelist")).status_code == 200

    counts = growth((10, 400), ["event", "person", "statement", "source", "evidence"], ask)
    assert {name: counted for name, counted in counts.items() if counted[1] > counted[0] + 1} == {}


def test_sources_go_with_all_that_rests_on_them_alone(archive, run):
    read_text(SEED.read_text("utf-8"), "seed.txt")
    before = {
        m.__name__: set(m.objects.values_list("public_id", flat=True)) for m in (Event, Person, Statement, Source)
    }
    read_text(VISIT)
    source = Source.objects.exclude(public_id__in=before["Source"]).get()
    status, out, _ = run("remove_sources", source.public_id)
    assert status == 0
    assert out.startswith("removed 1 sources")
    after = {m.__name__: set(m.objects.values_list("public_id", flat=True)) for m in (Event, Person, Statement, Source)}
    assert after == before


def complete(curator, model: str, field: str, term: str) -> list[str]:
    asked = {"app_label": "events", "model_name": model, "field_name": field, "term": term}
    return [found["text"] for found in curator.get("/admin/autocomplete/", asked).json()["results"]]


def test_a_pick_list_tells_namesakes_apart(curator, seed):
    assert complete(curator, "eventperson", "person", "ushakov") == [
        "Yuri Ushakov (foreign policy adviser; 2024; 1 record)"
    ]
    assert "Russia" in complete(curator, "eventperson", "person", "vladimir putin")[0]
    assert "Soviet Union (SUHH; until 1991)" in complete(curator, "eventcountry", "country", "soviet")


def test_a_pick_list_offers_nobody_who_was_rejected(curator, seed):
    Person.objects.filter(name="Victor Cha").update(review="rejected")
    assert complete(curator, "statement", "speaker_person", "victor") == []


def test_a_pick_list_asks_the_same_number_of_questions_however_long(curator):
    def ask(term: str) -> None:
        assert complete(curator, "eventperson", "person", term)

    few, many = growth((10, 400), ["person"], ask)["person"]
    assert few == many


def test_the_list_of_events_says_when_and_between_whom(curator, archive):
    read_text(VISIT)
    page = curator.get("/admin/events/event/").content.decode()
    assert ">12 March 2014</td>" in page
    states = set(Event.objects.get(mode="visit").country_parts.values_list("country", flat=True))
    found = [set(cell.split()) for cell in re.findall(r'<td class="field-states">([^<]+)</td>', page)]
    assert states in found, found
    Event.objects.update(edtf="", earliest=None, latest=None, sort_day=None)
    assert ">not known</td>" in curator.get("/admin/events/event/").content.decode()
