"""What every public view is: safe methods only, no cookies, and a page that can be refused politely."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from markupsafe import Markup

from events import addresses, languages
from events.drawing import drawn

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A view that only reads. An unsafe method is 405 (not 403: there is no form to protect, so CSRF is not asked)."""
    return csrf_exempt(require_safe(functools.wraps(view)(view)))


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
    return page(request, "400.html", {"problems": problems}, status=400)
