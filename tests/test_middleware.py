"""Pages say which state of the archive they show, and are not sent again while it lasts."""

import gzip

import brotli
import pytest
from csp.decorators import csp_exempt, csp_update
from csp.utils import build_policy
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from archive.policy import FixedPolicy
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


def test_a_curators_edit_is_seen_at_once_and_the_admin_is_never_kept(archive):
    read_text(DENIAL.replace("Sweden accused", "Swedish Foreign Minister Karin Lindholm accused"))
    person = Person.objects.get()
    assert (
        "Karin Lindholm" in client.get("/people/").content.decode()
        or "Lindholm, Karin" in client.get("/people/").content.decode()
    )
    curator = Client(headers={"host": "localhost"})
    curator.force_login(get_user_model().objects.create_superuser("curator", password="correct horse battery"))
    choice = {"action": "reject", "_selected_action": [person.pk]}
    ((record, stood),) = curator.post(reverse("admin:events_person_changelist"), choice).context["changing"]
    decision = {"record": record.pk, f"seen-{record.pk}": stood, "confirmed": 1}
    curator.post(reverse("desk:queue-decide", args=["person", "reject"]), decision)
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
    plain = client.get("/events/")
    assert gzip.decompress(packed.content) == plain.content
    assert brotli.decompress(client.get("/events/", headers={"accept-encoding": "gzip, br"}).content) == plain.content
    assert "Content-Encoding" not in client.get("/events/", headers={"accept-encoding": "br;q=0"}).headers
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_a_page_answers_head_without_its_body(archive):
    read_text(DENIAL)
    page = client.get("/events/")
    head = client.head("/events/")
    assert head.content == b""
    assert head["Content-Length"] == str(len(page.content))
    assert head["ETag"] == page["ETag"]


def test_a_shared_cache_keeps_pages_only_where_the_operator_says_so(archive, settings):
    assert "s-maxage" not in client.get("/events/")["Cache-Control"]
    settings.CDN_SECONDS = 30
    assert "s-maxage=30, stale-while-revalidate=30" in client.get("/events/?size=50")["Cache-Control"]


def test_a_view_that_asks_for_a_policy_of_its_own_gets_it_and_the_next_page_gets_the_common_one():
    framed = FixedPolicy(csp_update({"img-src": ["https://maps.example"]})(lambda request: HttpResponse()))
    plain = FixedPolicy(lambda request: HttpResponse())
    bare = FixedPolicy(csp_exempt()(lambda request: HttpResponse()))
    request = RequestFactory().get("/")
    assert "https://maps.example" in framed(request)["Content-Security-Policy"]
    assert plain(request)["Content-Security-Policy"] == build_policy()
    assert "Content-Security-Policy" not in bare(request)
