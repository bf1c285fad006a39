"""The archive as a visitor meets it, on a small world whose every fact is known: joined tellings, filters, threads, addresses."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from events import curation
from events.models import Event, Evidence
from tests.world import DENIAL, NEWS, World, load_world, tell

client = Client(headers={"host": "localhost"})


@pytest.fixture(scope="module")
def told(standing) -> World:
    return standing(load_world)


@pytest.fixture
def world(told, archive) -> World:
    return deepcopy(told)


def get(address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def snapshot() -> dict[str, object]:
    """Everything public, by address."""
    lists = ("events", "people", "statements", "sources")
    records = [record for kind in lists for record in client.get(f"/api/{kind}/?size=100").json()["results"]]
    return {record["url"]: _without_clock(record) for record in records}


def _without_clock(value):
    if isinstance(value, dict):
        return {key: _without_clock(v) for key, v in value.items() if key not in {"recorded", "changed"}}
    return [_without_clock(v) for v in value] if isinstance(value, list) else value


def test_two_sources_tell_one_event(world):
    assert world.visit.reports.count() == 2
    assert Event.objects.public().count() == 6
    page = get(world.visit.get_absolute_url())
    assert "Lindholm Visits Lisbon for Talks" in page
    assert "Swedish Minister in Portugal" in page


def test_the_first_telling_gives_the_address_and_the_others_lead_to_it(world):
    first, second = world.visit.reports.order_by("source__published")
    assert world.visit.public_id == first.public_id
    answer = client.get(f"/events/{second.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, world.visit.get_absolute_url())


def test_telling_it_all_again_changes_nothing(world):
    wanted, stamps = snapshot(), list(Event.objects.values_list("changed_at", flat=True))
    assert {tell(news).state for news in NEWS} == {"unchanged"}
    assert (snapshot(), list(Event.objects.values_list("changed_at", flat=True))) == (wanted, stamps)


def test_a_month_is_shown_as_a_month(world):
    page = get(world.talks.get_absolute_url())
    assert "June 1985" in page
    assert "1 June" not in page
    assert "30 June" not in page


def test_one_name_without_another_is_a_person_of_its_source_alone(world):
    assert world.ferryman.pk != world.lindholm.pk
    assert world.talks.get_absolute_url() not in get(world.lindholm.get_absolute_url())


def test_claim_and_denial_lead_to_each_other(world):
    assert world.denial.get_absolute_url() in get(world.claim.get_absolute_url())
    assert world.claim.get_absolute_url() in get(world.denial.get_absolute_url())


def test_every_mark_in_a_source_is_of_its_own_words(world):
    for evidence in Evidence.objects.select_related("source", "report", "naming", "country"):
        words = evidence.source.text[evidence.start : evidence.end]
        assert words.strip() == words != ""
        if evidence.report:
            assert words == evidence.report.reading["trigger"]
        if evidence.naming:
            assert words.split()[-1] == evidence.naming.name.split()[-1]


EVENTS = [
    # (query, the events that it finds)
    ("", {"visit", "signing", "accusation", "ships", "talks", "relief"}),
    ("country=SE", {"visit", "signing", "accusation", "ships"}),
    # all states given must take part
    ("country=SE&country=PT", {"visit", "signing"}),
    ("country=SE&country=FI", set()),
    ("country=se", {"visit", "signing", "accusation", "ships"}),
    # a former state is its own; its successor finds it when asked to
    ("country=RU", {"relief"}),
    ("country=SUHH", {"talks"}),
    ("country=RU&former=1", {"relief", "talks"}),
    # any of the types
    ("type=AID&type=ACCUSE", {"relief", "accusation"}),
    ("mode=visit", {"visit"}),
    ("mode=meeting", {"talks"}),
    ("status=planned", {"signing"}),
    ("status=alleged", {"ships"}),
    # possible dates overlap: the month's end lies after the fifteenth
    ("from=2014-03-12&to=2014-03-12", set()),
    ("from=2014-03-11&to=2014-03-11", {"visit"}),
    ("from=1985-06-15", {"visit", "signing", "accusation", "talks", "relief"}),
    ("to=1985-06-15", {"talks"}),
    ("from=2014&to=2014", {"visit", "signing", "accusation"}),
    ("from=2014-04-30&to=2014-05", {"signing"}),
    ("stated=1", {"visit", "signing", "accusation", "ships", "talks"}),
    ("disputed=1", {"accusation"}),
    ("review=approved", set()),
    ("q=relief", {"relief"}),
    ("q=lindholm", {"visit"}),
    ("q=Portugal -guest", {"signing"}),
    ('q="fisheries agreement"', {"signing"}),
]


@pytest.mark.parametrize(("query", "names"), EVENTS)
def test_a_filter_finds_what_it_says(world, query, names):
    ships = Event.objects.get(type="MOBILIZE")
    known = {"ships": ships, **{name: getattr(world, name) for name in names - {"ships"}}}
    found = client.get(f"/api/events/?{query}").json()
    assert {record["title"] for record in found["results"]} == {known[name].title for name in names}
    assert found["count"] == len(names)


def test_person_and_source_filters_take_what_stands_in_addresses(world):
    person, source = world.lindholm.public_id, world.visit.reports.first().source.public_id
    assert client.get(f"/api/events/?person={person}").json()["count"] == 1
    assert client.get(f"/api/statements/?person={person}").json()["count"] == 1
    assert client.get(f"/api/events/?source={source}").json()["count"] == 2


STATEMENTS = [
    ("by=SE", 2),
    ("about=SE", 2),
    ("by=PT&about=SE", 1),
    ("country=NO", 2),
    ("disputed=1", 2),
    ("from=2014-03-14&to=2014-03-14", 1),
    ("q=waters", 1),
]


@pytest.mark.parametrize(("query", "count"), STATEMENTS)
def test_a_filter_of_statements_finds_what_it_says(world, query, count):
    assert client.get(f"/api/statements/?{query}").json()["count"] == count


def test_pages_and_api_and_exports_agree(world):
    for query in ("", "?country=SE", "?type=AID", "?from=2014"):
        titles = {r["title"] for r in client.get(f"/api/events/{query}").json()["results"]}
        page = get(f"/events/{query}")
        csv = b"".join(client.get(f"/events.csv{query}").streaming_content).decode()
        assert titles
        for event in Event.objects.public():
            assert (event.get_absolute_url() in page) == (event.title in titles)
            assert (event.public_id in csv) == (event.title in titles)


def test_what_a_curator_set_on_a_statement_outlives_another_reading(world):
    claim = world.claim
    speaker = {"person": world.lindholm.public_id}
    curation.set_fields(claim, {"speaker": speaker, "event": world.visit, "edtf": "2014-03-10"}, None)
    first, *others = DENIAL.words
    outcome = tell(replace(DENIAL, words=(replace(first, date="2014-03-12", cue="said"), *others)))
    assert outcome.state == "updated"
    claim.refresh_from_db()
    assert (claim.edtf, claim.earliest, claim.sort_day) == ("2014-03-10", date(2014, 3, 10), date(2014, 3, 10))
    assert (claim.speaker_person, claim.speaker_country, claim.event) == (world.lindholm, None, world.visit)
