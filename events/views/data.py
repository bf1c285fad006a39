"""The same lists and records as data: CSV, JSON Lines, calendar, Atom; JSON-LD, BibTeX, RIS and CSL-JSON; the JSON API."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse

from events import citing, exporting, exports, facets, listing, openapi
from events.addresses import Address
from events.criteria import Criteria, Kind
from events.exporting import Addresses
from events.filters import TITLES, ArchiveFilter
from events.models import Event, Person, Source, Statement
from events.views.details import Gone, find
from events.views.public import page, public, refused, told


def addresses(request: HttpRequest) -> Addresses:
    return Addresses(request.build_absolute_uri("/"))


def _open(response: Any) -> Any:
    """Anyone's page may read the archive's data."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _asked(request: HttpRequest, kind: Kind) -> tuple[Criteria | None, HttpResponse | None]:
    filterset = ArchiveFilter(request.GET, kind)
    if filterset.is_valid():
        return filterset.criteria, None
    return None, refused(request, filterset.problems())


def _keys(criteria: Criteria) -> Any:
    return facets.keys(criteria)


def _attached(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _open(response)


def download_of(kind: Kind, suffix: str) -> Callable[..., Any]:
    """The filtered list as a file that is written while it is read: csv or jsonl."""
    write, content_type = _WRITERS[suffix]

    @public
    def view(request: HttpRequest) -> Any:
        criteria, problem = _asked(request, kind)
        if criteria is None:
            return problem
        records = exporting.stream(kind, _keys(criteria), addresses(request))
        lines = StreamingHttpResponse(write(kind, records), content_type=f"{content_type}; charset=utf-8")
        return _attached(lines, f"{kind.value}.{suffix}")

    return view


_WRITERS: dict[str, tuple[Callable[[Kind, Any], Any], str]] = {
    "csv": (exports.as_csv, "text/csv"),
    "jsonl": (lambda kind, records: exports.as_jsonl(records), "application/jsonl"),
}


def calendar_of(kind: Kind) -> Callable[..., Any]:
    @public
    def view(request: HttpRequest) -> Any:
        criteria, problem = _asked(request, kind)
        if criteria is None:
            return problem
        records = exporting.stream(kind, _keys(criteria), addresses(request))
        lines = exports.as_calendar(kind, records, _title(request, kind))
        return _attached(StreamingHttpResponse(lines, content_type="text/calendar; charset=utf-8"), f"{kind.value}.ics")

    return view


def atom_of(kind: Kind) -> Callable[..., Any]:
    @public
    def view(request: HttpRequest) -> Any:
        criteria, problem = _asked(request, kind)
        if criteria is None:
            return problem
        newest = criteria.but(sort="-recorded", page=1, size=exports.FEED_ITEMS)
        records = exporting.stream(kind, facets.page(newest)[1], addresses(request))
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        page_address = request.build_absolute_uri(f"{reverse(kind.value)}{query}")
        feed = exports.as_atom(
            kind, records, _title(request, kind), settings.ARCHIVE_TITLE, page_address, request.build_absolute_uri()
        )
        return _open(HttpResponse(feed, content_type="application/atom+xml; charset=utf-8"))

    return view


def _title(request: HttpRequest, kind: Kind) -> str:
    filterset = ArchiveFilter(request.GET, kind)
    filterset.is_valid()
    chips = listing.chips(Address.of(request), filterset, {"country": listing.country_names()})
    return " – ".join([settings.ARCHIVE_TITLE, kind.value.capitalize(), *(chip.label for chip in chips)])


_MODELS: dict[Kind, Any] = {
    Kind.EVENTS: Event,
    Kind.PEOPLE: Person,
    Kind.STATEMENTS: Statement,
    Kind.SOURCES: Source,
}


def record_data(kind: Kind, public_id: str, at: Addresses) -> tuple[dict[str, Any], str]:
    """The record as data and its present identifier. Http404 or Gone as the page would."""
    rows = exporting.ROWS[kind]()
    if kind is Kind.COUNTRIES:
        record = get_object_or_404(rows, code=public_id.upper())
        return exporting.AS_DATA[kind](record, at), record.code
    if kind is Kind.SOURCES:
        record = rows.filter(public_id=public_id).first()
        if record is None:
            raise Http404
        if not record.visible:
            raise Gone
    else:
        record = find(_MODELS[kind], public_id, rows)
    return exporting.AS_DATA[kind](record, at), record.public_id


def take_away(kind: Kind, suffix: str) -> Callable[..., Any]:
    """One record as .jsonld, .bib, .ris or .csl.json."""

    @public
    def view(request: HttpRequest, public_id: str) -> Any:
        try:
            data, present = record_data(kind, public_id, addresses(request))
        except Gone:
            return page(request, "410.html", {"public_id": public_id}, status=410)
        if present != public_id:
            return HttpResponsePermanentRedirect(reverse(f"{kind.value}.{suffix}", args=[present]))
        _name, content_type, make = citing.FORMATS[suffix]
        body = make(kind, data)
        if isinstance(body, str):
            return _attached(HttpResponse(body, content_type=f"{content_type}; charset=utf-8"), f"{present}.{suffix}")
        return _open(
            JsonResponse(body, content_type=content_type, safe=False, json_dumps_params={"ensure_ascii": False})
        )

    return view


SUFFIXES = tuple(citing.FORMATS)


def _error(problems: list[tuple[str, str]]) -> JsonResponse:
    errors = [{"parameter": name, "message": str(message)} for name, message in problems]
    return _open(JsonResponse({"errors": errors}, status=400))


def api_list(kind: Kind) -> Callable[..., Any]:
    """The list as JSON: the same filters, facets and pages as the page at the same address."""

    @public
    def view(request: HttpRequest) -> Any:
        filterset = ArchiveFilter(request.GET, kind)
        if not filterset.is_valid():
            return _error(filterset.problems())
        criteria = filterset.criteria
        answer = facets.answer(criteria)
        around = listing.page(Address.of(request), criteria, answer, ())

        def absolute(address: str | None) -> str | None:
            return request.build_absolute_uri(address) if address else None

        return _open(
            JsonResponse(
                {
                    "count": answer.total,
                    "page": criteria.page,
                    "pages": answer.pages(criteria.size),
                    "next": absolute(around.next_url),
                    "previous": absolute(around.prev_url),
                    "facets": {
                        name: [{"value": v, "count": n} for v, n in counted] for name, counted in answer.facets.items()
                    },
                    "results": list(exporting.stream(kind, answer.keys, addresses(request))),
                },
                json_dumps_params={"ensure_ascii": False},
            )
        )

    return view


def api_record(kind: Kind) -> Callable[..., Any]:
    @public
    def view(request: HttpRequest, public_id: str) -> Any:
        try:
            data, present = record_data(kind, public_id, addresses(request))
        except Gone:
            return _open(JsonResponse({"errors": [{"parameter": "id", "message": "no longer shown"}]}, status=410))
        except Http404:
            message = (
                f"“{public_id}” is no record among the {kind.value}: write the identifier that stands in its address"
            )
            return told(request, [("id", message)], 404)
        if present != public_id:
            return HttpResponsePermanentRedirect(reverse(f"api-{kind.value}-record", args=[present]))
        if kind is Kind.SOURCES:
            data["text"] = Source.objects.only("text").get(public_id=present).text
        return _open(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))

    return view


