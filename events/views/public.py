"""What every public view is: safe methods only, no cookies, and a page that can be refused politely."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events import languages

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A view that only reads. An unsafe method is 405 (not 403: there is no form to protect, so CSRF is not asked)."""
    return csrf_exempt(require_safe(wraps(view)(view)))


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a Jinja2 page. `canonical` is this address without parameters; `versions` the page in every language."""
    context.setdefault("canonical", request.build_absolute_uri(request.path))
    context["address"] = request.get_full_path()
    context["versions"] = languages.versions(request)
    return render(request, template, context, status=status, using="pages")


def refused(request: HttpRequest, problems: list[tuple[str, str]]) -> HttpResponse:
    """400: which parameter, what it was given, what it takes."""
    return page(request, "400.html", {"problems": problems}, status=400)
