"""The one door for writes: a transaction that queues behind other writers and advances the archive's revision."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models.revision import Revision


@dataclass
class Write:
    """One write to the archive: the revision it makes, its moment, and whether it has changed anything yet."""

    number: int
    at: datetime
    changed: bool = False


@contextmanager
def archive_write() -> Iterator[Write]:
    """Open a transaction that holds the revision row, so that writers pass one at a time on both databases.

    The revision advances only when the body has set `write.changed`; readers that saw no new number need look no further.
    """
    with transaction.atomic():
        Revision.objects.get_or_create(id=1)
        row = Revision.objects.select_for_update().get(id=1)
        write = Write(row.number + 1, timezone.now())
        yield write
        if write.changed:
            Revision.objects.filter(id=1).update(number=write.number, changed_at=write.at)


def revision_stamp() -> str:
    """Number and moment of the last write: differs between archives that happen to have counted as far."""
    found = Revision.objects.filter(id=1).values_list("number", "changed_at").first()
    return "-".join(map(str, found or (0, None)))


def current_revision() -> int:
    """The number that readers compare; 0 before the first write."""
    return Revision.objects.filter(id=1).values_list("number", flat=True).first() or 0
