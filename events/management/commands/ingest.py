"""`manage.py ingest PATH…`: read texts and load what they say; one line a source, a summary, exit status 1 if any failed."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from events import ingesting, readers
from events.management.telling import LoadingCommand


def _jobs(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 512:
        raise ArgumentTypeError(
            f"{given} is no number of processes: write 1 to 512, at best as many as there are cores"
        )
    return int(given)


class Command(LoadingCommand):
    help = "Read news texts and load the events, people, countries and statements in them. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        several = parser.add_mutually_exclusive_group()
        several.add_argument(
            "--jobs", type=_jobs, default=1, metavar="N", help="read in N processes; loading stays in one"
        )
        several.add_argument(
            "--dask", metavar="tcp://HOST:8786", help="read on the workers of a dask.distributed scheduler"
        )

    def handle(self, *args: Any, paths: list[str], dry_run: bool, jobs: int, dask: str | None, **options: Any) -> None:
        found = list(ingesting.find(paths))
        try:
            with readers.engine(jobs, dask) as engine:
                self.tell(ingesting.ingest(ingesting.opened(found), dry_run, engine=engine), len(found))
        except readers.Unavailable as error:
            raise CommandError(str(error)) from error
