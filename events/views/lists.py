"""The five filterable lists: parse the address, ask for the answer, fetch one page of rows, render."""

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from events import cards, facets, languages, listing, shown
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.drawing import drawn
from events.kept import Kept
from events.models import Country
from events.shells import Shell, hole
from events.views import frames
from events.views.public import public, refused

_PLAIN: Mapping[Kind, Callable[[Sequence[int | str]], Sequence[Any]]] = {
    Kind.EVENTS: shown.events,
    Kind.PEOPLE: shown.people,
    Kind.SOURCES: shown.sources,
    Kind.STATEMENTS: shown.statements,
}


def rows(kind: Kind, keys: Sequence[int | str]) -> list[Markup]:
    """The rows of these records as lists show them, in this order, for pages that show a few; out of memory where they can be."""
    found = cards.cards(kind, keys, lambda missing: _fetch(kind, missing))
    return [Markup(card.html.decode()) for card in found]  # noqa: S704  cards are markup


def _fetch(kind: Kind, keys: Sequence[int | str]) -> list[Any]:
    if kind in _PLAIN:
        return list(_PLAIN[kind](keys))
    found = {record.pk: record for record in Country.objects.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _list(request: HttpRequest, kind: Kind) -> HttpResponse:
    address = Address.of(request)
    try:
        frame, criteria, answer = frames.frame(request, kind, address)
    except frames.Refused as error:
        return refused(request, error.problems)
    turning = _turning(address, criteria, answer, indexed=not request.GET)
    picture = frame.picture if criteria.page == 1 or kind is not Kind.COUNTRIES else b""
    results = [frame.instead] if frame.instead else _results(criteria, answer.keys, frame.orders, turning)
    return HttpResponse(frame.filled(address, criteria.page, turning.links, picture, results))


class Turning(NamedTuple):
    """What leads from one page of a list to the others: `links` in its head, `pagination` under its rows, or `beyond` its last."""

    links: bytes
    pagination: bytes
    beyond: bytes


def _turning(address: Address, criteria: Criteria, answer: Answer, indexed: bool) -> Turning:
    key = (address.page(criteria.page), criteria, indexed)

    def make(_missing: object) -> dict[tuple[str, Criteria, bool], Turning]:
        page = listing.page(address, criteria, answer, ())
        links = drawn("_rows.html", "links", page, indexed).encode()
        pagination = drawn("_parts.html", "pagination", page).encode()
        return {key: Turning(links, pagination, drawn("_rows.html", "beyond", page).encode())}

    return _TURNINGS.many([key], make)[key]


_TURNINGS: Kept[tuple[str, Criteria, bool], Turning] = Kept(2000)
"""Of pages asked for lately: some two kilobytes each. The same page under another address of no meaning (`utm_source`) finds its own."""


def _results(criteria: Criteria, keys: Sequence[int | str], orders: bytes, turning: Turning) -> list[bytes]:
    """The rows of the page and what stands round them, as they are sent."""
    if not keys:
        return [turning.beyond]
    rows = _states(keys) if criteria.kind is Kind.COUNTRIES else _rows(criteria, keys)
    return [orders, *rows, turning.pagination]


def _rows(criteria: Criteria, keys: Sequence[int | str]) -> list[bytes]:
    """Rows out of memory; those of events in the order of their days stand under their years."""
    kind = criteria.kind
    found = cards.cards(kind, keys, lambda keys: _fetch(kind, keys))
    if kind is not Kind.EVENTS or criteria.sort not in {"date", "-date"}:
        return _around(kind.value, languages.current()).filled(items=[card.html for card in found])
    parts: list[bytes] = []
    for year, of_year in itertools.groupby(found, key=lambda card: card.year):
        told = str(year).encode() if year else escape(_("Date not known")).encode()
        parts += _around("year", languages.current()).filled(year=[told], items=[card.html for card in of_year])
    return parts


def _states(codes: Sequence[int | str]) -> list[bytes]:
    counts = facets.events_per_country(Criteria())
    rows = [drawn("_rows.html", "country_row", country, counts).encode() for country in _fetch(Kind.COUNTRIES, codes)]
    return _around("countries", languages.current()).filled(items=rows)


def _drawn_around(name: str, _language: str) -> Shell:
    return Shell(drawn("_rows.html", name, hole("items"), *([hole("year")] if name == "year" else [])))


_around = _drawn_around if settings.DEBUG else functools.lru_cache(maxsize=100)(_drawn_around)  # templates change there


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
    return _list(request, Kind.COUNTRIES)
