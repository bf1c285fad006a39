"""Indexes, foreign keys and triggers taken away for a first large load and put back after it. May import models and schema.

What is put back is worked out from the models and `schema`, never from what was there, so that after a run that was killed
`restore` mends the archive all the same; loading in bulk begins and `manage.py check --database default` looks for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

from events import schema


@contextmanager
def first_load(wanted: bool = True) -> Iterator[bool]:
    """Around a load: into an empty archive (true), all that slows writing is built afterwards; else nothing is touched."""
    removed = wanted and not connection.in_atomic_block and _empty()
    if removed:
        remove()
    try:
        yield removed
    finally:
        if removed or missing():
            restore()


def _empty() -> bool:
    return not any(
        apps.get_model("events", name)._default_manager.exists() for name in ("Source", "Event", "Person", "Statement")
    )


def tables() -> list[type[models.Model]]:
    """Every table of the archive, those between two models included."""
    return list(apps.get_app_config("events").get_models(include_auto_created=True))


def _wanted() -> dict[str, tuple[str, str]]:
    """Name of each secondary index and foreign key that the models ask for -> (its table, the statement that makes it)."""
    found: dict[str, tuple[str, str]] = {}
    editor: Any = connection.schema_editor()
    for model in tables():
        for statement in editor._model_indexes_sql(model):
            found[str(statement.parts["name"])] = (model._meta.db_table, str(statement))
        if connection.vendor == "sqlite":
            continue  # foreign keys are part of the table there
        for field in model._meta.local_fields:
            constrained = getattr(field, "db_constraint", False)
            if constrained:
                suffix = "_fk_%(to_table)s_%(to_column)s"
                statement = editor._create_fk_sql(model, field, suffix)
                found[str(statement.parts["name"])] = (model._meta.db_table, str(statement))
    return {name.strip('"'): made for name, made in found.items()}


def _present() -> set[str]:
    """Names of the indexes and foreign keys that there are."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        else:
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
                " UNION SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype = 'f'"
            )
        return {row[0] for row in cursor.fetchall()}


def missing() -> list[str]:
    """Names of the secondary indexes, foreign keys and triggers that ought to be there and are not."""
    there = _present()
    return sorted([name for name in _wanted() if name not in there] + schema.missing(connection))


def remove() -> None:
    """Take away what slows a first load: secondary indexes, foreign keys (PostgreSQL), full text and span triggers."""
    there = _present()
    schema.remove(connection)
    with connection.cursor() as cursor:
        for name, (table, statement) in _wanted().items():
            if name not in there:
                continue
            if statement.startswith("ALTER TABLE"):
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            else:
                cursor.execute(f'DROP INDEX "{name}"')
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")


def restore() -> None:
    """Build whatever is missing, and have the database count its rows so that it plans well."""
    there = _present()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
        for name, (_table, statement) in _wanted().items():
            if name not in there:
                cursor.execute(statement)
    schema.install(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("ANALYZE")
        else:
            for model in tables():
                cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')
            cursor.execute("RESET maintenance_work_mem")
