"""states: every code of ISO 3166-1, the former states since 1945, names a reader expects."""

import datetime

import pycountry
import pytest

from events import states


def test_it_has_every_state_of_today_and_the_former_ones() -> None:
    codes = [state.code for state in states.all_states()]
    assert len(codes) == len(set(codes))
    assert {country.alpha_2 for country in pycountry.countries} <= set(codes)
    assert {"XK", "SUHH", "DDDE", "YUCS", "CSXX", "CSHH", "YDYE", "VDVN", "ZRCD", "BUMM", "HVBF", "DYBJ"} <= set(codes)
    assert {"RHZW", "TPTL", "BYAA", "ANHH"} <= set(codes)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("KP", "North Korea"),
        ("KR", "South Korea"),
        ("RU", "Russia"),
        ("US", "United States"),
        ("GB", "United Kingdom"),
        ("TW", "Taiwan"),
        ("PS", "Palestine"),
        ("VN", "Vietnam"),
        ("SY", "Syria"),
        ("HK", "Hong Kong"),
        ("CD", "Democratic Republic of the Congo"),
        ("XK", "Kosovo"),
        ("SUHH", "Soviet Union"),
        ("DDDE", "East Germany"),
    ],
)
def test_a_state_goes_by_its_common_name(code: str, name: str) -> None:
    assert states.by_code()[code].name == name
    assert states.by_code()[code].names["en"] == name


@pytest.mark.parametrize("language", ["en", "fr", "ar", "de", "es", "ru", "zh", "ja", "ko", "pt", "it"])
def test_every_state_of_today_has_a_name_in_the_great_languages(language: str) -> None:
    assert [s.code for s in states.all_states() if s.valid_to is None and not s.names.get(language)] == []


def test_a_former_state_ends_the_day_before_its_successor_begins() -> None:
    for state in states.all_states():
        assert state.region
        assert state.subregion
        assert state.valid_from is None or state.valid_to is None or state.valid_from < state.valid_to
        for code in state.successors:
            assert state.code in states.by_code()[code].predecessors
    assert states.by_code()["DDDE"].valid_to == datetime.date(1990, 10, 2)
    assert len(states.by_code()["SUHH"].successors) == 15


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("RU", "1985-11-19", "SUHH"),
        ("RU", "1991-12-26", "RU"),
        ("RS", "1999-03-24", "YUCS"),
        ("RS", "2004-05-01", "CSXX"),
        ("FR", "1985-11-19", "FR"),
    ],
)
def test_a_seat_of_government_stands_for_the_state_of_its_day(code: str, day: str, then: str) -> None:
    assert states.on(code, datetime.date.fromisoformat(day)) == then
