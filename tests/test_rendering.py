"""A row out of a form is the one that the template draws of its values, letter for letter; what sources say is never obeyed."""

from datetime import date
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from events import presentation, rendering, shells
from events.drawing import filled
from events.lines import SOURCES_SHOWN
from events.models import Country
from events.shown import EventRow, Named, PersonRow, Read, SourceRow, StatementRow, Told
from events.vocabulary import DateBasis, EventType, Mode, Response, Review, Status

TODAY = date(2024, 6, 18)
LANGUAGES = st.sampled_from([code for code, _name in settings.LANGUAGES])
WORDS = st.text(max_size=12) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "\" onclick='x'",
        "&lt;b>",
        "%(title)s 100% %s",
        "{{ 7 * 7 }}",
        str(shells.hole("title")),
    ]
)
SAID = WORDS | st.just("long words & <more> of them " * 8)
DAYS = st.none() | st.dates(date(1815, 1, 1), date(2035, 1, 1))
STATES = [
    Country(code="RU", name="Russia", names={"fr": "Russie", "ar": "روسيا"}),
    Country(code="XX", name="<b>Ruritania</b> & sons", names={}),
    Country(code="CI", name="Côte d'Ivoire", names={"fr": "Côte d’Ivoire"}),
]


def whole(macro: str, _language: str, **values: Any) -> Markup:
    """What the template makes of the values themselves."""
    draw: Any = getattr(engines["pages"].env.get_template("_parts.html").module, macro)
    return draw(**(dict.fromkeys(draw.arguments, "") | values))


def iso(day: date | None) -> str | None:
    return day and day.isoformat()


def told(title: str) -> st.SearchStrategy[Told]:
    """Half of the sources tell the event in the words of its title, some in capitals."""
    trigger = SAID.filter(bool) | st.sampled_from([title, title.upper()]).filter(bool)
    numbers, published = st.integers(0, 10**6), DAYS.map(iso)
    return st.builds(Told, numbers, numbers, trigger, st.just("kavl5aqtttgayr"), WORDS, WORDS, published)


@st.composite
def events(draw: st.DrawFn) -> EventRow:
    title = draw(WORDS)
    first, last = sorted([draw(DAYS) or TODAY, draw(DAYS) or TODAY])
    earliest, latest = draw(st.sampled_from([(first, last), (first, None), (None, last), (None, None)]))
    type_ = draw(st.sampled_from(EventType))
    reports = draw(st.lists(told(title), max_size=SOURCES_SHOWN))
    return EventRow(
        pk=1,
        public_id="rokepaapcblto5",
        type=type_.value,
        mode=draw(st.sampled_from(["", *Mode])) if type_ is EventType.CONSULT else "",
        status=draw(st.sampled_from(Status)).value,
        title=title,
        edtf=draw(
            st.sampled_from(
                [
                    "",
                    f"{earliest or latest or first}",
                    f"{first}",
                    f"{first:%Y-%m}",
                    f"{first}/{last}",
                    f"../{last}",
                    f"{first:%Y}~",
                ]
            )
        ),
        earliest=iso(earliest),
        latest=iso(latest),
        sort_day=iso(earliest or latest),
        date_basis=draw(st.sampled_from(["", *DateBasis])),
        place=draw(WORDS),
        review=draw(st.sampled_from(Review)).value,
        states=draw(st.lists(st.sampled_from(STATES), max_size=4)),
        sources=len(reports) + draw(st.integers(0, 3) if len(reports) == SOURCES_SHOWN else st.just(0)),
        reports=reports,
    )


def said() -> st.SearchStrategy[StatementRow]:
    speakers = st.sampled_from(
        [
            (None, "", STATES[1]),
            (None, "<i>Agency</i>", STATES[2]),
            (None, "Tass & co.", None),
            (Named("aa", "O'Neill"), "", None),
        ]
    )
    sources = st.none() | st.builds(Read, st.just("kavl5aqtttgayr"), WORDS)

    def row(
        speaker: tuple[Any, ...], source: Read | None, texts: list[str], response: str, shown: bool, day: date | None
    ) -> StatementRow:
        person, organisation, country = speaker
        return StatementRow(
            pk=1,
            public_id="okocmweyichx26",
            text=texts[0],
            start=3 if source else None,
            end=40 if source else None,
            cue=texts[1],
            edtf=day.isoformat() if day and shown else "",
            earliest=day,
            latest=day,
            reported=day,
            response=response,
            visible=shown,
            kind="direct" if shown else "",
            review="unreviewed",
            speaker_org=organisation,
            speaker_person=person,
            speaker_country=country,
            source=source,
            answered=None,
        )

    texts = st.lists(SAID, min_size=2, max_size=2)
    return st.builds(row, speakers, sources, texts, st.sampled_from(["", *map(str, Response)]), st.booleans(), DAYS)


