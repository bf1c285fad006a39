"""The history of a record: who, when, what, why; back to any state of it, or one decision taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import curation, faces
from events.admin.pages import decided, onward, page, permitted, require
from events.admin.telling import Teller, label
from events.models import Decision, PastState
from events.vocabulary import Standing, Verb


def history_page(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Called by the admin of each kind of record, behind its gate."""
    require(request, f"events.view_{kind}")
    record = get_object_or_404(faces.MODELS[kind], pk=pk)
    told = curation.changes(record)
    tell = Teller((name, value) for change in told for name, old, new in change.fields for value in (old, new))
    user: Any = request.user
    context = {
        "record": record,
        "kind": kind,
        "seen": curation.version(record),
        "changes": [
            {
                "change": change,
                "fields": [(label(name), tell(name, old), tell(name, new)) for name, old, new in change.fields],
                "undo": change.decision and may_undo(request, change.decision),
            }
            for change in told
        ],
        "may_revert": user.has_perms(
            [f"events.change_{kind}", *([f"events.review_{kind}"] if kind != "source" else [])]
        ),
    }
    return page(request, "history", _("History of %(record)s") % {"record": record}, context)


def may_undo(request: HttpRequest, decision: Decision) -> bool:
    """Whoever may take a decision may take it back; but not take back that it was taken back."""
    stands = decision.standing == Standing.STANDING.value and decision.verb != Verb.UNDO.value
    return stands and request.user.has_perms(needed(decision))  # type: ignore[union-attr]


def standing(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    """What a decision's own page says of it: its record, whether it may be taken back, and what stands in the way."""
    undoes, taken_back = decision.details.get("undoes"), decision.standing == Standing.UNDONE.value
    undoing = Decision.objects.filter(verb=Verb.UNDO.value, details__undoes=decision.public_id)
    return {
        "record": faces.MODELS[decision.kind].objects.filter(public_id=decision.record).first(),
        "opts_change": f"admin:events_{decision.kind}_change",
        "opts_history": f"admin:events_{decision.kind}_history",
        "undo": may_undo(request, decision),
        "later": [] if undoes or taken_back else curation.resting_on(decision),
        "undoes": Decision.objects.filter(public_id=undoes).first() if undoes else None,
        "undone_by": undoing.last() if taken_back else None,
    }


def needed(decision: Decision) -> list[str]:
    """The permissions that taking a decision back asks for: those that taking it asked for."""
    verb = {
        Verb.MERGE.value: "merge",
        Verb.SPLIT.value: "split",
        Verb.APPROVE.value: "review",
        Verb.REJECT.value: "review",
        Verb.UNREVIEW.value: "review",
        Verb.ADD.value: "add",
    }.get(decision.verb, "change")
    fields = decision.details.get("fields", ())
    asked = [f"events.{verb}_{decision.kind}"]
    if "review" in fields and decision.verb != Verb.ADD.value:
        asked.append(f"events.review_{decision.kind}")
    return [*asked, *(["events.publish_source"] if "visible" in fields else [])]


@permitted()
@require_POST
def undo(request: HttpRequest, decision: str) -> HttpResponse:
    """Take one decision back, exactly."""
    found = get_object_or_404(Decision, public_id=decision)
    require(request, *needed(found))
    if decided(request, lambda: curation.undo(found, request.user, request.POST.get("why", ""))):
        messages.success(request, _("Taken back."))
    model = faces.MODELS[found.kind]
    record = model.objects.filter(public_id=found.record).first()
    if request.POST.get("next"):
        return redirect(onward(request, "desk:queue"))
    return redirect(f"admin:events_{found.kind}_history", record.pk) if record else redirect("desk:queue")


@permitted()
@require_POST
def revert(request: HttpRequest, kind: str, pk: int, state: int) -> HttpResponse:
    """Bring a record back to how it stood."""
    then = get_object_or_404(PastState, pk=state)
    require(request, f"events.change_{then.kind}", *([f"events.review_{then.kind}"] if then.kind != "source" else []))
    if then.kind == "source" and then.face.get("visible") is not None:
        require(request, "events.publish_source")
    record = get_object_or_404(faces.MODELS[then.kind], pk=pk)
    why, seen = request.POST.get("why", ""), request.POST.get("seen") or None
    if decided(request, lambda: curation.revert(record, then, request.user, why, seen)):
        messages.success(request, _("As it stood then."))
    return redirect(f"admin:events_{then.kind}_history", record.pk)
