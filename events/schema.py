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
