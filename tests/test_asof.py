"""As it stood: every record answers for a past day, by `asof` and by the Memento protocol, and tells its changes."""

import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from events import curation
from events.models import Event, Person, Statement
from tests.test_curation import again
from tests.test_merging import OTHER_SPELLING
from tests.world import load_world, tell

client = Client(headers={"host": "localhost"})
DAYS = {name: datetime(2026, 1, day, 12, tzinfo=UTC) for name, day in (("told", 10), ("corrected", 20), ("merged", 25))}


@pytest.fixture(scope="module")
def told(standing):
    return standing(_tell)


@pytest.fixture
def world(told, archive):
    """Told on the 10th of January, corrected on the 20th; two persons merged on the 25th; now it is the 30th."""
    with time_machine.travel(datetime(2026, 1, 30, 12, tzinfo=UTC), tick=True):
        yield deepcopy(told)


def _tell():
    with time_machine.travel(DAYS["told"], tick=True):
        made = load_world()
        tell(OTHER_SPELLING)
    with time_machine.travel(DAYS["corrected"], tick=True):
        secret = get_user_model().objects.create_user("anna.secret", password="correct horse")
        curation.set_fields(
            made.visit, {"title": "Lindholm in Lisbon", "edtf": "2014-03-12"}, secret, "the minister's diary"
        )
        curation.set_fields(again(made.claim), {"edtf": "2014-03-12"}, secret)
    with time_machine.travel(DAYS["merged"], tick=True):
        curation.merge([Person.objects.get(name="Karin Lindholmm")], made.lindholm, None)
    return made


def at(record, day, suffix="/"):
    return client.get(f"{record.get_absolute_url().rstrip('/')}{suffix}", {"asof": day})


def test_a_record_answers_for_a_day_before_its_correction_and_leads_to_the_present(world):
    then, now = at(world.visit, "2026-01-19"), at(world.visit, "2026-01-20")
    assert "<h1>Karin Lindholm visits Portugal</h1>" in then.content.decode()
    assert f'href="{world.visit.get_absolute_url()}"' in then.content.decode()
    assert "<h1>Lindholm in Lisbon</h1>" in now.content.decode()
    assert "12 March 2014" in now.content.decode()


def test_its_data_answer_for_that_day_too(world):
    linked = json.loads(at(world.visit, "2026-01-19", ".jsonld").content)
    assert (linked["name"], linked["startDate"]) == ("Karin Lindholm visits Portugal", "2014-03-11")
    api = client.get(f"/api/events/{world.visit.public_id}/", {"asof": "2026-01-19"}).json()
    present = client.get(f"/api/events/{world.visit.public_id}/").json()
    assert set(api) == {*present, "asof"}
    assert (api["title"], present["title"]) == ("Karin Lindholm visits Portugal", "Lindholm in Lisbon")
    assert [person["name"] for person in api["persons"]] == ["Karin Lindholm", "Rui Sarmento"]
    assert "Karin Lindholm visits Portugal" in at(world.visit, "2026-01-19", ".bib").content.decode()


@pytest.mark.parametrize("model", [Event, Person, Statement])
def test_every_kind_of_record_answers_for_every_day_since_it_was_recorded(world, model):
    for record in model.objects.public():
        for day in ("2026-01-10", "2026-01-22", "2026-01-30"):
            assert at(record, day).status_code == 200, record
            assert at(record, day, ".jsonld").status_code == 200, record


def test_a_source_answers_for_a_past_day(world):
    source = world.sources[0]
    assert at(source, "2026-01-12").status_code == 200
    assert client.get(f"/api/sources/{source.public_id}/", {"asof": "2026-01-12"}).json()["text"] == source.text


def test_a_person_merged_away_later_still_stood_alone_then(world):
    loser = Person.objects.get(name="Karin Lindholmm")
    assert "<h1>Karin Lindholmm</h1>" in at(loser, "2026-01-24").content.decode()
    moved = at(loser, "2026-01-26")
    assert (moved.status_code, moved["Location"]) == (302, f"{world.lindholm.get_absolute_url()}?asof=2026-01-26")
    other = Event.objects.get(mode="visit", edtf="2014-03-19")
    assert "Karin Lindholmm" in at(other, "2026-01-24").content.decode()
    assert "Karin Lindholmm</a>" not in at(other, "2026-01-26").content.decode()


def test_a_day_before_the_first_recording_is_a_404_that_says_so(world):
    answer = at(world.visit, "2026-01-09")
    assert answer.status_code == 404
    assert "Not yet recorded then" in answer.content.decode()
    assert "10 January 2026" in answer.content.decode()
    data = client.get(f"/api/events/{world.visit.public_id}/", {"asof": "2026-01-09"})
    assert (data.status_code, data.json()["errors"][0]["parameter"]) == (404, "asof")
    assert client.get("/events/aaaaaaaaaaaaaa/", {"asof": "2026-01-20"}).status_code == 404


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-13-01", "2026-02-30", "2027-01-01", "9999-12-31", "2026-01-20T10:00"]
)
def test_a_day_that_is_none_is_refused_by_name(world, day):
    answer = at(world.visit, day)
    assert answer.status_code == 400
    assert "asof" in answer.content.decode()
    assert client.get(f"/api/events/{world.visit.public_id}/", {"asof": day}).status_code == 400


