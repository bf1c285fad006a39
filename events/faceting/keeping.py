"""Keeps the snapshot of this process up to the archive: brings it forward by what was touched, or makes it anew beside the old one.

A question finds the snapshot of its own revision or none; then plain SQL answers. A few touched records are read while the
question waits, so that a curator sees an edit on the next page; a large archive is read by a thread of its own.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from events import search
from events.criteria import Kind
from events.faceting import helping, storing
from events.faceting.bitmaps import Array, BitMap, bitmap
from events.faceting.building import Building, entitled
from events.faceting.layers import Layer, Matches
from events.faceting.reading import Reading, among
from events.faceting.segments import Segment
from events.faceting.snapshots import Snapshot, State
from events.models import Change, Event
from events.revision import Stamp, present_stamp, revision_stamp

log = logging.getLogger(__name__)

KINDS = (Kind.EVENTS, Kind.STATEMENTS, Kind.PEOPLE, Kind.SOURCES)
SMALL = 20_000
"""An archive with no more events than this is read while the question waits: it takes a fraction of a second."""

FEWEST = 1_000
"""So many touched records are always read on top of the base."""

PATIENCE = 60.0
"""Seconds between attempts of a thread that failed."""

Touched = dict[Kind, frozenset[int]]
Mark = tuple[int, int, str]
"""Key, revision and moment of the note that ends a write."""


@dataclass(frozen=True)
class Held:
    """A snapshot, how far the notes were read for it, and what was touched since its base was made."""

    snapshot: Snapshot
    mark: Mark | None
    touched: Touched

    def heavy(self) -> bool:
        """Whether it is time for a new base."""
        layers = self.snapshot.layers
        return any(len(self.touched[kind]) > max(FEWEST, layers[kind].base.size // 100) for kind in KINDS)


class TooMuch(Exception):
    """More was touched than is worth reading on top of the base."""


class Keeper:
    """The snapshot that one process holds of one database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.lock = threading.Lock()
        self.held: Held | None = None
        self.thread: threading.Thread | None = None
        self.looked = False
        self.failed = 0.0

    def snapshot(self) -> Snapshot | None:
        """The snapshot of the revision that is asked about; None when plain SQL must answer."""
        stamp = present_stamp()
        held = self.held
        if held is not None and held.snapshot.stamp == stamp:
            return held.snapshot
        with self.lock:
            if self.held is None or self.held.snapshot.stamp != stamp:
                self._renew()
            held = self.held
        return held.snapshot if held is not None and held.snapshot.stamp == stamp else None

    def _renew(self) -> None:
        connection = connections[self.alias]
        if self.held is None and not self.looked and not connection.in_atomic_block:
            self.looked = True
            self.held = self._loaded()
        with consistent(connection):
            if self.held is not None:
                try:
                    self.held = advanced(self.held, connection)
                except TooMuch:
                    self.held = None
            if self.held is None and few(connection):
                self.held = made(connection, alone=True)
        if (self.held is None or self.held.heavy()) and not connection.in_atomic_block:
            self._read_beside()

    def _loaded(self) -> Held | None:
        kept = storing.load(self._path(), matches(self.alias))
        if kept is None:
            return None
        snapshot, mark = kept
        return Held(snapshot, mark, {kind: frozenset() for kind in KINDS})

    def _path(self) -> Path:
        return settings.VAR / f"facets-{storing.identity(connections[self.alias].settings_dict)}.index"

    def _read_beside(self) -> None:
        """Make a new base in a thread, unless one is at it."""
        if self.thread is not None and self.thread.is_alive():
            return
        if time.monotonic() - self.failed < PATIENCE and self.failed:
            return
        self.thread = threading.Thread(target=self._beside, name="facets", daemon=True)
        self.thread.start()

    def _beside(self) -> None:
        connection = connections[self.alias]  # this thread's own
        try:
            with storing.alone(self._path()):
                held = self._fresh(connection)
                if held is None:
                    with consistent(connection):
                        held = made(connection)
                    if held.mark is not None and held.snapshot.layers[Kind.EVENTS].base.size > SMALL:
                        storing.save(self._path(), held.snapshot, held.mark)
                        # What is mapped from the file is shared by all workers.
                        held = self._loaded() or held
            with self.lock:
                self.held = held
        except Exception:
            # The site goes on answering by plain SQL; the next question after a while tries again.
            self.failed = time.monotonic()
            log.exception("The facet index could not be made; plain SQL answers meanwhile.")
        finally:
            connection.close()

    def _fresh(self, connection: BaseDatabaseWrapper) -> Held | None:
        """What another worker has just saved, when it is near enough to the present."""
        held = self._loaded()
        if held is None:
            return None
        try:
            with consistent(connection):
                forward = advanced(held, connection)
        except TooMuch:
            return None
        return None if forward is None or forward.heavy() else forward


