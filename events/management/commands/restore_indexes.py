"""`manage.py restore_indexes`: build what a first large load left out when it was killed."""

from typing import Any

from events import deferring
from events.readiness import ArchiveCommand


class Command(ArchiveCommand):
    help = "Build the indexes, keys and triggers that are not there. A large load that was killed leaves some out."

    def handle(self, *args: Any, **options: Any) -> None:
        left_out = deferring.missing()
        if left_out:
            deferring.restore()
        for name in left_out:
            self.stdout.write(f"built {name}")
        self.stdout.write(f"{len(left_out)} built" if left_out else "nothing was missing")
