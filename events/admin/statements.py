"""Statements."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString

from events import edtf
from events.admin.records import RecordAdmin, highlighted
from events.models import Statement


class StatementForm(ModelForm):
    """Refuses a date that is no EDTF and a speaker of two kinds."""

    class Meta:
        model = Statement
        fields = (
            *("review", "kind", "cue", "speaker_person", "speaker_org", "speaker_country", "edtf"),
            *("about_countries", "about_persons", "event", "responds_to", "response"),
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        person, org, country = (cleaned.get(f"speaker_{kind}") for kind in ("person", "org", "country"))
        if person and (org or country):
            self.add_error("speaker_person", "A person speaks, or an organisation or state: empty the other fields")
        elif not (person or org or country):
            self.add_error("speaker_person", "Who speaks? Name a person, an organisation or a state")
        if text := cleaned.get("edtf"):
            try:
                edtf.parse(text)
            except ValueError as error:
                self.add_error("edtf", str(error))
        return cleaned


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    form = StatementForm
    list_display = ("__str__", "kind", "speaker", "edtf", "reported", "review", "visible")
    list_select_related = ("speaker_person", "speaker_country")
    list_filter: ClassVar[Any] = (*RecordAdmin.list_filter, "kind", "response")
    search_fields = ("text", "public_id", "speaker_org", "speaker_person__name")
    autocomplete_fields = (
        *("speaker_person", "speaker_country", "about_countries", "about_persons", "event", "responds_to"),
    )
    readonly_fields = ("public_page", "text", "evidence", "locked")
    fields = ("text", *StatementForm.Meta.fields, "evidence", "public_page", "locked")

    @admin.display(description="Speaker")
    def speaker(self, obj: Statement) -> str:
        return str(obj.speaker_person or obj.speaker_org or obj.speaker_country)

    @admin.display(description="Words")
    def evidence(self, obj: Statement) -> SafeString | str:
        return highlighted(obj.source, [obj]) if obj.source is not None and obj.start is not None else "entered by hand"

    def decided(self, form: ModelForm) -> dict[str, Any]:
        """Three form fields are one speaker, held together."""
        values = super().decided(form)
        parts = {name: form.cleaned_data[f"speaker_{name}"] for name in ("person", "org", "country")}
        if any(
            values.pop(f"speaker_{name}", None) is not None or f"speaker_{name}" in form.changed_data for name in parts
        ):
            values["speaker"] = parts
        return values

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The decision has set what the statement is about."""
