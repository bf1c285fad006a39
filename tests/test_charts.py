"""Pictures as numbers: what a timeline, a map and a matrix count, and where they put it."""

import itertools
import re
from datetime import date

import pytest

from events import atlas, charts, states

NAMES = {"RU": "Russia", "KP": "North Korea", "SUHH": "Soviet Union", "SG": "Singapore", "US": "United States"}


def drawn(counts, bucket="year", within=(None, None)):
    return charts.timeline(counts, bucket, lambda since, until: f"{since}..{until}", "Over time", str, within)


def test_a_timeline_has_a_bar_for_every_year_between_the_first_and_the_last():
    chart = drawn({(date(2001, 1, 1), "verbal-conflict"): 2, (date(2004, 1, 1), "material-cooperation"): 3})
    assert [(bar.url, bar.cooperation, bar.conflict) for bar in chart.bars] == [
        ("2001..2001", 0, 2),
        ("2002..2002", 0, 0),
        ("2003..2003", 0, 0),
        ("2004..2004", 3, 0),
    ]
    assert chart.up.count("M") == chart.down.count("M") == 1


def test_a_timeline_of_days_asked_for_spans_all_of_them():
    within = (date(2024, 1, 1), date(2024, 12, 31))
    chart = drawn({(date(2024, 6, 18), "verbal-conflict"): 1, (date(2024, 6, 19), "verbal-conflict"): 1}, "day", within)
    assert len(chart.bars) == 12
    assert (chart.bars[5].url, chart.bars[5].conflict) == ("2024-06..2024-06", 2)


def test_a_timeline_of_centuries_takes_years_together():
    chart = drawn({(date(1000, 1, 1), "verbal-conflict"): 1, (date(2024, 1, 1), "verbal-conflict"): 1})
    assert chart.bars[0].url == "1000..1009"
    assert len(chart.bars) == 103


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7, 40, 388, 20_000, 10**6])
def test_every_number_has_one_level_of_colour_and_larger_ones_never_a_lower(most):
    steps = atlas.levels(most)
    assert len(steps) <= atlas.LEVELS
    assert (steps[0][0], steps[-1][1]) == (1, most)
    assert all(high + 1 == low for (_, high), (low, _) in itertools.pairwise(steps))


def test_the_map_puts_every_state_where_it_can_be_pointed_at():
    world = atlas.world_map({"RU": 9, "SG": 1, "SUHH": 4, "US": 0}, "to/{}".format, NAMES, "Events")
    assert [(s.code, s.count) for s in world.states] == [("RU", 9), ("SUHH", 4), ("SG", 1)]
    assert [s.code for s in world.land] == ["RU"]
    assert [s.code for s in world.outlines] == ["SUHH"]
    assert [(s.code, s.url) for s in world.dots] == [("SG", "to/SG")]


def test_the_drawn_world_has_a_shape_for_every_state_that_the_table_calls_drawn(settings):
    sprite = (settings.BASE_DIR / "static" / "vendor" / "world.svg").read_text("utf-8")
    shapes = set(re.findall(r'<path id="([A-Z]+)"', sprite))
    assert shapes == {code for code, place in atlas.places().items() if place.size != "dot"}
    assert {code for code in atlas.places() if code not in states.by_code()} == set()
    lands = {state.code for state in states.all_states() if state.valid_from and not state.valid_to}
    assert lands - set(atlas.places()) == set()


def test_a_matrix_shows_the_states_that_met_most_both_ways():
    table = charts.matrix({("KP", "RU"): 3, ("RU", "US"): 1, ("KP", "SG"): 1}, 3, "{}-{}".format, NAMES, "Met")
    assert [code for code, _name in table.heads] == ["KP", "RU", "SG"]
    cells = {code: [cell and cell.count for cell in row] for code, _name, row in table.rows}
    assert cells == {"KP": [None, 3, 1], "RU": [3, None, 0], "SG": [1, 0, None]}
    assert charts.matrix({}, 3, "{}-{}".format, NAMES, "Met") is None


def test_what_is_counted_by_years_alone_has_a_plain_timeline():
    counts = {2001: 2, 2004: 3}
    chart = charts.of_years(counts, lambda since, until: f"{since}..{until}", "Over time", str)
    assert [(bar.url, bar.cooperation) for bar in chart.bars] == [
        ("2001..2001", 2),
        ("2002..2002", 0),
        ("2003..2003", 0),
        ("2004..2004", 3),
    ]
    assert (chart.plain, chart.up.count("M"), chart.down) == (True, 2, "")
    assert charts.of_years({2001: 2}, lambda since, until: "", "Over time", str) is None
    assert len(charts.of_years({1000: 1, 2024: 1}, lambda since, until: "", "Over time", str).bars) == 103
