"""Sources and evidence. The text of a source never changes; its description may be corrected."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from events.admin import past, source_page
from events.admin.records import ReadOnly, highlighted
from events.models import Evidence, Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_display = ("title", "publisher", "published", "place", "visible", "public_id")
    list_filter = ("visible", "language", "publisher")
    search_fields = ("title", "publisher", "public_id", "url")
    date_hierarchy = "published"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("text", "search_text", "layout")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Sources go by a page of their own, which says what goes with them."""
        return False

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return source_page.source_page(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return past.history_page(request, "source", object_id)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly):
    list_display = ("source", "start", "end", "report", "naming", "country")
    list_select_related = ("source", "report__event", "report__source", "naming__source", "country")
    search_fields = ("source__title", "source__public_id")
    fields = ("source", "words", "start", "end", "report", "naming", "country")
    readonly_fields = ("words",)

    @admin.display(description="Words")
    def words(self, obj: Evidence) -> SafeString:
        return highlighted(obj.source, [obj])
