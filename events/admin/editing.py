"""A record's own page in the desk: every field, its words, what waits for it, and everything that can be decided on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events import curation, faces, holding
from events.admin import choosing
from events.admin.forms import FORMS, FaceForm
from events.admin.pages import page, require
from events.admin.showing import differences, shown
from events.admin.telling import Teller, label
from events.curation import Refused, Stale
from events.models import Event
from events.vocabulary import Response

VERBS = {"save": "change", "release": "change", "approve": "review", "reject": "review", "unreview": "review"}
"""What the buttons of the page do, and the permission that each needs."""


def record_page(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Called by the admin of each kind of record, behind its gate."""
    require(request, f"events.view_{kind}")
    record = get_object_or_404(faces.MODELS[kind], pk=pk)
    if record.merged_into_id is not None:
        into = holding.root(record)
        messages.info(request, _("%(record)s was merged into this one.") % {"record": record})
        return redirect(f"admin:events_{kind}_change", into.pk)
    form = FORMS[kind](faces.face(record), request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if _decide(request, record, form):
                return redirect(request.get_full_path())
        except Stale as stale:
            context = {"stale": str(stale), "differences": differences(stale, form)}
        except Refused as refused:
            messages.error(request, str(refused))
    context |= {
        **shown(request, record, form),
        **_beside(record),
        "may_split": request.user.has_perm(f"events.split_{kind}") and kind != "statement",  # type: ignore[union-attr]
        "here": request.get_full_path(),
        "held": [
            (name, label(name)) for name in record.locks.values_list("field", flat=True) if name != holding.ADDRESS
        ],
        "list_address": reverse(f"admin:events_{kind}_changelist"),
        "list_label": record._meta.verbose_name_plural,
    }
    return page(request, "record", str(record), context, status=409 if "stale" in context else 200)


def _decide(request: HttpRequest, record: Any, form: FaceForm) -> bool:
    verb = request.POST.get("verb", "save")
    if verb not in VERBS:
        raise BadRequest(f"verb={verb} is not known: it is one of {', '.join(VERBS)}")
    require(request, f"events.{VERBS[verb]}_{faces.kind_of(record)}")
    by: dict[str, Any] = {
        "who": request.user,
        "why": request.POST.get("why", "").strip(),
        "seen": request.POST.get("seen", ""),
    }
    if verb == "save":
        if not form.is_valid():
            return False
        curation.set_fields(record, form.changed(), **by)
        messages.success(request, _("Saved: what you set stays, whatever is read later."))
    elif verb == "release":
        curation.release(record, request.POST.getlist("field"), **by)
        messages.success(request, _("Given back: these fields say what the sources say."))
    else:
        {"approve": curation.approve, "reject": curation.reject, "unreview": curation.unreview}[verb](record, **by)
        record.refresh_from_db()
        messages.success(request, f"{record.get_review_display()}: {record}")
    return True


def _beside(record: Any) -> dict[str, Any]:
    """What sources disagree about, what may be the same record, what may answer it."""
    kind = faces.kind_of(record)
    found: dict[str, Any] = {"claims": [], "pairs": [], "answers": [], "responses": Response.choices()}
    if isinstance(record, Event):
        told = curation.claims(record)
        tell = Teller((claim.field, claim.value) for claims in told.values() for claim in claims)
        found["claims"] = [
            {
                "label": label(field),
                "dated": field == "edtf",
                "values": [(claim, tell(field, claim.value)) for claim in claims],
            }
            for field, claims in told.items()
        ]
    if kind == "statement":
        found["answers"] = choosing.pairs(curation.suggested_answers(10, record), "answer", "claim")
    elif record.visible:
        found["pairs"] = choosing.pairs(curation.possible_duplicates(kind, 10, record))
    return found
