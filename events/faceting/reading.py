"""Numbers out of the database, many at a time: every column that the index holds, as integers. Imports numpy and Django's connections.

Both databases string whole columns together, for a driver takes longer over a row than they do: PostgreSQL as bytes, SQLite as
digits. A million rows take a second or two.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Self

import numpy as np
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from events.faceting.bitmaps import Array

BUNDLES = 64
"""Strings of bytes that a table is read in (a power of two); PostgreSQL's may have a gigabyte each."""

LONG = 14
"""Characters of a public identifier."""

_NOTHING = np.zeros(0, dtype=np.int64)

NONE = -1
"""In place of a word that is none of the list."""

_RECORDS = ("events_event", "events_statement", "events_person", "events_source")


class Reading:
    """One database, and the expressions in which it says days, moments and words as integers."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.sqlite = connection.vendor == "sqlite"

    def day(self, column: str) -> str:
        """The proleptic ordinal of a date, 0 for none."""
        if self.sqlite:
            return f"COALESCE(CAST(julianday({column}) - 1721424.5 AS INTEGER), 0)"
        return _Small(f"COALESCE({column} - DATE '0001-01-01' + 1, 0)", 22)

    def moment(self, column: str) -> str:
        """Microseconds since 1970."""
        if self.sqlite:
            fraction = f"CAST(substr(substr({column}, 21) || '000000', 1, 6) AS INTEGER)"
            return f"CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER) * 1000000 + {fraction}"
        # Exact in a double until 2106; from 1827 on in these bits.
        return _Small(f"(date_part('epoch', {column}) * 1000000)::bigint", 54, -(1 << 52))

    def word(self, column: str, words: Sequence[str]) -> str:
        """The place of a word in the list."""
        cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
        return _Small(f"CASE {column} {cases} ELSE {NONE} END", len(words).bit_length(), NONE)

    def record(self, column: str, table: str) -> str:
        """The primary key of a record of this table."""
        return column if self.sqlite else _Small(column, max(1, self._largest[table].bit_length()))

    def perhaps(self, column: str, table: str) -> str:
        """The same, 0 for none."""
        return self.record(f"COALESCE({column}, 0)", table)

    @cached_property
    def _largest(self) -> dict[str, int]:
        """The largest primary key of each table of records."""
        ((*keys,),) = self.rows("SELECT " + ", ".join(f"(SELECT MAX(id) FROM {table})" for table in _RECORDS))
        return {table: key or 0 for table, key in zip(_RECORDS, keys, strict=True)}

    def truth(self, condition: str) -> str:
        return _Small(f"CASE WHEN {condition} THEN 1 ELSE 0 END", 1)

    def letters(self, column: str) -> str:
        """A code of two or four letters as the integer that `lettered` makes of it; nothing for none."""
        if self.sqlite:
            return _Code(column)
        if self._hashes is not None:
            return _Hashed(f"hashtext({column}) + 2147483648", 32)
        return _Small(_LETTERS.format(column, of="ascii"), 28)

    @cached_property
    def _hashes(self) -> tuple[Array, Array] | None:
        """PostgreSQL's hashes of the codes of states, ascending, and the letters of each: a hash costs it a fifth of taking a word apart.

        None in the unlikely case that two states share one.
        """
        found = self.rows("SELECT hashtext(code) + 2147483648, code FROM events_country ORDER BY 1")
        hashes = np.array([number for number, _code in found], dtype=np.int64)
        return (hashes, lettered([code for _number, code in found])) if (np.diff(hashes) > 0).all() else None

    def integers(self, columns: Sequence[str], tail: str, parameters: Sequence[Any] | None = None) -> list[Array]:
        """The columns of every row that `tail` (FROM and so on) gives, an array each; none may be NULL."""
        if self.sqlite:
            return self._strung(columns, tail, parameters)
        words = _together(columns)
        wide = ", ".join(_word([columns[place] for place in word]) for word in words)
        found: list[Array] = [_NOTHING] * len(columns)
        for word, numbers in zip(words, self._copied(f"SELECT {wide} {tail}", len(words), parameters), strict=True):
            for place, column in zip(word, _parted([columns[place] for place in word], numbers), strict=True):
                if isinstance(columns[place], _Hashed) and self._hashes is not None:
                    hashes, letters = self._hashes
                    column = letters[np.searchsorted(hashes, column)]
                found[place] = column
        return found

    def addresses(self, table: str, tail: str) -> tuple[Array, Array]:
        """(primary keys, public identifiers) of the records of a table."""
        ids = "group_concat(id), group_concat(public_id, '')"
        if not self.sqlite:
            ids = "string_agg(id::text, ','), string_agg(public_id, '')"
        bundle = "" if self.sqlite else f"GROUP BY id & {BUNDLES - 1}"
        bundles = self._bundled(f"SELECT {ids} FROM {table} {tail} {bundle}")
        if bundles is None or not all(len(names) == LONG * (keys.count(",") + 1) for keys, names in bundles if keys):
            # Too many, or some are shorter than they should be.
            bundles = self.rows(f"SELECT id, public_id FROM {table} {tail}")
        keys = [_numbers(str(some)) for some, _names in bundles if some]
        names = [np.frombuffer(some.encode().ljust(LONG, b"\0"), dtype="S14") for _keys, some in bundles if some]
        none = np.zeros(0, dtype=np.int64), np.zeros(0, dtype="S14")
        return np.concatenate([none[0], *keys]), np.concatenate([none[1], *names])

    def texts(self, column: str, tail: str) -> tuple[Array, list[bytes]]:
        """(primary keys, texts in UTF-8) of the records of a table; none may be NULL."""
        if self.sqlite:
            query = f"SELECT group_concat(id), group_concat(length(CAST({column} AS BLOB))), group_concat({column}, '') {tail}"
        else:
            strung = (
                f"string_agg(id::text, ','), string_agg(octet_length({column})::text, ','), string_agg({column}, '')"
            )
            query = f"SELECT {strung} {tail} GROUP BY id & {BUNDLES - 1}"
        bundles = self._bundled(query)
        if bundles is None:  # too many
            rows = self.rows(f"SELECT id, {column} {tail}")
            return np.array([key for key, _text in rows], dtype=np.int64), [text.encode() for _key, text in rows]
        keys, texts = [_NOTHING], list[bytes]()
        for some, lengths, joined in bundles:
            if some:
                data = joined.encode()
                ends = np.cumsum(_numbers(str(lengths))).tolist()
                keys.append(_numbers(str(some)))
                texts += [data[first:end] for first, end in zip([0, *ends[:-1]], ends, strict=True)]
        if len(texts) != sum(map(len, keys)):
            raise _missing(f"SELECT {column} {tail}")
        return np.concatenate(keys), texts

    def _strung(self, columns: Sequence[str], tail: str, parameters: Sequence[Any] | None) -> list[Array]:
        strung = ", ".join(f"group_concat({column})" for column in columns)
        rows = self._bundled(f"SELECT {strung} {tail}", parameters)
        if rows is None:
            return self._streamed(columns, tail, parameters)
        (texts,) = rows
        made = [
            _letters(text or "") if isinstance(column, _Code) else _numbers(text or "")
            for column, text in zip(columns, texts, strict=True)
        ]
        if len({len(column) for column in made}) > 1:
            raise _missing(f"SELECT {', '.join(columns)} {tail}")
        return made

    def _bundled(self, query: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]] | None:
        """None where a string would be longer than SQLite lets it be."""
        with self.connection.cursor() as cursor:
            try:
                cursor.execute(query, parameters)
            except DatabaseError as error:
                if "too big" not in str(error):
                    raise
                return None
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _streamed(self, columns: Sequence[str], tail: str, parameters: Sequence[Any] | None) -> list[Array]:
        """The same a row at a time, however many there are."""
        plain = ", ".join(
            _LETTERS.format(column, of="unicode") if isinstance(column, _Code) else column for column in columns
        )
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {plain} {tail}", parameters)
            flat = np.fromiter(chain.from_iterable(_drivers(cursor)), dtype=np.int64)
        return list(flat.reshape(-1, len(columns)).T)

    def _copied(self, query: str, width: int, parameters: Sequence[Any] | None) -> list[Array]:
        """Rows in a few long strings of bytes, which PostgreSQL strings together: the driver is slow where rows are many."""
        names = [f"c{n}" for n in range(width)]
        packed = " || ".join(f"int8send({name})" for name in names)
        # Each bundle begins with how many rows it should have: one with a NULL in it is left out of the string.
        bundle = f"int8send(count(*)) || coalesce(string_agg({packed}, ''::bytea), ''::bytea)"
        bundled = f"SELECT {bundle} FROM ({query}) AS rows({', '.join(names)}) GROUP BY c0 & {BUNDLES - 1}"
        with (
            self.connection.cursor() as cursor,
            _drivers(cursor).copy(f"COPY ({bundled}) TO STDOUT (FORMAT binary)", parameters) as copy,
        ):
            data = memoryview(b"".join(copy))
        # A header of 19 bytes (signature, flags, no extension), then the rows: a count of fields (one), its length, itself.
        found, at = [np.zeros(0, dtype=">i8")], 19
        while int.from_bytes(data[at : at + 2], signed=True) == 1:
            size = int.from_bytes(data[at + 2 : at + 6])
            numbers = np.frombuffer(data[at + 6 : at + 6 + size], dtype=">i8")
            if len(numbers) != 1 + int(numbers[0]) * width:
                raise _missing(query)
            found.append(numbers[1:])
            at += 6 + size
        return [column.astype(np.int64) for column in np.concatenate(found).reshape(-1, width).T]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _missing(query: str) -> ValueError:
    return ValueError(f"a column of {query} is NULL somewhere: give it a value there")


WHOLE = 64
"""Bits of an integer."""


class _Small(str):
    """An expression of so few bits that several go into one integer; `least` is the smallest value that it takes."""

    bits: int
    least: int

    def __new__(cls, expression: str, bits: int, least: int = 0) -> Self:
        made = super().__new__(cls, expression)
        made.bits, made.least = bits, least
        return made


class _Hashed(_Small):
    """The hash of a code."""


def _together(columns: Sequence[str]) -> list[list[int]]:
    """Places of columns, those that share one integer of the answer together. PostgreSQL takes as long over each integer as over a row.

    The first column, by whose lowest bits rows are bundled, opens the first of them; of the others the widest are placed first.
    """
    words: list[list[int]] = []
    rooms: list[int] = []
    bits = [column.bits if isinstance(column, _Small) else WHOLE for column in columns]
    for place in sorted(range(len(columns)), key=lambda place: (place > 0, -bits[place])):
        at = next((at for at, room in enumerate(rooms) if bits[place] <= room), len(words))
        if at == len(words):
            words.append([])
            rooms.append(WHOLE)
        words[at].append(place)
        rooms[at] -= bits[place]
    return words


def _word(columns: Sequence[str]) -> str:
    """SQL for the integer that holds these columns, the first in its lowest bits."""
    parts, at = [], 0
    for column in columns:
        if not isinstance(column, _Small):
            return f"({column})::bigint"
        parts.append(f"((({column}) - ({column.least}))::bigint << {at})")
        at += column.bits
    return " | ".join(parts)


def _parted(columns: Sequence[str], numbers: Array) -> list[Array]:
    """The columns out of their integers."""
    found, at = [], 0
    for column in columns:
        if not isinstance(column, _Small):
            return [numbers]
        found.append((numbers >> at & (1 << column.bits) - 1) + column.least)
        at += column.bits
    return found


class _Code(str):
    """A column of SQLite's whose codes are read as they stand, and taken apart here."""


_LETTERS = (
    "{of}({0}) * 128 + {of}(substr({0}, 2, 1)) + CASE length({0}) WHEN 2 THEN 0"
    " ELSE {of}(substr({0}, 3, 1)) * 2097152 + {of}(substr({0}, 4, 1)) * 16384 END"
)


def _numbers(digits: str) -> Array:
    """Integers with commas between them."""
    made: Array = np.fromstring(digits, dtype=np.int64, sep=",")
    return made


def _letters(codes: str) -> Array:
    """The integers of codes with commas between them."""
    signs = np.frombuffer(f"{codes},".encode() if codes else b"", dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(signs == ord(","))
    starts = np.concatenate([[0], ends[:-1] + 1])[: len(ends)]
    made: Array = signs[starts] * 128 + signs[starts + 1]
    four = np.flatnonzero(ends - starts == 4)
    made[four] += signs[starts[four] + 2] * 2_097_152 + signs[starts[four] + 3] * 16_384
    return made


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
