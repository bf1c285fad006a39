"""A source's own page in the desk: its description, its words with what was read in them, and words to be chosen."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from events import annotating, curation, faces, removing
from events.admin.forms import FORMS
from events.admin.pages import page, permitted, require
from events.admin.showing import differences, proposed
from events.curation import Refused, Stale
from events.models import Source


def source_page(request: HttpRequest, pk: str) -> HttpResponse:
    """Called by the admin of sources, behind its gate."""
    require(request, "events.view_source")
    source = get_object_or_404(Source, pk=pk)
    user: Any = request.user
    form = FORMS["source"](faces.face(source), request.POST if request.method == "POST" else None)
    may_change = user.has_perm("events.change_source")
    if not may_change:
        form.disable()
    form.fields["visible"].disabled = not user.has_perm("events.publish_source")
    context: dict[str, Any] = {}
    if request.method == "POST":
        require(request, "events.change_source")
        try:
            if form.is_valid():
                _save(request, source, form.changed())
                return redirect("admin:events_source_change", source.pk)
        except Stale as stale:
            context = {"stale": str(stale), "differences": differences(stale, form)}
        except Refused as refused:
            messages.error(request, str(refused))
    evidence = source.evidence.select_related("report__event", "naming__person", "country")
    statements = source.statements.filter(visible=True).select_related("speaker_person", "speaker_country")
    marks = annotating.marks(evidence, statements)
    context |= {
        "source": source,
        "form": form,
        "fields": [{"bound": bound, "curated": bound.name in source.locked} for bound in form.visible_fields()],
        "blocks": placed(source, annotating.paragraphs(source.text, source.layout, marks)),
        "seen": curation.version(source),
        "here": request.path,
        "why": request.POST.get("why", ""),
        "may_change": may_change,
        "proposals": proposed(list(curation.proposals(source))),
    }
    return page(request, "source", str(source), context, status=409 if "stale" in context else 200)


def _save(request: HttpRequest, source: Source, changed: dict[str, Any]) -> None:
    if "visible" in changed:
        require(request, "events.publish_source")
    why, seen = request.POST.get("why", "").strip(), request.POST.get("seen", "")
    curation.set_fields(source, changed, request.user, why, seen)
    messages.success(request, _("Saved: what you set stays, whatever is read later."))


def placed(source: Source, blocks: list[annotating.Block]) -> list[tuple[int, annotating.Block]]:
    """Each block with the place of its first character in the text."""
    found, position = [], 0
    for block in blocks:
        position = source.text.index(block.text, position)
        found.append((position, block))
        position += len(block.text)
    return found


@permitted("events.delete_source")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a source out with what rests on it alone: shown first, refused while curators' decisions rest on it."""
    source = get_object_or_404(Source, pk=pk)
    refused = ""
    counts: list[tuple[str, int]] = []
    try:
        if request.method == "POST":
            removing.remove([source])
            messages.success(request, _("Removed: %(source)s") % {"source": source})
            return redirect("admin:events_source_changelist")
        with transaction.atomic():
            counts = list(removing.remove([source]).items())
            transaction.set_rollback(True)
    except removing.Curated as error:
        refused = str(error)
    context = {"source": source, "counts": counts, "refused": refused}
    return page(
        request, "remove", _("Remove a source"), context, status=409 if refused and request.method == "POST" else 200
    )
