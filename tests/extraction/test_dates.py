"""Dates as newspapers write them, against a day of publication (Tuesday 18 June 2024)."""

import pytest

from events.extraction import dates, parsing, pipeline, reading

HEAD = "News\n\nTue Jun 18 2024\n\nOSLO, Norway: "

MEANT = [
    ("They met on Monday.", "2024-06-17"),
    ("They will meet on Friday.", "2024-06-21"),
    ("He said on Monday that they will meet.", "2024-06-17"),
    ("They met last Friday.", "2024-06-14"),
    ("They met yesterday.", "2024-06-17"),
    ("They will meet tomorrow.", "2024-06-19"),
    ("They met last week.", "2024-06-10/2024-06-16"),
    ("They will meet next month.", "2024-07"),
    ("They met in February.", "2024-02"),
    ("They will meet next February.", "2025-02"),
    ("They will meet on June 19-20.", "2024-06-19/2024-06-20"),
    ("They met from April 14 for three days.", "2024-04-14/2024-04-16"),
    ("They met for three days from April 14.", "2024-04-14/2024-04-16"),
    ("They met on April 14, 1997.", "1997-04-14"),
    ("They met on 14 April 1997.", "1997-04-14"),
    ("It has been so since 2006.", "2006/.."),
    ("They broke off in 1979.", "1979"),
    ("It shall be done by the end of 2030.", "../2030-12-31"),
    ("They met in summer 1995.", "1995-22"),
    ("They met three years ago.", "2021~"),
    ("That was in the 1990s.", "199X"),
    ("They fought in January and February 1995.", "1995-01/1995-02"),
    ("The next day they will meet.", "2024-06-19"),
    ("The next day they met.", None),
    ("A day earlier they met.", "2024-06-17"),
    ("It lasted 24 years.", None),
    ("They met one-on-one.", None),
    ("The 70-year partnership went on.", None),
    ("May they live long.", None),
]


@pytest.mark.parametrize(("sentence", "meant"), MEANT)
def test_it_works_out_the_day(sentence, meant):
    document = reading.read("test.txt", (HEAD + sentence + "\n").encode())
    found = dates.find(parsing.parse(document), document)
    assert (found[0].edtf if found else None) == meant
    for mention in found:
        assert document.text[slice(*mention.span)].strip()


FOLLOWING = [
    ("They met on Friday. The next day they flew home.", "2024-06-15"),
    ("They met on Friday. Three days later they met again.", "2024-06-17"),
    ("They met on Friday. A day earlier he had resigned.", "2024-06-13"),
    ("They met in August 1990. The following February they broke off.", "1991-02"),
    ("They met in December 1990. The following month they broke off.", "1991-01"),
    ("They met in December 1990. The following year they broke off.", "1991"),
    ("They met on June 7. The following week they broke off.", "2024-06-10/2024-06-16"),
]


@pytest.mark.parametrize(("sentences", "meant"), FOLLOWING)
def test_what_follows_is_counted_from_the_date_before(sentences, meant):
    document = reading.read("test.txt", (HEAD + sentences + "\n").encode())
    assert dates.find(parsing.parse(document), document)[1].edtf == meant


def test_what_is_said_on_a_day_did_not_happen_on_it():
    document = reading.read(
        "test.txt", (HEAD + "Yemen said on Friday Saudi forces had penetrated its territory.\n").encode()
    )
    assert [e.date for e in pipeline.extract(document).events] == [None]


def test_the_date_of_a_thing_is_not_the_day_of_what_is_done_to_it():
    document = reading.read("test.txt", (HEAD + "Peru rejected its Oct. 31 accord with Chile.\n").encode())
    assert "2023-10-31" not in {e.date for e in pipeline.extract(document).events if e.type.value == "REJECT"}


def test_without_a_day_of_publication_only_full_dates_have_a_value():
    document = reading.read("x.txt", b"They met on Monday and again on 14 April 1997 in Oslo.\n")
    values = [m.edtf for m in dates.find(parsing.parse(document), document)]
    assert values == [None, "1997-04-14"]


def test_a_month_that_never_ended_is_no_day():
    """ "since January" is as long as a day is written, and once was taken for one."""
    text = "OSLO, June 18 - Norway has boycotted Sweden since January. A five-day visit that began since March ended.\n"
    document = reading.read("2016-06-18.txt", text.encode())
    assert {event.date for event in pipeline.extract(document).events} <= {"2016-01/..", "2016-03/..", None}
