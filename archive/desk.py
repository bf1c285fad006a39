"""Middleware that the curators' desk alone needs. On public pages, which know no session, no user and no message, none of it runs."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_otp.middleware import OTPMiddleware


class _AtTheDesk:
    """Steps aside unless the request is for the admin."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith("/admin/"):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)


class Sessions(_AtTheDesk, SessionMiddleware):
    pass


class Users(_AtTheDesk, AuthenticationMiddleware):
    pass


class Messages(_AtTheDesk, MessageMiddleware):
    pass


class SecondFactor(_AtTheDesk, OTPMiddleware):
    pass
