"""Addresses of the project: the admin unless the archive is served public only, and everything public from events."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include("events.urls"))]
if not settings.PUBLIC_ONLY:
    from django.contrib import admin

    urlpatterns[:0] = [path("admin/", include("events.admin.urls")), path("admin/", admin.site.urls)]

handler404 = "events.views.front.not_found"
handler500 = "events.views.front.server_error"
