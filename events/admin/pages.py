"""What every page of the curators' desk shares: the gate, the permission asked on the server, and the frame around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def permitted(*permissions: str) -> Callable[[View], View]:
    """Let a view be reached through the gate of the admin, by accounts that have every one of these permissions: else 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request, *permissions)
            return view(request, *args, **kwargs)

        checked: View = admin.site.admin_view(guarded)
        return checked

    return decorate


def require(request: HttpRequest, *permissions: str) -> None:
    """PermissionDenied (403) unless the account has all of them."""
    if not request.user.has_perms(permissions):  # type: ignore[union-attr]
        raise PermissionDenied


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the desk in the admin's frame."""
    shared = {**admin.site.each_context(request), "title": title}
    return render(request, f"desk/{name}.html", {**shared, **context}, status=status)
