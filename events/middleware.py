"""Public pages are what the archive's revision makes them: an unchanged one is answered with 304, and any may be kept meanwhile.

The key is the revision, the day (citations name it), and the address; any write advances the revision, so nothing stale is
ever served. Never for the admin, for a page that sets a cookie, or for a stream. It stands before all other middleware, and
hands pages to the door (`archive.door`) as they travel: compressed, with every header.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import brotli
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from events.revision import Stamp, revision_stamp, seen

LARGEST_PAGE = 300_000
"""Bytes; larger pages (whole sources) are rendered each time."""

SHORTEST = 400
"""Bytes; a shorter page is not worth compressing."""

STAMP, PAGE = "chancery.stamp", "chancery.page"
"""Of the WSGI environment: the state of the archive, where the door has asked for it; the page made, for the door to keep."""

_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
_NEVER = ("/admin/", "/healthz", settings.STATIC_URL)


_REFUSED = {"0", "0.0", "0.00", "0.000"}
"""Weights by which a client says that it does not take a coding."""


class Page(NamedTuple):
    """A page as it travels, and the headers that say that it is unchanged; it holds in that state of the archive on that day."""

    stamp: Stamp
    day: date
    etag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    content: bytes


class RevisionTag:
    """ETag, 304 and compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.packing = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEBUG or request.method not in {"GET", "HEAD"} or request.path.startswith(_NEVER):
            return self._packed(request, self.get_response(request))
        if "HTTP_ACCEPT_DATETIME" in request.META:  # asks for the past: answered by a redirect, never out of memory
            return self._packed(request, self.get_response(request))
        return self._answer(request)

    def _packed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Streams, the admin's pages and whatever else is not kept. What is kept is packed by `_compress`, as its key says."""
        packed: HttpResponse = self.packing.process_response(request, response)  # type: ignore[assignment]
        return packed

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            stamp = request.META.get(STAMP) or revision_stamp()
        except Error:  # what answers then, a replica or an error, is for the rest of the house to say
            return self._packed(request, self.get_response(request))
        day = timezone.localdate()
        etag = _etag(request, stamp, day)
        if "HTTP_IF_NONE_MATCH" in request.META:
            unchanged = get_conditional_response(request, etag=etag)
            if unchanged is not None:
                return _labelled(unchanged, etag)
        with seen(stamp):
            response = self.get_response(request)
        if response.status_code != 200 or response.streaming or response.cookies:
            return self._packed(request, response)
        _labelled(response, etag)
        size = len(response.content)
        _compress(response, coding(request.META))
        response["Content-Length"] = str(len(response.content))
        if size <= LARGEST_PAGE and request.method == "GET":
            unchanged = _labelled(HttpResponseNotModified(), etag)
            headers = list(response.items()), list(unchanged.items())
            request.META[PAGE] = Page(stamp, day, etag, *headers, response.content)
        return response


def _etag(request: HttpRequest, stamp: Stamp, day: date) -> str:
    parts = (stamp, day, request.scheme, request.get_host(), request.get_full_path())
    return 'W/"' + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24] + '"'


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    """Anyone may keep it, everyone asks first whether it still holds, so that an edit shows at once behind a CDN too.

    Where ARCHIVE_CDN_SECONDS is set, a shared cache may answer for so long without asking, and as long again while it asks.
    """
    response["ETag"] = etag
    seconds = settings.CDN_SECONDS
    if seconds:
        patch_cache_control(response, public=True, max_age=0, s_maxage=seconds, stale_while_revalidate=seconds)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def coding(environ: Mapping[str, Any]) -> str:
    """The compression that the client takes: brotli, gzip, or none."""
    given = environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    taken = {coding.split(";")[0].strip(): coding.partition("q=")[2].strip() for coding in given.split(",")}
    return next((name for name in ("br", "gzip") if name in taken and taken[name] not in _REFUSED), "")


def _compress(response: HttpResponse, packing: str) -> None:
    """Quick settings, for a reader waits: the next better ones cost as much time as the page itself, and save a twentieth."""
    if not packing or response.has_header("Content-Encoding") or len(response.content) < SHORTEST:
        return
    if not response.get("Content-Type", "").startswith(_COMPRESSIBLE):
        return
    content = response.content
    response.content = brotli.compress(content, quality=3) if packing == "br" else gzip.compress(content, 3, mtime=0)
    response["Content-Encoding"] = packing
