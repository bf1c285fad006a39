"""Public pages are what the archive's revision makes them: an unchanged one is answered with 304, or out of memory.

The key is the revision, the day (citations name it), and the address; any write advances the revision, so nothing stale is
ever served. Never for the admin, for a page that sets a cookie, or for a stream.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from events.revision import revision_stamp

MOST_PAGES = 1000
LARGEST_PAGE = 300_000
"""Bytes; larger pages (whole sources) are rendered each time."""


class RevisionCache:
    """ETag, 304 and a least-recently-used store of whole pages, one a process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[str, HttpResponse] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEBUG or request.method not in {"GET", "HEAD"} or request.path.startswith(("/admin/", "/healthz")):
            return self.get_response(request)
        if "Accept-Datetime" in request.headers:  # asks for the past: answered by a redirect, never out of memory
            return self.get_response(request)
        etag = self._etag(request)
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return self._labelled(unchanged, etag)
        kept = self._kept(etag) if request.method == "GET" else None
        if kept is not None:
            return kept
        response = self.get_response(request)
        if response.status_code != 200 or response.streaming or response.cookies:
            return response
        self._labelled(response, etag)
        if request.method == "GET" and len(response.content) <= LARGEST_PAGE:
            self._keep(etag, response)
        return response

    def _etag(self, request: HttpRequest) -> str:
        parts = (revision_stamp(), timezone.localdate(), request.scheme, request.get_host(), request.get_full_path())
        return 'W/"' + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24] + '"'

    def _labelled(self, response: HttpResponse, etag: str) -> HttpResponse:
        """Anyone may keep it, everyone asks first whether it still holds."""
        response["ETag"] = etag
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    def _kept(self, etag: str) -> HttpResponse | None:
        with self.lock:
            page = self.pages.get(etag)
            if page is None:
                return None
            self.pages.move_to_end(etag)
        return HttpResponse(page.content, headers=dict(page.items()))

    def _keep(self, etag: str, response: HttpResponse) -> None:
        with self.lock:
            self.pages[etag] = HttpResponse(response.content, headers=dict(response.items()))
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)
