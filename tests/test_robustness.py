"""Nothing that a visitor can write into an address breaks a page: it is answered, or refused by name."""

import itertools
from html import escape
from urllib.parse import quote, unquote

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from events.criteria import Kind
from events.filters import ArchiveFilter
from tests.world import load_world

client = Client(headers={"host": "localhost"})

LISTS = ("events", "people", "countries", "statements", "sources")
ADDRESSES = (
    *(f"/{kind}/" for kind in LISTS),
    *(f"/api/{kind}/" for kind in LISTS),
    *(f"/{kind}.{suffix}" for kind in LISTS for suffix in ("csv", "jsonl")),
    "/events.ics",
    "/events.atom",
    "/statements.atom",
    "/search/",
    "/",
    "/countries/RU/",
    "/countries/RU/KP/",
)
ODD = (
    "\0",
    "a\0b",
    "\x1b[31m",
    "\ud800",
    "9" * 40,
    "-1",
    "1e9",
    "²",
    "٣",
    "'",
    '"',
    '"unclosed',
    "-",
    '-"a b"',
    "*",
    "a OR b",
    "NEAR(a b)",
    "100%",
    "_",
    "\\",
    "x" * 5000,
    "../../etc/passwd",
    "2024-02-30",
    "0000",
    "9999-12-31",
    "-0001",
    "2024-06/2024-07",
    "2024~",
    "20XX",
    "<script>alert(1)</script>",
    "İstanbul ß",
    "مرحبا",
    "\u202egnp",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
)
NAMES = (*sorted(ArchiveFilter.base_filters), "asof", "nonsense")


def ask(address: str, name: str, value: str) -> int:
    answer = client.get(f"{address}?{name}={quote(value.encode('utf-8', 'surrogatepass'))}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer["Content-Type"].startswith("text/html"):
        assert b"<script>alert" not in body
    return answer.status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_words_are_searched_or_refused(archive, address):
    odd = {value: ask(address, "q", value) for value in ODD}
    taken = {302} if address.startswith("/countries/RU/") else {200, 400}
    assert {value: status for value, status in odd.items() if status not in taken} == {}


@pytest.mark.parametrize("kind", Kind)
def test_an_odd_value_is_understood_or_refused_by_name(archive, kind):
    for name, value in itertools.product(NAMES, ODD):
        given_ = QueryDict(mutable=True)
        given_[name] = value
        filters = ArchiveFilter(given_, kind)
        if filters.is_valid():
            list(filters.qs[:1])
        else:
            assert name in str(filters.problems())


@pytest.mark.parametrize("name", ["country", "person", "source", "q"])
def test_a_control_character_is_refused_by_name(archive, name):
    answer = client.get(f"/api/events/?{name}=a%00b")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == name


@settings(max_examples=80)
@given(st.sampled_from(ADDRESSES), st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30)), max_size=4))
def test_any_address_is_answered_or_refused(archive, address, parameters):
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in parameters)
    answer = client.get(f"{address}?{query}")
    if answer.streaming:
        b"".join(answer.streaming_content)
    assert answer.status_code in ({200, 302} if address.startswith("/countries/RU/") else {200, 400})


@pytest.mark.parametrize(
    "path", ["/countries/%00/", "/events/%00/", "/events//", "/%FF/", "/nowhere/", "/countries/XX/"]
)
def test_an_address_of_nothing_is_not_found(archive, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_a_page_of_states_that_is_asked_with_a_filter_leads_to_the_list_that_takes_it(archive):
    load_world()
    answer = client.get("/countries/SE/NO/?from=2014&type=ACCUSE")
    assert (answer.status_code, answer["Location"]) == (302, "/events/?from=2014&type=ACCUSE&country=SE&country=NO")
    assert "Sweden accuses Norway" in client.get(answer["Location"]).content.decode()
    assert client.get("/countries/SE/?from=2014-13", follow=True).status_code == 400
    assert client.get("/countries/SE/NO/?utm_source=x").status_code == 200


def test_the_same_state_twice_is_that_state(archive):
    assert client.get("/countries/ru/RU/", follow=True).redirect_chain[-1][0] == reverse("country", args=["RU"])


@pytest.mark.parametrize("address", ["/events/nosuch/", "/countries/ZZ/", "/nothing/at/all/", "/events/%3Cscript%3E/"])
def test_what_is_not_found_is_named(archive, address):
    page = client.get(address)
    assert page.status_code == 404
    assert escape(unquote(address)) in page.content.decode()


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/api/events/aaaaaaaaaaaaaa/", "“aaaaaaaaaaaaaa”"),
        ("/api/countries/ZZ/", "“ZZ”"),
        ("/api/nothing/", "/api/nothing/"),
    ],
)
def test_whoever_asks_for_data_is_told_in_data_what_is_not_found(archive, address, named):
    answer = client.get(address)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (404, "*")
    assert named in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("/events.csv?country=ZZ", 400, "“ZZ”"),
        ("/events.ics?from=x", 400, "“x”"),
        ("/events/nosuch.bib", 404, "/events/nosuch.bib"),
    ],
)
def test_whoever_asks_for_a_file_is_told_in_a_line_of_text(archive, address, status, named):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert named in answer.content.decode()


def test_a_method_that_is_not_taken_is_named(archive):
    page, data = client.post("/events/"), client.delete("/api/events/")
    assert (page.status_code, page["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "POST is not taken at /events/" in page.content.decode()
    assert "DELETE is not taken" in data.json()["errors"][0]["message"]


def test_a_page_of_elsewhere_may_ask_for_the_data_of_a_past_day(archive):
    answer = client.options("/api/events/", headers={"origin": "https://notebook.example"})
    assert (answer.status_code, answer["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert (answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Headers"]) == ("*", "Accept-Datetime")


def test_a_page_beyond_the_last_leads_back_to_the_last(archive):
    load_world()
    assert client.get("/api/events/?page=900").json()["previous"].endswith("/api/events/")


@pytest.mark.parametrize(
    ("name", "meant"), [("date", "from"), ("until", "to"), ("state", "country"), ("limit", "size")]
)
def test_what_others_call_a_filter_is_understood_as_a_hint(archive, name, meant):
    answer = client.get("/api/events/", {name: "2024"})
    assert answer.json()["errors"][0]["message"] == f"{name} is no filter: did you mean {meant}?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Russia", "RU"),
        ("russian federation", "RU"),
        ("PRK", "KP"),
        ("Corée du Nord", "KP"),
        ("RU,KP", "RU&country=KP"),
        ("ru kp", "RU&country=KP"),
    ],
)
def test_a_state_that_is_named_otherwise_is_refused_with_its_code(archive, typed, meant):
    answer = client.get("/api/events/", {"country": typed})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": "country", "message": f"“{typed}” is not understood: did you mean {meant}?"}
    ]
