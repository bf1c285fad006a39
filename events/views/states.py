"""A state, and what lies between two."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from events import citing, facets, shown
from events.addresses import Address
from events.criteria import Criteria, Kind
from events.filters import ArchiveFilter
from events.models import Country, Person, Source
from events.views import details
from events.views.lists import rows
from events.views.pictures import chart
from events.views.public import page, public
from events.vocabulary import Mode


@public
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("country", args=[code.upper()]))
    country = get_object_or_404(Country.objects.prefetch_related("successors", "predecessors"), code=code)
    if narrower := _list_of(request, code):
        return HttpResponseRedirect(narrower)
    criteria = Criteria(countries=(frozenset({code}),), size=details.LATEST)
    told = facets.answer(criteria)
    said = Criteria(kind=Kind.STATEMENTS, by=frozenset({code}), size=details.LATEST)
    statements_total, statements = facets.page(said)
    naming = Criteria(kind=Kind.SOURCES, countries=(frozenset({code}),), size=details.LATEST)
    sources_total, sources = facets.page(naming)
    context = {
        "country": country,
        "chart": chart(told, Address.to("events", country=code)),
        "events": rows(Kind.EVENTS, told.keys),
        "events_total": told.total,
        "partners": details.partners(told.countries or {}, code)[:40],
        "people": _people(code),
        "people_total": facets.total(Criteria(kind=Kind.PEOPLE, countries=(frozenset({code}),))),
        "sources": details.in_order(
            Source.objects.filter(pk__in=sources).defer("text", "search_text", "layout"), sources
        ),
        "sources_total": sources_total,
        "visits": [_visits(country, None), _visits(None, country)],
        "statements": rows(Kind.STATEMENTS, statements),
        "statements_total": statements_total,
    }
    return page(request, "countries/detail.html", {**context, **citing.context(request, Kind.COUNTRIES, country)})


@public
def dyad(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """What lies between two states."""
    if (code, other) != (code.upper(), other.upper()):
        return HttpResponsePermanentRedirect(reverse("dyad", args=[code.upper(), other.upper()]))
    first, second = get_object_or_404(Country, code=code), get_object_or_404(Country, code=other)
    if first == second:
        return HttpResponsePermanentRedirect(first.get_absolute_url())
    if narrower := _list_of(request, code, other):
        return HttpResponseRedirect(narrower)
    criteria = Criteria(countries=(frozenset({code}), frozenset({other})), size=details.LATEST)
    told = facets.answer(criteria)
    context = {
        "first": first,
        "second": second,
        "chart": chart(told, Address.to("events", country=[code, other])),
        "events": rows(Kind.EVENTS, told.keys),
        "events_total": told.total,
        "visits": [_visits(first, second), _visits(second, first)],
        "said": [_said(first, second), _said(second, first)],
    }
    return page(request, "countries/dyad.html", context)


def _list_of(request: HttpRequest, *codes: str) -> str | None:
    """Where the events of these states are filtered, when the address of their page has a filter: the page itself takes none."""
    if not any(name in ArchiveFilter.base_filters for name in request.GET):
        return None
    query = request.GET.copy()
    query.setlist("country", [*codes, *query.getlist("country")])
    return f"{reverse('events')}?{query.urlencode()}"


def _visits(guest: Country | None, host: Country | None) -> dict[str, Any]:
    """Visits from one state to the other, or by one to any, or to one by any; the latest first."""
    criteria = Criteria(
        mode=Mode.VISIT.value,
        initiators=frozenset({guest.code} if guest else ()),
        receivers=frozenset({host.code} if host else ()),
        size=details.LATEST,
    )
    total, keys = facets.page(criteria)
    return {"guest": guest, "host": host, "events": shown.events(keys), "total": total}


def _people(code: str) -> list[Person]:
    """The people of a state who took part in most events, with `times`."""
    times = dict(facets.busiest(code, details.NAMED_IN))
    found = details.in_order(Person.objects.filter(pk__in=times), list(times))
    for person in found:
        person.times = times[person.pk]
    return found


def _said(speaker: Country, about: Country) -> dict[str, Any]:
    criteria = Criteria(
        kind=Kind.STATEMENTS, by=frozenset({speaker.code}), about=frozenset({about.code}), size=details.LATEST
    )
    told = facets.answer(criteria)
    return {"speaker": speaker, "about": about, "statements": rows(Kind.STATEMENTS, told.keys), "total": told.total}
