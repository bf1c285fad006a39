"""Sources and evidence. The text of a source never changes; its description may be corrected."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events import curation
from events.admin.records import ReadOnly, highlighted
from events.models import Evidence, Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_display = ("title", "publisher", "published", "place", "visible", "public_id")
    list_filter = ("visible", "language", "publisher")
    search_fields = ("title", "publisher", "public_id", "url")
    date_hierarchy = "published"
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("public_page", "path", "reader", "original", "text")
    fields = (
        *("title", "publisher", "url", "published", "place", "language", "licence", "visible"),
        *("public_page", "path", "reader", "original", "text"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        found = super().get_queryset(request)
        listing = request.resolver_match is not None and request.resolver_match.url_name == "events_source_changelist"
        return found.defer("text", "search_text", "layout") if listing else found

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        if form.changed_data:
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            curation.set_fields(Source.objects.get(pk=obj.pk), values, request.user)

    @admin.display(description="Page")
    def public_page(self, obj: Source) -> SafeString:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.public_id)


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
