"""`manage.py evaluate FOLDER…`: how well the reader reads texts annotated by hand, the commonest errors first."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events import evaluation, pacing


class Command(BaseCommand):
    help = "Read annotated texts and print precision, recall and F1, with the commonest kinds of error first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="+", metavar="FOLDER", help="texts with .gold.json or .ann, or a .jsonl")
        parser.add_argument("--errors", type=int, default=5, metavar="N", help="examples of each kind of error (5)")
        parser.add_argument(
            "--speed", action="store_true", help="only how fast: beside spaCy's parse, on a folder's .txt"
        )
        parser.add_argument("--save", action="store_true", help="keep the figures for the page about the archive")
        parser.add_argument("--json", action="store_true", help="the figures as one JSON object a folder")

    def handle(self, *args: Any, folders: list[str], errors: int, **options: Any) -> None:
        if options["speed"]:
            self._speed(folders)
            return
        done = []
        for name in folders:
            try:
                found = evaluation.evaluate(Path(name))
            except (evaluation.UnknownFolder, OSError) as error:
                raise CommandError(str(error)) from error
            done.append(found)
            if options["json"]:
                figures = {
                    n: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for n, t in found.tallies.items()
                }
                self.stdout.write(json.dumps({"folder": name, "texts": found.texts, **figures}))
                continue
            self._table(name, found)
            self._errors(found, errors)
        if options["save"]:
            evaluation.save(done)

    def _speed(self, folders: list[str]) -> None:
        files = sorted(file for name in folders for file in Path(name).glob("*.txt"))
        try:
            pace = pacing.measure(files)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{pace.texts} texts, {pace.words} words; words a second of processor time, best of {pacing.ROUNDS}"
        )
        self.stdout.write(f"  bytes to JSON, all of the reader    {pace.whole:8.0f}")
        self.stdout.write(f"  spaCy's pipeline over the bare text {pace.bare:8.0f}")
        self.stdout.write(f"  ratio                               {pace.ratio:8.2f}")

    def _table(self, name: str, found: evaluation.Evaluation) -> None:
        self.stdout.write(f"{name}: {found.texts} texts")
        self.stdout.write(f"  {'':24} {'precision':>9} {'recall':>9} {'f1':>9} {'asked':>7} {'found':>7}")
        for kind, tally in found.tallies.items():
            figures = f"{tally.precision:9.3f} {tally.recall:9.3f} {tally.f1:9.3f}"
            self.stdout.write(f"  {kind:24} {figures} {tally.asked:7.0f} {tally.found:7.0f}")

    def _errors(self, found: evaluation.Evaluation, most: int) -> None:
        for kind, number, errors in found.worst() if most else ():
            self.stdout.write(f"  {number} x {kind}")
            for _kind, text, what in errors[:most]:
                self.stdout.write(f"      {text}: {what}")
