"""Dates keep what a source says and no more."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from events import edtf

UNDERSTOOD = [
    # (EDTF, earliest, latest, what a reader sees)
    ("2024-06-18", date(2024, 6, 18), date(2024, 6, 18), "18 June 2024"),
    ("2024-06", date(2024, 6, 1), date(2024, 6, 30), "June 2024"),
    ("2006", date(2006, 1, 1), date(2006, 12, 31), "2006"),
    ("2024-06-19/2024-06-20", date(2024, 6, 19), date(2024, 6, 20), "19–20 June 2024"),
    ("2024-06-29/2024-07-02", date(2024, 6, 29), date(2024, 7, 2), "29 June – 2 July 2024"),
    ("2004-02-01/2005-02", date(2004, 2, 1), date(2005, 2, 28), "1 February 2004 – February 2005"),
    ("2006/..", date(2006, 1, 1), None, "since 2006"),
    ("2006/", date(2006, 1, 1), None, "from 2006"),
    ("../2024-06-19", None, date(2024, 6, 19), "by 19 June 2024"),
    ("1997~", date(1997, 1, 1), date(1997, 12, 31), "about 1997"),
    ("2000?", date(2000, 1, 1), date(2000, 12, 31), "2000 (uncertain)"),
    ("201X", date(2010, 1, 1), date(2019, 12, 31), "the 2010s"),
    ("2024-06-XX", date(2024, 6, 1), date(2024, 6, 30), "June 2024"),
    ("2024-22", date(2024, 6, 1), date(2024, 8, 31), "summer 2024"),
    ("2023-24", date(2023, 12, 1), date(2024, 2, 29), "winter 2023"),
    ("[2024-06-18,2024-06-19]", date(2024, 6, 18), date(2024, 6, 19), "18 June 2024 or 19 June 2024"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), UNDERSTOOD)
def test_it_knows_the_bounds_and_the_words(text, earliest, latest, words):
    partial = edtf.parse(text)
    assert (partial.earliest, partial.latest, edtf.display(partial)) == (earliest, latest, words)


@given(day=st.dates(), locale=st.sampled_from(["en_GB", "fr", "ar", "de", "ja"]))
def test_a_day_is_written_as_cldr_writes_it_but_for_the_first_in_french(day, locale):
    first_in_french = locale == "fr" and day.day == 1
    assert edtf.calendar_day(day, locale) == format_date(day, "'1er' MMMM y" if first_in_french else "d MMMM y", locale)


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024-02-30", "24-06-18", "June 2024", "2024/2023", "../..", "0000", "199u"]
)
def test_it_refuses_what_is_no_date_and_names_it(text):
    with pytest.raises(ValueError, match=r"write 2024|exchange"):
        edtf.parse(text)


def test_a_bound_of_a_filter_is_the_first_or_last_day():
    assert edtf.parse_bound("2024-06", "from") == date(2024, 6, 1)
    assert edtf.parse_bound("2024", "to") == date(2024, 12, 31)
    with pytest.raises(ValueError, match="2024-21"):
        edtf.parse_bound("2024-21", "from")


def test_dates_that_may_be_the_same_day_are_compatible():
    assert edtf.parse("2024-06").compatible(edtf.parse("2024-06-18"))
    assert not edtf.parse("2006").compatible(edtf.parse("2024-06-18"))
    assert edtf.parse("../2024-06-19").compatible(edtf.parse("2024-06-18"))
