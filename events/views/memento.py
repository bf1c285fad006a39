"""A record as it stood: `?asof=` on its page and its data, and the Memento protocol (RFC 7089) over the same.

Every record's address is its own TimeGate (section 4.1.1): with Accept-Datetime it answers 302 to the address with `asof`. An
answer with `asof` is a Memento; `/timemap/…` lists when a record took on each of its states.
"""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from events import annotating, asof, citing, exporting, linked
from events.criteria import Kind
from events.models import Source
from events.views.public import View, page, public, refused

RECORDS = {Kind.EVENTS: "event", Kind.PEOPLE: "person", Kind.STATEMENTS: "statement", Kind.SOURCES: "source"}
"""What answers for past days; states are reference data and have no history."""

PAGE, API = "page", "api"
"""Forms of a record besides the suffixes of `citing.FORMATS`."""


def remembered(kind: Kind, form: str, view: View) -> View:
    """The view of a record (`public_id` its argument), answering for past days too."""

    @public
    @wraps(view)
    def answer(request: HttpRequest, public_id: str) -> HttpResponse:
        if "asof" in request.GET:
            response = _as_it_stood(request, kind, form, public_id)
        elif (wanted := request.headers.get("Accept-Datetime")) is not None:
            response = _time_gate(request, kind, form, public_id, wanted)
        else:
            response = view(request, public_id=public_id)
            if response.status_code == 200:
                response["Link"] = ", ".join(_links(request))
        patch_vary_headers(response, ["Accept-Datetime"])
        return response

    answer.remembers = (kind, form)  # type: ignore[attr-defined]
    return answer


def _links(request: HttpRequest, timegate: bool = True) -> list[str]:
    own = request.build_absolute_uri(request.path)
    found = [f'<{own}>; rel="original timegate"' if timegate else f'<{own}>; rel="original"']
    time_map = request.build_absolute_uri(reverse("timemap", args=[request.path.lstrip("/")]))
    return [*found, f'<{time_map}>; rel="timemap"; type="application/link-format"']


def _as_it_stood(request: HttpRequest, kind: Kind, form: str, public_id: str) -> HttpResponse:
    given = request.GET.getlist("asof")
    try:
        if len(given) != 1:
            raise ValueError(_("takes one day, and was given %(n)d: leave one") % {"n": len(given)})
        at = asof.moment(given[0])
    except ValueError as error:
        return _refused(request, form, "asof", f"“{given[0][:80]}”: {error}" if len(given) == 1 else str(error))
    try:
        found = asof.stood(RECORDS[kind], public_id, at)
    except asof.Elsewhere as moved:
        address = request.path.replace(public_id, moved.public_id)
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
    except asof.NotYet as error:
        return _absent(request, form, at, error.first)
    if not found.face.get("visible", True):
        return _not_shown(request, form, public_id)
    response = _rendered(request, kind, form, found, at)
    return _dated(request, response, at)


def _dated(request: HttpRequest, response: HttpResponse, at: datetime) -> HttpResponse:
    """The headers of a Memento; search engines are to keep the present record."""
    stamp = _http(min(at, timezone.now()))
    own = request.build_absolute_uri()
    response["Memento-Datetime"] = stamp
    response["Link"] = ", ".join([*_links(request), f'<{own}>; rel="memento"; datetime="{stamp}"'])
    response["X-Robots-Tag"] = "noindex"
    return response