@public
def api_country(request: HttpRequest, code: str) -> Any:
    record = exporting.ROWS[Kind.COUNTRIES]().filter(code=code.upper()).first()
    if record is None:
        message = f"“{code}” is no state of the archive: write an ISO 3166 code such as KP, or SUHH for a former state"
        return told(request, [("code", message)], 404)
    return _open(JsonResponse(exporting.country(record, addresses(request)), json_dumps_params={"ensure_ascii": False}))


@public
def api_schema(request: HttpRequest) -> Any:
    return _open(JsonResponse(openapi.document(request.build_absolute_uri("/"), settings.ARCHIVE_TITLE)))


@public
def api_docs(request: HttpRequest) -> HttpResponse:
    context = {
        "document": openapi.document(request.build_absolute_uri("/"), settings.ARCHIVE_TITLE),
        "parameters": openapi.parameters(),
        "files": [(kind.value, str(TITLES[kind]()), _list_suffixes(kind)) for kind in Kind],
        "of_records": SUFFIXES,
    }
    return page(request, "api.html", context)


def _list_suffixes(kind: Kind) -> tuple[str, ...]:
    """How the addresses end at which a list can be had as a file."""
    more = (("ics", exports.CALENDARS), ("atom", exports.FEEDS))
    return (*_WRITERS, *(suffix for suffix, kinds in more if kind in kinds))
