"""Persons, their names and offices."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events import curation
from events.admin.records import ReadOnly, RecordAdmin, highlighted
from events.models import Naming, Person, PersonAlias, Role


class AliasInline(admin.TabularInline):
    model = PersonAlias
    extra = 0


class RoleInline(admin.TabularInline):
    model = Role
    autocomplete_fields = ("country",)
    extra = 0


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    inlines = (AliasInline, RoleInline)
    list_display = ("sort_name", "country", "office", "review", "visible", "public_id")
    list_select_related = ("country",)
    search_fields = ("name", "sort_name", "key", "aliases__name", "public_id")
    autocomplete_fields = ("country",)
    readonly_fields = ("public_page", "evidence", "locked")
    fields = ("review", "name", "sort_name", "country", "evidence", "public_page", "locked")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("roles")

    @admin.display(description="Office")
    def office(self, obj: Person) -> str:
        return next((role.title for role in obj.roles.all()), "")

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        values: dict[str, list[Any]] = {}
        for formset in formsets:
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []  # for the admin's own log
            if formset.has_changed():
                kept = [f.cleaned_data for f in formset.forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]
                if formset.model is PersonAlias:
                    values["aliases"] = [row["name"] for row in kept]
                else:
                    values["roles"] = kept
        if values:
            curation.set_fields(Person.objects.get(pk=form.instance.pk), values, request.user)

    @admin.display(description="Words")
    def evidence(self, obj: Person) -> SafeString:
        namings = obj.namings.select_related("source").prefetch_related("evidence")[:20]
        return format_html_join("", "<div>{}</div>", ((highlighted(n.source, n.evidence.all()[:3]),) for n in namings))


@admin.register(Naming)
class NamingAdmin(ReadOnly):
    list_display = ("name", "person", "source", "title", "country", "current", "pinned")
    list_select_related = ("person", "source", "country")
    list_filter = ("current", "pinned")
    search_fields = ("name", "person__name", "source__title")
