"""What keeps an archive from serving or loading, in words that say what to do. May import Django only."""

import logging
import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)


def waiting(app: str | None = None) -> list[Migration]:
    """The migrations yet to be made in the database, of one app or of all."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    leaves = [node for node in executor.loader.graph.leaf_nodes() if app in (None, node[0])]
    return [migration for migration, _backwards in executor.migration_plan(leaves)]


def unanswered() -> str:
    """Why the database does not answer; empty when it does."""
    try:
        connections[DEFAULT_DB_ALIAS].ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as error:
        return _unanswered(error)
    return ""


def _unanswered(error: Exception) -> str:
    reason = str(error).strip().splitlines()[0]
    return f"the database of DATABASE_URL does not answer ({reason}): correct the address, or start its server"


def database() -> str:
    """What is wrong with the database; empty when it answers and has every table of this version."""
    try:
        lacking = waiting()
    except (DatabaseError, ImproperlyConfigured) as error:
        return _unanswered(error)
    if not lacking:
        return ""
    first = lacking[0]
    which = f"{first.app_label} {first.name}" if len(lacking) == 1 else f"from {first.app_label} {first.name} on"
    return (
        f"the database is not that of this version, it lacks {len(lacking)} migrations ({which}): run manage.py migrate"
    )


def static_files() -> str:
    """What is wrong with the static files; empty when they are collected, or need not be."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    needed = not settings.DEBUG and "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if not needed or manifest.exists():
        return ""
    return f"the static files are not collected ({manifest} is not there): run manage.py collectstatic"


def tell() -> None:
    """Say in the log of a server that starts what its pages will fail for; beside it, for a database may keep one waiting."""

    def look() -> None:
        try:
            for problem in filter(None, (static_files(), database())):
                log.error("The archive can't be read: %s", problem)
        finally:
            connections.close_all()

    threading.Thread(target=look, name="readiness", daemon=True).start()


class ArchiveCommand(BaseCommand):
    """A command that needs the archive's tables, and says so in a line where they are not there."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        if problem := database():
            raise CommandError(f"{problem[0].upper()}{problem[1:]}")
