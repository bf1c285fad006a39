"""The one door for writes: a transaction that queues behind other writers and advances the archive's revision."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models.revision import Revision


@dataclass
class Write:
    """One write to the archive: the revision it makes, its moment, and whether it has changed anything yet.

    `decision` (a Decision, once it is stored), `reader` and `source` say why records change. `made` holds (kind, key) of
    records that are new in this write, `before` how changed ones stood; `closing` is called before the write is committed.
    """

    number: int
    at: datetime
    changed: bool = False
    decision: Any = None
    reader: str = ""
    source: str = ""
    made: set[tuple[str, int]] = field(default_factory=set)
    before: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    closing: list[Callable[["Write"], None]] = field(default_factory=list)


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
        for close in write.closing:
            close(write)
        if write.changed:
            Revision.objects.filter(id=1).update(number=write.number, changed_at=write.at)


def revision_stamp(alias: str | None = None) -> str:
    """Number and moment of the last write: differs between archives that happen to have counted as far."""
    found = Revision.objects.using(alias).filter(id=1).values_list("number", "changed_at").first()
    return "-".join(map(str, found or (0, None)))


def current_revision() -> int:
    """The number that readers compare; 0 before the first write."""
    return Revision.objects.filter(id=1).values_list("number", flat=True).first() or 0
