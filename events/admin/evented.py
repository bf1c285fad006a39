"""Events and the reports that tell them."""

from typing import Any, ClassVar

from django.contrib import admin

from events.admin.records import ReadOnly, RecordAdmin
from events.models import Event, Report


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ("title", "type", "mode", "status", "edtf", "review", "visible")
    list_filter: ClassVar[Any] = (*RecordAdmin.list_filter, "type", "mode", "status")
    search_fields = ("title", "public_id", "place")


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("public_id", "event", "source", "status", "edtf", "current", "pinned")
    list_select_related = ("event", "source")
    list_filter = ("current", "pinned", "status")
    search_fields = ("public_id", "event__title", "source__title")
