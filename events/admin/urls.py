"""Addresses of the curators' own pages, beside those of Django's admin; all under /admin/."""

from django.urls import path

from events.admin import pasting, second_factor

app_name = "desk"

urlpatterns = [
    path("events/source/add/", pasting.paste, name="paste"),
    path("second-factor/", second_factor.second_factor, name="second-factor"),
    path("second-factor/set-up/", second_factor.enrol, name="second-factor-enrol"),
    path("second-factor/withdraw/", second_factor.withdraw, name="second-factor-withdraw"),
]
