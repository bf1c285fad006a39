"""Everything that was decided, the latest first: who, what, when, why. Seen, never edited: taken back, here or in a record's history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from events.admin import past
from events.admin.records import ReadOnly
from events.models import Decision


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "by", "verb", "kind", "record", "why", "standing")
    list_filter = ("verb", "kind", "standing")
    search_fields = ("record", "by", "why")
    ordering = ("-pk",)
    fields = ("at", "by", "verb", "kind", "record", "why", "standing", "details", "revision")
    change_form_template = "desk/decision.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        decision = self.get_object(request, object_id)
        told = past.standing(request, decision) if decision is not None else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})
