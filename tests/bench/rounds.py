"""Rounds: within each, every server is asked every question, so that whatever else the machine does falls on all alike."""

import itertools
import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.bench.measuring import Visitor, timed
from tests.bench.plain import Plain
from tests.bench.questions import UNASKED, Question, details, unasked
from tests.bench.serving import Server

TURNS = 15
"""How often every page is asked for in a round; the median counts."""

TIMES = defaultdict[str, list[float]]


@dataclass
class Taken:
    """Seconds, one number a round: by visitor and question, e.g. `site: first page`."""

    seconds: TIMES = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name].append(seconds)

    def ratios(self, name: str, other: str) -> list[float]:
        """Round by round, how many times as long the one took as the other."""
        return [a / b for a, b in zip(self.seconds[name], self.seconds[other], strict=True)]


@dataclass
class Visited:
    """Who is visited in every round. `small` is this site on the archive a tenth as large, where there is one."""

    site: Server
    empty: Server
    stylesheet: str
    plain: Plain
    questions: list[Question]
    datasette: Server | None = None
    peer_name: str = ""
    small: Server | None = None
    small_questions: list[Question] = field(default_factory=list)


class New(NamedTuple):
    """What nobody has asked for yet: records (public identifier, key), numbers to tell addresses apart, and filters."""

    details: Iterator[tuple[str, int]]
    numbers: Iterator[int]
    filters: Iterator[str]


def run(visited: Visited, rounds: int, seed: int = 1) -> Taken:
    """Visit everyone so many times (and once before, uncounted, so that each has woken up)."""
    taken = Taken()
    chance = random.Random(seed)
    new = New(
        details(visited.plain, chance, 40 * (rounds + 1)),
        itertools.count(),
        unasked(visited.plain, random.Random(seed)),
    )
    for number in range(rounds + 1):
        into = taken if number else Taken()
        _round(visited, into, new)
    return taken


def _round(visited: Visited, taken: Taken, new: New) -> None:
    with ExitStack() as visits:
        site = visits.enter_context(Visitor(visited.site.port))
        empty = visits.enter_context(Visitor(visited.empty.port))
        peer = visits.enter_context(Visitor(visited.datasette.port)) if visited.datasette else None
        small = visits.enter_context(Visitor(visited.small.port)) if visited.small else None
        _pages(visited, taken, new, site, empty, small)
        _repeated(visited, taken, site, empty)
        for question in visited.questions:
            name, asked = question.name, question.asked
            taken.add(f"sql: {name}", timed(lambda: (visited.plain.count(asked), visited.plain.page(asked))))  # noqa: B023
            if peer:
                taken.add(f"datasette: {name}", timed(lambda: peer.get(question.peer)))  # noqa: B023
                taken.add(f"datasette with facets: {name}", timed(lambda: peer.get(question.faceted)))  # noqa: B023
        _details(visited, taken, site, peer, list(itertools.islice(new.details, 10)))


def _pages(visited: Visited, taken: Taken, new: New, site: Visitor, empty: Visitor, small: Visitor | None) -> None:
    """Every list page in turn, again and again, each time beside the empty view and the smaller archive's page.

    Pages are compared with each other, so they are asked within milliseconds of each other: after a peer's half a minute of
    counting a machine is slow for a while, and whoever is asked first would pay for it. The first turn is not counted for that reason.
    """
    samples = TIMES(list)
    small_questions = visited.small_questions if small else [None] * len(visited.questions)
    for turn in range(TURNS + 1):
        for question, lesser in zip(visited.questions, small_questions, strict=True):
            # What is added makes the address new, and changes nothing that is shown.
            more = f"&utm_source={next(new.numbers)}"
            times = {f"site: {question.name}": timed(lambda: site.get(question.address + more))}  # noqa: B023
            times[f"empty: {question.name}"] = timed(lambda: empty.get("/"))
            if lesser:
                times[f"small: {question.name}"] = timed(lambda: small.get(lesser.address + more))  # noqa: B023
            times["empty view"] = timed(lambda: empty.get("/"))
            times["static file"] = timed(lambda: site.get(visited.stylesheet))
            for name, seconds in times.items() if turn else ():
                samples[name].append(seconds)
        address = next(new.filters)
        if turn:
            samples[f"site: {UNASKED}"].append(timed(lambda: site.get(address)))  # noqa: B023
            samples[f"empty: {UNASKED}"].append(timed(lambda: empty.get("/")))
    for name, seconds in samples.items():
        taken.add(name, statistics.median(seconds))


def _repeated(visited: Visited, taken: Taken, site: Visitor, empty: Visitor) -> None:
    """The first page again: whole, out of memory, and as a 304."""
    address = visited.questions[0].address
    headers, _ = site.get(address)
    for _ in range(4):  # both workers have it then
        site.get(address)
    etag = headers[b"etag"].decode()
    taken.add("site: repeated", _median(lambda: site.get(address), 40))
    taken.add("site: 304", _median(lambda: site.get(address, etag=etag, expect=304), 40))
    taken.add("empty: repeated", _median(lambda: empty.get("/"), 40))


def _details(visited: Visited, taken: Taken, site: Visitor, peer: Visitor | None, ids: list[tuple[str, int]]) -> None:
    """Records that nobody has opened yet, each asked of both."""
    ours, theirs = [], []
    for public_id, key in ids:
        ours.append(timed(lambda: site.get(f"/events/{public_id}/")))  # noqa: B023
        if peer:
            theirs.append(timed(lambda: peer.get(f"/{visited.peer_name}/events/{key}")))  # noqa: B023
    taken.add("site: detail", statistics.median(ours))
    if theirs:
        taken.add("datasette: detail", statistics.median(theirs))


def _median(call: Callable[[], object], times: int) -> float:
    return statistics.median(timed(call) for _ in range(times))
