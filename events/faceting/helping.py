"""A second process, which reads the smaller kinds of a large archive while this one reads the events.

Both halves must be of one state of the archive: what the other read of another state is no use, and this one reads it all.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from events.criteria import Kind
from events.faceting import storing
from events.faceting.layers import Layer, Matches
from events.revision import Stamp

log = logging.getLogger(__name__)

APART = (Kind.STATEMENTS, Kind.PEOPLE, Kind.SOURCES)
WORTH = 200_000
"""From so many events on a process more is worth its start."""

PATIENCE = 600
"""Seconds that are waited for it."""

Half = Callable[[Stamp], dict[Kind, Layer] | None]


def worth(events: int) -> bool:
    """Whether an archive is large enough, and the machine too."""
    return events >= WORTH and (os.cpu_count() or 1) > 1


@contextmanager
def helped(alias: str, matches: Matches) -> Iterator[Half]:
    """Have it read meanwhile. What is yielded gives its layers, if they are of that state; None if not, or if it failed."""
    with tempfile.TemporaryDirectory(prefix="facets-half-", dir=settings.VAR) as folder:
        path = Path(folder) / "half"
        process = subprocess.Popen(
            [sys.executable, "-c", _START, alias, str(path)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "archive.settings")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

        def half(stamp: Stamp) -> dict[Kind, Layer] | None:
            try:
                _out, told = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                return None
            if process.returncode:
                log.warning("A second process could not help with the facet index: %s", told.decode()[-500:])
                return None
            found = storing.load(path, matches)
            return found[0].layers if found is not None and found[0].stamp == stamp else None

        try:
            yield half
        finally:
            process.kill()
            process.communicate()


_START = "import sys, django; django.setup(); from events.faceting import helping; helping.apart(*sys.argv[1:])"


def apart(alias: str, path: str) -> None:
    """What the second process does: read its half of the archive into a file."""
    from events.faceting import keeping

    with keeping.consistent(connections[alias]):
        snapshot = keeping.read(connections[alias], APART, titled=False)
    if not storing.save(Path(path), snapshot, (0, 0, "")):
        sys.exit(1)
