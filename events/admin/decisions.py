"""Everything that was decided, the latest first: who, what, when, why. Seen, never edited: it is taken back from a record's history."""

from django.contrib import admin

from events.admin.records import ReadOnly
from events.models import Decision


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "by", "verb", "kind", "record", "why", "standing")
    list_filter = ("verb", "kind", "standing")
    search_fields = ("record", "by", "why")
    ordering = ("-pk",)
    fields = ("at", "by", "verb", "kind", "record", "why", "standing", "details", "revision")
