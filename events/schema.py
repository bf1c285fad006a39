"""What Django's models can't say to the database: full-text indexes kept in step, spans that may not leave their text, notes of
what was touched, and the lines that lists show.

`install` may run any number of times. A migration that makes SQLite rebuild one of these tables or of those of `noting` and `lines`
(any AlterField, AddConstraint and the like does) must end with `RunPython(schema.migrate)`, since the rebuilt table has lost its
triggers; it must also begin with `RunPython(schema.step_aside)` where others' triggers name the table, as they do sources, events,
reports and the states of events.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from events import lines, noting

logger = logging.getLogger(__name__)

SEARCHED = ("events_event", "events_statement", "events_person", "events_source")
"""Tables whose `search_text` is indexed."""

NAMED = {"events_person": "id", "events_personalias": "person_id"}
"""Tables whose `key`, a folded name, is indexed by trigrams -> the column that says whose name it is."""

SPANS = {
    "events_evidence": (("start", "end"),),
    "events_report": (("start", "end"),),
    "events_statement": (("start", "end"), ("cue_start", "cue_end")),
}
"""Tables with spans of their `source_id`'s text."""

VECTOR_CHARACTERS = 400_000
"""PostgreSQL's tsvector may not pass 1 MB: of a longer text only so many folded characters are searched there."""


def migrate(apps: Any, schema_editor: Any) -> None:
    """For RunPython in migrations."""
    install(schema_editor.connection)


def step_aside(apps: Any, schema_editor: Any) -> None:
    """For RunPython: take SQLite's triggers that look in other tables off while one of those is rebuilt."""
    if schema_editor.connection.vendor == "sqlite":
        spans = [f"{table}_inside_{event}" for table in SPANS for event in ("insert", "update")]
        with schema_editor.connection.cursor() as cursor:
            for trigger in [*spans, *(name for name, _table in lines.triggers())]:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def without_lines(apps: Any, schema_editor: Any) -> None:
    """For RunPython, taken back: take the triggers off that write a table which goes."""
    with schema_editor.connection.cursor() as cursor:
        for name, table in lines.triggers():
            cursor.execute(_dropped(schema_editor.connection, name, table))


def _dropped(connection: BaseDatabaseWrapper, trigger: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {trigger}" + ("" if connection.vendor == "sqlite" else f" ON {table}")


def install(connection: BaseDatabaseWrapper) -> None:
    """Create or renew the indexes and triggers of this database's kind. Whoever has an index of the archive makes it anew."""
    sqlite = connection.vendor == "sqlite"
    statements = _sqlite() if sqlite else _postgresql()
    there = connection.introspection.table_names()  # an earlier migration comes here before all of them are made
    if "events_eventline" in there:
        statements += lines.sqlite() if sqlite else lines.postgresql()
    if "events_change" in there:
        statements += noting.sqlite() if sqlite else noting.postgresql()
        statements.append(noting.EVERYTHING)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    if connection.vendor == "postgresql":
        _index_names(connection)


def _index_names(connection: BaseDatabaseWrapper) -> None:
    """Trigrams of names, where this server has pg_trgm and lets us have it; `likeness` does without."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for table in NAMED:
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_names ON {table} USING gin (key gin_trgm_ops)")
    except DatabaseError as error:
        logger.warning("Names are searched without an index, since pg_trgm could not be created: %s", error)


def _has_extension(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def has_trigrams(connection: BaseDatabaseWrapper) -> bool:
    """Whether this PostgreSQL indexes the names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [f"{next(iter(NAMED))}_names"])
        return cursor.fetchone() is not None


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take away what `install` makes and a first large load does better without; `install` builds it over the rows then there."""
    with connection.cursor() as cursor:
        for kind, name, table in _made(connection):
            if kind == "trigger":
                cursor.execute(_dropped(connection, name, table))
            else:
                cursor.execute(f"DROP INDEX IF EXISTS {name}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers and indexes of `install` that are not there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
                " UNION SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            )
        there = {row[0] for row in cursor.fetchall()}
    return [name for _kind, name, _table in _made(connection) if name not in there]


def _made(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """(trigger or index, its name, its table) of all that slows writing."""
    notes = [("trigger", name, table) for name, table in [*noting.triggers(), *lines.triggers()]]
    if connection.vendor == "sqlite":
        indexed = [(f"{table}_fts", table) for table in SEARCHED] + [(f"{table}_names", table) for table in NAMED]
        full_text = [
            ("trigger", f"{index}_{name}", table)
            for index, table in indexed
            for name in ("added", "removed", "changed")
        ]
        spans = [("trigger", f"{table}_inside_{event}", table) for table in SPANS for event in ("insert", "update")]
        return full_text + spans + notes
    indexes = [("index", f"{table}_search", table) for table in SEARCHED]
    if _has_extension(connection):
        indexes += [("index", f"{table}_names", table) for table in NAMED]
    return indexes + [("trigger", f"{table}_inside", table) for table in SPANS] + notes


def _sqlite() -> list[str]:
    made = []
    for table in SEARCHED:
        made += _full_text(f"{table}_fts", table, "search_text", "unicode61 remove_diacritics 0")
    for table in NAMED:
        made += _full_text(f"{table}_names", table, "key", "trigram")
        made.append(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_trigrams USING fts5vocab({table}_names, row)")
    for table, pairs in SPANS.items():
        beyond = " OR ".join(
            f'new."{end}" > (SELECT length FROM events_source WHERE id = new.source_id)' for _, end in pairs
        )
        for event in ("INSERT", "UPDATE"):
            name = f"{table}_inside_{event.lower()}"
            made.append(f"DROP TRIGGER IF EXISTS {name}")
            made.append(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {beyond} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: a span ends beyond its source''s text'); END"
            )
    return made


def _full_text(index: str, table: str, column: str, tokenizer: str) -> list[str]:
    """An FTS5 index over a column, and the triggers that keep it in step."""
    made = [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5("
        f"{column}, content='{table}', content_rowid='id', tokenize='{tokenizer}')"
    ]
    add = f"INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});"
    drop = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});"
    for name, when, body in (
        ("added", "AFTER INSERT", add),
        ("removed", "AFTER DELETE", drop),
        ("changed", f"AFTER UPDATE OF {column}", drop + add),
    ):
        made.append(f"DROP TRIGGER IF EXISTS {index}_{name}")
        made.append(f"CREATE TRIGGER {index}_{name} {when} ON {table} BEGIN {body} END")
    made.append(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    return made


def _postgresql() -> list[str]:
    made = []
    for table in SEARCHED:
        made.append(
            f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS search_vector tsvector GENERATED ALWAYS AS "
            f"(to_tsvector('simple', left(search_text, {VECTOR_CHARACTERS}))) STORED"
        )
        made.append(
            f"CREATE INDEX IF NOT EXISTS {table}_search ON {table} USING gin (search_vector) WITH (fastupdate = off)"
        )
    for table, pairs in SPANS.items():
        beyond = " OR ".join(f'new."{end}" > size' for _, end in pairs)
        made.append(
            f"CREATE OR REPLACE FUNCTION {table}_inside() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE size integer; BEGIN "
            f"SELECT length INTO size FROM events_source WHERE id = new.source_id; IF {beyond} THEN "
            f"RAISE EXCEPTION '{table}: a span ends beyond its source''s text' USING ERRCODE = 'check_violation'; "
            "END IF; RETURN new; END $$"
        )
        made.append(f"DROP TRIGGER IF EXISTS {table}_inside ON {table}")
        made.append(
            f"CREATE TRIGGER {table}_inside BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_inside()"
        )
    return made
