"""A source added by hand: its text is pasted, read at once, shown with what it would create, and stored when asked for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import annotating, ingesting, loading, readers, tongue
from events.admin.pages import page, permitted
from events.annotating import Mark
from events.extraction import reading
from events.loading import Outcome
from events.models import Source
from events.records import Document, Extraction, Speaker

PATH = "pasted.txt"


class PasteForm(forms.Form):
    """The text, and what it does not say about itself. The bytes stored are those of a file with these lines above it."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "The article as published, title and date line included; blank lines between paragraphs."
        ),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500, required=False)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    url = forms.URLField(label=gettext_lazy("Address"), max_length=1000, required=False, assume_scheme="https")
    published = forms.DateField(
        label=gettext_lazy("Published"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=200, required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    extraction: Extraction | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            document = readers.document(PATH, self.data_of_source())
        except reading.UnreadableText as error:
            self.add_error("text", str(error))
            return cleaned
        from events.extraction import pipeline  # spaCy weighs a quarter of a gigabyte, and most workers never read

        self.extraction = pipeline.extract(document)
        if (missing := ingesting.incomplete(self.extraction)) is not None:
            self.add_error("text", missing)
        return cleaned

    def data_of_source(self) -> bytes:
        """What a file of this text would hold; a browser's line ends are made those of a file."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        about = {name: self.cleaned_data[name] for name in ("title", "publisher", "url", "published", "licence")}
        lines = [f"{name}: {' '.join(str(value).split())}\n" for name, value in about.items() if value]
        if lines and text.startswith("---\n"):
            head, _separator, body = text[4:].partition("---\n")
            lines, text = [head, *lines], body
        return ("---\n" + "".join(lines) + "---\n" + text if lines else text).encode()


@permitted("events.add_source")
def paste(request: HttpRequest) -> HttpResponse:
    """Reading writes nothing. Saving stores just what was shown: a text edited since is shown again first."""
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid() and form.extraction is not None:
        digest = loading.digest(form.extraction)
        if request.POST.get("verb") == "save" and form.cleaned_data["shown"] == digest:
            outcome = loading.load(form.extraction)
            messages.success(request, _("The source is stored: %(counts)s") % {"counts": _counted(outcome)})
            return redirect("admin:events_source_change", Source.objects.get(public_id=outcome.source).pk)
        if request.POST.get("verb") == "save":
            messages.warning(
                request, _("The text was edited after it was read: look at what it says now, then store it.")
            )
        form.data = {**form.cleaned_data, "shown": digest}
        context |= _preview(form.extraction)
    return page(request, "paste", _("Add a source"), context)


def _preview(extraction: Extraction) -> dict[str, Any]:
    """What would be created, found out by doing it in a transaction that is then rolled back."""
    with transaction.atomic():
        outcome = loading.load(extraction)
        transaction.set_rollback(True)
    document = extraction.document
    return {
        "extraction": extraction,
        "doubt": tongue.doubt(document),
        "outcome": outcome,
        "counts": _counted(outcome),
        "blocks": annotating.paragraphs(document.text, _layout(document), marks(extraction)),
        "statements": [(record, speaker_name(record.speaker)) for record in extraction.statements],
    }


def _layout(document: Document) -> dict[str, Any]:
    return {
        "title": document.title_span,
        "published": document.published_span,
        "dateline": document.dateline_span,
        "paragraphs": document.paragraphs,
        "noise": document.noise,
    }


def marks(extraction: Extraction) -> list[Mark]:
    """Everything read in a text that is not stored yet, in order of place, the wider first."""
    found = [Mark(span, "event", r.title, "") for r in extraction.events for span in (r.mentions or (r.span,))]
    found += [Mark(span, "person", r.name, "") for r in extraction.persons for span in r.mentions]
    found += [Mark(span, "country", r.code, "") for r in extraction.countries for span in r.mentions]
    found += [Mark(r.span, "statement", speaker_name(r.speaker), "") for r in extraction.statements]
    return sorted(set(found), key=lambda mark: (mark.span.start, -mark.span.end, mark.kind, mark.label))


def speaker_name(speaker: Speaker) -> str:
    return speaker.person or speaker.org or speaker.country or ""


def _counted(outcome: Outcome) -> str:
    """ "17 events created, 1 updated; 3 persons created" in words."""
    words = {"created": _("created"), "updated": _("updated"), "unchanged": _("unchanged"), "held": _("held")}
    kinds = {
        "events": lambda n: ngettext("%d event", "%d events", n) % n,
        "statements": lambda n: ngettext("%d statement", "%d statements", n) % n,
        "persons": lambda n: ngettext("%d person", "%d persons", n) % n,
    }
    parts = [
        ", ".join(f"{kinds[kind](n)} {words.get(what, what)}" for what, n in sorted(counted.items()) if n)
        for kind, counted in outcome.counts.items()
        if kind in kinds
    ]
    return "; ".join(part for part in parts if part) or _("nothing that was not known")
