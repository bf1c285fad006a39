"""What every public view is: safe methods only, no cookies, and a page that can be refused politely."""

import functools
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.csrf import csrf_exempt
from markupsafe import Markup

from events import addresses, languages
from events.drawing import drawn

View = Callable[..., HttpResponse]


METHODS = ("GET", "HEAD", "OPTIONS")


def public(view: View) -> View:
    """A view that only reads. An unsafe method is 405 (not 403: there is no form to protect, so CSRF is not asked)."""

    @functools.wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        return _options() if request.method == "OPTIONS" else _not_taken(request)

    return csrf_exempt(reading)


def _options() -> HttpResponse:
    """Which methods there are; browsers ask before a page of elsewhere reads the archive's data as of a past day."""
    answer = HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    del answer["Content-Type"]
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    answer["Access-Control-Allow-Headers"] = "Accept-Datetime"
    return answer


def _not_taken(request: HttpRequest) -> HttpResponse:
    message = f"{request.method} is not taken at {request.path[:200]}: what is public is only read, by GET or HEAD"
    answer = told(request, [("", message)], 405)
    answer["Allow"] = ", ".join(METHODS)
    return answer


DATA = re.compile(r"\.(csv|jsonl|ics|atom|bib|ris|csl\.json|jsonld)$")
"""How addresses end that answer with a file: whoever asks there reads no page."""


def told(request: HttpRequest, problems: list[tuple[str, str]], status: int) -> HttpResponse:
    """What is wrong, in the API as JSON, else as lines of text."""
    if request.path.startswith("/api/"):
        errors = [{"parameter": name, "message": str(message)} for name, message in problems]
        answer: HttpResponse = JsonResponse(
            {"errors": errors}, status=status, json_dumps_params={"ensure_ascii": False}
        )
    else:
        lines = "".join(
            f"{status}: {name}: {message}\n" if name else f"{status}: {message}\n" for name, message in problems
        )
        answer = HttpResponse(lines, status=status, content_type="text/plain; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a Jinja2 page."""
    return render(request, template, dressed(request, context), status=status, using="pages")


def dressed(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """With what every page needs. `canonical` is this address without parameters; `versions` the page in every language."""
    address = request.get_full_path()
    shared = {
        "canonical": request.build_absolute_uri(request.path),
        "address": address,
        "versions": languages.versions(request),
        "furniture": furniture(context.get("address", address), context.get("search_text", "")),
    }
    return shared | context


SECTIONS = ("events", "people", "countries", "statements", "sources", "about")


def furniture(address: str, search_text: str = "") -> dict[str, Markup]:
    """What every page has: masthead, assets, colophon. Drawn once for each section and language, but where words were searched."""
    section = next((name for name in SECTIONS if address.startswith(addresses.of_page(name))), "")
    whole = bool(section) and address == addresses.of_page(section)
    make = _furniture.__wrapped__ if search_text or settings.DEBUG else _furniture
    return make(section, whole, languages.current(), get_script_prefix(), search_text)


@functools.lru_cache(maxsize=200)
def _furniture(section: str, whole: bool, _language: str, _prefix: str, search_text: str) -> dict[str, Markup]:
    return {
        "masthead": drawn("_furniture.html", "masthead", section, whole, search_text),
        "assets": drawn("_furniture.html", "assets"),
        "colophon": drawn("_furniture.html", "colophon"),
    }


def refused(request: HttpRequest, problems: list[tuple[str, str]]) -> HttpResponse:
    """400: which parameter, what it was given, what it takes."""
    if DATA.search(request.path):
        return told(request, problems, 400)
    return page(request, "400.html", {"problems": problems}, status=400)
