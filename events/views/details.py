"""One record a page: event, person, country, statement, source, and what lies between two states."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from events import annotating, citing, counting
from events.addresses import Address
from events.criteria import Criteria, Kind
from events.models import Country, Event, EventCountry, Evidence, Person, Report, Source, Statement
from events.views.lists import chart, rows
from events.views.public import page, public

LATEST = 10
"""How many records of a kind a page about something else shows before it links to the list."""


class Gone(Exception):
    """The record was here and is not shown any more."""


def find(model: Any, public_id: str, rows: Any) -> Any:
    """The public record; Gone when it is no longer shown; 404 when there never was one; the record merged into, if merged."""
    record = rows.filter(public_id=public_id).first()
    if record is None and model is Event:
        report = Report.objects.filter(public_id=public_id).select_related("event").first()
        record = report.event if report else None
    if record is None:
        raise Http404
    while record.merged_into is not None:
        record = record.merged_into
    if not record.visible:
        raise Gone
    return record


def _record(model: Any, template: str, rows: Any, context: Any) -> Any:
    @public
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        try:
            record = find(model, public_id, rows())
        except Gone:
            return page(request, "410.html", {"public_id": public_id}, status=410)
        if record.public_id != public_id:
            return HttpResponsePermanentRedirect(record.get_absolute_url())
        return page(request, template, {**context(record), **citing.context(request, _KINDS[model], record.public_id)})

    return view


_KINDS = {Event: Kind.EVENTS, Person: Kind.PEOPLE, Statement: Kind.STATEMENTS, Source: Kind.SOURCES}


def _event_context(event: Event) -> dict[str, Any]:
    evidence = Prefetch("evidence", Evidence.objects.order_by("start"))
    reports = (
        event.reports.filter(current=True, source__visible=True).select_related("source").prefetch_related(evidence)
    )
    told = sorted(reports, key=lambda r: (str(r.source.published or "9999"), r.public_id))
    said = Statement.objects.public().filter(event=event)
    return {
        "event": event,
        "reports": [(report, annotating.excerpts(report.source.text, report.evidence.all())) for report in told],
        "statements": _thread_rows(said),
        "today": timezone.localdate(),
        "parts": event.country_parts.select_related("country"),
        "persons": event.person_parts.select_related("person", "person__country"),
    }


def _thread_rows(statements: Any) -> Any:
    answers = Prefetch(
        "answers",
        Statement.objects.public().select_related("speaker_person", "speaker_country", "source").defer("source__text"),
    )
    related = ("speaker_person", "speaker_country", "source", "responds_to", "responds_to__source")
    more = ("responds_to__speaker_person", "responds_to__speaker_country", "event")
    return (
        statements.select_related(*related, *more)
        .prefetch_related(answers)
        .order_by("sort_day", "source", "start", "pk")
    )


event_detail = _record(Event, "events/detail.html", Event.objects.all, _event_context)


def _person_context(person: Person) -> dict[str, Any]:
    criteria = Criteria(kind=Kind.EVENTS, persons=(person.public_id,), size=LATEST)
    told = counting.answer(criteria)
    met = (
        Person.objects.public()
        .filter(events__in=Event.objects.public().filter(person_parts__person=person, type="CONSULT"))
        .exclude(pk=person.pk)
        .annotate(times=Count("events", distinct=True))
        .order_by("-times", "sort_name")[:30]
    )
    said = Statement.objects.public().filter(speaker_person=person)
    return {
        "person": person,
        "roles": person.roles.select_related("country"),
        "aliases": [alias.name for alias in person.aliases.all()],
        "events": rows(criteria, told),
        "today": timezone.localdate(),
        "events_total": told.total,
        "chart": chart(told, Address.to("events", person=person.public_id)),
        "met": met,
        "statements": _thread_rows(said).order_by("-sort_day", "source", "start")[:LATEST],
        "statements_total": said.count(),
        "namings": person.namings.filter(current=True, source__visible=True)
        .select_related("source", "country")
        .defer("source__text")
        .prefetch_related("evidence")
        .order_by("-source__published", "pk")[:50],
    }


person_detail = _record(Person, "people/detail.html", lambda: Person.objects.select_related("country"), _person_context)


def _statement_context(statement: Statement) -> dict[str, Any]:
    context = {
        "statement": statement,
        "thread": thread(statement),
        "speaker_label": annotating.speaker_label(statement),
    }
    if statement.source is not None and statement.start is not None:
        context["excerpts"] = annotating.excerpts(statement.source.text, [statement])
    return context


def thread(statement: Statement) -> list[Statement]:
    """The statement, what it answers back to the first, and every answer to any of them, in order of saying."""
    first, seen = statement, {statement.pk}
    while first.responds_to is not None and first.responds_to.pk not in seen and first.responds_to.visible:
        first = first.responds_to
        seen.add(first.pk)
    found, layer = {first.pk}, {first.pk}
    while layer:
        layer = set(Statement.objects.public().filter(responds_to__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    return list(_thread_rows(Statement.objects.public().filter(pk__in=found)))


statement_detail = _record(
    Statement,
    "statements/detail.html",
    lambda: Statement.objects.select_related("source", "speaker_person", "speaker_country", "responds_to", "event"),
    _statement_context,
)


@public
def source_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    source = get_object_or_404(Source, public_id=public_id)
    if not source.visible:
        return page(request, "410.html", {"public_id": public_id}, status=410)
    evidence = source.evidence.select_related("report__event", "naming__person", "country")
    statements = _thread_rows(source.statements.filter(visible=True)).order_by("start", "pk")
    marks = annotating.marks(evidence, statements)
    events = Event.objects.public().filter(reports__source=source, reports__current=True).distinct()
    people = (
        Person.objects.public()
        .filter(namings__source=source, namings__current=True)
        .select_related("country")
        .distinct()
    )
    context = {
        "source": source,
        "paragraphs": annotating.paragraphs(source.text, source.layout, marks),
        "marks": marks,
        "events": events.order_by("sort_day", "pk").prefetch_related("country_parts__country", "person_parts__person"),
        "people": people.order_by("sort_name"),
        "statements": statements,
        "countries": Country.objects.filter(evidence__source=source).distinct(),
    }
    return page(request, "sources/detail.html", {**context, **citing.context(request, Kind.SOURCES, public_id)})


@public
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("country", args=[code.upper()]))
    country = get_object_or_404(Country.objects.prefetch_related("successors", "predecessors"), code=code)
    criteria = Criteria(countries=(frozenset({code}),), size=LATEST)
    told = counting.answer(criteria)
    said = Statement.objects.public().filter(Q(speaker_country=country) | Q(speaker_person__country=country))
    context = {
        "country": country,
        "chart": chart(told, Address.to("events", country=code)),
        "events": rows(criteria, told),
        "today": timezone.localdate(),
        "events_total": told.total,
        "partners": _partners(country),
        "people": Person.objects.public().filter(country=country).order_by("sort_name")[:50],
        "statements": _thread_rows(said).order_by("-sort_day", "source", "start")[:LATEST],
        "statements_total": said.count(),
    }
    return page(request, "countries/detail.html", {**context, **citing.context(request, Kind.COUNTRIES, code)})


def _partners(country: Country) -> Any:
    """States that take part in events with this one, the commonest first."""
    shared = EventCountry.objects.filter(event__visible=True, event__country_parts__country=country).exclude(
        country=country
    )
    counted = shared.values_list("country").annotate(n=Count("event", distinct=True)).order_by("-n", "country")[:40]
    names = Country.objects.in_bulk([code for code, _n in counted])
    return [(names[code], n) for code, n in counted]


@public
def dyad(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """What lies between two states."""
    if (code, other) != (code.upper(), other.upper()):
        return HttpResponsePermanentRedirect(reverse("dyad", args=[code.upper(), other.upper()]))
    first, second = get_object_or_404(Country, code=code), get_object_or_404(Country, code=other)
    if first == second:
        return HttpResponsePermanentRedirect(first.get_absolute_url())
    criteria = Criteria(countries=(frozenset({code}), frozenset({other})), size=25)
    told = counting.answer(criteria)
    context = {
        "first": first,
        "second": second,
        "chart": chart(told, Address.to("events", country=[code, other])),
        "events": rows(criteria, told),
        "today": timezone.localdate(),
        "events_total": told.total,
        "visits": [_visits(first, second), _visits(second, first)],
        "said": [_said(first, second), _said(second, first)],
    }
    return page(request, "countries/dyad.html", context)


def _visits(guest: Country, host: Country) -> dict[str, Any]:
    """Visits from one state to the other, the latest first."""
    visits = Event.objects.public().filter(mode="visit")
    visits = visits.filter(country_parts__country=guest, country_parts__part="initiator")
    visits = visits.filter(pk__in=EventCountry.objects.filter(country=host).exclude(part="initiator").values("event"))
    found = visits.order_by("-sort_day", "pk").distinct().prefetch_related("person_parts__person")
    return {"guest": guest, "host": host, "events": found[:LATEST], "total": found.count()}


def _said(speaker: Country, about: Country) -> dict[str, Any]:
    criteria = Criteria(kind=Kind.STATEMENTS, by=frozenset({speaker.code}), about=frozenset({about.code}), size=LATEST)
    told = counting.answer(criteria)
    return {"speaker": speaker, "about": about, "statements": rows(criteria, told), "total": told.total}
