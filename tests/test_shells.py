"""A page with holes comes out as the template would have drawn it, whatever is filled in when."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from events import languages, presentation
from events.drawing import drawn, facet_values
from events.listing import FacetValue
from events.shells import Shell, escaped, form, hole

NAMES = st.sampled_from(["a", "b2", "results"])
TEXT = st.text(max_size=6).map(lambda text: str(escape(text)))


@given(
    pieces=st.lists(TEXT | NAMES.map(hole), max_size=8),
    first=st.sets(NAMES),
    values=st.fixed_dictionaries(dict.fromkeys(("a", "b2", "results"), TEXT)),
)
def test_holes_filled_early_or_late_give_the_same_page(pieces, first, values):
    shell = Shell("".join(pieces))
    expected = "".join(values[piece.split("-")[1]] if piece in map(hole, values) else piece for piece in pieces)
    late = {name: [value.encode()] for name, value in values.items()}
    assert b"".join(shell.filled(**late)).decode() == expected
    early = shell.fixed(**{name: values[name].encode() for name in first})
    assert {name for name, _piece in early.rest}.isdisjoint(first)
    assert b"".join(early.filled(**late)).decode() == expected
    assert b"".join(shell.filled(**late)).decode() == expected, "the first is as it was"


@given(pieces=st.lists(TEXT | st.just("100%s") | NAMES.map(hole), max_size=8), value=TEXT)
def test_a_form_is_filled_by_name_and_knows_no_other_signs(pieces, value):
    expected = "".join(value if piece in map(hole, ("a", "b2", "results")) else piece for piece in pieces)
    assert form("".join(pieces)) % dict.fromkeys(("a", "b2", "results"), value) == expected


def test_a_hole_that_nothing_fills_is_an_error():
    with pytest.raises(KeyError):
        Shell(f"<p>{hole('results')}</p>").filled()


def test_nobody_who_does_not_know_the_mark_makes_a_hole():
    assert Shell("<p>a-results-</p>").rest == []


@given(texts=st.lists(st.text(max_size=6) | st.sampled_from(["<b>", "a&b", '"', "'", ""])))
def test_many_texts_are_escaped_as_each_of_them_is(texts):
    assert escaped(texts) == [str(escape(text)) for text in texts]


@given(
    values=st.lists(
        st.builds(
            FacetValue,
            *(st.text(max_size=5), st.text(max_size=5) | st.just("<i>&"), st.integers(0, 10**7)),
            *(st.text(max_size=5).map("/?q='&".__add__), st.booleans()),
        ),
        max_size=4,
    ),
    language=st.sampled_from(languages.codes()),
)
def test_values_of_a_filter_are_what_their_macro_draws(values, language):
    with translation.override(language):
        told = [(v.url, v.label, presentation.number(v.count), v.selected) for v in values]
        assert facet_values(values) == "".join(drawn("_parts.html", "facet_value", *each) for each in told)
