"""What the commands that load sources have in common: a line a source, a summary, exit status 1 if any failed."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import track

from events import ingesting
from events.ingesting import Result
from events.readiness import ArchiveCommand


class LoadingCommand(ArchiveCommand):
    def tell(self, outcomes: Iterator[Result], total: int) -> None:
        """Tell each result as it comes, sum up, and leave with status 1 when any failed."""
        results: list[Result] = []
        try:
            for result in self._watched(outcomes, total):
                results.append(result)
                self._tell(result)
        except KeyboardInterrupt:
            self._sum_up(results)
            self.stderr.write("stopped. What was loaded stays; run it again to go on.")
            sys.exit(130)
        self._sum_up(results)
        if any(result.state == "failed" for result in results):
            sys.exit(1)

    def _watched(self, results: Iterator[Result], total: int) -> Iterable[Result]:
        """With a progress bar on a terminal, plainly elsewhere."""
        if not sys.stderr.isatty():
            return results
        return track(results, description="Reading", total=total, console=Console(stderr=True))

    def _tell(self, result: Result) -> None:
        if result.error:
            self.stderr.write(f"failed     {result.path}: {result.error}")
            return
        found = ", ".join(f"{number} {kind}" for kind, number in result.found)
        self.stdout.write(f"{result.state:<10} {result.path}: {found}")
        for note in result.outcome.notes if result.outcome else ():
            self.stdout.write(f"           note: {note}")
        if result.doubt:
            self.stderr.write(f"warning    {result.path}: {result.doubt}")

    def _sum_up(self, results: list[Result]) -> None:
        states = ingesting.totals(results)
        order = ("created", "updated", "unchanged", "read", "failed")
        told = ", ".join(f"{states[state]} {state}" for state in order if states[state] or state in order[:3])
        foreign = sum(result.doubt is not None for result in results)
        hardly = f"; {foreign} hardly English, see the warnings" if foreign else ""
        self.stdout.write(f"{len(results)} sources: {told}{hardly}")
        counts: dict[str, Counter[str]] = {}
        for result in results:
            for kind, outcomes in (result.outcome.counts if result.outcome else {}).items():
                counts.setdefault(kind, Counter()).update(outcomes)
        for kind, outcomes in counts.items():
            self.stdout.write(
                f"  {kind}: " + ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
            )
