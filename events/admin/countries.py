"""States: looked up, not edited, since the install loads them from pycountry, CLDR and UN M49."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin

from events.admin import choosing
from events.admin.records import ReadOnly
from events.models import Country


@admin.register(Country)
class CountryAdmin(ReadOnly):
    list_display = ("name", "code", "alpha3", "region", "subregion", "valid_from", "valid_to")
    list_filter = ("region",)
    search_fields = ("name", "code", "alpha3", "official_name")

    def choice_texts(self, records: Sequence[Any]) -> dict[Any, str]:
        return choosing.texts(records)