_KEEPERS: dict[str, Keeper] = {}


def alias() -> str:
    """The database that public pages read."""
    return router.db_for_read(Event) or "default"


def keeper() -> Keeper:
    return _KEEPERS.get(alias()) or _KEEPERS.setdefault(alias(), Keeper(alias()))


@contextmanager
def consistent(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Several questions that see the same state of the database, without holding up any writer."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def few(connection: BaseDatabaseWrapper) -> bool:
    """Whether the archive is small enough to be read at once."""
    with connection.cursor() as cursor:
        for table in ("events_event", "events_statement", "events_source", "events_person"):
            cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT {SMALL + 1}) AS rows_of_it")
            if cursor.fetchone()[0] > SMALL:
                return False
    return True


def made(connection: BaseDatabaseWrapper, alone: bool = False) -> Held:
    """The snapshot of the present, read from the whole database; unless `alone`, by a second process too where it is large."""
    nobody: Touched = {kind: frozenset() for kind in KINDS}
    if not alone and helping.worth(_many(connection)):
        with helping.helped(connection.alias, matches(connection.alias)) as half:
            snapshot = read(connection, (Kind.EVENTS,))
            titles = Building(Reading(connection)).titles()  # the other half takes longer
            rest = half(snapshot.stamp) or read(connection, helping.APART, titled=False).layers
            sources = rest[Kind.SOURCES]
            rest[Kind.SOURCES] = Layer(entitled(sources.base, *titles), sources.gone, sources.recent)
            snapshot.layers.update(rest)
    else:
        snapshot = read(connection, KINDS)
    return Held(snapshot, last_mark(connection), nobody)


def read(connection: BaseDatabaseWrapper, kinds: Iterable[Kind], titled: bool = True) -> Snapshot:
    """The records of some kinds as they are at present, sources with their titles unless somebody else reads those."""
    building = Building(Reading(connection))
    layers = {kind: Layer(building.segment(kind), BitMap(), _segment(building, kind, ())) for kind in kinds}
    if titled and Kind.SOURCES in layers:
        made = layers[Kind.SOURCES]
        layers[Kind.SOURCES] = Layer(entitled(made.base, *building.titles()), made.gone, made.recent)
    return Snapshot(revision_stamp(connection.alias), layers, states(connection), matches(connection.alias))


