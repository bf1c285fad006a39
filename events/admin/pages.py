"""What every page of the curators' desk shares: the gate, the permission asked on the server, and the frame around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from events.curation import Refused

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


def decided(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Whether a decision was taken; a refusal is told to the curator in its own words."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True


def onward(request: HttpRequest, otherwise: str = "admin:index") -> str:
    """Where the visitor wanted to go next, if it is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse(otherwise)


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the desk in the admin's frame."""
    shared: dict[str, Any] = {**admin.site.each_context(request), "title": title}
    if kind := context.get("kind"):
        user: Any = request.user
        shared |= {
            "opts_change": f"admin:events_{kind}_change",
            "opts_history": f"admin:events_{kind}_history",
            "may_change": user.has_perm(f"events.change_{kind}"),
            "may_merge": user.has_perm(f"events.merge_{kind}"),
        }
    return render(request, f"desk/{name}.html", {**shared, **context}, status=status)
