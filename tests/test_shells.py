"""A page with holes comes out as the template would have drawn it, whatever is filled in when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from events.shells import Shell, hole

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


def test_a_hole_that_nothing_fills_is_an_error():
    with pytest.raises(KeyError):
        Shell(f"<p>{hole('results')}</p>").filled()


def test_nobody_who_does_not_know_the_mark_makes_a_hole():
    assert Shell("<p>a-results-</p>").rest == []
