"""Claims and those who answer them: both sides with their sources, and no verdict."""

import re
from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Statement
from events.revision import archive_write
from tests.conftest import DENIAL, VISIT, read_text

client = Client(headers={"host": "localhost"})
ADMISSION = """Norway Admits Passage

Mon Mar 17 2014

OSLO, Norway: Norwegian Foreign Minister Arne Solberg said on Sunday that warships had entered Swedish waters.
"""


@pytest.fixture(scope="module")
def told(standing) -> dict[str, Statement]:
    return standing(_tell)


@pytest.fixture
def thread(told, archive) -> dict[str, Statement]:
    """An accusation, its denial in the same text, and an admission three days later in another."""
    return deepcopy(told)


def _tell() -> dict[str, Statement]:
    for text in (DENIAL, VISIT, ADMISSION):
        read_text(text)
    denial = Statement.objects.get(response="denial")
    admission = Statement.objects.get(speaker_person__name="Arne Solberg")
    with archive_write() as write:
        Statement.objects.filter(pk=admission.pk).update(responds_to=denial.responds_to, response="confirmation")
        write.changed = True
    return {"claim": denial.responds_to, "denial": denial, "admission": admission}


def words(address: str) -> str:
    """The page's main part as a reader hears it."""
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_a_claim_shows_who_answered_how_when_in_what_words_and_where(thread):
    page = words(thread["claim"].get_absolute_url())
    parts = [
        "Claim and answers",
        "The archive gives no verdict",
        "Sweden",
        "Denies",
        "Norway",
        "Confirms",
        "Arne Solberg",
    ]
    assert [part for part in parts if part not in page] == []
    assert "Norway Denies Charge" in page
    assert "Norway Admits Passage" in page
    assert page.index("Norway Denies Charge") < page.index("Norway Admits Passage")


def test_every_side_of_a_thread_shows_the_whole_of_it(thread):
    pages = [client.get(said.get_absolute_url()).content.decode() for said in thread.values()]
    for said in thread.values():
        assert all(said.text[:40] in page for page in pages)
    assert all(page.count('aria-current="true"') >= 1 for page in pages)


def test_lists_show_both_sides_beside_the_statement(thread):
    page = words("/statements/?disputed=1")
    assert "Denied by Norway" in page
    assert "Confirmed by Arne Solberg" in page
    assert "16 March 2014" in page


def test_disputed_lists_what_is_answered_and_what_answers_and_nothing_else(thread):
    found = client.get("/api/statements/?disputed=1").json()["results"]
    assert {record["id"] for record in found} == {said.public_id for said in thread.values()}
    assert client.get("/api/statements/").json()["count"] > len(found)


def test_an_answer_that_is_not_shown_is_not_counted(thread):
    with archive_write() as write:
        Statement.objects.filter(pk=thread["denial"].pk).update(visible=False)
        write.changed = True
    page = client.get(thread["claim"].get_absolute_url()).content.decode()
    assert thread["denial"].get_absolute_url() not in page
    assert thread["admission"].get_absolute_url() in page


def test_threads_cost_a_list_no_further_questions(thread):
    counts = []
    client.get("/statements/")  # after which the facet index is there
    for address in ("/statements/?size=50", "/statements/?size=50&disputed=1"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1
