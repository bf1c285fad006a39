"""Deciding on several records at once: chosen, shown with what will change, then done; each is a decision of its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import curation
from events.admin.pages import onward, page, permitted, require
from events.admin.queues import KINDS
from events.admin.reviewing import SEE, asked
from events.curation import Refused
from events.vocabulary import Review

MOST = 200
"""Records decided on at once."""

VERBS = {"approve": Review.APPROVED, "reject": Review.REJECTED}


@permitted(*SEE)
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """What waits in a queue, to choose from."""
    queue = asked(request, kind)
    records = list(queue.pending()[:MOST])
    context = {"kind": kind, "records": records, "query": queue.query, "left": queue.pending().count() - len(records)}
    return page(request, "several", _("Decide on several at once"), context)


@permitted(*SEE)
def decide(request: HttpRequest, kind: str, verb: str) -> HttpResponse:
    """Show what would change; do it when it comes back with `confirmed`."""
    if kind not in KINDS or verb not in VERBS:
        raise BadRequest(f"{verb} {kind} is not known: approve or reject events, statements or persons")
    require(request, f"events.review_{kind}")
    chosen = request.POST.getlist("record")
    if len(chosen) > MOST or not all(pk.isdecimal() for pk in chosen):
        raise BadRequest(f"{len(chosen)} records were chosen: {MOST} at most are decided on at once")
    records = list(KINDS[kind].objects.filter(pk__in=chosen, merged_into=None).order_by("pk"))
    if request.method != "POST" or not records:
        messages.warning(request, _("Choose at least one record."))
        return redirect("desk:queue-many", kind)
    if "confirmed" in request.POST:
        return _do(request, records, verb)
    return preview(request, kind, verb, records)


def preview(request: HttpRequest, kind: str, verb: str, records: list[Any]) -> HttpResponse:
    """What is what now, and what it becomes."""
    review = VERBS[verb]
    changing = [record for record in records if record.review != review.value]
    context = {
        "kind": kind,
        "verb": verb,
        "review": review,
        "changing": [(record, curation.version(record)) for record in changing],
        "unchanged": len(records) - len(changing),
        "hidden": sum(record.visible for record in changing) if verb == "reject" else 0,
        "shown": sum(not record.visible for record in changing) if verb == "approve" else 0,
        "next": request.POST.get("next", ""),
    }
    return page(request, "several_preview", _("What will change"), context)


def _do(request: HttpRequest, records: list[Any], verb: str) -> HttpResponse:
    act = {"approve": curation.approve, "reject": curation.reject}[verb]
    why = request.POST.get("why", "")
    done, refused = 0, []
    for record in records:
        try:
            act(record, request.user, why, request.POST.get(f"seen-{record.pk}", ""))
            done += 1
        except Refused as refusal:
            refused.append(f"{record}: {refusal}")
    told = ngettext("%d record: %s", "%d records: %s", done) % (done, VERBS[verb].label.lower())
    messages.success(request, told)
    for words in refused[:20]:
        messages.error(request, words)
    return redirect(onward(request, "desk:queue"))
