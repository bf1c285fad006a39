"""A record as the desk shows it: its words, its fields, for each whether the machine or a curator set it, and what waits there."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from events import curation, faces
from events.admin.forms import FaceForm
from events.admin.passages import passages
from events.admin.telling import Teller, label
from events.curation import Proposal, Stale


def shown(request: HttpRequest, record: Any, form: FaceForm) -> dict[str, Any]:
    """The context that the templates of fields and passages take."""
    kind = faces.kind_of(record)
    user: Any = request.user
    may_change = user.has_perm(f"events.change_{kind}")
    if not may_change:
        form.disable()
    waiting = {row["field"]: row for row in proposed(list(curation.proposals(record)))}
    return {
        "kind": kind,
        "record": record,
        "form": form,
        "list_errors": form.is_bound and any(rows.total_error_count() for rows in form.lists.values()),
        "fields": [
            {
                "bound": bound,
                "curated": form.face_field(bound.name) in record.locked,
                "proposal": waiting.get(form.face_field(bound.name)),
            }
            for bound in form.visible_fields()
        ],
        "lists": [
            {"label": label(name), "formset": rows, "curated": name in record.locked, "proposal": waiting.get(name)}
            for name, rows in form.lists.items()
        ],
        "passages": passages(record),
        "seen": curation.version(record),
        "why": request.POST.get("why", ""),
        "may_change": may_change,
        "may_review": user.has_perm(f"events.review_{kind}"),
        "first_field": form.visible_fields()[0].id_for_label,
        "edit": reverse(f"admin:events_{kind}_change", args=[record.pk]),
    }


def proposed(waiting: list[Proposal]) -> list[dict[str, Any]]:
    """Readings that wait, in words: what is held, what the machine reads now and where."""
    tell = Teller((p.field, value) for p in waiting for value in (p.curated, p.machine))
    return [
        {
            "lock": p.lock,
            "record": p.record,
            "kind": faces.kind_of(p.record),
            "field": p.field,
            "label": label(p.field),
            "curated": tell(p.field, p.curated),
            "machine": tell(p.field, p.machine),
            "sources": p.sources,
            "seen": curation.version(p.record),
        }
        for p in waiting
    ]


def differences(stale: Stale, form: FaceForm) -> list[dict[str, str]]:
    """What somebody else changed meanwhile, beside what this form holds."""
    mine = form.values() if form.is_valid() else {}
    tell = Teller((name, value) for name, then, now in stale.difference for value in (then, now, mine.get(name)))
    return [
        {
            "label": label(name),
            "then": tell(name, then),
            "now": tell(name, now),
            "yours": tell(name, mine[name]) if name in mine else "",
        }
        for name, then, now in stale.difference
    ]
