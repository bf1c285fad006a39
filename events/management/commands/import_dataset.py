"""`manage.py import_dataset NAME PATH…`: load the records of an outside dataset; told, repeated and summed up as `ingest` is."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from events import ingesting
from events.datasets.catalogue import DATASETS
from events.management.telling import LoadingCommand


class Command(LoadingCommand):
    help = "Load the records of an outside dataset. Safe to repeat. The archive ships none of them:\n" + "\n".join(
        f"  {dataset.name}: {dataset.title}; {dataset.origin}" for dataset in DATASETS.values()
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(DATASETS), metavar="NAME", help=", ".join(sorted(DATASETS)))
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")

    def handle(self, *args: Any, name: str, paths: list[str], dry_run: bool, **options: Any) -> None:
        dataset = DATASETS[name]
        items = list(ingesting.gather(paths, dataset.suffixes))
        self.tell(ingesting.ingest(items, dry_run, dataset.read), len(items))