def test_today_is_answered_for_the_present_moment_and_not_for_an_hour_to_come(world):
    with time_machine.travel(datetime(2026, 1, 30, 14, 7, tzinfo=UTC), tick=False):
        page = at(world.visit, "2026-01-30")
        assert "stood on 30 January 2026, at 14:07 UTC" in page.content.decode()
        data = client.get(f"/api/events/{world.visit.public_id}/", {"asof": "2026-01-30"}).json()
        assert data["asof"] == "2026-01-30T14:07:00Z"
        assert "stood on 29 January 2026, at 23:59 UTC" in at(world.visit, "2026-01-29").content.decode()


def test_an_instant_of_another_zone_is_said_in_utc(world):
    assert "at 10:00 UTC" in at(world.visit, "2026-01-29T13:00:00+03:00").content.decode()
    assert at(world.visit, "0001-01-01T00:00:00+14:00").status_code == 400


def test_a_rejected_record_was_shown_before_it_was_rejected(world):
    curation.reject(again(world.relief), None)
    assert at(world.relief, "2026-01-29").status_code == 200
    assert at(world.relief, "2026-01-30").status_code in {200, 410}
    assert client.get(world.relief.get_absolute_url()).status_code == 410


def test_the_time_gate_leads_to_the_memento_of_that_time(world):
    address = world.visit.get_absolute_url()
    gate = client.get(address, headers={"accept-datetime": "Mon, 12 Jan 2026 08:00:00 GMT"})
    assert (gate.status_code, gate["Location"]) == (302, f"{address}?asof=2026-01-12T08:00:00Z")
    assert "accept-datetime" in gate["Vary"].lower()
    assert 'rel="original timegate"' in gate["Link"]
    memento = client.get(gate["Location"])
    assert memento["Memento-Datetime"] == "Mon, 12 Jan 2026 08:00:00 GMT"
    assert f'<http://localhost{address}>; rel="original timegate"' in memento["Link"]
    assert 'rel="memento"; datetime="Mon, 12 Jan 2026 08:00:00 GMT"' in memento["Link"]
    assert "Karin Lindholm visits Portugal" in memento.content.decode()


def test_the_time_gate_takes_any_time_and_refuses_what_is_none(world):
    address = world.visit.get_absolute_url()
    early = client.get(address, headers={"accept-datetime": "Mon, 12 Jan 1998 08:00:00 GMT"})
    late = client.get(address, headers={"accept-datetime": "Mon, 12 Jan 2099 08:00:00 GMT"})
    for gate in (early, late):
        assert gate.status_code == 302
        assert client.get(gate["Location"]).status_code == 200
    wrong = client.get(address, headers={"accept-datetime": "last week"})
    assert wrong.status_code == 400
    assert "Accept-Datetime" in wrong.content.decode()


def test_a_present_page_names_its_time_gate_and_map_and_varies(world):
    for address in (world.visit.get_absolute_url(), f"/api/events/{world.visit.public_id}/"):
        answer = client.get(address)
        assert 'rel="original timegate"' in answer["Link"]
        assert "accept-datetime" in answer["Vary"].lower()
        assert "Memento-Datetime" not in answer
        assert client.get(address, headers={"accept-datetime": "Mon, 12 Jan 2026 08:00:00 GMT"}).status_code == 302


def test_the_time_map_lists_every_state_and_each_address_in_it_answers(world):
    address = world.visit.get_absolute_url()
    answer = client.get(f"/timemap{address}")
    assert answer["Content-Type"] == "application/link-format"
    lines = answer.content.decode().strip().split(",\n")
    assert lines[0] == f'<http://localhost{address}>; rel="original timegate"'
    mementos = [line for line in lines if "memento" in line]
    assert len(mementos) == 2
    titles = []
    for line in mementos:
        memento = client.get(line[1 : line.index(">")].removeprefix("http://localhost"))
        assert f'datetime="{memento["Memento-Datetime"]}"' in line
        titles.append("Lindholm in Lisbon" in memento.content.decode())
    assert titles == [False, True]
    assert client.get("/timemap/events/").status_code == 404


def test_the_page_tells_its_changes_without_naming_the_curator(world):
    told = client.get(world.visit.get_absolute_url()).content.decode()
    assert "by a curator" in told
    assert "the minister’s diary" in told or "the minister&#39;s diary" in told
    assert "<del>11 March 2014</del>" in told
    assert "by the reader, version" in told
    assert "anna.secret" not in told
    before = told[told.index("?asof=") :].split('"')[0]
    answer = client.get(f"{world.visit.get_absolute_url()}{before}".replace("%3A", ":"))
    assert "Karin Lindholm visits Portugal" in answer.content.decode()


def test_days_end_at_midnight_utc(world):
    curation.set_fields(again(world.visit), {"place": "Porto"}, None)
    for second, shown in (("2026-01-20T11:59:58Z", False), ("2026-01-20T12:00:30Z", True)):
        assert ("Lindholm in Lisbon" in at(world.visit, second).content.decode()) is shown
