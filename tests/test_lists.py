"""What a list says of itself: the view in a sentence, dates to choose, chips, orders, views."""

import gzip
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from events import states
from events.models import Event
from tests.conftest import DENIAL, read_text
from tests.synthetic import fill

client = Client(headers={"host": "localhost"})

TALKS = (
    "Talks\n\nWed Mar 12 2014\n\nOSLO, Norway: Swedish Foreign Minister Karin Lindholm visited Norway on Wednesday.\n"
)


def shown(address: str) -> str:
    return unescape(client.get(address).content.decode())


def sentence(address: str) -> str:
    found = re.search(r'id="sentence" role="status">(.+?)</span>', shown(address))
    assert found
    return found[1]


SENTENCES = [
    ("/events/?country=NO&country=SE&from=2014&to=2014", "1 event between Norway and Sweden in 2014, newest first"),
    ("/events/?country=NO&from=2010", "1 event with Norway taking part since 2010, newest first"),
    (
        "/events/?country=US&to=2014-03&sort=reported",
        "0 events with the United States taking part up to March 2014, first reported first",
    ),
    ("/events/?mode=visit&from=2014-03-12&to=2014-03-12", "1 event on 12 March 2014, of the kind Visit, newest first"),
    (
        "/events/?type=AGREE&type=AID&from=2010&to=2019&former=1",
        "0 events in the 2010s, of the kind Agree or Aid, former states included, newest first",
    ),
    (
        "/events/?from=2013-02-03&to=2014&stated=1&review=approved",
        "0 events from 3 February 2013 to 2014, without inferred dates, approved by a curator, newest first",
    ),
    ("/statements/?by=NO&about=SE&disputed=1", "0 statements said by Norway about Sweden, disputed, newest first"),
    ("/people/?country=SE", "1 person serving Sweden"),
    ("/sources/?country=NO&q=talks", "1 source naming Norway, with the words talks, newest first"),
]


@pytest.mark.parametrize(("address", "expected"), SENTENCES)
def test_a_sentence_says_what_is_shown(archive, address, expected):
    read_text(TALKS)
    assert sentence(address) == expected


def test_the_list_of_states_says_how_many_of_them_have_events(archive):
    read_text(TALKS)
    every = len(states.all_states())
    assert sentence("/countries/") == f"{every} states and territories, 2 of them with events"
    assert sentence("/countries/?region=Oceania").endswith("in Oceania, 0 of them with events")
    assert sentence("/countries/?country=NO") == "2 states and territories in events with Norway"
    assert sentence("/countries/?q=Norway") == "1 state or territory, with the words Norway"


@pytest.mark.parametrize("kind", ["statements", "sources"])
def test_statements_and_sources_have_a_timeline_too_whose_bars_narrow_the_dates(archive, kind):
    read_text(DENIAL)
    read_text(DENIAL.replace("2014", "1986"))
    page = shown(f"/{kind}/?country=SE")
    picture = re.search(r'<figure class="timeline">.*?</figure>', page, re.S)[0]
    bars = re.findall(r'<a href="([^"]+)" rel="nofollow" tabindex="-1"><title>(\d{4}): (\d+)</title>', picture)
    assert [year for _address, year, _number in bars] == [str(year) for year in range(1986, 2015)]
    address, year, number = bars[0]
    assert address == f"/{kind}/?country=SE&from={year}&to={year}"
    assert int(number) > 0
    assert sentence(address).startswith(f"{number} {kind.removesuffix('s')}")
    assert "cooperation" not in picture
    assert '<figure class="timeline">' not in shown(address)


def choices(address: str) -> list[str]:
    panel = re.search(r'<section class="facet periods.+?</section>', shown(address), re.S)
    assert panel
    return re.findall(r'<a [^>]*href="([^"]+)"', panel[0])


def test_dates_lead_from_the_decade_to_the_day_and_to_the_neighbours(archive):
    fill(400)
    assert "/events/?from=1990&to=1999" in choices("/events/")
    assert "/events/?from=1994&to=1994" in choices("/events/?from=1990&to=1999")
    months = choices("/events/?from=1994&to=1994")
    assert {
        "/events/",
        "/events/?from=1990&to=1999",
        "/events/?from=1993&to=1993",
        "/events/?from=1995&to=1995",
    } <= set(months)
    assert any(re.search(r"from=1994-\d\d&to=1994-\d\d$", address) for address in months)
    month = next(address for address in months if "from=1994-" in address)
    assert any(re.search(r"from=1994-\d\d-\d\d&", address) for address in choices(month))


