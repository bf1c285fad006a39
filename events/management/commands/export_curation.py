"""manage.py export_curation [FILE]: every curated decision, one JSON object a line."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from events.curation import export_lines
from events.readiness import ArchiveCommand


class Command(ArchiveCommand):
    help = "Write every curators' decision as JSON Lines, keyed by public identifiers, to FILE or standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="where to write; - is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = "".join(f"{line}\n" for line in export_lines())
        if options["file"] == "-":
            self.stdout.write(lines, ending="")
            return
        try:
            Path(options["file"]).write_text(lines, "utf-8")
        except OSError as error:
            self.stderr.write(
                f"{options['file']} can't be written ({error.strerror}): check the path and its permissions"
            )
            sys.exit(1)
        self.stdout.write(f"{lines.count(chr(10))} lines written to {options['file']}")
