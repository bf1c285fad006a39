"""The public addresses (DESIGN, CONTRACT)."""

from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from events import exports
from events.criteria import Kind
from events.sitemaps import PARTS
from events.views import data, details, front, lists, states
from events.views.memento import API, PAGE, remembered, time_map
from events.views.public import View, public


class PublicId:
    """Fourteen letters and digits of base 32."""

    regex = "[a-z2-7]{14}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Code:
    """A state: two letters, or four for a former one, in either case."""

    regex = "[A-Za-z]{2}(?:[A-Za-z]{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicId, "id")
register_converter(Code, "code")

pages = [
    path("", front.home, name="home"),
    path("events/", lists.event_list, name="events"),
    path("events/<id:public_id>/", remembered(Kind.EVENTS, PAGE, details.event_detail), name="event"),
    path("people/", lists.person_list, name="people"),
    path("people/<id:public_id>/", remembered(Kind.PEOPLE, PAGE, details.person_detail), name="person"),
    path("countries/", lists.country_list, name="countries"),
    path("countries/<code:code>/", states.country_detail, name="country"),
    path("countries/<code:code>/<code:other>/", states.dyad, name="dyad"),
    path("statements/", lists.statement_list, name="statements"),
    path("statements/<id:public_id>/", remembered(Kind.STATEMENTS, PAGE, details.statement_detail), name="statement"),
    path("sources/", lists.source_list, name="sources"),
    path("sources/<id:public_id>/", remembered(Kind.SOURCES, PAGE, details.source_detail), name="source"),
    path("search/", front.search, name="search"),
    path("search/suggest/", front.suggest, name="suggest"),
    path("about/", front.about, name="about"),
    path("about/design/", front.design, name="design"),
    path("help/", front.help_page, name="help"),
    path("api/", data.api_docs, name="api"),
]
"""Read by people: each has an address in every language (`languages`)."""

urlpatterns = [
    path("timemap/<path:original>", time_map, name="timemap"),
    path("healthz", front.healthz, name="healthz"),
    path("robots.txt", front.robots, name="robots"),
    path("favicon.ico", front.icon, name="icon"),
    path(
        "sitemap.xml", public(sitemap_index), {"sitemaps": PARTS, "sitemap_url_name": "sitemap"}, name="sitemap-index"
    ),
    path("sitemap-<section>.xml", public(sitemap), {"sitemaps": PARTS}, name="sitemap"),
    path("api/schema/", data.api_schema, name="api-schema"),
    path("api/countries/<code:code>/", data.api_country, name="api-country"),
]


def _remembered(kind: Kind, form: str, view: View) -> View:
    """States have no history: they are reference data."""
    return view if kind is Kind.COUNTRIES else remembered(kind, form, view)


for _kind in Kind:
    urlpatterns += [
        path(f"{_kind}.csv", data.download_of(_kind, "csv"), name=f"{_kind}.csv"),
        path(f"{_kind}.jsonl", data.download_of(_kind, "jsonl"), name=f"{_kind}.jsonl"),
        path(f"api/{_kind}/", data.api_list(_kind), name=f"api-{_kind}"),
    ]
    _key = "<code:public_id>" if _kind is Kind.COUNTRIES else "<id:public_id>"
    urlpatterns += [
        path(
            f"{_kind}/{_key}.{suffix}",
            _remembered(_kind, suffix, data.take_away(_kind, suffix)),
            name=f"{_kind}.{suffix}",
        )
        for suffix in data.SUFFIXES
    ]
    if _kind is not Kind.COUNTRIES:
        record = _remembered(_kind, API, data.api_record(_kind))
        urlpatterns.append(path(f"api/{_kind}/<id:public_id>/", record, name=f"api-{_kind}-record"))
    if _kind in exports.FEEDS:
        urlpatterns.append(path(f"{_kind}.atom", data.atom_of(_kind), name=f"{_kind}.atom"))
    if _kind in exports.CALENDARS:
        urlpatterns.append(path(f"{_kind}.ics", data.calendar_of(_kind), name=f"{_kind}.ics"))
