"""The one door for writes: a transaction that queues behind other writers and advances the archive's revision."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connections, router, transaction
from django.utils import timezone

from events.models.revision import Change, Revision

KEPT_NOTES = 400_000
"""Notes of touched records beyond so many are dropped; whoever has not looked since then starts anew."""


@dataclass
class Write:
    """One write to the archive: the revision it makes, its moment, and whether it has changed anything yet.

    `decision` (a Decision, once it is stored), `reader` and `source` say why records change. `made` holds (kind, key) of
    records that are new in this write, `before` how changed ones stood; `closing` is called before the write is committed.
    """

    number: int
    at: datetime
    changed: bool = False
    everything: bool = False
    """Set by who writes past the notes that the database takes of what is touched (`noting`)."""
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
        row = Revision.objects.select_for_update().filter(id=1).first()
        if row is None:
            Revision.objects.get_or_create(id=1)
            row = Revision.objects.select_for_update().get(id=1)
        write = Write(row.number + 1, timezone.now())
        yield write
        for close in write.closing:
            close(write)
        if write.changed:
            Revision.objects.filter(id=1).update(number=write.number, changed_at=write.at)
            if write.everything:
                Change.objects.create(kind=Change.Kind.EVERYTHING, record=0)
            mark = Change.objects.create(kind=Change.Kind.MARK, record=write.number, at=write.at)
            if write.number % 100 == 0:
                Change.objects.filter(pk__lt=mark.pk - KEPT_NOTES).delete()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of the archive: number and moment of the last write, and the last note of a touched record.

    The moment tells archives apart that have counted as far; the note tells of what was written past the one door.
    """

    number: int = 0
    at: str = ""
    noted: int = 0

    def __str__(self) -> str:
        return f"{self.number}-{self.at}-{self.noted}"


_SEEN: ContextVar[Stamp | None] = ContextVar("revision_seen", default=None)
_STAMP = """SELECT number, CAST(changed_at AS TEXT), (SELECT MAX(id) FROM events_change)
FROM events_revision WHERE id = 1"""
_PREPARED = b"chancery_stamp"


def revision_stamp(alias: str | None = None) -> Stamp:
    """The state of the archive at this moment, by one short question."""
    connection = connections[alias or router.db_for_read(Revision)]
    quick = _quickly(connection) if connection.vendor == "postgresql" else None
    if quick is not None:
        return quick
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        row = cursor.fetchone()
        if row is None:
            cursor.execute("SELECT 0, '', MAX(id) FROM events_change")
            row = cursor.fetchone()
    return Stamp(row[0], row[1] or "", row[2] or 0)


def _quickly(connection: Any) -> Stamp | None:
    """By libpq itself, prepared once a connection: every request asks, and the driver takes five times as long as PostgreSQL.

    None where that can't be had: not connected yet, in a transaction that an error would end, or behind a pool that keeps no
    prepared statements.
    """
    if connection.connection is None or connection.in_atomic_block:
        return None
    import psycopg  # not for archives on SQLite

    libpq = connection.connection.pgconn
    if libpq.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        return None
    on, prepared = vars(connection).get("_stamp_statement", (None, False))
    try:
        if on is not libpq:
            prepared = libpq.prepare(_PREPARED, _STAMP.encode()).status == psycopg.pq.ExecStatus.COMMAND_OK
        result = libpq.exec_prepared(_PREPARED, []) if prepared else None
    except psycopg.Error:
        result = None
    found = result is not None and result.status == psycopg.pq.ExecStatus.TUPLES_OK
    connection._stamp_statement = (libpq, found)
    if result is None or not found or not result.ntuples:
        return None
    number, at, noted = (result.get_value(0, column) for column in range(3))
    return Stamp(int(number), (at or b"").decode(), int(noted or 0))


@contextmanager
def seen(stamp: Stamp) -> Iterator[None]:
    """While a page is made, everything on it is of this state of the archive."""
    token = _SEEN.set(stamp)
    try:
        yield
    finally:
        _SEEN.reset(token)


def present_stamp() -> Stamp:
    """The state that the page being made is of, or the present one."""
    return _SEEN.get() or revision_stamp()


def current_revision() -> int:
    """The number that readers compare; 0 before the first write."""
    return revision_stamp().number
