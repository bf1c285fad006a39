"""What `manage.py check --database default --database replica` looks for in the databases themselves."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseError
from django.db import connections

from events import deferring, readiness
from events.replicas import REPLICA


@register(Tags.database)
def databases(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Indexes that a killed first load left out; a replica that is none."""
    found: list[CheckMessage] = []
    # What a migration has yet to make, no load has left out.
    if "default" in (databases or ()) and not readiness.waiting("events"):
        left_out = deferring.missing()
        if left_out:
            found.append(
                Warning(
                    f"{len(left_out)} indexes, keys or triggers are not there: {', '.join(left_out[:5])}",
                    hint="A load that was killed has left them out: load again, or run manage.py restore_indexes.",
                    id="events.W001",
                )
            )
    if REPLICA in (databases or ()):
        found += _replica()
    return found


def _replica() -> list[CheckMessage]:
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            (standby,) = cursor.fetchone()
    except DatabaseError as error:
        hint = "Public pages are read from the primary meanwhile. Start the replica, or correct DATABASE_REPLICA_URL."
        return [Warning(f"The replica does not answer: {str(error).strip()}", hint=hint, id="events.W002")]
    if standby:
        return []
    hint = "Point DATABASE_REPLICA_URL at a hot standby of DATABASE_URL's server."
    return [
        Error(
            "The database of DATABASE_REPLICA_URL is no replica: it takes writes of its own.",
            hint=hint,
            id="events.E001",
        )
    ]
