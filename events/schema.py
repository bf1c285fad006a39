"""What Django's models can't say to the database: full-text indexes kept in step, and spans that may not leave their text.

`install` may run any number of times. A migration that makes SQLite rebuild one of these tables (any AlterField,
AddConstraint and the like does) must end with `RunPython(schema.migrate)`, since the rebuilt table has lost its triggers.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

SEARCHED = ("events_event", "events_statement", "events_person", "events_source")
"""Tables whose `search_text` is indexed."""

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


def install(connection: BaseDatabaseWrapper) -> None:
    """Create or renew the indexes and triggers of this database's kind."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take away what `install` makes and a first large load does better without; `install` builds it over the rows then there."""
    with connection.cursor() as cursor:
        for kind, name, table in _made(connection):
            if kind == "trigger":
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}")
                )
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
    if connection.vendor == "sqlite":
        full_text = [
            ("trigger", f"{table}_fts_{name}", table) for table in SEARCHED for name in ("added", "removed", "changed")
        ]
        spans = [("trigger", f"{table}_inside_{event}", table) for table in SPANS for event in ("insert", "update")]
        return full_text + spans
    indexes = [("index", f"{table}_search", table) for table in SEARCHED]
    return indexes + [("trigger", f"{table}_inside", table) for table in SPANS]


def _sqlite() -> list[str]:
    made = []
    for table in SEARCHED:
        made.append(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_fts USING fts5("
            f"search_text, content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
        )
        add = f"INSERT INTO {table}_fts(rowid, search_text) VALUES (new.id, new.search_text);"
        drop = f"INSERT INTO {table}_fts({table}_fts, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
        for name, when, body in (
            ("added", "AFTER INSERT", add),
            ("removed", "AFTER DELETE", drop),
            ("changed", "AFTER UPDATE OF search_text", drop + add),
        ):
            made.append(f"DROP TRIGGER IF EXISTS {table}_fts_{name}")
            made.append(f"CREATE TRIGGER {table}_fts_{name} {when} ON {table} BEGIN {body} END")
        made.append(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")
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