@st.composite
def threads(draw: st.DrawFn) -> StatementRow:
    statement = draw(said())
    statement.responds_to = draw(st.none() | said())
    statement.answers = draw(st.lists(said(), max_size=2))
    return statement


PEOPLE = st.builds(
    PersonRow,
    *(st.just(1), st.just("okocmweyichx26"), WORDS, st.none() | st.sampled_from(STATES), st.just("unreviewed")),
    st.lists(WORDS.filter(bool), max_size=2),
)
SOURCES = st.builds(
    SourceRow,
    *(st.just(1), st.just("okocmweyichx26"), WORDS, WORDS, st.sampled_from(["en", "ar"]), DAYS, WORDS, WORDS),
)


@given(event=events(), statement=threads(), person=PEOPLE, source=SOURCES, language=LANGUAGES)
def test_rows_out_of_forms_are_those_that_the_template_draws(event, statement, person, source, language):
    def drawn() -> list[Markup]:
        rows = rendering.Rows()
        both_sides = [rows.statement(statement), rows.statement(statement, answers=False)]
        return [rows.event(event, TODAY), rows.person(person), rows.source(source), *both_sides]

    with translation.override(language):
        quick = drawn()
        with patch.object(rendering, "filled", whole):
            assert quick == drawn()


class Elements(HTMLParser):
    """The elements of some markup with their attributes, and the text in each kind of element."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.text[tag][-1] += data


@given(event=events(), language=LANGUAGES)
def test_what_a_source_says_is_text_on_the_page_whatever_it_says(event, language):
    with translation.override(language):
        read = Elements(rendering.Rows().event(event, TODAY))
        assert not event.edtf or read.text["time"][0] == presentation.when(event.edtf)
    assert read.open == []
    assert {tag for tag, _attributes in read.elements} <= {"li", "p", "div", "h3", "a", "span", "q", "time", "abbr"}
    assert {name for _tag, attributes in read.elements for name in attributes} <= {
        *("class", "href", "title", "lang", "dir", "datetime", "aria-hidden")
    }
    assert read.text["h3"] == [event.title]
    quoted = [told.trigger for told in event.reports if told.trigger.lower() != event.title.lower()]
    for words, shown in zip(quoted, read.text.get("q", []), strict=True):
        assert words == shown or (len(words) > 160 and words.startswith(shown.removesuffix("…")))
    links = [attributes["href"] for tag, attributes in read.elements if attributes.get("class") == "words-link"]
    assert [link.partition("#")[2] for link in links] == [f"c{told.start}-{told.end}" for told in event.reports]


@given(statement=threads(), person=PEOPLE, source=SOURCES, language=LANGUAGES)
def test_so_is_what_is_said_and_who_says_it_where(statement, person, source, language):
    with translation.override(language):
        rows = rendering.Rows()
        thread = Elements(rows.statement(statement))
        table, read = Elements(rows.person(person)), Elements(rows.source(source))
    assert thread.open == table.open == read.open == []
    assert thread.text["blockquote"] == [statement.text]
    assert {tag for tag, _attributes in thread.elements} <= {"article", "blockquote", "p", "a", "span", "time"}
    assert table.text["th"] == [person.sort_name]
    assert table.text.get("span", [])[: len(person.offices)] == person.offices
    assert read.text["h2"] == [source.title or source.path]
    assert {tag for tag, _attributes in [*table.elements, *read.elements]} <= {
        *("tr", "th", "td", "a", "span", "li", "h2", "p", "time")
    }


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_plan_whose_day_has_passed_and_sources_beyond_two_are_told(language):
    source = Told(0, 9, "met", "kavl5aqtttgayr", "", "", None)
    event = EventRow(
        *(1, "rokepaapcblto5", "CONSULT", "visit", "planned", "A visit", "2024-06-17", "2024-06-17"),
        *("2024-06-17", "2024-06-17", "", "", "unreviewed", STATES[:2], 5, [source] * SOURCES_SHOWN),
    )
    with translation.override(language):
        passed = rendering.Rows().event(event, TODAY)
        coming = rendering.Rows().event(event, date(2024, 6, 17))
        more = translation.ngettext("and one more source", "and %(num)s more sources", 3) % {"num": 3}
    assert 'class="outcome"' in passed
    assert 'class="outcome"' not in coming
    assert f'/events/rokepaapcblto5/#evidence">{escape(more)}</a>' in passed
    assert passed.count("#c0-9") == 2


def test_a_macro_that_changes_a_value_cannot_be_drawn_with_holes():
    with pytest.raises(ValueError, match="draw that part without holes"):
        shells.form(f"<p>{shells.hole('title').upper()}</p>")


def test_a_form_is_filled_with_what_is_markup_as_it_is_and_with_all_else_escaped():
    words = filled("dated", "en", words="<i>1 & 2</i>", day=Markup("2024-06-18"))
    assert words == '<time datetime="2024-06-18">&lt;i&gt;1 &amp; 2&lt;/i&gt;</time>'
