"""`manage.py remove_sources [ID…] [--publisher NAME]`: take sources out again, with all that rests on them alone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from events import removing
from events.readiness import ArchiveCommand


class Command(ArchiveCommand):
    help = "Remove sources and what rests on them alone; records that other sources tell as well stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", metavar="ID", help="public identifiers, as in the sources' addresses")
        parser.add_argument("--publisher", help='all of a publisher, such as "Sample chronicle"')
        parser.add_argument("--force", action="store_true", help="even what curators have decided on")

    def handle(self, *args: Any, ids: list[str], publisher: str | None, force: bool, **options: Any) -> None:
        if not ids and publisher is None:
            raise CommandError("nothing is named: give identifiers as in the sources' addresses, or a --publisher")
        found = removing.matching(publisher, ids)
        unknown = sorted(set(ids) - {source.public_id for source in found})
        if unknown:
            raise CommandError(
                f"{', '.join(unknown)}: no such source: give identifiers as in the sources' addresses. Nothing was removed"
            )
        if not found:
            raise CommandError(
                f"--publisher {publisher}: no such source: name it as the sources' pages do. Nothing was removed"
            )
        try:
            counts = removing.remove(found, force)
        except removing.Curated as error:
            raise CommandError(str(error)) from error
        order = ("sources", "events", "statements", "persons")
        self.stdout.write("removed " + ", ".join(f"{counts[kind]} {kind}" for kind in order))
