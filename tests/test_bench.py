"""The benchmark's parts work: its archives have the skew they claim, its proof finds what is wrong, its peers answer. Nothing is timed."""

import itertools
import json
import random
import re

import pytest

from events import bulk
from events.models import Event
from tests.bench import generator, peer, proving, report, rounds, serving
from tests.bench.fill import number
from tests.bench.measuring import Refused, Spread, Visitor, crowd
from tests.bench.plain import PAGE, Plain
from tests.bench.questions import UNASKED, details, questions, unasked
from tests.bench.world import shares
from tests.conftest import environment

EVENTS = 240


@pytest.fixture
def plain(committed_archive):
    bulk.load(generator.batches(EVENTS))
    made = Plain(environment()["DATABASE_URL"])
    yield made
    made.close()


def port(live_server) -> int:
    return int(live_server.url.rsplit(":", 1)[1])


def test_the_site_is_proved_right_against_plain_sql(plain, live_server):
    assert proving.prove(port(live_server), plain, filters=12) == 12


@pytest.mark.parametrize("told", ["count", "page", "facets"])
def test_a_wrong_answer_stops_the_benchmark(plain, live_server, told):
    def other(self, asked, indexed=True):
        found = getattr(plain, told)(asked, indexed)
        return found + 1 if told == "count" else found[1:] if told == "page" else {**found, "type": found["type"][1:]}

    mistaken = type("Mistaken", (Plain,), {told: other})(environment()["DATABASE_URL"])
    with pytest.raises(proving.Wrong, match=f"the {told.removesuffix('s')}.* no time is worth measuring"):
        proving.prove(port(live_server), mistaken, filters=1)
    mistaken.close()


def test_every_question_has_its_page_here_and_in_plain_sql(plain, live_server, tmp_path):
    visitor = Visitor(port(live_server))
    for question in questions(plain, tmp_path / "peer.db"):
        _, body = visitor.get(question.address)
        shown = re.findall(rb'href="/events/([a-z2-7]{14})/"', body)
        assert list(dict.fromkeys(shown))[:PAGE] == [p.encode() for p in plain.page(question.asked)]
        assert len(plain.page(question.asked)) == min(
            PAGE, plain.count(question.asked) - PAGE * (question.asked.page - 1)
        )
    visitor.close()


def test_everyone_is_asked_everything_in_a_round(plain, live_server, tmp_path):
    server = serving.Server("site", port(live_server), None)
    asks = questions(plain, tmp_path / "peer.db")
    taken = rounds.run(rounds.Visited(server, server, "/healthz", plain, asks), 2)
    for name in [*(question.name for question in asks), UNASKED]:
        assert len(taken.ratios(f"site: {name}", f"empty: {name}")) == 2
    assert {"sql: first page", "site: repeated", "site: 304", "site: detail", "static file"} <= taken.seconds.keys()


def test_a_filter_nobody_asked_for_is_another_each_time(plain):
    first = list(itertools.islice(unasked(plain, random.Random(1)), 300))
    assert len(set(first)) == 300
    assert first == list(itertools.islice(unasked(plain, random.Random(1)), 300))


def test_datasette_answers_the_same_questions(plain, tmp_path):
    file = tmp_path / "peer.db"
    peer.build(plain, file)
    with serving.datasette(file, tmp_path) as server, Visitor(server.port) as visitor:
        for question in questions(plain, file):
            if not question.asked.word:  # Datasette is asked for the stem, which its own index does not fold
                _, body = visitor.get(question.faceted.replace("/events?", "/events.json?"))
                told = json.loads(body)
                assert told["filtered_table_rows_count"] == plain.count(question.asked), question.name
                assert set(told["facet_results"]) == {*peer.FACETS, *peer.ARRAYS}
        for _, key in details(plain, random.Random(1), 3):
            assert b"events" in visitor.get(f"/peer/events/{key}")[1]


def test_a_crowd_is_counted_and_an_error_is_no_answer(plain, live_server):
    found = crowd(port(live_server), ["/events/", "/people/"], clients=2, seconds=0.3)
    assert found.requests > 0
    assert found.p99_ms >= found.median_ms > 0
    with pytest.raises(Refused, match="404"), Visitor(port(live_server)) as visitor:
        visitor.get("/nowhere/")


def test_archives_have_the_skew_they_claim():
    batches = list(generator.batches(4000))
    states = sum(len(batch.event_countries) for batch in batches) / 4000
    persons = sum(len(batch.event_persons) for batch in batches) / 4000
    assert states == pytest.approx(2.3, abs=0.1)
    assert persons == pytest.approx(1.5, abs=0.1)
    codes, cumulative = shares("country")
    assert codes[0] == "US"
    assert cumulative[-1] == pytest.approx(1, abs=0.01)
    days = [row.sort_day for batch in batches for row in batch.events if row.sort_day]
    years, until = shares("year")
    share = 1 - until[years.index("1989")] / until[-1]
    assert sum(day >= "1990" for day in days) / len(days) == pytest.approx(share, abs=0.1)


def test_the_slowest_row_decides():
    taken = rounds.Taken()
    for name, seconds in {
        "first page": 0.002,
        "last page": 0.003,
        "page 1000": 0.002,
        "repeated": 0.001,
        "304": 0.001,
    }.items():
        for _ in range(5):
            taken.add(f"site: {name}", seconds)
            taken.add(f"empty: {name}", 0.001)
    names = ["first page", "page 1000", "last page"]
    lines = {
        line.what: line
        for line in report.targets(taken, names, {"load": {"raw": 5, "loading": 10, "seconds": 11}}, 100)
    }
    depth = lines["page 1000, last page / first page"]
    assert (depth.worst, depth.value, depth.met) == ("last page", pytest.approx(1.5), False)
    assert lines["list page with all facets, uncached / empty view"].met
    assert not lines["load rows/s / raw rows/s"].met
    assert lines["from nothing to servable / raw load"].met
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3, 3)


@pytest.mark.parametrize(("size", "events"), [("100k", 100_000), ("1m", 1_000_000), ("250", 250)])
def test_sizes_are_read_as_they_are_written(size, events):
    assert number(size) == events


@pytest.mark.parametrize("size", ["", "1g", "0", "k"])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(SystemExit, match="is no number of events"):
        number(size)


def test_filling_again_adds_nothing(committed_archive, capsys):
    from tests.bench import fill

    fill.main("200")
    fill.main("200")
    assert Event.objects.count() == 200
    assert "events: 0 created, 200 unchanged" in capsys.readouterr().out