def _many(connection: BaseDatabaseWrapper) -> int:
    """About how many events there are: as many as the largest key says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM events_event")
        return cursor.fetchone()[0] or 0


def _segment(building: Building, kind: Kind, only: Collection[int]) -> Segment:
    """Some records, whole."""
    made = building.segment(kind, only)
    return entitled(made, *building.titles(only)) if kind is Kind.SOURCES else made


def advanced(held: Held, connection: BaseDatabaseWrapper) -> Held | None:
    """The snapshot brought to the present; None when it is not of this archive's past. TooMuch when it is too far behind."""
    if held.mark is None or not _stands(held.mark, connection):
        return None
    news = _touched(held.mark, held.snapshot.stamp, connection)
    touched = {kind: held.touched[kind] | news[kind] for kind in KINDS}
    layers = dict(held.snapshot.layers)
    for kind in KINDS:
        if len(touched[kind]) > max(FEWEST, layers[kind].base.size // 20):
            raise TooMuch
    building = Building(Reading(connection))
    if [code.encode() for code in building.codes] != layers[Kind.EVENTS].base.terms["country"].values.tolist():
        return None
    for kind in KINDS:
        if news[kind]:
            base = layers[kind].base
            gone = bitmap(base.numbers_of(np.fromiter(touched[kind], dtype=np.int64)))
            layers[kind] = Layer(base, gone, _segment(building, kind, touched[kind]))
    stamp: Stamp = revision_stamp(connection.alias)
    snapshot = Snapshot(stamp, layers, states(connection), matches(connection.alias))
    return Held(snapshot, last_mark(connection), touched)


def last_mark(connection: BaseDatabaseWrapper) -> Mark | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, record, at FROM events_change WHERE kind = {int(Change.Kind.MARK)} ORDER BY id DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return (row[0], row[1], str(row[2])) if row else None


def _stands(mark: Mark, connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, at FROM events_change WHERE id = %s AND kind = %s", [mark[0], Change.Kind.MARK])
        row = cursor.fetchone()
    return row is not None and (row[0], str(row[1])) == mark[1:]


def _touched(mark: Mark, since: Stamp, connection: BaseDatabaseWrapper) -> Touched:
    """What was touched since the mark, and what is filtered or counted by it."""
    noted: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        everything = f"SELECT 1 FROM events_change WHERE id > %s AND kind = {int(Change.Kind.EVERYTHING)} LIMIT 1"
        cursor.execute(everything, [since.noted])
        if cursor.fetchone():
            raise TooMuch
        cursor.execute("SELECT DISTINCT kind, record FROM events_change WHERE id > %s", [mark[0]])
        for kind, record in cursor.fetchall():
            noted.setdefault(kind, set()).add(record)
    kinds = Change.Kind
    events, said = noted.get(kinds.EVENT, set()), noted.get(kinds.STATEMENT, set())
    heard = _named(connection, "event_id", "events_statement", "id", said)
    told = _named(connection, "event_id", "events_report", "source_id", noted.get(kinds.SOURCE_SHOWN, set()))
    on = _named(connection, "id", "events_statement", "event_id", noted.get(kinds.EVENT_SORT, set()))
    spoken = _named(connection, "id", "events_statement", "speaker_person_id", noted.get(kinds.PERSON_STATE, set()))
    return {
        Kind.EVENTS: frozenset(events | heard | told),
        Kind.STATEMENTS: frozenset(said | on | spoken),
        Kind.PEOPLE: frozenset(noted.get(kinds.PERSON, set())),
        Kind.SOURCES: frozenset(noted.get(kinds.SOURCE, set())),
    }


def _named(connection: BaseDatabaseWrapper, column: str, table: str, by: str, keys: set[int]) -> set[int]:
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL{among(by, keys)}")
        return {row[0] for row in cursor.fetchall()}


def states(connection: BaseDatabaseWrapper) -> tuple[State, ...]:
    """Every state, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name, region FROM events_country")
        return tuple(State(*row) for row in sorted(cursor.fetchall(), key=lambda row: row[1].encode()))


def matches(alias: str) -> Matches:
    """Full text in this database, as a snapshot asks for it."""

    def found(kind: Kind, q: str, only: Iterable[int] | None) -> Array:
        columns, tail, parameters = search.matching(connections[alias].vendor, kind, q)
        return Reading(connections[alias]).integers([columns], tail + among(columns, only), parameters)[0]

    return found


def warm() -> None:
    """Have the snapshot ready before the first question; without a database yet, do nothing."""

    def ready() -> None:
        try:
            keeper().snapshot()
        except DatabaseError as error:
            log.warning("The facet index waits for the database: %s", error)
        finally:
            connections.close_all()

    threading.Thread(target=ready, name="facets-warm", daemon=True).start()
