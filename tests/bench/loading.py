"""`python -m tests.bench.loading SIZE [--raw]`: fill the archive of DATABASE_URL, timed; with `--raw` beside the bare rows.

For every batch the very same rows are also put by COPY or executemany into tables of the same columns, keys and constraints, in one
transaction: what the database takes by itself. Prints one JSON object. Making the news up is in no figure but its own.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

Write = tuple[str, Sequence[str], Sequence[tuple[Any, ...]]]


class Raw:
    """The tables without anything that loading has to look after: no secondary index, foreign key, trigger or full text."""

    def __init__(self) -> None:
        from django.db import connection

        from events import deferring

        self.rows = 0
        self.seconds = 0.0
        self.tables = [model._meta.db_table for model in deferring.tables()]
        deferring.remove()
        if connection.vendor == "sqlite":
            self._copy_sqlite(str(connection.settings_dict["NAME"]))
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA IF EXISTS raw CASCADE")
                cursor.execute("CREATE SCHEMA raw")
                for table in self.tables:
                    cursor.execute(f"CREATE TABLE raw.{table} (LIKE public.{table} INCLUDING ALL)")
        deferring.restore()

    def _copy_sqlite(self, name: str) -> None:
        file = f"{name}.raw"
        if os.path.exists(file):
            os.unlink(file)
        self.file = file
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536", "temp_store=MEMORY"):
            self.connection.execute(f"PRAGMA {pragma}")
        # The one function of Django's that a constraint asks for.
        import re

        self.connection.create_function("REGEXP", 2, lambda p, s: bool(re.search(p, str(s))), deterministic=True)
        with sqlite3.connect(name) as source:
            for table in self.tables:
                (sql,) = source.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
                self.connection.execute(sql)

    def write(self, writes: list[Write]) -> None:
        """The batch once more, timed."""
        from django.db import connection, transaction

        began = time.perf_counter()
        if connection.vendor == "sqlite":
            self.connection.execute("BEGIN IMMEDIATE")
            for table, columns, rows in writes:
                names = ", ".join(f'"{column}"' for column in columns)
                marks = ", ".join("?" * len(columns))
                self.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            self.connection.execute("COMMIT")
        else:
            with transaction.atomic(), connection.cursor() as cursor:
                for table, columns, rows in writes:
                    names = ", ".join(f'"{column}"' for column in columns)
                    with cursor.copy(f"COPY raw.{table} ({names}) FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
        self.seconds += time.perf_counter() - began
        self.rows += sum(len(rows) for _, _, rows in writes)

    def drop(self) -> None:
        from django.db import connection

        if connection.vendor == "sqlite":
            self.connection.close()
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(self.file + suffix):
                    os.unlink(self.file + suffix)
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA raw CASCADE")


def main(size: int, beside_raw: bool) -> None:
    """Load `size` events into an empty archive; the figures as JSON on standard output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from events import bulk, deferring
    from tests.bench import generator

    call_command("migrate", verbosity=0)
    raw = Raw() if beside_raw else None
    writes: list[Write] = []
    plain_write, plain_restore = bulk.write_rows, deferring.restore
    spent = {"making_up": 0.0, "indexing": 0.0}

    def recorded(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        writes.append((table, columns, rows))
        plain_write(table, columns, rows)

    def restored() -> None:
        began = time.perf_counter()
        plain_restore()
        spent["indexing"] += time.perf_counter() - began

    def watched() -> Iterator[Any]:
        made = generator.batches(size)
        while True:
            began = time.perf_counter()
            if raw and writes:
                raw.write(writes)
            writes.clear()
            batch = next(made, None)
            spent["making_up"] += time.perf_counter() - began
            if batch is None:
                return
            yield batch

    bulk.write_rows = recorded
    deferring.restore = restored
    began = time.perf_counter()
    rows = bulk.load(watched())
    total = time.perf_counter() - began - spent["making_up"]
    figures: dict[str, Any] = {
        "events": size,
        "seconds": total,
        "indexing": spent["indexing"],
        "loading": total - spent["indexing"],
        "making_up": spent["making_up"] - (raw.seconds if raw else 0),
        "created": {kind: outcomes["created"] for kind, outcomes in rows.items()},
    }
    if raw:
        figures |= {"raw": raw.seconds, "rows": raw.rows}
        raw.drop()
    print(json.dumps(figures))


if __name__ == "__main__":
    from tests.bench.fill import number

    main(number(sys.argv[1]), "--raw" in sys.argv[2:])
