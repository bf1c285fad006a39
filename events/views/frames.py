"""What the pages of a list share whatever their number: the question, and all that is drawn round the rows.

Kept until the archive changes. May import what views do.
"""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from markupsafe import Markup, escape

from events import facets, filters, languages, listing, periods, wording
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.drawing import drawn
from events.kept import Kept
from events.shells import Shell, hole
from events.views.pictures import chart, who_met_whom, world_map
from events.views.public import dressed, furniture


class Refused(Exception):
    """The address can't be understood. `problems` are (parameter, what is wrong and what it takes)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


class Frame(NamedTuple):
    """`criteria` asks for some page of the list.

    `shell` is the page but for its `links`, `picture` and `results`. A picture stands before the rows; `instead` stands in their
    place: the map where that was asked for, or what to do when nothing was found.
    """

    criteria: Criteria
    shell: Shell
    picture: bytes
    orders: bytes
    instead: bytes

    def filled(self, address: Address, number: int, links: bytes, picture: bytes, results: list[bytes]) -> bytes:
        """The page of this number as it is sent."""
        present = address.page(number)
        there = {f"version{n}": languages.within(present, code) for n, code in enumerate(languages.codes())}
        urls = {name: [escape(url).encode()] for name, url in there.items()}
        told = {"links": [links], "picture": [picture], "results": results, "address": [quote(present).encode()]}
        return b"".join(self.shell.filled(**urls, **told))


Key = tuple[Kind, str, str, str]
MOST = 500
"""Frames of some sixty kilobytes, a hundred with a map: fifty megabytes a process at worst."""

_KEPT: Kept[Key, Frame] = Kept(MOST)


def frame(request: HttpRequest, kind: Kind, address: Address) -> tuple[Frame, Criteria, Answer]:
    """The frame of the page asked for, what the page asks, and the answer to that. Refused when it can't be understood."""
    try:
        number = filters.page_number(request.GET)
    except ValidationError:
        raise Refused(_parsed(request, kind).problems()) from None
    found: list[Answer] = []

    def make(missing: list[Key]) -> dict[Key, Frame]:
        filterset = _parsed(request, kind)
        found.append(facets.answer(filterset.criteria))
        return {missing[0]: _framed(request, address, filterset, found[0])}

    empty = "&".join(
        name for name in request.GET if not any(request.GET.getlist(name))
    )  # some are refused all the same
    origin = f"{request.scheme}://{request.get_host()}"
    key = (kind, f"{address.page(1)} {empty}", timezone.localdate().isoformat(), origin)
    kept = _KEPT.many([key], make)[key]
    criteria = kept.criteria.but(page=number)
    return kept, criteria, found[0] if found else facets.answer(criteria)


def _parsed(request: HttpRequest, kind: Kind) -> filters.ArchiveFilter:
    filterset = filters.ArchiveFilter(request.GET, kind)
    if not filterset.is_valid():
        raise Refused(filterset.problems())
    return filterset


def _framed(request: HttpRequest, address: Address, filterset: filters.ArchiveFilter, answer: Answer) -> Frame:
    criteria = filterset.criteria
    kind = criteria.kind
    names = listing.labels(answer, criteria)
    chips = listing.chips(address, filterset, names)
    mapped = kind is Kind.EVENTS and filterset.form.cleaned_data["view"] == "map"
    active = _active(criteria) if kind is Kind.COUNTRIES else None
    told = wording.sentence(criteria, answer.total, dict(address.query.lists()), names, active)
    every = (address.set(view="map")) if kind is Kind.EVENTS else ""
    panel = drawn(
        *("_frame.html", "panel", kind, criteria, address, chips),
        periods.periods(criteria, answer, address.setting("from", "to"), address.set(undated=1)),
        listing.facets(address, criteria, answer, names),
        every,
    )
    whole = address.page(1)
    shell = _bare(request, kind).fixed(
        masthead=furniture(whole)["masthead"].encode(),
        head=drawn(
            "_frame.html", "head", told, chips, address, mapped, kind, listing.undated(address, criteria)
        ).encode(),
        panel=panel.encode(),
        tail=escape(whole.removeprefix(address.path)).encode(),
    )
    return Frame(
        criteria=criteria,
        shell=shell,
        picture=_picture(address, criteria, answer).encode(),
        orders=drawn("_parts.html", "order_list", listing.orders(address, criteria)).encode(),
        instead=_instead(address, criteria, answer, mapped, chips).encode(),
    )


def _active(criteria: Criteria) -> int:
    """How many of the states listed take part in any event: the list has all the world's."""
    return len(facets.events_per_country(Criteria()).keys() & set(facets.keys(criteria)))


def _bare(request: HttpRequest, kind: Kind) -> Shell:
    """The page of a list without what depends on the question, drawn once for each language and host."""
    key = f"{request.scheme}://{request.get_host()}{request.path}"
    made = _BARE.get(key)
    if made is None or settings.DEBUG:
        versions = [replace(v, url=hole(f"version{n}")) for n, v in enumerate(languages.versions(request))]
        holes = {name: hole(name) for name in ("address", "links", "head", "panel", "picture", "results", "tail")}
        context = dressed(request, {"kind": kind.value})
        context |= {"versions": versions, **holes, "furniture": context["furniture"] | {"masthead": hole("masthead")}}
        made = Shell(render_to_string("list.html", context, request, using="pages"))
        if len(_BARE) >= MOST:
            _BARE.clear()
        _BARE[key] = made
    return made


_BARE: dict[str, Shell] = {}
"""By address without a question."""


def _instead(
    address: Address, criteria: Criteria, answer: Answer, mapped: bool, chips: tuple[listing.Chip, ...]
) -> Markup:
    if mapped and (world := world_map(answer.countries, address)):
        return drawn("_frame.html", "mapped", world)
    if answer.total and not mapped:
        return Markup()
    return drawn("_parts.html", "empty", chips, address.path, listing.with_predecessors(address, criteria))


def _picture(address: Address, criteria: Criteria, answer: Answer) -> Markup:
    if criteria.kind is Kind.COUNTRIES and not address.hidden():
        everywhere = facets.events_per_country(Criteria())
        return drawn("_frame.html", "states", world_map(everywhere, Address.to("events")), who_met_whom())
    return drawn("_pictures.html", "timeline", chart(answer, address, criteria))
