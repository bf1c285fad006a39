"""manage.py import_curation FILE: take curated decisions from an export, all or none; repeating it changes nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from events.curation import Refused, import_lines
from events.readiness import ArchiveCommand


class Command(ArchiveCommand):
    help = "Take decisions from a file that export_curation wrote. The sources they are about must have been ingested."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON Lines; - is standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text("utf-8")
            counts = import_lines(text.split("\n"))  # and not where a title holds a separator of lines
        except (OSError, UnicodeDecodeError) as error:
            self._fail(f"{options['file']} can't be read ({error}): name a file that export_curation wrote")
        except Refused as error:
            self._fail(f"{options['file']}, {error}. Nothing was taken")
        self.stdout.write(
            f"{counts['taken']} decisions taken, {counts['there']} there already, {counts['kept']} readings brought back"
        )

    def _fail(self, message: str) -> None:
        self.stderr.write(message)
        sys.exit(1)