def _http(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _rendered(request: HttpRequest, kind: Kind, form: str, found: asof.Stood, at: datetime) -> HttpResponse:
    record = asof.instance(found, at)
    data = exporting.AS_DATA[kind](record, exporting.Addresses(request.build_absolute_uri("/")))
    if form == PAGE:
        made = citing.citation(kind, data)
        context = {
            "record": record,
            "kind": found.kind,
            "at": at,
            "since": found.since,
            "until": found.until,
            "present": request.path,
            "citation": made,
            "asof": request.GET["asof"],
            "paragraphs": annotating.paragraphs(record.text, record.layout, ()) if isinstance(record, Source) else [],
            "jsonld": linked.AS_LINKED[kind](data),
        }
        return page(request, "asof.html", context)
    if form == API:
        if isinstance(record, Source):
            data["text"] = record.text
        return _open(JsonResponse({**data, "asof": at}, json_dumps_params={"ensure_ascii": False}))
    _name, content_type, make = citing.FORMATS[form]
    body = make(kind, data)
    if isinstance(body, str):
        response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{record.public_id}-{at:%Y-%m-%d}.{form}"'
        return _open(response)
    made_json = JsonResponse(body, content_type=content_type, safe=False, json_dumps_params={"ensure_ascii": False})
    return _open(made_json)


def _open(response: Any) -> Any:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(request: HttpRequest, form: str, name: str, message: str) -> HttpResponse:
    if form == PAGE:
        return refused(request, [(name, message)])
    return _open(JsonResponse({"errors": [{"parameter": name, "message": message}]}, status=400))


def _absent(request: HttpRequest, form: str, at: datetime, first: datetime | None) -> HttpResponse:
    """404: there never was one, or it was recorded only later."""
    if first is None:
        raise Http404
    if form == PAGE:
        return page(request, "asof_absent.html", {"at": at, "first": first, "present": request.path}, status=404)
    message = f"not yet recorded then: first recorded on {first:%Y-%m-%d}"
    return _open(JsonResponse({"errors": [{"parameter": "asof", "message": message}]}, status=404))


def _not_shown(request: HttpRequest, form: str, public_id: str) -> HttpResponse:
    if form == PAGE:
        return page(request, "410.html", {"public_id": public_id}, status=410)
    return _open(JsonResponse({"errors": [{"parameter": "id", "message": "not shown then"}]}, status=410))


def _time_gate(request: HttpRequest, kind: Kind, form: str, public_id: str, wanted: str) -> HttpResponse:
    """302 to the Memento that was in force then: the first before there was any, the last for a time to come."""
    try:
        at = parsedate_to_datetime(wanted)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        message = _("“%(value)s” is no HTTP date: write one such as Sat, 31 Jan 2026 12:00:00 GMT")
        return _refused(request, form, "Accept-Datetime", message % {"value": wanted[:80]})
    states = asof.history(RECORDS[kind], public_id)
    if not states:
        raise Http404
    at = min(max(at, _whole(states[0])), timezone.now())
    response = HttpResponseRedirect(f"{request.path}?asof={at:%Y-%m-%dT%H:%M:%SZ}")
    response["Link"] = ", ".join(_links(request))
    return response


def _whole(at: datetime) -> datetime:
    """The first whole second at which a state was in force: addresses and headers know no smaller parts."""
    return at.replace(microsecond=0) + timedelta(seconds=1) if at.microsecond else at


@public
def time_map(request: HttpRequest, original: str) -> HttpResponse:
    """When the record at an address took on each of its states, as application/link-format."""
    kind, public_id = _record_at(f"/{original}")
    states = sorted({_whole(at) for at in asof.history(RECORDS[kind], public_id)})
    if not states:
        raise Http404
    own = request.build_absolute_uri(f"/{original}")
    here = request.build_absolute_uri(request.path)
    span = f'from="{_http(states[0])}"; until="{_http(states[-1])}"'
    lines = [
        f'<{own}>; rel="original timegate"',
        f'<{here}>; rel="self"; type="application/link-format"; {span}',
    ]
    for place, at in enumerate(states):
        first, last = place == 0, place == len(states) - 1
        rel = " ".join([*(["first"] if first else []), *(["last"] if last else []), "memento"])
        lines.append(f'<{own}?asof={at:%Y-%m-%dT%H:%M:%SZ}>; rel="{rel}"; datetime="{_http(at)}"')
    return _open(HttpResponse(",\n".join(lines) + "\n", content_type="application/link-format"))


def _record_at(path: str) -> tuple[Kind, str]:
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    remembers = getattr(match.func, "remembers", None)
    if remembers is None:
        raise Http404
    return remembers[0], match.kwargs["public_id"]
