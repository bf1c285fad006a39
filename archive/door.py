"""The door of the archive: a page that was asked for before is handed out again while Django sleeps, for as long as it holds.

A page holds while the archive stands as it is and the day lasts (citations name it). The database is asked at every request whether
it does, so nothing stale is ever served. What may be kept, and how it travels, `events.middleware` says.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.db import Error, connection
from django.utils import timezone
from django.utils.http import parse_etags

from events.middleware import PAGE, STAMP, Page, coding
from events.revision import Stamp, revision_stamp

MOST_PAGES = 1000

Environ = dict[str, Any]
Key = tuple[str | None, ...]

_ADDRESS = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
"""What tells pages apart, besides their compression."""


class Door:
    """A WSGI application before another: the least recently used pages of a process, by address."""

    def __init__(self, application: Callable[[Environ, Any], Iterable[bytes]]) -> None:
        self.application = application
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        key = _key(environ)
        page = self._known(key)
        if page is not None:
            stamp = _present()
            if page.stamp == stamp and page.day == timezone.localdate():
                return _handed_out(page, environ, start_response)
            if stamp is not None:
                environ[STAMP] = stamp
        answer = self.application(environ, start_response)
        made = environ.get(PAGE)
        if key is not None and made is not None:
            self._keep(key, made)
        return answer

    def _known(self, key: Key | None) -> Page | None:
        with self.lock:
            page = self.pages.get(key) if key is not None else None
            if key is not None and page is not None:
                self.pages.move_to_end(key)
        return page

    def _keep(self, key: Key, page: Page) -> None:
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


def _key(environ: Environ) -> Key | None:
    """None where a page is neither kept nor handed out: on writes, and when the past is asked for."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_ACCEPT_DATETIME" in environ:
        return None
    return (*map(environ.get, _ADDRESS), coding(environ))


def _present() -> Stamp | None:
    """Asked on a connection no older than Django would let it become: nobody else looks after it while Django sleeps."""
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return revision_stamp()
    except Error:  # what answers then, a replica or an error, is for the house to say
        return None


def _handed_out(page: Page, environ: Environ, start_response: Any) -> Iterable[bytes]:
    """The server is given headers of its own, for PEP 3333 lets it change them."""
    given = environ.get("HTTP_IF_NONE_MATCH")
    if given is not None and (given == page.etag or _among(page.etag, parse_etags(given))):
        start_response("304 Not Modified", [*page.unchanged])
        return []
    start_response("200 OK", [*page.headers])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.content]


def _among(etag: str, given: list[str]) -> bool:
    """By the weak comparison that If-None-Match asks for."""
    return given == ["*"] or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in given}
