"""The world as numbers: how deep each state is coloured, and where its dot stands. Templates draw it from one cached sprite.

Pure: `reference/world.tsv` says where states stand on static/vendor/world.svg, both made by `make world`.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources

WIDTH, HEIGHT = 3000, 1410
LEVELS = 5


@dataclass(frozen=True)
class Place:
    """Where a state stands. `size`: land, small (drawn, and a dot), dot, or outline (a former state, the border round it)."""

    size: str
    x: int
    y: int


@dataclass(frozen=True)
class State:
    """A state with events: its count, the level of its colour (1 to 5) and the address that narrows to it."""

    code: str
    name: str
    count: int
    level: int
    url: str
    place: Place | None


@dataclass(frozen=True)
class WorldMap:
    """States with events, most events first. `legend` has (level, fewest, most) for every level in use."""

    caption: str
    states: tuple[State, ...]
    legend: tuple[tuple[int, int, int], ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def land(self) -> list[State]:
        return [state for state in self.states if state.place and state.place.size in {"land", "small"}]

    @property
    def outlines(self) -> list[State]:
        return [state for state in self.states if state.place and state.place.size == "outline"]

    @property
    def dots(self) -> list[State]:
        """The rarest first, so that the larger numbers lie on top."""
        return [s for s in reversed(self.states) if s.place and s.place.size in {"small", "dot"}]


def world_map(
    counts: Mapping[str, int], link: Callable[[str], str], names: Mapping[str, str], caption: str
) -> WorldMap | None:
    """The map of a count per state; None when there is nothing to colour. `link(code)` makes the address of a state."""
    counted = sorted(((code, n) for code, n in counts.items() if n), key=lambda pair: (-pair[1], names[pair[0]]))
    if not counted:
        return None
    steps = levels(counted[0][1])
    states = tuple(
        State(code, names[code], n, level_of(n, steps), link(code), places().get(code)) for code, n in counted
    )
    used = {state.level for state in states}
    legend = [(i, low, high) for i, (low, high) in enumerate(steps, start=1) if i in used]
    return WorldMap(caption, states, tuple(legend))


def levels(most: int) -> list[tuple[int, int]]:
    """(fewest, most) of each level of colour, at most five, each about as many times the last: counts of states are skewed."""
    ends: list[int] = []
    for i in range(1, LEVELS + 1):
        end = max(round(most ** (i / LEVELS)), (ends[-1] if ends else 0) + 1)
        ends.append(min(end, most))
        if end >= most:
            break
    return [(ends[i - 1] + 1 if i else 1, end) for i, end in enumerate(ends)]


def level_of(count: int, steps: list[tuple[int, int]]) -> int:
    return next(i for i, (low, high) in enumerate(steps, start=1) if low <= count <= high)


@functools.cache
def places() -> Mapping[str, Place]:
    """Code -> where it stands on the drawn world; states with nothing to show there are left out."""
    lines = resources.files("events").joinpath("reference", "world.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))
    return {code: Place(size, int(x), int(y)) for code, size, x, y in rows if code != "code"}
