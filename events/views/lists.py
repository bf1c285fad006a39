"""The five filterable lists: parse the address, ask for the answer, fetch one page of rows, render."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from events import atlas, cards, charts, facets, listing, periods, presentation, wording
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.filters import ArchiveFilter
from events.models import Country, Statement
from events.views.public import page, public, refused
from events.vocabulary import EventType


def threaded(found: Any) -> Any:
    """Statements with their speakers, sources, what they answer and who answers them: a thread's two sides."""
    side = ("source", "speaker_person", "speaker_country")
    heavy = ("source__text", "source__search_text", "source__layout")
    answers = Statement.objects.public().select_related(*side).defer(*heavy)
    return (
        found.select_related(*side, "responds_to", *(f"responds_to__{name}" for name in side))
        .prefetch_related(Prefetch("answers", answers.order_by("sort_day", "source", "start", "pk")))
        .defer(*heavy, *(f"responds_to__{name}" for name in heavy))
    )


_SPEAKER = ("speaker_person__public_id", "speaker_person__name", "speaker_country__name", "speaker_country__names")
_SIDE = (
    *("public_id", "text", "start", "end", "cue", "edtf", "earliest", "latest", "reported", "response", "visible"),
    *("source__public_id", "source__title", "speaker_org", *_SPEAKER),
)


def _statements() -> Any:
    """`threaded`, with what a row shows and no more."""
    side = ("source", "speaker_person", "speaker_country")
    answers = Statement.objects.public().select_related(*side).only(*_SIDE, "responds_to")
    return (
        Statement.objects.select_related(*side, "responds_to", *(f"responds_to__{name}" for name in side))
        .prefetch_related(Prefetch("answers", answers.order_by("sort_day", "source", "start", "pk")))
        .only(*_SIDE, "kind", "review", *(f"responds_to__{name}" for name in _SIDE))
    )


_PLAIN: Mapping[Kind, Callable[[Sequence[int | str]], Sequence[Any]]] = {
    Kind.EVENTS: cards.events,
    Kind.PEOPLE: cards.people,
    Kind.SOURCES: cards.sources,
}
_RECORDS: Mapping[Kind, Callable[[], Any]] = {
    Kind.STATEMENTS: _statements,
    Kind.COUNTRIES: lambda: Country.objects.prefetch_related("successors", "predecessors"),
}


def rows(criteria: Criteria, answer: Answer) -> list[Any]:
    """The records of the page, in the answer's order; one query and its prefetches, however large the archive."""
    return _fetch(criteria.kind, answer.keys)


def _fetch(kind: Kind, keys: Sequence[int | str]) -> list[Any]:
    if kind in _PLAIN:
        return list(_PLAIN[kind](keys))
    found = {record.pk: record for record in _RECORDS[kind]().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _items(criteria: Criteria, answer: Answer) -> Sequence[Any]:
    """The rows of the page, drawn already but for the few hundred states."""
    if criteria.kind is Kind.COUNTRIES:
        return rows(criteria, answer)
    return cards.cards(criteria.kind, answer.keys, lambda keys: _fetch(criteria.kind, keys))


def _list(request: HttpRequest, kind: Kind, **more: Any) -> HttpResponse:
    filterset = ArchiveFilter(request.GET, kind)
    if not filterset.is_valid():
        return refused(request, filterset.problems())
    criteria = filterset.criteria
    answer = facets.answer(criteria)
    address = Address.of(request)
    names = listing.labels(answer, criteria)
    drawn = kind is Kind.EVENTS and filterset.form.cleaned_data["view"] == "map"
    context = {
        "kind": kind.value,
        "criteria": criteria,
        "answer": answer,
        "page": listing.page(address, criteria, answer, () if drawn else _items(criteria, answer)),
        "facets": listing.facets(address, criteria, answer, names),
        "periods": periods.periods(criteria, answer, address.setting("from", "to")),
        "orders": listing.orders(address, criteria),
        "chips": listing.chips(address, filterset, names),
        "sentence": wording.sentence(criteria, answer.total, dict(request.GET.lists()), names),
        "names": names,
        "links": address,
        "given": request.GET,
        "query_string": request.GET.urlencode(),
        "chart": chart(answer, address, criteria),
        "drawn": drawn,
        "map": world_map(answer.countries, address) if drawn else None,
        **more,
    }
    return page(request, f"{kind.value}/list.html", context)


def chart(answer: Answer, address: Address, criteria: Criteria | None = None) -> charts.Timeline | None:
    """The timeline of an answer, its bars narrowing the dates of the address."""
    within = (criteria.since, criteria.until) if criteria else (None, None)
    narrowed = address.setting("from", "to")
    return charts.timeline(answer.timeline, answer.bucket, narrowed, _("Events over time"), presentation.when, within)


def world_map(counts: Mapping[str, int] | None, address: Address) -> atlas.WorldMap | None:
    """The map of an answer, its states narrowing the address; one that is chosen already is lifted again."""
    chosen = {code.upper() for code in address.query.getlist("country")}
    add = address.adding("country")

    def link(code: str) -> str:
        return address.drop("country", code) if code in chosen else add(code)

    return atlas.world_map(counts or {}, link, listing.country_names(), _("Events by state"))


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
    counts = facets.events_per_country(Criteria())
    world = world_map(counts, Address.to("events"))
    return _list(request, Kind.COUNTRIES, counts=counts, world=world, matrix=who_met_whom())


MET = 14
"""States in the matrix of who met whom."""


def who_met_whom() -> charts.Matrix | None:
    """The states that met most, each against each; a number leads to all that lies between the two."""
    met = facets.pairs(Criteria(types=(EventType.CONSULT.value,)))
    caption = _("Meetings, visits and calls between two states")
    return charts.matrix(met, MET, lambda a, b: reverse("dyad", args=[a, b]), listing.country_names(), caption)
