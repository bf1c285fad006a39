"""Numbers out of the database, many at a time: every column that the index holds, as integers. Imports numpy and Django's connections.

PostgreSQL copies them out in its binary form, many rows at once; SQLite's are read in a stream. A million take a second or two.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper

from events.faceting.bitmaps import Array

BUNDLES = 64
"""Strings of bytes that a table is read in (a power of two); PostgreSQL's may have a gigabyte each."""

NONE = -1
"""In place of a word that is none of the list."""


class Reading:
    """One database, and the expressions in which it says days, moments and words as integers."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.sqlite = connection.vendor == "sqlite"

    def day(self, column: str) -> str:
        """The proleptic ordinal of a date, 0 for none."""
        if self.sqlite:
            return f"COALESCE(CAST(julianday({column}) - 1721424.5 AS INTEGER), 0)"
        return f"COALESCE({column} - DATE '0001-01-01' + 1, 0)"

    def moment(self, column: str) -> str:
        """Microseconds since 1970."""
        if self.sqlite:
            fraction = f"CAST(substr(substr({column}, 21) || '000000', 1, 6) AS INTEGER)"
            return f"CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER) * 1000000 + {fraction}"
        return f"(extract(epoch FROM {column}) * 1000000)"

    def word(self, column: str, words: Sequence[str]) -> str:
        """The place of a word in the list."""
        cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
        return f"CASE {column} {cases} ELSE {NONE} END"

    def key(self, column: str) -> str:
        """A primary key, 0 for none."""
        return f"COALESCE({column}, 0)"

    def truth(self, condition: str) -> str:
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def letters(self, column: str) -> str:
        """A code of two or four letters as the integer that `lettered` makes of it; nothing for none."""
        of = "unicode" if self.sqlite else "ascii"
        two = f"{of}({column}) * 128 + {of}(substr({column}, 2, 1))"
        four = f"{two} + {of}(substr({column}, 3, 1)) * 2097152 + {of}(substr({column}, 4, 1)) * 16384"
        return f"CASE length({column}) WHEN 2 THEN {two} ELSE {four} END"

    def integers(
        self, columns: Sequence[str], tail: str, head: str = "", parameters: Sequence[Any] | None = None
    ) -> Array:
        """The columns of every row that `tail` (FROM and so on) gives, one row of the array a column."""
        if self.sqlite:
            return self._streamed(f"{head} SELECT {', '.join(columns)} {tail}", len(columns), parameters)
        wide = ", ".join(f"({column})::bigint" for column in columns)
        return self._copied(f"{head} SELECT {wide} {tail}", len(columns), parameters)

    def _streamed(self, query: str, width: int, parameters: Sequence[Any] | None) -> Array:
        with self.connection.cursor() as cursor:
            cursor.execute(query, parameters)
            flat = np.fromiter(chain.from_iterable(_drivers(cursor)), dtype=np.int64)
        return flat.reshape(-1, width).T

    def _copied(self, query: str, width: int, parameters: Sequence[Any] | None) -> Array:
        """Rows in a few long strings of bytes, which PostgreSQL strings together: the driver is slow where rows are many."""
        names = [f"c{n}" for n in range(width)]
        packed = " || ".join(f"int8send({name})" for name in names)
        bundled = f"SELECT string_agg({packed}, ''::bytea) FROM ({query}) AS rows({', '.join(names)}) GROUP BY c0 & {BUNDLES - 1}"
        with (
            self.connection.cursor() as cursor,
            _drivers(cursor).copy(f"COPY ({bundled}) TO STDOUT (FORMAT binary)", parameters) as copy,
        ):
            data = memoryview(b"".join(copy))
        # A header of 19 bytes (signature, flags, no extension), then the rows: a count of fields (one), its length, itself.
        found, at = [np.zeros(0, dtype=">i8")], 19
        while int.from_bytes(data[at : at + 2], signed=True) == 1:
            size = int.from_bytes(data[at + 2 : at + 6])
            found.append(np.frombuffer(data[at + 6 : at + 6 + size], dtype=">i8"))
            at += 6 + size
        return np.concatenate(found).astype(np.int64).reshape(-1, width).T

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def lettered(codes: Sequence[str]) -> Array:
    """Codes of two or four letters as integers."""
    weights = (128, 1, 2_097_152, 16_384)
    return np.array(
        [sum(ord(c) * weight for c, weight in zip(code, weights, strict=False)) for code in codes], np.int64
    )


def _drivers(cursor: Any) -> Any:
    """The database driver's own cursor, whatever Django wraps it in to count or log queries."""
    while hasattr(cursor, "cursor"):
        cursor = cursor.cursor
    return cursor


def among(column: str, keys: Iterable[int] | None) -> str:
    """A condition that holds for these primary keys; for any when None."""
    return "" if keys is None else f" AND {column} IN ({', '.join(map(str, map(int, keys))) or 'NULL'})"
