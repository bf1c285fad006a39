"""Events and the reports that tell them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events import curation, edtf
from events.admin.records import ReadOnly, RecordAdmin, highlighted
from events.models import Event, EventCountry, EventPerson, Report


class EventForm(ModelForm):
    """Refuses a date that is no EDTF, and a mode that is not of the type."""

    class Meta:
        model = Event
        fields = ("review", "title", "type", "mode", "status", "edtf", "date_basis", "place", "summary")

    def clean_edtf(self) -> str:
        text: str = self.cleaned_data["edtf"]
        if text:
            try:
                edtf.parse(text)
            except ValueError as error:
                self.add_error("edtf", str(error))
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("mode") and cleaned.get("type") != "CONSULT":
            self.add_error("mode", "Only an event of type Consult has a mode: leave it empty")
        return cleaned


class CountryInline(admin.TabularInline):
    model = EventCountry
    autocomplete_fields = ("country",)
    extra = 0


class PersonInline(admin.TabularInline):
    model = EventPerson
    autocomplete_fields = ("person",)
    extra = 0


@admin.register(Event)
class EventAdmin(RecordAdmin):
    form = EventForm
    inlines = (CountryInline, PersonInline)
    list_display = ("title", "type", "mode", "status", "edtf", "review", "visible")
    list_filter: ClassVar[Any] = (*RecordAdmin.list_filter, "type", "mode", "status")
    search_fields = ("title", "public_id", "place")
    readonly_fields = ("public_page", "evidence", "reported", "confidence", "locked")
    fields = (*EventForm.Meta.fields, "evidence", "public_page", "reported", "confidence", "locked")

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """A curator's states and persons stay: the field is held as any other."""
        parts: dict[str, list[list[Any]]] = {}
        for formset in formsets:
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []  # for the admin's own log
            if formset.has_changed():
                name = "country" if formset.model is EventCountry else "person"
                kept = [f.cleaned_data for f in formset.forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]
                parts["countries" if name == "country" else "persons"] = [[row[name], row["part"]] for row in kept]
        if parts:
            curation.set_fields(Event.objects.get(pk=form.instance.pk), parts, request.user)

    @admin.display(description="Words")
    def evidence(self, obj: Event) -> SafeString:
        reports = obj.reports.select_related("source").prefetch_related("evidence")
        shown = ((highlighted(report.source, report.evidence.all()),) for report in reports)
        return format_html_join("", "<div>{}</div>", shown)


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("public_id", "event", "source", "status", "edtf", "current", "pinned")
    list_select_related = ("event", "source")
    list_filter = ("current", "pinned", "status")
    search_fields = ("public_id", "event__title", "source__title")
