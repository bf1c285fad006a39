"""The review queue: one record at a time beside its words, decided with one key each, the next one following."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events import curation, faces
from events.admin import queues
from events.admin.forms import FORMS, FaceForm
from events.admin.pages import page, permitted, require
from events.admin.queues import DOUBTS, KINDS, Queue
from events.admin.showing import differences, shown
from events.curation import Refused, Stale
from events.models import Source
from events.vocabulary import Review

VERBS = ("approve", "save", "reject")
SEE = ("events.view_event", "events.view_person", "events.view_statement")


@permitted(*SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, by kind, doubt and source."""
    return page(request, "queue", _("Review queue"), {"overview": queues.overview(), "sources": queues.sources()})


@permitted(*SEE)
def first(request: HttpRequest, kind: str) -> HttpResponse:
    """Lead to the first record that waits, or say that none does."""
    queue = asked(request, kind)
    found = queue.pending().values_list("pk", flat=True).first()
    if found is not None:
        return redirect(address(queue, found))
    _done, total = queue.progress()
    return page(request, "queue_done", _("Nothing waits here"), {"total": total, "queue": queue})


@permitted(*SEE)
def item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One record: its words, its fields, and what can be done with it."""
    queue = asked(request, kind)
    record = get_object_or_404(KINDS[kind], pk=pk, merged_into=None)
    form = FORMS[kind](faces.face(record), request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if _decide(request, record, form):
                return _onward(request, queue, record)
        except Stale as stale:
            context = {"stale": str(stale), "differences": differences(stale, form)}
        except Refused as refused:
            messages.error(request, str(refused))
    done, total = queue.progress()
    after, before = queue.after(pk), queue.before(pk)
    context |= {
        **shown(request, record, form),
        "query": queue.query,
        "filters": _filters(queue),
        "done": done,
        "total": total,
        "next": address(queue, after) if after else "",
        "back": address(queue, before) if before else "",
        "here": address(queue, pk),
    }
    return page(request, "queue_item", str(record), context, status=409 if "stale" in context else 200)


def _decide(request: HttpRequest, record: Any, form: FaceForm) -> bool:
    """Do what the button says. False when the form has to be looked at again; Stale when somebody was faster."""
    kind, verb = faces.kind_of(record), request.POST.get("verb", "")
    if verb not in VERBS:
        raise BadRequest(f"verb={verb} is not known: it is one of {', '.join(VERBS)}")
    require(request, f"events.review_{kind}", *([f"events.change_{kind}"] if verb == "save" else []))
    by: dict[str, Any] = {
        "who": request.user,
        "why": request.POST.get("why", "").strip(),
        "seen": request.POST.get("seen", ""),
    }
    if verb == "reject":
        curation.reject(record, **by)
        return True
    if verb == "approve":
        if form.has_changed_any():
            messages.warning(request, _("You changed fields: save and approve, or take the changes back."))
            return False
        curation.approve(record, **by)
        return True
    if not form.is_valid():
        return False
    changed = form.changed()
    if changed:
        curation.set_fields(record, changed, review=Review.APPROVED.value, **by)
    else:
        curation.approve(record, **by)
    return True


def _onward(request: HttpRequest, queue: Queue, record: Any) -> HttpResponse:
    """The next record that waits, the last decision told with a way back to it."""
    after = queue.after(record.pk)
    record.refresh_from_db()
    messages.success(request, f"{record.get_review_display()}: {record}")
    return redirect(
        address(queue, after) if after else f"{reverse('desk:queue-kind', args=[queue.kind])}?{queue.query}"
    )


def asked(request: HttpRequest, kind: str) -> Queue:
    """The queue of an address; an unknown filter is refused by name (400)."""
    try:
        return Queue.asked(kind, request.GET)
    except queues.Unknown as error:
        raise BadRequest(str(error)) from error


def address(queue: Queue, pk: int) -> str:
    """Where a record of the queue is decided, filters kept."""
    place = reverse("desk:queue-item", args=[queue.kind, pk])
    return f"{place}?{queue.query}" if queue.query else place


def _filters(queue: Queue) -> list[str]:
    found = [str(DOUBTS[queue.kind][queue.doubt].label)] if queue.doubt else []
    if queue.source:
        found.append(str(Source.objects.defer("text", "search_text", "layout").get(public_id=queue.source)))
    return found
