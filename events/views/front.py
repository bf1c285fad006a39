"""The home page, the pages about the archive, and the ones that machines ask for."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from events import counting
from events.criteria import Criteria, Kind
from events.models import Event, Person, Source, Statement
from events.revision import current_revision
from events.views.lists import rows
from events.views.public import page, public


@public
def home(request: HttpRequest) -> HttpResponse:
    newest = Criteria(sort="-recorded", size=25)
    told = counting.answer(newest)
    context = {
        "answer": told,
        "events": rows(newest, told)[:8],
        "counts": {
            Kind.EVENTS.value: told.total,
            Kind.PEOPLE.value: Person.objects.public().count(),
            Kind.STATEMENTS.value: Statement.objects.public().count(),
            Kind.SOURCES.value: Source.objects.public().count(),
            Kind.COUNTRIES.value: len(told.countries or {}),
        },
        "names": {},
    }
    return page(request, "home.html", context)


@public
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "about.html", {})


@public
def help_page(request: HttpRequest) -> HttpResponse:
    return page(request, "help.html", {})


@public
def design(request: HttpRequest) -> HttpResponse:
    return page(request, "design.html", {})


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the revision when the database answers; the server's own 500 otherwise."""
    return JsonResponse({"status": "ok", "revision": current_revision(), "events": Event.objects.public().exists()})


@public
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, "404.html", {}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, "500.html", {}, status=500)
