"""Records that are one, records that are two: side by side before anything happens, then merged, split or kept apart."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import curation, faces, holding
from events.admin import choosing
from events.admin.pages import decided, onward, page, permitted, require
from events.admin.passages import of, passages
from events.admin.queues import KINDS
from events.admin.telling import Teller, label
from events.annotating import Mark
from events.models import Event, Person, Statement
from events.records import Span

_FIELD = {
    "event": Event._meta.get_field("merged_into"),
    "person": Person._meta.get_field("merged_into"),
    "statement": Statement._meta.get_field("merged_into"),
}
CHOICES = ("", "first", "second")
"""For a field that differs: what the sources say of both together, or the value of one of the two."""


def model_of(kind: str) -> Any:
    if kind not in KINDS:
        raise Http404(kind)
    return KINDS[kind]


class OtherForm(forms.Form):
    """Which other record is the same."""

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data)
        widget = AutocompleteSelect(_FIELD[kind], admin.site)
        self.fields["second"] = forms.ModelChoiceField(
            model_of(kind).objects.filter(merged_into=None), widget=widget, label=gettext_lazy("The same as")
        )


@permitted()
def merge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Choose the other record, see both side by side, and join the second to the first."""
    require(request, f"events.merge_{kind}" if kind in KINDS else "")
    first = get_object_or_404(model_of(kind), pk=pk, merged_into=None)
    if "second" not in request.GET:
        context = {"record": first, "kind": kind, "form": OtherForm(kind)}
        return page(request, "merge_choose", _("Merge %(record)s") % {"record": first}, context)
    if not request.GET["second"].isdecimal():
        raise BadRequest(f"second={request.GET['second']} is no record: choose one from the list")
    second = get_object_or_404(model_of(kind), pk=request.GET["second"], merged_into=None)
    if request.method == "POST" and decided(request, lambda: _merge(request, kind, first, second)):
        messages.success(
            request, _("Merged: the address of the second leads to the first. Its history can take this back.")
        )
        return (
            redirect(onward(request)) if request.GET.get("next") else redirect(f"admin:events_{kind}_change", first.pk)
        )
    return page(request, "merge", _("Are these the same?"), _side_by_side(request, kind, first, second))


def _merge(request: HttpRequest, kind: str, first: Any, second: Any) -> None:
    one, other = faces.face(first), faces.face(second)
    resolved = {}
    for field in faces.FIELDS[kind]:
        choice = request.POST.get(f"choice-{field}", "")
        if choice not in CHOICES:
            raise BadRequest(f"choice-{field}={choice} is not known: it is first, second or empty")
        if choice:
            resolved[field] = (one if choice == "first" else other)[field]
    seen = {first.public_id: request.POST.get("seen_first", ""), second.public_id: request.POST.get("seen_second", "")}
    curation.merge([second], first, request.user, request.POST.get("why", ""), resolved, seen)


def _side_by_side(request: HttpRequest, kind: str, first: Any, second: Any) -> dict[str, Any]:
    compared = curation.compare(first, second) if first.pk != second.pk else []
    must = {c.field for c in curation.conflicts(second, first)} if first.pk != second.pk else set()
    tell = Teller((c.field, value) for c in compared for value in (c.first, c.second))
    return {
        "kind": kind,
        "first": first,
        "second": second,
        "same": first.pk == second.pk,
        "seen_first": curation.version(first),
        "seen_second": curation.version(second),
        "rows": [
            {
                "compared": c,
                "label": label(c.field),
                "first": tell(c.field, c.first),
                "second": tell(c.field, c.second),
                "choose": c.differs and c.field != "review" and c.field not in holding.DELTAS,
                "together": c.differs and c.field in holding.DELTAS,
                "must": c.field in must,
                "chosen": request.POST.get(f"choice-{c.field}", ""),
            }
            for c in compared
        ],
        "words": [(record, passages(record)[:3], _moving(record)) for record in (first, second)],
        "why": request.POST.get("why", ""),
        "next": request.GET.get("next", ""),
    }


def _moving(record: Any) -> list[tuple[str, int]]:
    """How much goes along with a record."""
    if isinstance(record, Person):
        return [
            (_("sources that name the person"), record.namings.filter(current=True).count()),
            (_("events"), record.event_parts.count()),
            (_("statements"), record.statements.count()),
            (_("statements about the person"), record.statements_about.count()),
        ]
    if isinstance(record, Event):
        return [
            (_("sources that tell it"), record.reports.filter(current=True).count()),
            (_("statements"), record.statements.count()),
        ]
    return [(_("answers"), record.answers.count())]


@permitted()
def split(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Choose what is about another: reports of an event, or namings of a person."""
    if kind not in {"event", "person"}:
        raise Http404(kind)
    require(request, f"events.split_{kind}")
    record = get_object_or_404(model_of(kind), pk=pk, merged_into=None)
    chosen = request.POST.getlist("reading")
    if request.method == "POST":
        made: list[Any] = []
        why, seen = request.POST.get("why", ""), request.POST.get("seen") or None
        if decided(request, lambda: made.append(curation.split(record, chosen, request.user, why, seen)[1])):
            messages.success(request, _("Split off: this is the new record."))
            return redirect(f"admin:events_{kind}_change", made[0].pk)
    rows = record.reports if kind == "event" else record.namings
    readings = rows.filter(current=True).select_related("source").prefetch_related("evidence")
    context = {
        "record": record,
        "kind": kind,
        "seen": curation.version(record),
        "chosen": chosen,
        "readings": [
            (
                reading,
                reading.name if kind == "person" else reading.reading["title"],
                of(reading.source, [Mark(Span(e.start, e.end), kind, "", "") for e in reading.evidence.all()]),
            )
            for reading in readings.order_by("source__published", "pk")
        ],
    }
    return page(request, "split", _("Split %(record)s") % {"record": record}, context)


@permitted()
def duplicates(request: HttpRequest, kind: str) -> HttpResponse:
    """Pairs that may be one, the likeliest first, with the reasons."""
    if kind not in {"event", "person"}:
        raise Http404(kind)
    require(request, f"events.view_{kind}")
    given = request.GET.get("until", "")
    try:
        until = date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadRequest(f"until={given} is not a day: write it as 2024-06-18") from error
    found = curation.stretch(kind, 50, until)
    context = {"kind": kind, "pairs": choosing.pairs(found.pairs), "found": found, "until": until}
    return page(request, "duplicates", _("Possible duplicates"), context)


@permitted()
@require_POST
def distinct(request: HttpRequest, kind: str, first: int, second: int) -> HttpResponse:
    """They are two: not offered again."""
    require(request, f"events.change_{kind}" if kind in KINDS else "")
    one, other = (get_object_or_404(model_of(kind), pk=pk) for pk in (first, second))
    if decided(request, lambda: curation.distinct(one, other, request.user, request.POST.get("why", ""))):
        messages.success(request, _("Noted: they are not the same."))
    return redirect(onward(request, "desk:queue"))
