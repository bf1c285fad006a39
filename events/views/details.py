"""One record a page: event, person, statement, source."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from markupsafe import Markup

from events import annotating, citing, exporting, facets, listing, recounting, shown
from events.addresses import Address
from events.criteria import PAGE_SIZES, Criteria, Kind
from events.models import Country, Event, EventCountry, Naming, Person, Report, Source, Statement
from events.prepared import Prepared
from events.views.lists import rows
from events.views.pictures import chart
from events.views.public import page, public
from events.vocabulary import EventType, Status

LATEST = 10
"""How many records of a kind a page about something else shows before it links to the list."""


MOST_PAGES = 10
"""So many pages of events are looked through for what may have come of a plan."""

NAMED_IN = 15
"""How many of the sources that name somebody a page shows."""


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
    """The view of one record; `rows` fetches what `exporting` makes its data from, and what the page shows besides."""

    @public
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        try:
            record = find(model, public_id, rows())
        except Gone:
            return page(request, "410.html", {"public_id": public_id}, status=410)
        if record.public_id != public_id:
            return HttpResponsePermanentRedirect(record.get_absolute_url())
        cited = citing.context(request, _KINDS[model], record)
        return page(request, template, {**context(record), **cited, "changes": recounting.public(record)})

    return view


_KINDS = {Event: Kind.EVENTS, Person: Kind.PEOPLE, Statement: Kind.STATEMENTS, Source: Kind.SOURCES}


def _event_context(event: Event) -> dict[str, Any]:
    known = listing.states()
    parts = list(event.country_parts.all())
    for part in parts:
        part.country = known[part.country_id]
    told = sorted(event.reports.all(), key=lambda r: (str(r.source.published or "9999"), r.public_id))
    today = timezone.localdate()
    passed = event.status == Status.PLANNED and event.latest is not None and event.latest < today
    return {
        "event": event,
        "announced": _announced(event, told),
        "passed": passed,
        "outcomes": _outcomes(event, parts) if passed else [],
        "around": _around(event, parts),
        "told": _told(told),
        "statements": shown.statements_of(event.pk),
        "parts": parts,
        "persons": event.person_parts.all(),
    }


def _told(reports: list[Report]) -> list[tuple[Source, list[tuple[str, str]], list[list[annotating.Run]]]]:
    """Each source once: (source, the dates and statuses that its reports give, each once, excerpts of their words)."""
    by_source: dict[int, list[Report]] = {}
    for report in reports:
        by_source.setdefault(report.source_id, []).append(report)
    return [
        (
            own[0].source,
            list(dict.fromkeys((report.edtf, report.status) for report in own)),
            annotating.excerpts(own[0].source.text, [row for report in own for row in report.evidence.all()]),
        )
        for own in by_source.values()
    ]


def _announced(event: Event, told: list[Report]) -> tuple[date, date] | None:
    """The days on which an event was announced as planned, and then reported as what it is now."""
    planned = [r.source.published for r in told if r.status == Status.PLANNED and r.source.published]
    after = [r.source.published for r in told if r.status == event.status and r.source.published]
    return (planned[0], after[0]) if planned and after and event.status != Status.PLANNED else None


def _like(event: Event, parts: list[EventCountry], since: date, until: date, **more: Any) -> list[int | str]:
    """The keys of other public events of the same states on these days, the earliest first; as many as a small page has."""
    codes = tuple(frozenset({part.country_id}) for part in parts)
    _total, keys = facets.page(Criteria(countries=codes, since=since, until=until, sort="date", **more))
    return [key for key in keys if key != event.pk]


def _outcomes(event: Event, parts: list[EventCountry]) -> list[Markup]:
    """What may have come of a plan: events of its kind between its states, reported as done or refused, within a fortnight."""
    if event.latest is None or not parts:
        return []
    since = (event.earliest or event.latest) - timedelta(days=3)
    until = event.latest + timedelta(days=14)
    found: list[shown.EventRow] = []
    for number in range(1, MOST_PAGES + 1):  # plans, and other forms where it has none itself, are told apart only here
        keys = _like(event, parts, since, until, types=(event.type,), mode=event.mode, size=PAGE_SIZES[-1], page=number)
        near = shown.events(keys)
        found += [other for other in near if other.status != Status.PLANNED and other.mode == event.mode]
        if len(found) >= 3 or not keys:
            break
    return rows(Kind.EVENTS, [other.pk for other in found[:3]])


_NEAR = Prepared(lambda keys: Event.objects.filter(pk__in=keys).values_list("pk", "edtf", "public_id", "title"))


def _around(event: Event, parts: list[EventCountry]) -> list[tuple[str, str, str]]:
    """(EDTF date, public identifier, title) of a few events between the same states within a month."""
    if event.sort_day is None or len(parts) < 2:
        return []
    month = timedelta(days=31)
    keys = _like(event, parts, event.sort_day - month, event.sort_day + month)[:6]
    found = {key: told for key, *told in _NEAR.rows(keys)}
    return [tuple(found[key]) for key in keys if key in found]  # type: ignore[misc]


event_detail = _record(Event, "events/detail.html", lambda: exporting.event_rows(words=True), _event_context)


def _person_context(person: Person) -> dict[str, Any]:
    criteria = Criteria(kind=Kind.EVENTS, persons=(person.public_id,), size=LATEST)
    told = facets.answer(criteria)
    said = Criteria(kind=Kind.STATEMENTS, persons=(person.public_id,), size=LATEST)
    statements_total, statements = facets.page(said)
    named = Criteria(kind=Kind.SOURCES, persons=(person.public_id,), size=PAGE_SIZES[0])
    sources_total, sources = facets.page(named)
    return {
        "person": person,
        "partners": partners(told.countries or {}, person.country_id)[:12],
        "roles": person.roles.select_related("country"),
        "aliases": [alias.name for alias in person.aliases.all()],
        "events": rows(Kind.EVENTS, told.keys),
        "events_total": told.total,
        "chart": chart(told, Address.to("events", person=person.public_id)),
        "met": _met(person),
        "statements": rows(Kind.STATEMENTS, statements),
        "statements_total": statements_total,
        "namings": _namings(person, sources[:NAMED_IN]),
        "namings_total": sources_total,
    }


def _namings(person: Person, sources: Sequence[int]) -> list[Naming]:
    """How each of some sources names somebody, with the source and the words; one naming a source."""
    found = person.namings.filter(current=True, source__in=sources).select_related("source").order_by("-pk")
    heavy = ("source__text", "source__search_text", "source__layout")
    by_source = {naming.source_id: naming for naming in found.defer(*heavy).prefetch_related("evidence")}
    return [by_source[key] for key in sources if key in by_source]


def _met(person: Person, most: int = 30) -> list[Person]:
    """Those who were at most meetings, visits and calls with someone, with `times`."""
    told = facets.answer(Criteria(persons=(person.public_id,), types=(EventType.CONSULT.value,)))
    times = {public_id: n for public_id, n in told.facets["person"] if public_id != person.public_id}
    found = list(Person.objects.public().filter(public_id__in=list(times)))
    for other in found:
        other.times = times[other.public_id]  # type: ignore[attr-defined]
    return sorted(found, key=lambda other: (-times[other.public_id], other.sort_name))[:most]


def in_order(records: Any, keys: Sequence[int]) -> list[Any]:
    """Records in the order of their keys."""
    found = {record.pk: record for record in records}
    return [found[key] for key in keys if key in found]


person_detail = _record(
    Person, "people/detail.html", lambda: exporting.ROWS[Kind.PEOPLE]().select_related("country"), _person_context
)


def _statement_context(statement: Statement) -> dict[str, Any]:
    context = {
        "statement": statement,
        "thread": thread(statement),
        "speaker_label": annotating.speaker_label(statement),
    }
    if statement.source is not None and statement.start is not None:
        context["excerpts"] = annotating.excerpts(statement.source.text, [statement])
    return context


def thread(statement: Statement) -> list[shown.StatementRow]:
    """The statement, what it answers back to the first, and every answer to any of them, in order of saying."""
    first, seen = statement, {statement.pk}
    while first.responds_to is not None and first.responds_to.pk not in seen and first.responds_to.visible:
        first = first.responds_to
        seen.add(first.pk)
    found, layer = {first.pk}, {first.pk}
    while layer:
        layer = set(Statement.objects.public().filter(responds_to__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    keys = Statement.objects.public().filter(pk__in=found).order_by(*shown.AS_SAID).values_list("pk", flat=True)
    return shown.statements(keys)


statement_detail = _record(
    Statement,
    "statements/detail.html",
    lambda: exporting.statement_rows(text=True).select_related("speaker_country"),
    _statement_context,
)


@public
def source_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    source = get_object_or_404(Source, public_id=public_id)
    if not source.visible:
        return page(request, "410.html", {"public_id": public_id}, status=410)
    evidence = source.evidence.select_related("report__event", "naming__person", "country")
    said = source.statements.filter(visible=True).order_by("start", "pk").values_list("pk", flat=True)
    statements = shown.statements(said)
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
    return page(
        request,
        "sources/detail.html",
        {**context, **citing.context(request, Kind.SOURCES, source), "changes": recounting.public(source)},
    )


def partners(counts: Mapping[str, int], own: str | None) -> list[tuple[str, str, int]]:
    """(code, name, events) of the states that take part in some events, but for one's own, the commonest first."""
    names = listing.country_names()
    others = ((code, n) for code, n in counts.items() if code != own)
    return [(code, names[code], n) for code, n in sorted(others, key=lambda pair: (-pair[1], names[pair[0]]))]
