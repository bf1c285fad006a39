"""The five filterable lists: parse the address, ask for the answer, fetch one page of rows, render."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse

from events import cards, facets, listing
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.models import Country, Statement
from events.views import frames
from events.views.public import page, public, refused


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
