"""The sample chronicle keeps its form: one dated dispatch a file, right weekdays, distinct headlines, eight decades."""

import datetime
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

CHRONICLE = Path(__file__).resolve().parent.parent / "fixtures" / "chronicle"
FILES = sorted(CHRONICLE.glob("*.txt"))

NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:-[a-z0-9]+)+\.txt")
FORM = re.compile(
    r"---\npublisher: Sample chronicle\nlicence: CC0-1\.0\n---\n"
    r"(?P<headline>[^\n]+)\n\n"
    r"(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<date>[A-Z][a-z]{2} \d{1,2} \d{4})\n\n"
    r"(?P<place>[A-Z][A-Z' -]+)(?:, (?P<country>[A-Z][A-Za-z' -]+))?: (?P<body>\S.*\S)\n",
    re.DOTALL,
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SMALL_WORD = re.compile(
    r"a|after|and|as|at|before|but|by|for|from|in|into|near|not|of|off|on|or|out|over|that|the|to|until|with"
)


class Dispatch(NamedTuple):
    """One file, read by its form."""

    event: datetime.date
    published: datetime.date
    weekday: str
    headline: str
    place: str
    body: str


def _read(path: Path) -> Dispatch:
    name, text = NAME.fullmatch(path.name), FORM.fullmatch(path.read_text(encoding="utf-8"))
    assert name, f"{path.name}: a file is named 1972-02-21-nixon-arrives-in-beijing.txt"
    assert text, f"{path.name}: front matter, headline, date, dateline and text are not in their form"
    published = datetime.datetime.strptime(text["date"], "%b %d %Y").date()
    return Dispatch(
        datetime.date.fromisoformat(name["day"]),
        published,
        text["weekday"],
        text["headline"],
        text["place"],
        text["body"],
    )


def test_it_holds_at_least_a_hundred_dispatches_and_nothing_else():
    assert len(FILES) >= 100
    others = {path.name for path in CHRONICLE.iterdir()} - {path.name for path in FILES}
    assert others == {"README.md"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestDispatch:
    def test_it_has_the_form_of_a_dispatch(self, path):
        assert path.name.isascii()
        assert _read(path)

    def test_its_weekday_is_that_of_its_date(self, path):
        dispatch = _read(path)
        assert dispatch.weekday == WEEKDAYS[dispatch.published.weekday()][:3]

    def test_it_is_published_within_a_day_of_its_event(self, path):
        dispatch = _read(path)
        assert abs((dispatch.published - dispatch.event).days) <= 1

    def test_it_is_short_but_not_a_stub(self, path):
        assert 80 <= len(_read(path).body.split()) <= 200

    def test_its_headline_is_in_title_case(self, path):
        words = re.findall(r"[^\s]+", _read(path).headline)
        low = [word for word in words if word[0].islower() and not SMALL_WORD.fullmatch(word)]
        assert low == []

    def test_it_names_the_weekday_of_the_event_or_a_date(self, path):
        dispatch = _read(path)
        weekdays = {WEEKDAYS[day.weekday()] for day in (dispatch.event, dispatch.published)}
        assert any(weekday in dispatch.body for weekday in weekdays)

    def test_its_paragraphs_are_parted_by_one_empty_line(self, path):
        paragraphs = _read(path).body.split("\n\n")
        assert len(paragraphs) >= 3
        assert not any("\n" in paragraph or paragraph != paragraph.strip() for paragraph in paragraphs)


def test_no_two_dispatches_share_a_headline():
    shared = [headline for headline, count in Counter(_read(path).headline for path in FILES).items() if count > 1]
    assert shared == []


def test_it_runs_from_1945_to_2024_through_every_decade():
    years = {_read(path).event.year for path in FILES}
    assert (min(years), max(years)) == (1945, 2024)
    assert {year // 10 for year in years} == set(range(194, 203))


def test_some_events_are_told_from_two_datelines():
    places: dict[datetime.date, set[str]] = {}
    for dispatch in map(_read, FILES):
        places.setdefault(dispatch.event, set()).add(dispatch.place)
    assert sum(len(datelines) > 1 for datelines in places.values()) >= 8
