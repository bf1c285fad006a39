"""Reads outgrow one machine: public pages read from a streaming replica of the database, never an older archive than the primary's.

A request reads from the replica when that has replayed the archive's present revision: the primary is asked for its number (one short
question, which the page's ETag needs anyway), the replica only when the number is new. Behind, or gone: the primary answers. So whoever
saves a change in the admin sees it on the next public page, however far behind the replica is. Admin and commands never read from it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connections, models
from django.http import HttpRequest, HttpResponse

from events.revision import present_stamp, revision_stamp

REPLICA = "replica"
LEFT_ALONE = 10.0
"""Seconds in which a replica that did not answer is not asked again."""

log = logging.getLogger(__name__)
_SOURCE: ContextVar[str] = ContextVar("reads_from", default=DEFAULT_DB_ALIAS)


class Router:
    """Django's database router: the archive's tables from where this request reads; everything is written to the primary."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return _SOURCE.get() if model._meta.app_label == "events" else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """The archive's tables are read from this database meanwhile."""
    token = _SOURCE.set(alias)
    try:
        yield
    finally:
        _SOURCE.reset(token)


class ReplicaReads:
    """The middleware that chooses for each public request. Not used where no replica is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.lock = threading.Lock()
        self.replayed: Any = None
        """The newest state of the archive that the replica is known to have."""
        self.alone_until = 0.0

    def __call__(self, request: HttpRequest) -> Any:
        if request.method not in {"GET", "HEAD"} or request.path.startswith("/admin/"):
            return self.get_response(request)
        source = self._choose()
        response = self._answer(request, source)
        if source == REPLICA and response.status_code >= 500 and not self._answers():
            # It went while the page was being made; reading is safe to repeat.
            self._leave_alone()
            response = self._answer(request, DEFAULT_DB_ALIAS)
        return response

    def _answer(self, request: HttpRequest, source: str) -> Any:
        with reading_from(source):
            response: Any = self.get_response(request)
        if response.streaming and source != DEFAULT_DB_ALIAS and not response.is_async:
            response.streaming_content = _read_from(source, iter(response.streaming_content))
        return response

    def _choose(self) -> str:
        if time.monotonic() < self.alone_until:
            return DEFAULT_DB_ALIAS
        try:
            present = present_stamp()  # that which the page will be labelled with, where it was asked for already
        except Error:
            # Without the primary nothing new can be written: what the replica has is the archive.
            log.warning("The primary database does not answer; public pages are read from the replica.")
            return REPLICA
        if present == self.replayed:
            return REPLICA
        try:
            replayed = revision_stamp(REPLICA)
        except Error:
            self._leave_alone()
            return DEFAULT_DB_ALIAS
        if replayed != present:
            return DEFAULT_DB_ALIAS
        with self.lock:
            self.replayed = replayed
        return REPLICA

    def _leave_alone(self) -> None:
        log.warning("The replica does not answer; the primary is read from for %d seconds.", LEFT_ALONE)
        with self.lock:
            self.replayed = None
            self.alone_until = time.monotonic() + LEFT_ALONE
        connections[REPLICA].close()

    def _answers(self) -> bool:
        try:
            connections[REPLICA].close_if_unusable_or_obsolete()
            with connections[REPLICA].cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return False
        return True


def _read_from(source: str, parts: Iterator[Any]) -> Iterator[Any]:
    """A download is made while it is sent: each of its parts is read from where it began."""
    while True:
        with reading_from(source):
            try:
                part = next(parts)
            except StopIteration:
                return
        yield part