def test_one_chip_stands_for_a_month_and_lifts_both_its_ends(archive):
    read_text(TALKS)
    page = shown("/events/?country=NO&from=2014-03&to=2014-03")
    assert re.search(r'<a class="chip" href="/events/\?country=NO"><span>March 2014</span>', page)


@pytest.mark.parametrize("clock", ["date", "reported", "recorded"])
def test_every_clock_sorts_both_ways(archive, clock):
    fill(30)
    page = shown(f"/events/?sort=-{clock}")
    assert f'href="/events/?sort={clock}"' in page
    first, last = (client.get(f"/api/events/?sort={sort}").json()["results"] for sort in (clock, f"-{clock}"))
    assert len(first) == len(last) == 25


def test_the_map_shows_what_the_filters_leave_and_adds_a_state(archive):
    read_text(TALKS)
    page = shown("/events/?country=NO&view=map")
    assert '<a href="/events/?country=NO&view=map&country=SE"' in page
    assert "world.svg#SE" in page
    assert 'class="event"' not in page
    assert client.get("/events/?view=globe").status_code == 400
    assert "Nothing in the archive" in shown("/events/?country=BR&view=map")


def test_a_plan_whose_day_has_passed_says_that_nobody_knows_or_what_may_have_come_of_it(archive):
    plan = "Plan\n\nWed Mar 12 2014\n\nOSLO, Norway: Swedish Foreign Minister Karin Lindholm will visit Norway on March 20.\n"
    read_text(plan)
    listed = shown("/events/?status=planned")
    assert "what came of it is not known" in listed
    found = re.search(r'<h3 class="event-title"><a href="([^"]+)"', listed)
    assert found
    assert "No source in the archive tells what came of it" in shown(found[1])


def test_what_narrows_nothing_is_no_facet(archive):
    read_text(TALKS)
    assert 'id="facet-status"' not in shown("/events/")
    fill(60)
    assert 'id="facet-status"' in shown("/events/")


HEAVIEST = 60_000
"""Bytes over the wire for a list page with its style, scripts and pictures, nothing of it cached."""


def test_a_page_with_all_it_needs_is_light(archive, settings):
    def weight(address: str) -> int:
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip", address
        page = gzip.decompress(answer.content).decode()
        needs = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page))
        assert needs, address
        return len(answer.content) + sum(
            len(gzip.compress((settings.BASE_DIR / "static" / name).read_bytes(), 9)) for name in needs
        )

    fill(2_000)
    lists = (
        "/events/?size=100",
        "/events/?view=map",
        "/people/?size=100",
        "/countries/",
        "/statements/?size=100",
        "/sources/",
    )
    weights = {address: weight(address) for address in (*lists, "/")}
    assert {address: bytes_ for address, bytes_ in weights.items() if bytes_ > HEAVIEST} == {}


DAY = date(2014, 3, 12)

UNDATED = (
    "Talks\n\nWed Mar 12 2014\n\nOSLO, Norway: Swedish Foreign Minister Karin Lindholm visited Norway on Wednesday. "
    "Sweden has accused Norway of breaking the treaty.\n"
)


def test_a_list_of_some_days_says_how_many_have_none_and_leads_to_them(archive):
    read_text(UNDATED)
    Event.objects.filter(type="ACCUSE").update(edtf="", earliest=None, latest=None, sort_day=None)
    read_text(DENIAL)
    asked = "/events/?country=NO&country=SE&mode=&from=2014"
    page = shown(asked)
    link = re.search(r'<a href="([^"]+)" rel="nofollow">1 more has no known date: see it</a>', page)
    assert link, page
    assert link[1] == "/events/?country=NO&country=SE&undated=1"
    assert sentence(link[1]) == "1 event between Norway and Sweden, date not known, newest first"
    assert client.get(f"/api{link[1]}").json()["results"][0]["date"] is None
    assert "known date" not in shown("/events/?country=NO&type=CONSULT&from=2014")
    assert "known date" not in shown("/events/?country=NO")


