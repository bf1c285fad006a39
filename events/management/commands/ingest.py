"""`manage.py ingest PATH…`: read texts and load what they say; one line a source, a summary, exit status 1 if any failed."""

from argparse import ArgumentParser
from typing import Any

from events import ingesting
from events.management.telling import LoadingCommand


class Command(LoadingCommand):
    help = "Read news texts and load the events, people, countries and statements in them. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")

    def handle(self, *args: Any, paths: list[str], dry_run: bool, **options: Any) -> None:
        items = list(ingesting.gather(paths))
        self.tell(ingesting.ingest(items, dry_run), len(items))
