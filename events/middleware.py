"""Public pages are what the archive's revision makes them: an unchanged one is answered with 304, or out of memory.

The key is the revision, the day (citations name it), and the address; any write advances the revision, so nothing stale is
ever served. Never for the admin, for a page that sets a cookie, or for a stream. It stands before all other middleware, and
keeps pages as they travel: compressed, with every header.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

import brotli
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from events.revision import Stamp, revision_stamp, seen

MOST_PAGES = 1000
LARGEST_PAGE = 300_000
"""Bytes; larger pages (whole sources) are rendered each time."""

SHORTEST = 400
"""Bytes; a shorter page is not worth compressing."""

_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
_NEVER = ("/admin/", "/healthz", settings.STATIC_URL)


_REFUSED = {"0", "0.0", "0.00", "0.000"}
"""Weights by which a client says that it does not take a coding."""


class Kept(NamedTuple):
    """A page as it travels."""

    headers: ResponseHeaders
    content: bytes

    def response(self, request: HttpRequest) -> HttpResponse:
        """An answer with these very headers: nothing stands outside of this middleware that could change them."""
        response = HttpResponse(b"" if request.method == "HEAD" else self.content)
        response.headers = self.headers
        return response


class RevisionCache:
    """ETag, 304, compression and a least-recently-used store of whole pages, one a process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self.lock = Lock()
        self.packing = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEBUG or request.method not in {"GET", "HEAD"} or request.path.startswith(_NEVER):
            return self._packed(request, self.get_response(request))
        if "HTTP_ACCEPT_DATETIME" in request.META:  # asks for the past: answered by a redirect, never out of memory
            return self._packed(request, self.get_response(request))
        return self._answer(request)

    def _packed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Streams, the admin's pages and whatever else is not kept; a page that is packed already is left alone."""
        packed: HttpResponse = self.packing.process_response(request, response)  # type: ignore[assignment]
        return packed

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            stamp = revision_stamp()
        except Error:  # what answers then, a replica or an error, is for the rest of the house to say
            return self._packed(request, self.get_response(request))
        etag, coding = _etag(request, stamp), _coding(request)
        given = request.META.get("HTTP_IF_NONE_MATCH")
        if given is not None:
            unchanged = HttpResponseNotModified() if given == etag else get_conditional_response(request, etag=etag)
            if unchanged is not None:
                return _labelled(unchanged, etag)
        kept = self._kept((etag, coding))
        if kept is not None:
            return kept.response(request)
        with seen(stamp):
            response = self.get_response(request)
        if response.status_code != 200 or response.streaming or response.cookies:
            return self._packed(request, response)
        _labelled(response, etag)
        if request.method == "GET":
            size = len(response.content)
            _compress(response, coding)
            if size <= LARGEST_PAGE:
                self._keep((etag, coding), response)
        return self._packed(request, response)

    def _kept(self, key: tuple[str, str]) -> Kept | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
        return page

    def _keep(self, key: tuple[str, str], response: HttpResponse) -> None:
        response["Content-Length"] = str(len(response.content))
        with self.lock:
            self.pages[key] = Kept(ResponseHeaders(response.headers), response.content)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


def _etag(request: HttpRequest, stamp: Stamp) -> str:
    parts = (stamp, timezone.localdate(), request.scheme, request.get_host(), request.get_full_path())
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


def _coding(request: HttpRequest) -> str:
    """The compression that the client takes: brotli, gzip, or none."""
    given = request.META.get("HTTP_ACCEPT_ENCODING", "").lower()
    taken = {coding.split(";")[0].strip(): coding.partition("q=")[2].strip() for coding in given.split(",")}
    return next((name for name in ("br", "gzip") if name in taken and taken[name] not in _REFUSED), "")


def _compress(response: HttpResponse, coding: str) -> None:
    """Quick settings, for a reader waits; kept pages are packed once."""
    if not coding or response.has_header("Content-Encoding") or len(response.content) < SHORTEST:
        return
    if not response.get("Content-Type", "").startswith(_COMPRESSIBLE):
        return
    content = response.content
    response.content = brotli.compress(content, quality=4) if coding == "br" else gzip.compress(content, 4, mtime=0)
    response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(response.content))
