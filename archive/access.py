"""Who stands at the door of the admin: from which address, locked out or not, with a second factor or without.

Settings name these functions to django-axes. Imports no models, for settings come before them.
"""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The visitor's address. Behind the proxy of DJANGO_HTTPS it is the last that X-Forwarded-For names, which the proxy
    itself wrote; whatever stands before that, the visitor may have made up."""
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or seen
    return seen


CONFIRMED = "confirmed_at"
"""In the session: when the password was last given besides logging in, in seconds of Unix time."""

FRESH = 30 * 60
"""Seconds for which a password that was given is enough to change accounts."""


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether whoever holds this session has given the password lately: an unlocked screen is not enough to make accounts."""
    user: Any = request.user
    given = max(request.session.get(CONFIRMED, 0), user.last_login.timestamp() if user.last_login else 0)
    return bool(time.time() - given < FRESH)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The page after too many wrong passwords: says how long to wait, and nothing about the account."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = render(request, "desk/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session must still show a second factor: the account has one, or everyone must."""
    user: Any = request.user
    return not user.is_verified() and (settings.REQUIRE_OTP or _has_device(request))


def _has_device(request: Any) -> bool:
    """Asked of the database once a request: the gate, the page behind it and its frame want to know."""
    from django_otp import user_has_device  # needs the apps, which come after settings

    if not hasattr(request, "has_device"):
        request.has_device = user_has_device(request.user)
    return bool(request.has_device)
