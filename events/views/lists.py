"""The five filterable lists: parse the address, ask for the answer, fetch one page of rows, render."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from events import cards, facets, listing, shown
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.models import Country
from events.views import frames
from events.views.public import page, public, refused

_PLAIN: Mapping[Kind, Callable[[Sequence[int | str]], Sequence[Any]]] = {
    Kind.EVENTS: shown.events,
    Kind.PEOPLE: shown.people,
    Kind.SOURCES: shown.sources,
    Kind.STATEMENTS: shown.statements,
}


def rows(criteria: Criteria, answer: Answer) -> list[Any]:
    """The records of the page, in the answer's order; one query and its prefetches, however large the archive."""
    return _fetch(criteria.kind, answer.keys)


def _fetch(kind: Kind, keys: Sequence[int | str]) -> list[Any]:
    if kind in _PLAIN:
        return list(_PLAIN[kind](keys))
    found = {record.pk: record for record in Country.objects.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _items(criteria: Criteria, answer: Answer) -> Sequence[Any]:
    """The rows of the page, drawn already but for the few hundred states."""
    if criteria.kind is Kind.COUNTRIES:
        return rows(criteria, answer)
    return cards.cards(criteria.kind, answer.keys, lambda keys: _fetch(criteria.kind, keys))


def _list(request: HttpRequest, kind: Kind, **more: Any) -> HttpResponse:
    try:
        frame, criteria, answer = frames.frame(request, kind)
    except frames.Refused as error:
        return refused(request, error.problems)
    address = Address.of(request)
    context = {
        "kind": kind.value,
        "frame": frame,
        "criteria": criteria,
        "page": listing.page(address, criteria, answer, () if frame.mapped else _items(criteria, answer)),
        "path": request.path,
        "query_string": request.GET.urlencode(),
        **more,
    }
    return page(request, f"{kind.value}/list.html", context)


@public
def event_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Kind.EVENTS)


@public
def statement_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Kind.STATEMENTS)


@public
def person_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Kind.PEOPLE)


@public
def source_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Kind.SOURCES)


@public
def country_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Kind.COUNTRIES, counts=facets.events_per_country(Criteria()))