NOT_OF_THIS_LIST = [
    ("/events/?region=Africa", "region", "States"),
    ("/events/?by=NO", "by", "Statements"),
    ("/people/?disputed=1", "disputed", "Events, Statements, States"),
    ("/sources/?stated=1", "stated", "Events, Statements, States"),
    ("/statements/?region=Africa", "region", "States"),
    ("/countries/?about=SE", "about", "Statements"),
    ("/statements/?undated=1", "undated", "Events, States"),
]


@pytest.mark.parametrize(("address", "parameter", "lists"), NOT_OF_THIS_LIST)
def test_a_filter_of_another_list_is_refused_rather_than_passed_over(archive, address, parameter, lists):
    read_text(TALKS)
    answer = client.get(f"/api{address}")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"parameter": parameter, "message": f"does not narrow this list, only: {lists}"}]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [("/statements/?sort=name", "sort"), ("/people/?sort=reported", "sort"), ("/events/?undated=1&to=2014", "undated")],
)
def test_what_a_list_cannot_do_is_refused(archive, address, parameter):
    assert [error["parameter"] for error in client.get(f"/api{address}").json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/events/?sort=relevance", "1 event, newest first"),
        ("/people/?sort=-date", "1 person"),
        ("/countries/?sort=date&country=NO", "2 states and territories in events with Norway"),
        ("/events/?type=CONSULT&mode=visit", "1 event, of the kind Consult, of the kind Visit, newest first"),
        ("/people/?country=SE&from=2010", "1 person serving Sweden, with events since 2010"),
        ("/people/?type=CONSULT&to=2014", "1 person, with events of the kind Consult, up to 2014"),
        ("/sources/?mode=visit&from=2010", "1 source since 2010, with events of the kind Visit, newest first"),
        ("/countries/?from=2014&to=2014", "2 states and territories, with events in 2014"),
        ("/sources/?review=unreviewed", "1 source, with events not reviewed yet, newest first"),
        ("/sources/?review=approved", "0 sources, with events approved by a curator, newest first"),
    ],
)
def test_a_sentence_claims_no_order_and_no_choice_that_the_list_has_not(archive, address, expected):
    read_text(TALKS)
    assert sentence(address) == expected


def test_a_switch_that_is_off_is_no_filter_in_force(archive):
    read_text(TALKS)
    assert 'class="chips"' in shown("/events/?stated=1")
    assert 'class="chips"' not in shown("/events/?stated=0&former=0")


def test_an_empty_list_of_a_state_that_had_another_name_offers_its_predecessors(archive):
    read_text(TALKS.replace("Swedish", "Soviet").replace("2014", "1986"))
    asked = "/events/?country=RU&country=NO&from=1986&to=1986"
    assert sentence(asked).startswith("0 events")
    link = re.search(r'<a href="([^"]+)">Include former states</a>', shown(asked))
    assert link
    assert sentence(link[1]).startswith("1 event between Russia and Norway in 1986")
    assert "Include former states</a>" not in shown("/events/?country=SE&from=1950&to=1950")


def test_a_value_given_many_times_stands_once_in_every_link(archive):
    read_text(TALKS)
    once, often = (shown("/events/?" + "&".join(["country=NO"] * times)) for times in (1, 60))
    assert len(often) < len(once) + 2000


def test_what_has_no_date_stands_after_the_dates_to_choose(archive):
    read_text(UNDATED)
    read_text(DENIAL)
    first = client.get("/api/events/?country=SE").json()["results"][0]["id"]
    Event.objects.exclude(public_id=first).update(edtf="2014-03-12", earliest=DAY, latest=DAY, sort_day=DAY)
    Event.objects.filter(public_id=first).update(edtf="", earliest=None, latest=None, sort_day=None)
    *dated, undated = choices("/events/?country=SE")
    assert undated == "/events/?country=SE&undated=1"
    assert all("from=" in address for address in dated)
    count = client.get(f"/api{undated}").json()["count"]
    assert count == 1
    assert f'<span>Date not known</span> <span class="count">{count}</span>' in shown("/events/?country=SE")
    assert (
        "undated" not in shown("/events/?country=SE&from=2014&to=2014").split("facet periods")[1].split("</section>")[0]
    )
