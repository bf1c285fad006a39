"""What the pages of a list share whatever their number: the question, and all that is drawn round the rows.

Kept until the archive changes. May import what views do.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from markupsafe import Markup

from events import facets, filters, listing, periods, wording
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.kept import Kept
from events.views.pictures import chart, who_met_whom, world_map
from events.views.public import drawn


class Refused(Exception):
    """The address can't be understood. `problems` are (parameter, what is wrong and what it takes)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


class Frame(NamedTuple):
    """`criteria` asks for some page of the list. `picture` stands before the rows; when `mapped`, `map` stands in their place."""

    criteria: Criteria
    sentence: str
    chips: tuple[listing.Chip, ...]
    head: Markup
    panel: Markup
    picture: Markup
    orders: Markup
    mapped: bool
    map: Markup


Key = tuple[Kind, str, str]
MOST = 500
"""Frames of some forty kilobytes: twenty megabytes a process at worst."""

_KEPT: Kept[Key, Frame] = Kept(MOST)


def frame(request: HttpRequest, kind: Kind) -> tuple[Frame, Criteria, Answer]:
    """The frame of the page asked for, what the page asks, and the answer to that. Refused when it can't be understood."""
    address = Address.of(request)
    try:
        number = filters.page_number(request.GET)
    except ValidationError:
        raise Refused(_parsed(request, kind).problems()) from None
    found: list[Answer] = []

    def make(missing: list[Key]) -> dict[Key, Frame]:
        filterset = _parsed(request, kind)
        found.append(facets.answer(filterset.criteria))
        return {missing[0]: _framed(address, filterset, found[0])}

    empty = "&".join(
        name for name in request.GET if not any(request.GET.getlist(name))
    )  # some are refused all the same
    key = (kind, f"{address.page(1)} {empty}", timezone.localdate().isoformat())
    kept = _KEPT.many([key], make)[key]
    criteria = kept.criteria.but(page=number)
    return kept, criteria, found[0] if found else facets.answer(criteria)


def _parsed(request: HttpRequest, kind: Kind) -> filters.ArchiveFilter:
    filterset = filters.ArchiveFilter(request.GET, kind)
    if not filterset.is_valid():
        raise Refused(filterset.problems())
    return filterset


def _framed(address: Address, filterset: filters.ArchiveFilter, answer: Answer) -> Frame:
    criteria = filterset.criteria
    kind = criteria.kind
    names = listing.labels(answer, criteria)
    chips = listing.chips(address, filterset, names)
    mapped = kind is Kind.EVENTS and filterset.form.cleaned_data["view"] == "map"
    told = wording.sentence(criteria, answer.total, dict(address.query.lists()), names)
    every = (address.set(view="map")) if kind is Kind.EVENTS else ""
    return Frame(
        criteria=criteria,
        sentence=told,
        chips=chips,
        head=drawn("_frame.html", "head", told, chips, address, mapped, kind),
        panel=drawn(
            *("_frame.html", "panel", kind, criteria, address, chips),
            periods.periods(criteria, answer, address.setting("from", "to")),
            listing.facets(address, criteria, answer, names),
            every,
        ),
        picture=_picture(address, criteria, answer),
        orders=drawn("_parts.html", "order_list", listing.orders(address, criteria)),
        mapped=mapped,
        map=drawn("_pictures.html", "world_map", world_map(answer.countries, address), 16) if mapped else Markup(),
    )


def _picture(address: Address, criteria: Criteria, answer: Answer) -> Markup:
    if criteria.kind is Kind.COUNTRIES and not address.hidden():
        everywhere = facets.events_per_country(Criteria())
        return drawn("_frame.html", "states", world_map(everywhere, Address.to("events")), who_met_whom())
    return drawn("_pictures.html", "timeline", chart(answer, address, criteria))
