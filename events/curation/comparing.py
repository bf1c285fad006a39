"""Two records side by side, field by field, before anything happens to them."""

from dataclasses import dataclass
from typing import Any

from events import faces, holding


@dataclass(frozen=True)
class Compared:
    """One field of two records: both values (as `faces` has them), whether they differ, and on which it is held."""

    field: str
    first: Any
    second: Any
    differs: bool
    held_first: bool
    held_second: bool


def compare(first: Any, second: Any) -> list[Compared]:
    """Every field that a curator may set, and the review, of two records of one kind."""
    kind = faces.kind_of(first)
    one, two = faces.face(first), faces.face(second)
    own, theirs = holding.held(first), holding.held(second)
    return [
        Compared(name, one[name], two[name], not holding.alike(name, one[name], two[name]), name in own, name in theirs)
        for name in (*faces.FIELDS[kind], "review")
    ]


def conflicts(loser: Any, into: Any) -> list[Compared]:
    """The fields that curators have set on both, to different values: merging needs to be told which holds.

    Not names, offices and other forms: `into` keeps its name, and all of the rest come together.
    """
    apart = holding.DELTAS | holding.OWN[faces.kind_of(into)]
    return [c for c in compare(loser, into) if c.differs and c.held_first and c.held_second and c.field not in apart]
