"""The fields of a record as a curator edits them, in the queue and on its own page: a form gives back the values of its face.

Values are those of `events.faces.FIELDS`: plain JSON in public identifiers. Nothing is written here.
"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import edtf
from events.admin import choosing
from events.models import Event, EventCountry, EventPerson, Person, Role, Statement
from events.vocabulary import DateBasis, Described, EventType, Mode, Part, Response, StatementKind, Status

Face = dict[str, Any]
SPARE = 2
"""Empty rows at the end of a list of parts or offices."""


def coded(words: type[Described], label: Any, empty: bool = False, initial: str | None = None) -> forms.ChoiceField:
    choices = [("", "—"), *words.choices()] if empty else words.choices()
    return forms.ChoiceField(choices=choices, required=not empty, label=label, initial=initial)


class Chosen(forms.ModelChoiceField):
    """One record, found by typing; its text tells namesakes apart."""

    def __init__(self, of: type, name: str, label: Any, required: bool = False) -> None:
        field = of._meta.get_field(name)  # type: ignore[attr-defined]
        queryset = field.remote_field.model._default_manager.all()
        super().__init__(queryset, widget=AutocompleteSelect(field, admin.site), required=required, label=label)

    def label_from_instance(self, obj: Any) -> str:
        return choosing.text(obj)


class ChosenMany(forms.ModelMultipleChoiceField):
    def __init__(self, of: type, name: str, label: Any) -> None:
        field = of._meta.get_field(name)  # type: ignore[attr-defined]
        queryset = field.remote_field.model._default_manager.all()
        super().__init__(queryset, widget=AutocompleteSelectMultiple(field, admin.site), required=False, label=label)

    def label_from_instance(self, obj: Any) -> str:
        return choosing.text(obj)


class EdtfField(forms.CharField):
    """A date as the archive writes it, refused with what it takes."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text:
            try:
                edtf.parse(text)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return text


class FaceForm(forms.Form):
    """`values()` are all fields of the face that it edits, `changed()` those that a curator made different."""

    rows: ClassVar[dict[str, Any]] = {}
    list_labels: ClassVar[dict[str, Any]] = {
        "countries": gettext_lazy("States"),
        "persons": gettext_lazy("People"),
        "roles": gettext_lazy("Offices"),
    }

    def __init__(self, face: Face | None = None, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        self.face: Face = face or {}
        super().__init__(data, initial=self.initial_of(self.face) if face else initial)
        self.lists = {
            name: formset(data, prefix=name, initial=self.rows_of(name, self.face) if face else None)
            for name, formset in self.rows.items()
        }

    def initial_of(self, face: Face) -> dict[str, Any]:
        return dict(face)

    def rows_of(self, name: str, face: Face) -> list[dict[str, Any]]:
        """What a list of the form begins with. Of every kind that names lists in `rows`."""
        raise NotImplementedError(f"{type(self).__name__} has lists and does not say what stands in them")

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(formset.is_valid() for formset in self.lists.values())])

    def kept(self, name: str) -> list[dict[str, Any]]:
        """The filled rows of a list that are not marked to be dropped."""
        cleaned = (row.cleaned_data for row in self.lists[name])
        return [row for row in cleaned if row and not row.get("DELETE")]

    def values(self) -> Face:
        """What a curator has entered, as a face. Of every kind."""
        raise NotImplementedError(f"{type(self).__name__} does not say what was entered")

    def face_field(self, name: str) -> str:
        """The field of the face that a field of the form belongs to."""
        return name

    def has_changed_any(self) -> bool:
        """Whether a curator touched any field, however wrong what stands there now."""
        return self.has_changed() or any(rows.has_changed() for rows in self.lists.values())

    def disable(self) -> None:
        """For those who may only look."""
        for form in (self, *(row for rows in self.lists.values() for row in rows)):
            for field in form.fields.values():
                field.disabled = True

    def changed(self) -> Face:
        return {name: value for name, value in self.values().items() if self.face.get(name) != value}

    @property
    def all_media(self) -> forms.Media:
        media = self.media
        for formset in self.lists.values():
            media += formset.empty_form.media
        return media


