"""reading.read: bytes -> Document, as tables of (text, what must be seen in it)."""

import pytest

from events.extraction import reading
from events.records import Document


def read(text: str, path: str = "x.txt") -> Document:
    return reading.read(path, text.encode())


WIRE = """Ministers open talks on river border

Wed Mar 5 2003
icon-facebook icon-twitter icon-whatsapp

LIMA, Peru: The two ministers met on Monday.

They will meet again.

icon-facebook icon-twitter icon-whatsapp"""


def test_it_takes_a_report_apart() -> None:
    found = read(WIRE)
    assert found.title == "Ministers open talks on river border"
    assert found.published == "2003-03-05"
    assert found.place == "Lima, Peru"
    assert [found.text[s.start : s.end] for s in found.paragraphs] == [
        "The two ministers met on Monday.",
        "They will meet again.",
    ]
    assert found.text == WIRE


@pytest.mark.parametrize(
    ("head", "place", "publisher"),
    [
        ("TOKYO, April 4 (AFP) - ", "Tokyo", "AFP"),
        ("BEIJING, Nov. 18 (Xinhua) -- ", "Beijing", "Xinhua"),
        ("WASHINGTON (AP) — ", "Washington", "AP"),
        ("PHNOM PENH: ", "Phnom Penh", None),
        ("CRAWFORD, Texas -- ", "Crawford, Texas", None),
        ("MOSCOW, June 18. /TASS/. ", "Moscow", "TASS"),
        ("UPDATE: ", None, None),
    ],
)
def test_it_knows_datelines(head: str, place: str | None, publisher: str | None) -> None:
    found = read(f"Talks go on\n\n{head}The envoys met again today.\n\nThey spoke for hours.\n")
    assert (found.place, found.publisher) == (place, publisher)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tue Jun 18 2024", "2024-06-18"),
        ("April 4, 1997", "1997-04-04"),
        ("1997-04-02", "1997-04-02"),
        ("18 June 2024", "2024-06-18"),
        ("Published: Monday, Nov. 20, 2006 10:30 am", "2006-11-20"),
        ("February 31, 2001", None),
    ],
)
def test_it_reads_date_lines(line: str, day: str | None) -> None:
    assert read(f"Talks go on\n\n{line}\n\nThe envoys met again today.\n").published == day


def test_an_office_may_stand_between_title_and_date() -> None:
    found = read("Call with Peru\n\nReadout\n\nOffice of the Spokesperson\n\nJune 3, 2022\n\nThe envoys met today.\n")
    assert (found.title, found.published, len(found.paragraphs)) == ("Call with Peru", "2022-06-03", 1)
    found = read("Call with Peru\n\nThe envoys met.\n\nJune 3, 2022\n\nThe envoys met today.\n")
    assert (found.published, len(found.paragraphs)) == (None, 3)


def test_a_date_in_the_file_name_stands_in() -> None:
    assert read("The envoys met.", "in/AFP_ENG_19970401.0541.txt").published == "1997-04-01"
    assert read("The envoys met.", "paper_2016-09-12_talks.txt").published == "2016-09-12"


def test_front_matter_is_masked_and_kept() -> None:
    text = "---\npublisher: Sample chronicle\nlicence: CC0-1.0\npublished: 1972-05-26\n---\nMOSCOW: They signed.\n"
    found = read(text)
    assert (found.publisher, found.licence, found.published) == ("Sample chronicle", "CC0-1.0", "1972-05-26")
    assert found.text == text
    assert [found.text[s.start : s.end] for s in found.paragraphs] == ["They signed."]


@pytest.mark.parametrize("data", [b"", b" \n ", b"%PDF-1.4", b"a\0b\0c", b"x" * (6 * 1024 * 1024), b"-- ***"])
def test_what_holds_no_text_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(reading.UnreadableText) as caught:
        reading.read("x.txt", data)
    assert "x.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_encodings_are_read_and_the_bytes_kept() -> None:
    data = "Le ministre français a rencontré l’envoyé à Genève. Les négociations ont été suspendues.".encode("cp1252")
    found = reading.read("x.txt", data)
    assert "Genève" in found.text
    assert found.data == data


def test_a_web_page_gives_its_text_and_metadata() -> None:
    page = """<!doctype html><html lang="en-GB"><head><title>Talks | Paper</title>
    <meta property="article:published_time" content="2011-02-03T10:00:00Z"><meta property="og:site_name" content="The Paper">
    <link rel="canonical" href="https://paper.example/1"><script>var x = "no";</script></head><body><nav>Home</nav>
    <article><h1>Envoys meet in Oslo</h1><p>The envoys of Peru &amp; Chile met.</p><p>They left.</p></article></body></html>"""
    found = read(page, "x.html")
    assert found.title == "Envoys meet in Oslo"
    assert (found.published, found.publisher, found.url) == ("2011-02-03", "The Paper", "https://paper.example/1")
    assert found.text == "Envoys meet in Oslo\n\nThe envoys of Peru & Chile met.\n\nThey left.\n"
    assert [found.text[s.start : s.end] for s in found.paragraphs] == ["The envoys of Peru & Chile met.", "They left."]


def test_a_headline_that_is_not_the_title_given_hides_no_date_line():
    text = "Talks in Oslo\n\nFri Mar 14 2014\n\nOSLO, Norway: Sweden accused Norway on Thursday of sending warships.\n"
    document = reading.read("a.txt", f"---\ntitle: Of ships\n---\n{text}".encode())
    assert (document.title, document.published, document.place) == ("Of ships", "2014-03-14", "Oslo, Norway")
    assert [document.text[p.start : p.end][:14] for p in document.paragraphs] == ["Sweden accused"]
