"""Any text at all: nothing raises, spans slice to their words, the same text gives the same records, length costs in proportion."""

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction import pipeline, reading
from events.records import Extraction

PIECES = [
    *(
        "Russia",
        "the U.S.",
        "Vladimir Putin",
        "Mr. Kim",
        "said",
        "that",
        "will visit",
        "on Monday",
        "June 19-20",
        "since 2006",
    ),
    *(
        '"',
        "“",
        "”",
        "``",
        "''",
        ",",
        ".",
        "…",
        "—",
        "\n\n",
        "\n",
        "(",
        ")",
        "he",
        "she",
        "they",
        "denied",
        "the charges",
    ),
    *(
        "according to",
        "China and Japan",
        "accused",
        "of",
        "to",
        "in Geneva",
        "الرئيس",
        "🇫🇷",
        "北京",
        "İ",
        "ﬁ",
        "\u200f",
        "\x07",
    ),
    *("---", "<html>", "&amp;", "1997", "U.N.", "a letter", "whose", "which", "Foreign Minister", "-", "'s", "not"),
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map(
        lambda found: "Title\n\nTue Jun 18 2024\n\nOSLO, Norway: " + " ".join(found)
    ),
)


def read(text: str) -> Extraction | None:
    try:
        document = reading.read("any.txt", text.encode("utf-8", "surrogatepass"))
    except reading.UnreadableText:
        return None
    return pipeline.extract(document)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_nothing_raises_and_every_span_is_its_words(text):
    found = read(text)
    if found is None:
        return
    whole = found.document.text
    for person in found.persons:
        assert all(whole[a:b].strip() for a, b in person.mentions)
    for country in found.countries:
        assert all(whole[a:b].strip() for a, b in country.mentions)
    for statement in found.statements:
        assert whole[slice(*statement.span)] == statement.text
        assert whole[slice(*statement.cue_span)] == statement.cue
        assert bool(statement.speaker.person) + bool(statement.speaker.org or statement.speaker.country) == 1
        assert statement.responds_to is None or statement.responds_to < len(found.statements)
    names = {person.name for person in found.persons}
    for event in found.events:
        assert whole[slice(*event.span)] == event.trigger
        assert event.countries
        assert set(event.persons) <= names
    assert read(text) == found


def test_length_costs_in_proportion():
    """Four times the text makes four times the calls, no more: counted, not timed, so that no machine's noise decides."""
    paragraph = 'Russian President Vladimir Putin said on Monday that Russia would help Chad. "We agree," he said. '

    def calls(times: int) -> float:
        text = "T\n\nTue Jun 18 2024\n\nOSLO, Norway: " + (paragraph * 4 + "\n\n") * times
        document = reading.read("long.txt", text.encode())
        made = 0

        def count(frame, event, argument):
            nonlocal made
            made += 1

        sys.setprofile(count)
        try:
            pipeline.extract(document)
        finally:
            sys.setprofile(None)
        return made / times

    calls(2)
    assert calls(40) < 1.3 * calls(10)


def test_a_line_without_end_is_read():
    found = read(
        "Title\n\nTue Jun 18 2024\n\nOSLO, Norway: " + "Norway told Sweden that it would wait and " * 2500 + "."
    )
    assert found is not None
    assert len(found.document.text) > 100_000
