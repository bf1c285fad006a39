"""Persons, and each source's naming of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.admin.records import ReadOnly, RecordAdmin
from events.models import Naming, Person


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("sort_name", "country", "office", "review", "visible", "public_id")
    list_select_related = ("country",)
    search_fields = ("name", "sort_name", "key", "aliases__name", "public_id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("roles")

    @admin.display(description="Office")
    def office(self, obj: Person) -> str:
        return next((role.title for role in obj.roles.all()), "")


@admin.register(Naming)
class NamingAdmin(ReadOnly):
    list_display = ("name", "person", "source", "title", "country", "current", "pinned")
    list_select_related = ("person", "source", "country")
    list_filter = ("current", "pinned")
    search_fields = ("name", "person__name", "source__title")
