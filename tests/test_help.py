"""What the archive says about itself: the help page lags behind nothing, and a page that fails is still a page."""

import re

import pytest
from django.test import Client

from events import facets, folding, openapi, search
from events.criteria import Kind
from events.filters import ArchiveFilter
from events.views import front
from tests.conftest import DENIAL, read_text

client = Client(headers={"host": "localhost"})


def test_every_filter_is_explained(archive):
    page = client.get("/help/").content.decode()
    assert [name for name in ArchiveFilter.base_filters if f'<code dir="ltr">{name}</code>' not in page] == []


def test_every_sign_of_a_query_is_explained_with_an_example_that_works(archive):
    read_text(DENIAL)
    page = client.get("/help/").content.decode()
    examples = [example for example, _meaning in front._grammar()]
    assert len(examples) == len(folding.SIGNS)
    found = set()
    for example in examples:
        assert search.parse(example).terms
        assert example.replace('"', "&#34;") in page
        found |= {sign for term in folding._TERM.finditer(example) for sign in folding.SIGNS if term[sign] is not None}
    assert found == set(folding.SIGNS)


@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_what_goes_wrong_is_said_on_a_page_with_a_way_on(archive, prefix):
    for address, status in ((f"{prefix}/nowhere/", 404), (f"{prefix}/events/?from=2024-13", 400)):
        answer = client.get(address)
        assert answer.status_code == status
        assert f'href="{prefix}/help/"' in answer.content.decode()
    assert f'action="{prefix}/search/"' in client.get(f"{prefix}/nowhere/").content.decode()
    assert f'<a href="{prefix}/events/">' in client.get(f"{prefix}/events/?from=2024-13").content.decode()


def test_a_fault_of_the_archive_is_owned_and_tells_nothing(archive, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise RuntimeError("the secret of the archive")

    monkeypatch.setattr(facets, "answer", fail)
    answer = Client(headers={"host": "localhost"}, raise_request_exception=False).get("/fr/events/")
    assert answer.status_code == 500
    assert '<html lang="fr"' in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert "ETag" not in answer.headers


def test_another_host_is_refused_in_a_line(archive):
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain")
    assert b"elsewhere" not in answer.content


def test_the_page_of_the_api_leads_to_every_file_of_every_list(archive):
    read_text(DENIAL)
    page = client.get("/api/").content.decode()
    files = set(re.findall(r'<a href="(/\w+\.\w+)"', page))
    assert {f"/{kind}.{suffix}" for kind in Kind for suffix in ("csv", "jsonl")} < files
    assert {"/events.ics", "/statements.atom", "/people.atom"} < files
    assert "/people.ics" not in files
    assert '<code dir="ltr">.csl.json</code>' in page
    assert {client.get(address).status_code for address in files} == {200}


@pytest.mark.parametrize("kind", Kind)
def test_the_description_offers_a_list_no_filter_that_it_refuses(archive, kind):
    read_text(DENIAL)
    described = openapi.document("/", "Chancery")["paths"][f"/api/{kind}/"]["get"]["parameters"]
    names = {parameter["name"] for parameter in described}
    assert "view" not in names
    assert ("region" in names) == (kind is Kind.COUNTRIES)
    for parameter in described:
        for value in parameter["schema"].get("enum", ()):
            assert client.get(f"/api/{kind}/", {parameter["name"]: value}).status_code == 200, parameter
    assert "(States)" in client.get("/help/").content.decode()
