"""A Django project of one address that answers with one word: what the framework and the server cost by themselves.

Its middleware is that of `django-admin startproject`, with WhiteNoise for static files as in this archive.
"""

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from archive.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.empty"
WSGI_APPLICATION = "tests.bench.empty.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


urlpatterns = [path("", nothing)]


def application(environ, start_response):  # type: ignore[no-untyped-def]
    """Made at the first request: this module is also the settings, which Django must have read by then."""
    global _application
    if _application is None:
        _application = get_wsgi_application()
    return _application(environ, start_response)


_application = None
