"""`manage.py extract PATH… [--json | --text]`: read texts and print what is in them; nothing is written anywhere."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from events import ingesting, readers, tongue
from events.extraction import pipeline, reading
from events.records import Extraction, as_json


class Command(BaseCommand):
    help = "Read texts and print what is found, without writing to the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object per source, one per line")
        parser.add_argument(
            "--text", action="store_true", help="the text that offsets count in (of HTML: as extracted)"
        )

    def handle(self, *args: Any, paths: list[str], **options: Any) -> None:
        failed = False
        for item in ingesting.gather(paths):
            try:
                if item.error:
                    raise reading.UnreadableText(item.error)
                document = readers.document(item.path, item.data)
            except reading.UnreadableText as error:
                failed = True
                self.stderr.write(f"failed     {item.path}: {error}")
                continue
            if options["text"]:
                self.stdout.write(document.text, ending="")
                continue
            if (doubt := tongue.doubt(document)) is not None:
                self.stderr.write(f"warning    {item.path}: {doubt}")
            try:
                extraction = pipeline.extract(document)
            except Exception as error:  # noqa: BLE001  a fault at one text keeps no other from being read
                failed = True
                self.stderr.write(f"failed     {item.path}: {readers.fault(error)}")
                continue
            if options["json"]:
                self.stdout.write(json.dumps(as_json(extraction), ensure_ascii=False))
            else:
                self._tell(extraction)
        if failed:
            sys.exit(1)

    def _tell(self, extraction: Extraction) -> None:
        document = extraction.document
        self.stdout.write(f"{document.title or document.path} ({document.published or 'no date'})")
        for person in extraction.persons:
            self.stdout.write(f"  person     {person.name}" + (f", {person.title}" if person.title else ""))
        self.stdout.write("  countries  " + " ".join(c.code for c in extraction.countries))
        for event in extraction.events:
            when = event.date or "no date"
            self.stdout.write(f"  event      {event.type} {event.mode or ''} [{when}, {event.status}] {event.title}")
        for statement in extraction.statements:
            speaker = statement.speaker
            who = speaker.person or speaker.org or speaker.country
            self.stdout.write(f"  statement  {who} {statement.cue}: {statement.text}")