class CountryRow(forms.Form):
    country = Chosen(EventCountry, "country", gettext_lazy("State"))
    part = coded(Part, gettext_lazy("Part"), initial=Part.PARTICIPANT.value)


class PersonRow(forms.Form):
    person = Chosen(EventPerson, "person", gettext_lazy("Person"))
    part = coded(Part, gettext_lazy("Part"), initial=Part.PARTICIPANT.value)


class PartRows(forms.BaseFormSet):
    """A row without a state or person is no row."""

    def clean(self) -> None:
        key = next(iter(self.form.base_fields))
        seen = [row.cleaned_data[key] for row in self.forms if row.is_valid() and row.cleaned_data.get(key)]
        if len(seen) != len(set(seen)):
            raise forms.ValidationError(_("The same one stands in two rows: keep one"))


class EventForm(FaceForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    type = coded(EventType, gettext_lazy("Type"))
    mode = coded(Mode, gettext_lazy("Mode"), empty=True)
    status = coded(Status, gettext_lazy("Status"))
    edtf = EdtfField(
        label=gettext_lazy("Date"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("2024, 2024-06, 2024-06-18, 2024-06-19/2024-06-20; empty where no source says"),
    )
    date_basis = coded(DateBasis, gettext_lazy("Basis of the date"), empty=True)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Your own words."),
    )
    rows: ClassVar[dict[str, Any]] = {
        "countries": forms.formset_factory(CountryRow, PartRows, extra=SPARE, can_delete=True),
        "persons": forms.formset_factory(PersonRow, PartRows, extra=SPARE, can_delete=True),
    }

    def rows_of(self, name: str, face: Face) -> list[dict[str, Any]]:
        if name == "countries":
            return [{"country": code, "part": part} for code, part in face["countries"]]
        keys = dict(
            Person.objects.filter(public_id__in=[pid for pid, _part in face["persons"]]).values_list("public_id", "pk")
        )
        return [{"person": keys[pid], "part": part} for pid, part in face["persons"] if pid in keys]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mode") and cleaned.get("type") != EventType.CONSULT.value:
            self.add_error("mode", _("Only an event of type Consult has a mode: leave it empty"))
        return cleaned

    def values(self) -> Face:
        plain = {name: self.cleaned_data[name] for name in self.fields}
        return {
            **plain,
            "countries": [[row["country"].code, row["part"]] for row in self.kept("countries") if row.get("country")],
            "persons": [[row["person"].public_id, row["part"]] for row in self.kept("persons") if row.get("person")],
        }


class RoleRow(forms.Form):
    title = forms.CharField(label=gettext_lazy("Office"), max_length=300, required=False)
    country = Chosen(Role, "country", gettext_lazy("State"))
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    since = EdtfField(label=gettext_lazy("Since"), max_length=30, required=False)
    until = EdtfField(label=gettext_lazy("Until"), max_length=30, required=False)


class PersonForm(FaceForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    sort_name = forms.CharField(label=gettext_lazy("Name in lists"), max_length=200)
    country = Chosen(Person, "country", gettext_lazy("State"))
    aliases = forms.CharField(
        label=gettext_lazy("Other forms of the name"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line."),
    )
    rows: ClassVar[dict[str, Any]] = {"roles": forms.formset_factory(RoleRow, extra=1, can_delete=True)}

    def initial_of(self, face: Face) -> dict[str, Any]:
        return {**face, "aliases": "\n".join(face["aliases"])}

    def rows_of(self, name: str, face: Face) -> list[dict[str, Any]]:
        return [dict(role) for role in face["roles"]]

    def values(self) -> Face:
        country = self.cleaned_data["country"]
        aliases = {" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()} - {""}
        roles = [
            {
                "title": row["title"],
                "country": row["country"].code if row["country"] else None,
                **{name: row[name] for name in ("organisation", "since", "until")},
            }
            for row in self.kept("roles")
            if row.get("title")
        ]
        return {
            "name": self.cleaned_data["name"],
            "sort_name": self.cleaned_data["sort_name"],
            "country": country.code if country else None,
            "aliases": sorted(aliases),
            "roles": sorted(roles, key=lambda role: [part or "" for part in role.values()]),
        }


class StatementForm(FaceForm):
    kind = coded(StatementKind, gettext_lazy("Kind"))
    cue = forms.CharField(
        label=gettext_lazy("Cue"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The word that attributes it: said, according to."),
    )
    speaker_person = Chosen(Statement, "speaker_person", gettext_lazy("Speaker: a person"))
    speaker_org = forms.CharField(label=gettext_lazy("or an organisation"), max_length=200, required=False)
    speaker_country = Chosen(Statement, "speaker_country", gettext_lazy("of, or alone, a state"))
    edtf = EdtfField(
        label=gettext_lazy("Date"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("When it was said: 2024-06-18"),
    )
    about_countries = ChosenMany(Statement, "about_countries", gettext_lazy("States it speaks of"))
    about_persons = ChosenMany(Statement, "about_persons", gettext_lazy("People it speaks of"))
    event = Chosen(Statement, "event", gettext_lazy("Event it belongs to"))
    responds_to = Chosen(Statement, "responds_to", gettext_lazy("Statement it answers"))
    response = coded(Response, gettext_lazy("How it answers"), empty=True)

    def face_field(self, name: str) -> str:
        return "speaker" if name.startswith("speaker_") else name

    def initial_of(self, face: Face) -> dict[str, Any]:
        speaker = face["speaker"]
        return {
            **face,
            "speaker_person": _key(Person, speaker["person"]),
            "speaker_org": speaker["org"],
            "speaker_country": speaker["country"],
            "about_persons": list(
                Person.objects.filter(public_id__in=face["about_persons"]).values_list("pk", flat=True)
            ),
            "event": _key(Event, face["event"]),
            "responds_to": _key(Statement, face["responds_to"]),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, org, country = (cleaned.get(f"speaker_{kind}") for kind in ("person", "org", "country"))
        if person and (org or country):
            self.add_error("speaker_person", _("A person speaks, or an organisation or state: empty the other fields"))
        elif not (person or org or country) and "speaker_person" not in self.errors:
            self.add_error("speaker_person", _("Who speaks? Name a person, an organisation or a state"))
        if bool(cleaned.get("response")) != bool(cleaned.get("responds_to")):
            self.add_error("response", _("An answer needs both: the statement that it answers, and how"))
        return cleaned

    def values(self) -> Face:
        cleaned = self.cleaned_data
        person, country = cleaned["speaker_person"], cleaned["speaker_country"]
        return {
            **{name: cleaned[name] for name in ("kind", "cue", "edtf", "response")},
            "speaker": {
                "person": person.public_id if person else None,
                "org": cleaned["speaker_org"],
                "country": country.code if country else None,
            },
            "about_countries": sorted(c.code for c in cleaned["about_countries"]),
            "about_persons": sorted(p.public_id for p in cleaned["about_persons"]),
            "event": cleaned["event"].public_id if cleaned["event"] else None,
            "responds_to": cleaned["responds_to"].public_id if cleaned["responds_to"] else None,
        }


def _key(model: Any, public_id: str | None) -> int | None:
    return model.objects.filter(public_id=public_id).values_list("pk", flat=True).first() if public_id else None


class SourceForm(FaceForm):
    """The description of a source; its text never changes."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500, required=False)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    url = forms.URLField(label=gettext_lazy("Address"), max_length=1000, required=False, assume_scheme="https")
    published = forms.DateField(
        label=gettext_lazy("Published"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=12)
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=200, required=False)
    visible = forms.BooleanField(label=gettext_lazy("Shown to the public"), required=False)

    def initial_of(self, face: Face) -> dict[str, Any]:
        return {**face, "published": date.fromisoformat(face["published"]) if face["published"] else None}

    def values(self) -> Face:
        published = self.cleaned_data["published"]
        return {**self.cleaned_data, "published": published.isoformat() if published else None}


FORMS: dict[str, type[FaceForm]] = {
    "event": EventForm,
    "person": PersonForm,
    "statement": StatementForm,
    "source": SourceForm,
}
