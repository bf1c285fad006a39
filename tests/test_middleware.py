"""Pages come again without being made again, and never stale."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Person
from tests.conftest import DENIAL, read_text

client = Client(headers={"host": "localhost"})


@pytest.mark.parametrize("address", ["/", "/events/?country=NO", "/api/events/", "/sources/"])
def test_an_unchanged_page_is_304_and_a_changed_archive_is_not(archive, address):
    read_text(DENIAL)
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    read_text(DENIAL.replace("Thursday", "Wednesday"))
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_page_asked_for_again_costs_one_question(archive):
    read_text(DENIAL)
    first = client.get("/events/")
    with CaptureQueriesContext(connection) as asked:
        second = client.get("/events/")
    assert len(asked) == 1
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert "max-age=0" in second["Cache-Control"]


def test_a_curators_edit_is_seen_at_once_and_the_admin_is_never_kept(archive):
    read_text(DENIAL.replace("Sweden accused", "Swedish Foreign Minister Karin Lindholm accused"))
    person = Person.objects.get()
    assert (
        "Karin Lindholm" in client.get("/people/").content.decode()
        or "Lindholm, Karin" in client.get("/people/").content.decode()
    )
    curator = Client(headers={"host": "localhost"})
    curator.force_login(get_user_model().objects.create_superuser("curator", password="correct horse battery"))
    curator.post(reverse("admin:events_person_changelist"), {"action": "reject", "_selected_action": [person.pk]})
    assert "Lindholm" not in client.get("/people/").content.decode()
    assert "ETag" not in curator.get("/admin/").headers


def test_different_addresses_are_different_pages(archive):
    read_text(DENIAL)
    tags = {
        client.get(address)["ETag"]
        for address in ("/events/", "/events/?country=NO", "/events/?country=SE", "/people/")
    }
    assert len(tags) == 4
    assert "ETag" not in client.get("/events/?country=XX").headers


def test_pages_travel_compressed(archive):
    read_text(DENIAL)
    packed = client.get("/events/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < 15_000
