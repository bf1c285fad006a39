"""Records entered by hand: with the words of a source, chosen there, or without a source and with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import curation
from events.admin.forms import FORMS
from events.admin.pages import page, require
from events.admin.passages import of
from events.annotating import Mark
from events.curation import Refused
from events.models import Source
from events.records import Span


class WordsForm(forms.Form):
    """Where the record is read, and why it is known: one of the two at least."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=14,
        help_text=gettext_lazy("Its identifier; empty for a record without one."),
    )
    start = forms.IntegerField(label=gettext_lazy("First character of its words"), required=False, min_value=0)
    end = forms.IntegerField(label=gettext_lazy("Character after the last"), required=False, min_value=1)
    why = forms.CharField(
        label=gettext_lazy("Why (kept in the history)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed where no source tells it: how is it known?"),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Source | None = None
        if kind == "person":
            for name in ("source", "start", "end"):
                del self.fields[name]
        if kind == "statement":
            self.fields["text"] = forms.CharField(
                label=gettext_lazy("What was said"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=gettext_lazy("Left out where words of a source are chosen: then it is those."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if public_id := cleaned.get("source"):
            self.found = Source.objects.filter(public_id=public_id).first()
            if self.found is None:
                self.add_error(
                    "source",
                    _("%(id)s is not in the archive: copy the identifier from the source's page") % {"id": public_id},
                )
            elif cleaned.get("start") is None or cleaned.get("end") is None:
                self.add_error("start", _("Which words? Choose them in the source, or type their place"))
        elif not cleaned.get("why", "").strip():
            self.add_error("why", _("A record without a source needs a reason: say how it is known"))
        return cleaned

    @property
    def words(self) -> tuple[int, int] | None:
        return (self.cleaned_data["start"], self.cleaned_data["end"]) if self.found else None


def add_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Called by the admin of each kind of record, behind its gate."""
    require(request, f"events.add_{kind}")
    chosen = _chosen(request)
    data = request.POST if request.method == "POST" else None
    form = FORMS[kind](None, data, initial=_first(kind, chosen))
    where = WordsForm(kind, data, initial={name: request.GET.get(name) for name in ("source", "start", "end")})
    if request.method == "POST" and all([form.is_valid(), where.is_valid()]):
        try:
            made = _add(request, kind, form.values(), where)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Added: it stays through any later reading."))
            return redirect(f"admin:events_{kind}_change", made.pk)
    context = {
        "kind": kind,
        "form": form,
        "where": where,
        "lists": list(form.lists.values()),
        "passage": chosen and of(chosen[0], [Mark(chosen[1], kind, "", "")]),
    }
    title = {"event": _("Add an event"), "person": _("Add a person"), "statement": _("Add a statement")}[kind]
    return page(request, "add", title, context)


def _chosen(request: HttpRequest) -> tuple[Source, Span] | None:
    """The source and words that the address names, where they are some."""
    source = Source.objects.filter(public_id=request.GET.get("source", "")).first()
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if source is None or not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= source.length):
        return None
    return source, Span(int(start), int(end))


def _first(kind: str, chosen: tuple[Source, Span] | None) -> dict[str, Any]:
    if chosen is None or kind != "event":
        return {}
    source, (start, end) = chosen
    return {"title": " ".join(source.text[start:end].split())[:300]}


def _add(request: HttpRequest, kind: str, values: dict[str, Any], where: WordsForm) -> Any:
    why, source, words = where.cleaned_data["why"], where.found, where.words
    if kind == "person":
        return curation.add_person(values, request.user, why)
    if kind == "event":
        return curation.add_event(values, request.user, why, source, words)
    text = where.cleaned_data.get("text", "")
    return curation.add_statement(values, request.user, why, source, words, None, text)
