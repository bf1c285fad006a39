"""Addresses of the project: the admin unless served public only; data at one address, pages in every language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from events.urls import pages

urlpatterns = [
    *i18n_patterns(path("", include(pages)), prefix_default_language=False),  # first, for they are asked most
    path("", include("events.urls")),
]
if not settings.PUBLIC_ONLY:
    from django.contrib import admin

    urlpatterns[:0] = [path("admin/", include("events.admin.urls")), path("admin/", admin.site.urls)]

handler400 = "events.views.front.bad_request"
handler404 = "events.views.front.not_found"
handler500 = "events.views.front.server_error"
