"""`make bench SIZE=100k DB=both`: this archive beside Datasette, plain SQL, an empty Django view and a static file, in one run.

Answers are proved right first; no time is printed of a site that is wrong. Writes var/bench/SIZE-DATABASE.json beside the table.
Archives are kept under var/bench (PostgreSQL's under POSTGRESQL_FOLDER) for another run; --fresh makes them anew.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import archives, indexing, peer, proving, reading, report, rounds, serving
from tests.bench.archives import Archive
from tests.bench.fill import number
from tests.bench.measuring import Visitor, crowd
from tests.bench.questions import questions

ROOT = Path(__file__).parent.parent.parent
SETTINGS = (
    "-c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB -c max_wal_size=8GB"
    " -c checkpoint_timeout=30min -c effective_cache_size=8GB -c random_page_cost=1.1"
)
"""PostgreSQL as its manual advises for a machine of some memory and a solid-state disk."""

RAW_UP_TO = 2_000_000
"""Beyond so many events the bare rows are not written a second time beside ours, for want of disk."""


def main() -> None:
    """Measure on one database or both."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", default="100k", help="events: 100k, 1m, 10m")
    parser.add_argument("--db", default="both", choices=("sqlite", "postgresql", "both"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--filters", type=int, default=30, help="how many filters drawn by chance are proved right first"
    )
    parser.add_argument("--seconds", type=float, default=5, help="how long eight visitors at once are let in")
    parser.add_argument("--fresh", action="store_true", help="make the archives anew")
    parser.add_argument(
        "--without", nargs="*", default=[], choices=("datasette", "reading"), help="leave out, to be quick"
    )
    asked = parser.parse_args()
    number(asked.size)
    if asked.db in {"postgresql", "both"} and "POSTGRESQL_SETTINGS" not in os.environ:
        os.environ["POSTGRESQL_SETTINGS"] = SETTINGS
        os.environ.setdefault("POSTGRESQL_FOLDER", str(Path("/tmp/chancery-bench")))
        command = [str(ROOT / "tests" / "with_postgresql"), sys.executable, "-m", "tests.bench", *sys.argv[1:]]
        sys.exit(subprocess.run(command, cwd=ROOT).returncode)
    folder = Path(os.environ.get("ARCHIVE_VAR") or ROOT / "var") / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    missed = 0
    for database in ("sqlite", "postgresql") if asked.db == "both" else (asked.db,):
        missed += measure(database, asked, folder)
    print(f"{missed} targets missed" if missed else "every target met")


def measure(database: str, asked: argparse.Namespace, folder: Path) -> int:
    """Everything on one database. How many targets were missed."""
    size = number(asked.size)
    big = archives.archive(database, asked.size, folder, asked.fresh, raw=size <= RAW_UP_TO)
    tenth = archives.archive(database, _tenth(size), folder, asked.fresh) if size >= 100_000 else None
    figures: dict[str, Any] = {
        "size": size,
        "database": database,
        "machine": f"{os.cpu_count()} cores, {platform.platform()}",
        "load": big.figures,
        "index": json.loads(archives.module("tests.bench.indexing", big.url, big.var)),
    }
    plain = archives.plain(big)
    file = folder / f"peer_{asked.size}.db"
    if "datasette" not in asked.without and (asked.fresh or not file.exists()):
        peer.build(plain, file)
    asks = questions(plain, file)
    names = [question.name for question in asks]
    figures["memory"] = _memory(big, archives.nothing(database, folder), [q.address for q in asks])
    with ExitStack() as running:
        site = running.enter_context(serving.site("site", big.url, big.var))
        small = running.enter_context(_small(tenth)) if tenth else None
        empty = running.enter_context(serving.empty(big.var))
        shown = "datasette" not in asked.without
        datasette = running.enter_context(serving.datasette(file, folder)) if shown else None
        figures["proved"] = proving.prove(site.port, plain, asked.filters)
        tenths = questions(archives.plain(tenth), file) if tenth else []
        visited = rounds.Visited(
            *(site, empty, serving.collect(big.var), plain, asks, datasette, file.stem, small, tenths)
        )
        taken = rounds.run(visited, asked.rounds)
        figures["crowds"] = {
            name: asdict(crowd(port, paths, seconds=asked.seconds))
            for name, port, paths in (
                ("lists, every address new", site.port, _new(asks)),
                ("one page, repeated", site.port, [asks[0].address]),
                ("an empty view", empty.port, ["/"]),
            )
        }
        figures["memory"]["after"] = site.heap()
    plain.close()
    if "reading" not in asked.without:
        figures |= reading.measure(folder)
    lines = report.targets(taken, names, figures, size)
    title = f"{asked.size} events, {database}, {asked.rounds} rounds, {figures['proved']} filters proved"
    report.show(title, taken, names, lines, figures)
    kept = folder / f"{asked.size}-{database}.json"
    kept.write_text(json.dumps(report.as_data(taken, lines, figures), indent=1), "utf-8")
    print(f"written to {kept}")
    return sum(not line.met for line in lines)


def _tenth(size: int) -> str:
    tenth = size // 10
    return (
        f"{tenth // 1_000_000}m" if tenth % 1_000_000 == 0 else f"{tenth // 1000}k" if tenth % 1000 == 0 else str(tenth)
    )


def _small(tenth: Archive) -> Any:
    archives.module(indexing.__name__, tenth.url, tenth.var)
    serving.collect(tenth.var)
    return serving.site("tenth", tenth.url, tenth.var)


def _memory(big: Archive, none: Archive, addresses: list[str]) -> dict[str, float]:
    """Megabytes of its own that a worker holds after each question was asked once, with these events and with none."""
    weighed = []
    for archive in (none, big):
        serving.collect(archive.var)
        with serving.site("weighed", archive.url, archive.var, workers=1) as server:
            visitor = Visitor(server.port)
            for address in addresses:
                # A page beyond the last of an empty archive is a page all the same; a state there is in both.
                visitor.get(address)
            visitor.close()
            weighed.append(server.heap())
    return {"empty": weighed[0], "full": weighed[1], "over_empty": weighed[1] - weighed[0]}


def _new(asks: list[Any]) -> list[str]:
    """Addresses enough that nobody asks for one twice."""
    return [f"{question.address}&utm_source=crowd{turn}" for turn in range(4000) for question in asks]


if __name__ == "__main__":
    main()
