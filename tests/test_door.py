"""A page that was asked for before comes out of memory, whole or as a 304, and never stale."""

import io
import sys
from datetime import timedelta
from typing import Any

import brotli
import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.door import MOST_PAGES, Door
from tests.conftest import DENIAL, read_text


class House:
    """The archive as a WSGI server meets it, with a count of the requests that reach Django."""

    def __init__(self) -> None:
        self.woken = 0
        self.django = get_wsgi_application()
        self.door = Door(self._wake)

    def _wake(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.woken += 1
        return self.django(environ, start_response)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; `headers` of the request by their WSGI names."""
        told: list[Any] = []
        before, _, query = path.partition("?")
        environ = {
            **{"REQUEST_METHOD": method, "PATH_INFO": before, "QUERY_STRING": query, "SCRIPT_NAME": ""},
            **{"SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http"},
            **{"wsgi.input": io.BytesIO(b""), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), **headers},
        }

        def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            told.append((status, dict(headers)))
            headers.append(("Via", "1.1 server"))  # as PEP 3333 lets a server do

        answer = self.door(environ, start_response)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, fields = told[0]
        return int(status.split()[0]), fields, body


@pytest.fixture
def house(archive):
    read_text(DENIAL)
    for signal in (request_started, request_finished):  # the connection holds the test's transaction
        signal.disconnect(close_old_connections)
    yield House()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_page_asked_for_again_costs_one_question_and_no_django(house):
    first = house.get("/events/?country=NO")
    with CaptureQueriesContext(connection) as asked:
        second = house.get("/events/?country=NO")
    assert house.woken == 1
    assert len(asked) <= 1  # PostgreSQL is asked past the log of queries
    assert second == first
    assert "max-age=0" in second[1]["Cache-Control"]
    assert "default-src" in second[1]["Content-Security-Policy"]


def test_an_unchanged_page_is_not_sent_again(house):
    _, headers, _ = house.get("/people/")
    for given in (headers["ETag"], f'"other", {headers["ETag"]}', headers["ETag"].removeprefix("W/"), "*"):
        status, unchanged, body = house.get("/people/", HTTP_IF_NONE_MATCH=given)
        assert (status, body) == (304, b"")
        assert unchanged["ETag"] == headers["ETag"]
        assert unchanged["Cache-Control"] == headers["Cache-Control"]
    assert house.woken == 1
    assert house.get("/people/", HTTP_IF_NONE_MATCH='W/"older"')[0] == 200
    assert house.woken == 1


def test_what_a_server_adds_to_the_headers_is_its_own(house):
    _, headers, _ = house.get("/people/")
    for given in ({}, {"HTTP_IF_NONE_MATCH": headers["ETag"]}):
        first, second = (house.get("/people/", **given) for _ in range(2))
        assert first == second
        assert "Via" not in second[1]


def test_a_write_is_seen_by_the_next_request(house):
    _, before, old = house.get("/events/")
    read_text(DENIAL.replace("Thursday", "Wednesday"))
    status, after, new = house.get("/events/", HTTP_IF_NONE_MATCH=before["ETag"])
    assert status == 200
    assert after["ETag"] != before["ETag"]
    assert new != old
    assert house.get("/events/")[2] == new
    assert house.woken == 2


def test_a_page_is_made_anew_on_another_day(house):
    house.get("/events/")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert house.get("/events/")[0] == 200
    assert house.woken == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "127.0.0.1"},
        {"wsgi.url_scheme": "https"},
        {"QUERY_STRING": "country=SE"},
        {"PATH_INFO": "/fr/events/"},
        {"HTTP_ACCEPT_ENCODING": "br"},
    ],
)
def test_what_makes_another_page_is_never_answered_with_this_one(house, headers):
    house.get("/events/")
    house.get("/events/", **headers)
    assert house.woken == 2
    house.get("/events/", **headers)
    assert house.woken == 2


@pytest.mark.parametrize("taken", ["gzip;q=0", "x-gzip", "identity;q=1, gzip;q=0"])
def test_who_takes_no_compression_gets_none_whoever_asked_before(house, taken):
    for headers in ({"HTTP_ACCEPT_ENCODING": taken}, {}):
        _, told, page = house.get("/events/", **headers)
        assert "Content-Encoding" not in told
        assert page.startswith(b"<!doctype html>")
    assert house.woken == 1


def test_head_comes_out_of_memory_too_and_without_a_body(house):
    _, headers, page = house.get("/events/", HTTP_ACCEPT_ENCODING="br")
    assert int(headers["Content-Length"]) == len(page) < len(brotli.decompress(page))
    assert house.get("/events/", "HEAD", HTTP_ACCEPT_ENCODING="br") == (200, headers, b"")
    assert house.woken == 1


@pytest.mark.parametrize("path", ["/healthz", "/events/?country=XX", "/nowhere/", "/admin/login/", "/events.csv"])
def test_what_may_not_be_kept_is_made_each_time(house, path):
    house.get(path)
    house.get(path)
    assert house.woken == 2


def test_writing_is_refused_as_ever(house):
    house.get("/events/")
    assert house.get("/events/", "POST")[0] == 405


def test_the_page_that_nobody_asked_for_longest_makes_room(house):
    pages = house.door.pages
    house.get("/events/")
    (key,) = pages
    page = pages[key]
    for n in range(MOST_PAGES):
        house.door._keep((*key, str(n)), page)
    assert len(pages) == MOST_PAGES
    assert key not in pages


def test_the_door_steps_aside_while_the_archive_can_not_be_asked(committed_archive):
    """Django says then what is the matter, or a replica answers; the door knows no better, and hands out nothing on trust."""
    house = House()
    page = house.get("/countries/")
    house.get("/countries/")
    assert house.woken == 1
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_revision RENAME TO events_revision_gone")
    try:
        assert house.get("/countries/")[0] == 500
        assert house.woken == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_revision_gone RENAME TO events_revision")
    assert house.get("/countries/") == page
    assert house.woken == 2


def test_a_connection_that_has_had_its_time_is_renewed_at_the_door(committed_archive):
    """Or a worker that hands out kept pages alone would go on asking a database that another has taken the place of."""
    house = House()
    house.get("/countries/")
    before, connection.close_at = connection.connection, 0.0
    assert house.get("/countries/")[0] == 200
    assert house.woken == 1
    assert connection.connection is not before
