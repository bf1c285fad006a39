"""The home page, the pages about the archive, and the ones that machines ask for."""

import heapq
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.exceptions import BadRequest, DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

from events import evaluation, facets, folding, listing, openapi, periods, readiness, searching, wording
from events.addresses import TRACKING, Address
from events.criteria import Criteria, Kind
from events.filters import ONLY_OF, TITLES
from events.models import Country, Event
from events.revision import current_revision
from events.views.lists import rows
from events.views.pictures import chart, who_met_whom, world_map
from events.views.public import DATA, page, public, refused, told
from events.vocabulary import DateBasis, Described, EventType, Response, Review, StatementKind, Status

log = logging.getLogger(__name__)


@public
def home(request: HttpRequest) -> HttpResponse:
    newest = Criteria(sort="-recorded", size=25)
    told = facets.answer(newest)
    context = {
        "answer": told,
        "events": rows(Kind.EVENTS, told.keys[:8]),
        "counts": {
            Kind.EVENTS.value: told.total,
            **{kind.value: facets.total(Criteria(kind=kind)) for kind in (Kind.PEOPLE, Kind.STATEMENTS, Kind.SOURCES)},
            Kind.COUNTRIES.value: len(told.countries or {}),
        },
        "chart": chart(told, Address.to("events")),
        "pairs": _pairs(),
        "choices": _choices(told.countries or {}),
        "map": world_map(told.countries, Address.to("events")),
    }
    return page(request, "home.html", context)


def _choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(code, name) of the states that take part in anything, by name."""
    names = listing.country_names()
    return sorted(((code, names[code]) for code in counts), key=lambda pair: folding.fold(pair[1]))


def _pairs(most: int = 12) -> list[tuple[Country, Country, int]]:
    """The pairs of states with most events between them."""
    counted = heapq.nsmallest(most, facets.pairs(Criteria()).items(), key=lambda item: (-item[1], item[0]))
    known = listing.states()
    return [(known[a], known[b], n) for (a, b), n in counted]


@public
def search(request: HttpRequest) -> HttpResponse:
    """One box over everything."""
    q = request.GET.get("q", "").strip()
    others = [name for name in request.GET if name != "q" and not name.startswith(TRACKING)]
    if others:
        told = _("the search of everything takes words alone: put %(name)s to one of the lists")
        return refused(request, [(name[:40], told % {"name": name[:40]}) for name in others[:5]])
    try:
        groups = searching.everywhere(q) if q else []
    except folding.Unsearchable as error:
        return refused(request, [("q", _(error.reason) % folding.LIMITS)])
    return page(request, "search.html", {"search_text": q, "groups": groups})


@public
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at the root whatever a page says."""
    return HttpResponseRedirect(static("seal.svg"))


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """What may be meant by the letters typed so far; an enhancement of the search box."""
    q = request.GET.get("q", "")
    if folding.illegible(q):
        return JsonResponse({"errors": [{"parameter": "q", "message": "holds a control character"}]}, status=400)
    found = [asdict(suggestion) for suggestion in searching.suggestions(q[:100])]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


@public
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "about.html", {"figures": [_figure(row) for row in evaluation.saved()]})


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table, in words: "97 of 100"."""
    names = {
        "persons": _("People named"),
        "countries": _("States named or meant"),
        "statements": _("Statements: the words attributed to somebody"),
        "statements with speaker": _("Statements, with the right speaker"),
        "events": _("Events: the right type and states"),
        "event dates": _("Dates of those events"),
        "content": _("Attributions in domestic political news"),
        "type": _("The type of a single event told in one sentence"),
        "states": _("All states that take part in it"),
    }
    told = {side: _("%(n)d of 100") % {"n": round(row[side] * 100)} for side in ("found", "right")}
    return {"label": names[row["of"]], "texts": row["texts"], **told}


@public
def help_page(request: HttpRequest) -> HttpResponse:
    context = {
        "grammar": _grammar(),
        "parameters": openapi.parameters(),
        "only": {name: ", ".join(str(TITLES[kind]()) for kind in kinds) for name, kinds in ONLY_OF.items()},
        "types": [str(t) for t in EventType],
        "vocabularies": [
            (name, [str(word) for word in words if word is not Review.REJECTED]) for name, words in _MARKS
        ],
    }
    return page(request, "help.html", context)


_MARKS: tuple[tuple[str, type[Described]], ...] = (
    ("status", Status),
    ("basis", DateBasis),
    ("review", Review),
    ("kind", StatementKind),
    ("response", Response),
)


def _grammar() -> list[tuple[str, str]]:
    """An example of every sign of a query, and what it means."""
    explained = {
        "word": ("visit letter", _("both words, in any order; endings, accents and capitals do not matter")),
        "phrase": ('"military exercise"', _("the words side by side, in this order")),
        "minus": ("sanctions -Iran", _("the first, and not what follows the minus: a word or a phrase")),
    }
    return [explained[sign] for sign in ("word", "phrase", "minus")]


@public
def design(request: HttpRequest) -> HttpResponse:
    """Every component once, on whatever the archive holds."""
    some = Criteria(size=25)
    told = facets.answer(some)
    spoken = Criteria(kind=Kind.STATEMENTS, size=25)
    at = Address.to("events")
    names = listing.labels(told, some)
    context = {
        "types": [str(t) for t in EventType],
        "statuses": [str(s) for s in Status],
        "reviews": [str(r) for r in Review],
        "sentence": wording.sentence(some, told.total, {}, names),
        "chips": (listing.Chip("country", "State: Russia", "#main"), listing.Chip("type", "Type: Consult", "#main")),
        "orders": listing.orders(at, some),
        "facets": listing.facets(at, some, told, names),
        "periods": periods.periods(some, told, at.setting("from", "to")),
        "events": rows(Kind.EVENTS, told.keys[:4]),
        "statements": rows(Kind.STATEMENTS, facets.answer(spoken).keys[:3]),
        "chart": chart(told, at),
        "map": world_map(told.countries, at),
        "matrix": who_met_whom(),
        "pages": listing.page(at, some, told, ()),
    }
    return page(request, "design.html", context)


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the revision when the archive can be read; otherwise 503, and the log says why."""
    try:
        told = {"status": "ok", "revision": current_revision(), "events": Event.objects.public().exists()}
    except DatabaseError as error:
        log.error("The archive can't be read: %s", readiness.database() or error)
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse(told)


@public
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    address = "".join(c if c.isprintable() else "�" for c in request.path[:200])
    if request.path.startswith("/api/"):  # whoever asks for data is told in data
        return told(request, [("", f"there is no such address as {address}: /api/ says which there are")], 404)
    if DATA.search(request.path):
        return told(
            request,
            [("", f"there is nothing at {address}: it may be mistyped; addresses of records never change")],
            404,
        )
    return page(request, "404.html", {"missing": address}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses. Without an allowed host no address can be made, so that page says it in a line."""
    if isinstance(exception, DisallowedHost):
        return HttpResponse("400: this archive does not answer to that name\n", status=400, content_type="text/plain")
    if isinstance(exception, BadRequest) and str(
        exception
    ):  # our own, or what Django says of a body that it can't read
        return refused(request, [("", str(exception))])
    return refused(request, [("", _("the request holds what no page of the archive takes"))])


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, "500.html", {}, status=500)
