"""Statements."""

from typing import Any, ClassVar

from django.contrib import admin

from events.admin.records import RecordAdmin
from events.models import Statement


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    list_display = ("__str__", "kind", "speaker", "edtf", "reported", "review", "visible")
    list_select_related = ("speaker_person", "speaker_country")
    list_filter: ClassVar[Any] = (*RecordAdmin.list_filter, "kind", "response")
    search_fields = ("text", "public_id", "speaker_org", "speaker_person__name")

    @admin.display(description="Speaker")
    def speaker(self, obj: Statement) -> str:
        return str(obj.speaker_person or obj.speaker_org or obj.speaker_country)
