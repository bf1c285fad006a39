"""What the archive offers and never does by itself: new readings of held fields, answers across sources, dates to prefer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import curation, faces
from events.admin import choosing
from events.admin.pages import decided, onward, page, permitted, require
from events.admin.showing import proposed
from events.models import Event, Lock, Report, Statement
from events.vocabulary import Response

MOST = 50


@permitted("events.view_event", "events.view_person", "events.view_statement")
def proposals(request: HttpRequest) -> HttpResponse:
    """Both values and their sources; one key each for the first of them, the next one following."""
    waiting = list(curation.proposals(limit=MOST))
    context = {"proposals": proposed(waiting), "total": Lock.objects.filter(waiting=True).count()}
    return page(request, "proposals", _("New readings of held fields"), context)


@permitted()
@require_POST
def answer_proposal(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take the machine's reading over, or keep the curator's value."""
    lock = get_object_or_404(Lock, pk=pk)
    require(
        request,
        f"events.change_{faces.kind_of(lock.record)}",
        *(["events.publish_source"] if lock.field == "visible" else []),
    )
    act = {"accept": curation.accept, "keep": curation.keep}[verb]
    why, seen = request.POST.get("why", ""), request.POST.get("seen") or None
    if decided(request, lambda: act(lock, request.user, why, seen)):
        messages.success(request, _("Taken over.") if verb == "accept" else _("Kept."))
    return redirect(onward(request, "desk:proposals"))


@permitted("events.view_statement")
def answers(request: HttpRequest) -> HttpResponse:
    """Statements that may answer others of other sources."""
    context = {
        "kind": "statement",
        "answers": choosing.pairs(curation.suggested_answers(MOST), "answer", "claim"),
        "responses": Response.choices(),
    }
    return page(request, "answers", _("Possible answers"), context)


@permitted("events.change_statement")
@require_POST
def answer_answer(request: HttpRequest, answer: int, claim: int, verb: str) -> HttpResponse:
    """It answers, and how; or it does not, and is not offered again."""
    one, other = get_object_or_404(Statement, pk=answer), get_object_or_404(Statement, pk=claim)
    why = request.POST.get("why", "")
    done: Any
    if verb == "accept":
        response, seen = request.POST.get("response", ""), request.POST.get("seen") or None
        done = decided(request, lambda: curation.accept_answer(one, other, response, request.user, why, seen))
    else:
        done = decided(request, lambda: curation.decline_answer(one, other, request.user, why))
    if done:
        messages.success(request, _("Noted: it answers.") if verb == "accept" else _("Noted: it does not answer."))
    return redirect(onward(request, "desk:answers"))


@permitted("events.change_event")
@require_POST
def prefer(request: HttpRequest, event: int, report: int) -> HttpResponse:
    """Believe one source's date before the others'."""
    one, other = get_object_or_404(Event, pk=event), get_object_or_404(Report, pk=report)
    why, seen = request.POST.get("why", ""), request.POST.get("seen") or None
    if decided(request, lambda: curation.prefer(one, other, request.user, why, seen)):
        messages.success(request, _("Preferred; the other dates stay visible beside it."))
    return redirect("admin:events_event_change", one.pk)
