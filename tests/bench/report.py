"""What the figures say: each beside its target, the slowest row deciding; printed as one table and kept as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.measuring import Spread
from tests.bench.questions import UNASKED
from tests.bench.rounds import Taken


@dataclass(frozen=True)
class Line:
    """One target: what was measured, against what, the worst of its rows and whether that is good enough."""

    what: str
    worst: str
    value: float
    bound: float
    most: bool = True
    """Whether the bound is a ceiling; else it is a floor."""

    @property
    def met(self) -> bool:
        return self.value <= self.bound if self.most else self.value >= self.bound


LARGE = 5_000_000
"""Beyond so many events other targets hold."""


def _worst(what: str, bound: float, rows: Iterable[tuple[str, list[float]]]) -> list[Line]:
    found = [(Spread.of(ratios).median, name) for name, ratios in rows if ratios]
    if not found:
        return []
    value, name = max(found)
    return [Line(what, name, value, bound)]


def targets(taken: Taken, names: list[str], figures: dict[str, Any], size: int) -> list[Line]:
    """Every target that something was measured for."""
    peer = [name for name in names if f"datasette: {name}" in taken.seconds]
    small = [name for name in names if f"small: {name}" in taken.seconds]

    def ratios(of: str, to: str, among: list[str]) -> list[tuple[str, list[float]]]:
        return [(name, taken.ratios(of.format(name), to.format(name))) for name in among]

    lines = [
        *_worst("list page / Datasette's, same rows", 0.25, ratios("site: {}", "datasette: {}", peer)),
        *_worst(
            *("list page with all facets / Datasette's with the same", 0.01),
            # On pages by token Datasette counts only what follows the token, which on the last one is next to nothing.
            ratios("site: {}", "datasette with facets: {}", [name for name in peer if name != "last page"]),
        ),
        *_worst(
            *("list page with all facets, uncached / empty view", 30 if size > LARGE else 5),
            ratios("site: {}", "empty: {}", names),
        ),
        *_worst(
            *("repeated page / empty view", 1.2),
            [(n, taken.ratios(f"site: {n}", "empty: repeated")) for n in ("repeated", "304")],
        ),
        *_worst(
            *("page 1000, last page / first page", 1.2),
            [(n, taken.ratios(f"site: {n}", "site: first page")) for n in ("page 1000", "last page")],
        ),
        *_worst("list page / that of a tenth of the events", 2.5, ratios("site: {}", "small: {}", small)),
    ]
    if "datasette: detail" in taken.seconds:
        lines += _worst("detail page, cold / Datasette's row", 1, ratios("site: {}", "datasette: {}", ["detail"]))
    return [*lines, *_figures(figures, size)]


def _figures(figures: dict[str, Any], size: int) -> list[Line]:
    """Targets of loading, of the index, of memory and of reading; those of index and memory are for a million events."""
    lines = []
    load = figures.get("load", {})
    if "raw" in load:
        lines.append(Line("load rows/s / raw rows/s", "", load["raw"] / load["loading"], 0.6, most=False))
        whole = load["seconds"] + figures.get("index", {}).get("build", 0)
        lines.append(Line("from nothing to servable / raw load", "", whole / load["raw"], 5))
    index = figures.get("index", {})
    if index and size <= LARGE:
        lines.append(Line("index from its file, s", "", index["load"], 1))
        lines.append(Line("index built, s", "", index["build"], 10))
    if "memory" in figures and size <= LARGE:
        lines.append(Line("memory a worker over an empty archive's, MB", "", figures["memory"]["over_empty"], 100))
    if "jobs" in figures:
        lines.append(Line("ingest --jobs 2 / --jobs 1, articles/s", "", figures["jobs"]["ratio"], 1.6, most=False))
    return lines


def as_data(taken: Taken, lines: list[Line], figures: dict[str, Any]) -> dict[str, Any]:
    """All of it for a machine: seconds with their spread, lines, figures."""
    return {
        "seconds": {name: asdict(Spread.of(values)) for name, values in taken.seconds.items()},
        "rounds": dict(taken.seconds),
        "targets": [{**asdict(line), "met": line.met} for line in lines],
        **figures,
    }


def show(title: str, taken: Taken, names: list[str], lines: list[Line], figures: dict[str, Any]) -> None:
    """Print the tables."""
    console = Console(width=150)
    table = Table(title=f"{title}: milliseconds, median (middle half), uncached")
    for column in (
        "page of 50 with all facets",
        "this site",
        "× empty",
        "plain SQL, no facets",
        "Datasette",
        "with facets",
        "a tenth",
    ):
        table.add_column(column, justify="left" if column.startswith("page") else "right")
    for name in [*names, UNASKED, "repeated", "304", "detail"]:
        table.add_row(
            name,
            *(_cell(taken, name, who) for who in ("site", "×", "sql", "datasette", "datasette with facets", "small")),
        )
    console.print(table)
    one = {name: Spread.of(taken.seconds[name]) for name in ("empty view", "static file")}
    console.print("; ".join(f"{name} {_ms(spread)} ms" for name, spread in one.items()))
    for name, crowd in figures.get("crowds", {}).items():
        console.print(
            f"{crowd['clients']} at once, {name}: {crowd['per_second']:.0f} requests/s, median {crowd['median_ms']:.1f} ms,"
            f" p99 {crowd['p99_ms']:.1f} ms"
        )
    if index := figures.get("index"):
        own = (
            f"; a worker holds {figures['memory']['over_empty']:.0f} MB more than on none"
            if "memory" in figures
            else ""
        )
        told = "facet index: built in {build:.1f} s, saved in {save:.1f} s, loaded in {load:.3f} s, {megabytes:.0f} MB"
        console.print(told.format(**index) + own)
    table = Table(title=f"{title}: targets, the slowest row decides")
    for column in ("what", "slowest row", "measured", "target", ""):
        table.add_column(column, justify="right" if column in {"measured", "target"} else "left")
    for line in lines:
        sign = "<=" if line.most else ">="
        table.add_row(
            line.what, line.worst, f"{line.value:.3g}", f"{sign} {line.bound:g}", "ok" if line.met else "MISSED"
        )
    console.print(table)


def _cell(taken: Taken, name: str, who: str) -> str:
    if who == "×":
        other = f"empty: {name}" if f"empty: {name}" in taken.seconds else "empty: repeated"
        return f"{Spread.of(taken.ratios(f'site: {name}', other)).median:.2f}"
    values = taken.seconds.get(f"{who}: {name}")
    return _ms(Spread.of(values)) if values else ""


def _ms(spread: Spread) -> str:
    return f"{spread.median * 1000:.2f} ({spread.low * 1000:.2f}–{spread.high * 1000:.2f})"
