"""Events and the reports that tell them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import presentation
from events.admin.records import ReadOnly, RecordAdmin
from events.models import Event, Report


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ("title", "when", "states", "type", "mode", "status", "review", "visible")
    list_filter: ClassVar[Any] = (*RecordAdmin.list_filter, "type", "mode", "status")
    search_fields = ("title", "public_id", "place")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).prefetch_related("country_parts")

    @admin.display(description=_("Date"), ordering="sort_day")
    def when(self, event: Event) -> str:
        return presentation.when(event.edtf) or gettext("not known")

    @admin.display(description=_("States"))
    def states(self, event: Event) -> str:
        return " ".join(part.country_id for part in event.country_parts.all())


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("public_id", "event", "source", "status", "edtf", "current", "pinned")
    list_select_related = ("event", "source")
    list_filter = ("current", "pinned", "status")
    search_fields = ("public_id", "event__title", "source__title")
