"""Structured rows -> database, many at a time: COPY on PostgreSQL, executemany on SQLite. May import models, revision, deferring.

One transaction a batch, through the one door for writes, so that readers see whole batches and a broken run goes on where it
stopped. What the archive has already stays as it is: no curator's decision is touched, and a second run changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, models

from events import deferring
from events.loading import READER
from events.models import (
    Event,
    EventCountry,
    EventPerson,
    Evidence,
    Naming,
    Original,
    Person,
    PersonAlias,
    Report,
    Role,
    Source,
    Statement,
)
from events.revision import archive_write
from events.rows import (
    AboutCountryRow,
    AboutPersonRow,
    AliasRow,
    Batch,
    EventCountryRow,
    EventPersonRow,
    EventRow,
    EvidenceRow,
    NamingRow,
    PersonRow,
    ReportRow,
    RoleRow,
    StatementRow,
)

Counts = dict[str, Counter[str]]
"""By kind: how many were created, how many were there (unchanged)."""

Keys = list[int | None]
"""Primary keys by place in the batch; the last is null, so that the place -1 means none."""

LOOK_UP = 800
"""Identifiers asked for in one query; SQLite takes a limited number of parameters."""


@dataclass(frozen=True)
class Table:
    """How rows of a kind become rows of a table: the leading fields that are places, and whose."""

    kind: str
    model: type[models.Model]
    row: Any
    places: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        return [self._column(name) for name in self.row._fields]

    def _column(self, name: str) -> str:
        field = self.model._meta.get_field(name.removesuffix("_json"))
        return field.column  # type: ignore[union-attr, return-value]


PERSONS = Table("persons", Person, PersonRow)
EVENTS = Table("events", Event, EventRow)
NAMINGS = Table("namings", Naming, NamingRow, ("sources", "persons"))
REPORTS = Table("reports", Report, ReportRow, ("sources", "events"))
STATEMENTS = Table("statements", Statement, StatementRow, ("sources", "events", "persons", "statements"))
DEPENDENT = (
    Table("aliases", PersonAlias, AliasRow, ("persons",)),
    Table("roles", Role, RoleRow, ("persons",)),
    Table("event_countries", EventCountry, EventCountryRow, ("events",)),
    Table("event_persons", EventPerson, EventPersonRow, ("events", "persons")),
    Table("evidence", Evidence, EvidenceRow, ("sources", "reports", "namings")),
    Table("about_countries", Statement.about_countries.through, AboutCountryRow, ("statements",)),
    Table("about_persons", Statement.about_persons.through, AboutPersonRow, ("statements", "persons")),
)
"""Tables whose rows have no identifier of their own: written when what their first place names is new."""


def load(batches: Iterable[Batch]) -> Counts:
    """Write the batches. Counts by kind. Into an empty archive, indexes and full text are built once, at the end."""
    ahead = iter(batches)
    first = list(_take(ahead, 2))
    counts: Counts = {}
    # One batch is soon written with every index in place.
    with deferring.first_load(wanted=len(first) > 1) as rebuilt:
        for batch in chain(first, ahead):
            with archive_write() as write:
                made = _Writing(batch, write.at).run()
                write.changed = any(made[kind]["created"] for kind in made)
                write.everything = rebuilt
            for kind, outcomes in made.items():
                counts.setdefault(kind, Counter()).update(outcomes)
    if rebuilt:
        with archive_write() as write:
            write.changed = True  # searches find now what they did not while it was loading
    return counts


def _take(batches: Iterator[Batch], most: int) -> Iterator[Batch]:
    for _ in range(most):
        try:
            yield next(batches)
        except StopIteration:
            return


class _Writing:
    """One batch being written: the keys of its rows, and which of them are new."""

    def __init__(self, batch: Batch, at: datetime) -> None:
        self.batch = batch
        self.at = at
        self.keys: dict[str, Keys] = {}
        self.new: dict[str, list[bool]] = {}
        self.counts: Counts = {}

    def run(self) -> Counts:
        _check_spans(self.batch)
        self._sources()
        self._identified(PERSONS)
        self._events()
        for table in (NAMINGS, REPORTS, STATEMENTS):
            self._of_sources(table)
        for table in DEPENDENT:
            rows = getattr(self.batch, table.kind)
            news = self.new[table.places[0]]
            if not all(news):
                rows = [row for row in rows if news[row[0]]]
            self._write(table, rows, _block(table.model, len(rows)))
        return self.counts

    def _sources(self) -> None:
        rows = self.batch.sources
        new = self._keyed("sources", Source, [row.public_id for row in rows])
        fresh = [row for row, is_new in zip(rows, new, strict=True) if is_new]
        keys = [key for key, is_new in zip(self.keys["sources"], new, strict=False) if is_new]
        write_rows(Original._meta.db_table, ["sha256", "data"], [(row.sha256, row.data) for row in fresh])
        columns = [
            *("id", "public_id", "original_id", "text", "length", "encoding", "layout", "title", "publisher", "url"),
            *("published", "place", "language", "licence", "path", "reading", "search_text", "reader"),
        ]
        more, constant = _constants(Source, columns, self.at)
        made = [
            (key, row[0], row[1], row[3], len(row[3]), *row[4:], READER, *constant)
            for key, row in zip(keys, fresh, strict=True)
        ]
        write_rows(Source._meta.db_table, columns + more, made)

    def _identified(self, table: Table) -> None:
        rows = getattr(self.batch, table.kind)
        new = self._keyed(table.kind, table.model, [row.public_id for row in rows])
        self._write_new(table, rows, new)

    def _events(self) -> None:
        """An event may stand under the identifier of another of its reports; one that only known sources tell is known."""
        rows = self.batch.events
        sources = self.new["sources"]
        told = {row.event for row in self.batch.reports if sources[row.source]} if not all(sources) else None
        moved = _known(Report, [row.public_id for row in rows], "event_id")
        new = self._keyed("events", Event, [row.public_id for row in rows], moved, told)
        self._write_new(EVENTS, rows, new)

    def _of_sources(self, table: Table) -> None:
        """Namings, reports and statements come with their source or are there with it."""
        rows = getattr(self.batch, table.kind)
        sources = self.new["sources"]
        new = [sources[row[0]] for row in rows]
        fresh = rows if all(new) else [row for row, is_new in zip(rows, new, strict=True) if is_new]
        block = _block(table.model, len(fresh))
        keys = iter(block)
        self.keys[table.kind] = [*(next(keys) if is_new else None for is_new in new), None]
        self.new[table.kind] = new
        self._count(table.kind, len(fresh), len(rows) - len(fresh))
        self._write(table, fresh, block)

    def _keyed(
        self,
        kind: str,
        model: type[models.Model],
        identifiers: list[str],
        moved: dict[str, int] | None = None,
        wanted: set[int] | None = None,
    ) -> list[bool]:
        """Give every row its key: the one it has in the archive, or the next free one. Which rows are new."""
        known = {**(moved or {}), **_known(model, identifiers, "pk")}
        new = [
            identifier not in known and (wanted is None or place in wanted)
            for place, identifier in enumerate(identifiers)
        ]
        keys = iter(_block(model, sum(new)))
        found = zip(identifiers, new, strict=True)
        self.keys[kind] = [*(next(keys) if is_new else known.get(name) for name, is_new in found), None]
        self.new[kind] = new
        self._count(kind, sum(new), len(new) - sum(new))
        return new

    def _count(self, kind: str, created: int, unchanged: int) -> None:
        self.counts[kind] = Counter(created=created, unchanged=unchanged)

    def _write_new(self, table: Table, rows: Sequence[Any], new: list[bool]) -> None:
        keys = [key for key, is_new in zip(self.keys[table.kind], new, strict=False) if is_new]
        self._write(table, rows if all(new) else [r for r, is_new in zip(rows, new, strict=True) if is_new], keys)

    def _write(self, table: Table, rows: Sequence[Any], keys: Iterable[int | None]) -> None:
        columns = ["id", *table.columns]
        more, constant = _constants(table.model, columns, self.at)
        places = [self.keys[kind] for kind in table.places]
        write_rows(table.model._meta.db_table, columns + more, _placed(rows, keys, places, constant))


def _placed(
    rows: Sequence[Any], keys: Iterable[int | None], places: list[Keys], constant: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    """(key, what the places stand for, the other fields, what is the same in every row), spelled out for speed."""
    pairs = zip(keys, rows, strict=False)
    if not places:
        return [(key, *row, *constant) for key, row in pairs]
    if len(places) == 1:
        (a,) = places
        return [(key, a[row[0]], *row[1:], *constant) for key, row in pairs]
    if len(places) == 2:
        a, b = places
        return [(key, a[row[0]], b[row[1]], *row[2:], *constant) for key, row in pairs]
    if len(places) == 3:
        a, b, c = places
        return [(key, a[row[0]], b[row[1]], c[row[2]], *row[3:], *constant) for key, row in pairs]
    a, b, c, d = places
    return [(key, a[row[0]], b[row[1]], c[row[2]], d[row[3]], *row[4:], *constant) for key, row in pairs]


def _check_spans(batch: Batch) -> None:
    """No span may leave its source's text; said here by name, since a first load does without the database's triggers."""
    lengths = [len(row.text) for row in batch.sources]
    for kind in ("reports", "evidence", "statements"):
        for row in getattr(batch, kind):
            if not 0 <= row.start < row.end <= lengths[row.source]:
                source = batch.sources[row.source]
                raise ValueError(
                    f"{kind} of source {source.public_id} ({source.path}): the span {row.start}-{row.end} does not lie "
                    f"in its text of {lengths[row.source]} characters: correct the row's start and end"
                )


def _known(model: type[models.Model], identifiers: Sequence[str], field: str) -> dict[str, int]:
    """Which of the public identifiers the archive has, with the key wanted; a merged record's is that of what it went into."""
    found: dict[str, int] = {}
    columns = ["public_id", field]
    merges = field == "pk" and any(f.name == "merged_into" for f in model._meta.fields)
    if merges:
        columns.append("merged_into")
    for first in range(0, len(identifiers), LOOK_UP):
        rows = model._default_manager.filter(public_id__in=identifiers[first : first + LOOK_UP]).values_list(*columns)
        for name, key, *merged in rows:
            found[name] = _last(model, merged[0]) if merged and merged[0] else key
    return found


def _last(model: type[models.Model], key: int) -> int:
    while True:
        into = model._default_manager.values_list("merged_into", flat=True).get(pk=key)
        if into is None:
            return key
        key = into


def _block(model: type[models.Model], size: int) -> range:
    """So many primary keys that nobody else will take: writers queue, and the table's own counter moves past them."""
    if not size:
        return range(0)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
        else:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            first = cursor.fetchone()[0]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + size - 1])
    return range(first, first + size)


def _constants(model: type[models.Model], given: Sequence[str], at: datetime) -> tuple[list[str], tuple[Any, ...]]:
    """Columns that no row gives, with the value that the model gives them."""
    names: list[str] = []
    values: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.column is None or field.column in given or field.generated or field.primary_key:
            continue
        names.append(field.column)
        if isinstance(field, models.DateTimeField):
            values.append(connection.ops.adapt_datetimefield_value(at))
        elif isinstance(field, models.JSONField):
            values.append("[]" if field.default is list else "{}")
        else:
            values.append(field.get_default())
    return names, tuple(values)


def write_rows(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows into a table by the fastest way that its database has."""
    if not rows:
        return
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)
            return
        with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
