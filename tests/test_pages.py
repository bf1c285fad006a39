"""The public pages: what a visitor sees, what is refused, and that nothing can be written."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import counting, presentation
from events.criteria import Criteria
from events.models import Event, EventCountry, Person, Source, Statement
from events.revision import archive_write
from tests.conftest import DENIAL, read_text
from tests.synthetic import fill, growth

client = Client(headers={"host": "localhost"})

LISTS = ("/events/", "/people/", "/countries/", "/statements/", "/sources/")
OTHERS = (
    "/",
    "/about/",
    "/about/design/",
    "/help/",
    "/api/",
    "/search/",
    "/search/?q=Putin",
    "/countries/RU/",
    "/countries/RU/KP/",
)


@pytest.mark.parametrize("address", [*LISTS, *OTHERS])
def test_every_page_answers_on_an_empty_archive_and_on_a_full_one(archive, address):
    assert client.get(address).status_code == 200
    read_text(DENIAL)
    assert client.get(address).status_code == 200


def test_every_record_has_a_page_that_leads_to_its_words(seed):
    for model in (Event, Person, Statement, Source):
        for record in model.objects.public():
            answer = client.get(record.get_absolute_url())
            assert answer.status_code == 200
            assert Source.objects.get().get_absolute_url() in answer.content.decode()


def test_filters_narrow_the_list(seed):
    visits = client.get("/events/?country=KP&from=2024-06-01&to=2024-06-30").content.decode()
    assert "visit" in visits.lower()
    assert "0 events" in client.get("/events/?country=BR").content.decode()
    assert client.get("/api/events/?country=BR").json()["count"] == 0


REFUSED = [
    ("from=2024-13", "from"),
    ("to=yesterday", "to"),
    ("country=XX", "country"),
    ("person=nobody", "person"),
    ("type=PARTY", "type"),
    ("mode=stroll", "mode"),
    ("status=maybe", "status"),
    ("source=none", "source"),
    ("page=0", "page"),
    ("page=x", "page"),
    ("size=7", "size"),
    ("sort=random", "sort"),
    ("contry=KP", "contry"),
    ("mode=visit&mode=call", "mode"),
    ("from=2024&to=2023", "to"),
    ("q=-only", "q"),
]


@pytest.mark.parametrize(("query", "parameter"), REFUSED)
@pytest.mark.parametrize("address", LISTS)
def test_what_is_not_understood_is_refused_by_name(archive, address, query, parameter):
    page = client.get(f"{address}?{query}")
    assert page.status_code == 400
    assert parameter in page.content.decode()
    api = client.get(f"/api{address}?{query}")
    assert api.status_code == 400
    assert any(parameter in (e["parameter"] + e["message"]) for e in api.json()["errors"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [*LISTS, *OTHERS, "/events.csv", "/api/events/", "/healthz", "/robots.txt"])
def test_nothing_public_takes_an_unsafe_method(archive, address, method):
    assert getattr(Client(enforce_csrf_checks=True, headers={"host": "localhost"}), method)(address).status_code == 405


def test_a_rejected_record_is_gone_but_its_address_is_kept(seed):
    event = Event.objects.first()
    event.review, event.visible = "rejected", False
    event.save()
    assert client.get(event.get_absolute_url()).status_code == 410


def test_another_report_of_an_event_answers_with_a_redirect(archive):
    text = "Talks\n\nFri Mar 14 2014\n\nOSLO, Norway: Sweden accused Norway on Thursday of sending warships into its waters.\n"
    read_text(DENIAL)
    read_text(text)
    event = Event.objects.get(type="ACCUSE")
    assert event.reports.count() == 2
    for report in event.reports.all():
        answer = client.get(reverse("event", args=[report.public_id]))
        assert answer.status_code == (200 if report.public_id == event.public_id else 301)


def test_pages_take_nothing_from_elsewhere_and_no_inline_code(seed):
    answer = client.get("/events/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.content.decode()
    assert "Set-Cookie" not in answer.headers


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(archive):
    def ask(address: str) -> None:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)

    counts = growth((10, 1000), [*LISTS, "/api/events/", "/api/statements/", "/events.jsonl", "/"], ask)
    assert {address: counted for address, counted in counts.items() if counted[1] > counted[0] + 1} == {}
    assert max(many for _few, many in counts.values()) < 45


def test_the_sitemap_leads_to_every_public_record(seed):
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://localhost(/sitemap-[^<]+)</loc>", index)
    assert len(parts) == 5
    listed = {
        address
        for part in parts
        for address in re.findall(r"<loc>http://localhost([^<]+)</loc>", client.get(part).content.decode())
    }
    for model in (Event, Person, Statement, Source):
        assert {record.get_absolute_url() for record in model.objects.public()} <= listed
    with archive_write() as write:
        Event.objects.update(visible=False)
        write.changed = True
    assert "/events/" not in client.get("/sitemap-events.xml").content.decode()
    assert client.get("/robots.txt").content.decode().endswith("/sitemap.xml\n")


def test_the_timeline_stays_within_the_days_asked_for(archive):
    fill(300)
    answer = counting.answer(Criteria(since=date(2000, 1, 1), until=date(2001, 12, 31)))
    assert answer.bucket == "month"
    assert all(date(2000, 1, 1) <= at <= date(2001, 12, 31) for at, _quad in answer.timeline)


@pytest.mark.parametrize("size", [400])
def test_a_record_asks_the_same_number_of_questions_however_much_hangs_on_it(archive, size):
    def questions() -> dict[str, int]:
        person = Person.objects.order_by("pk").first()
        assert person is not None
        about = {
            "event": Event.objects.filter(sort_day__isnull=False).order_by("pk").first().get_absolute_url(),
            "person": person.get_absolute_url(),
            "state": "/countries/RU/",
            "dyad": "/countries/RU/KP/",
            "source": Source.objects.order_by("pk").first().get_absolute_url(),
            "statement": Statement.objects.order_by("pk").first().get_absolute_url(),
        }
        for kind in ("events", "statements", "people", "sources"):
            client.get(f"/{kind}/")  # the index catches up with what was written, which is asked for once
        counts = {}
        for name, address in about.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts[name] = len(asked)
        return counts

    fill(size * 2)  # enough for something of every kind to hang on each
    few = questions()
    fill(size * 8)
    many = questions()
    assert {name: n for name, n in many.items() if n > few[name] + 2} == {}
    assert max(many.values()) < 60


def test_whoever_asks_for_data_at_a_wrong_address_is_told_in_data(archive):
    for address in ("/api/nosuch/", "/api/events/zzzz/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "no such" in answer.json()["errors"][0]["message"]
    assert client.get("/nosuch/")["Content-Type"].startswith("text/html")


def test_an_event_of_many_states_has_no_heading_over_nothing(archive):
    read_text(DENIAL)
    event = Event.objects.public().first()
    EventCountry.objects.bulk_create(EventCountry(event=event, country_id=code, rank=9) for code in ("FR", "JP", "PE"))
    with archive_write() as write:
        write.changed = True
    page = client.get(event.get_absolute_url()).content.decode()
    assert "France" in page
    assert '<ulclass="parts"></ul>' not in "".join(page.split())


def test_quotation_marks_of_a_translator_end_no_attribute():
    assert str(presentation._plain('say "yes"', "en")) == "say &#34;yes&#34;"
    assert str(presentation._plain('<a href="/x">"yes"</a>', "en")) == '<a href="/x">"yes"</a>'


def test_browsers_find_the_seal_where_they_look_for_it(archive):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert re.fullmatch(r"/static/seal(\.\w+)?\.svg", answer["Location"])


def test_the_words_of_an_event_stand_before_what_else_is_between_its_states(seed):
    event = Event.objects.public().get(mode="visit", countries="VN")
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.index('id="took-part"') < page.index('id="evidence"') < page.index('id="more"')
