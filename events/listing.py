"""What a list page has besides its rows: facets with links, chips, orders and page numbers."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from events import facets as index
from events import languages, periods, presentation
from events import states as all_known
from events.addresses import Address
from events.criteria import PAGE_SIZES, Answer, Criteria, Kind
from events.filters import ArchiveFilter
from events.kept import Kept
from events.models import Country, Person, Source
from events.prepared import Prepared
from events.revision import Stamp, present_stamp
from events.vocabulary import EventType, Mode, Review, Status


class FacetValue(NamedTuple):
    value: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple can count its members, which nobody asks here
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter's values. `more` counts those that the panel leaves out."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True)
class Order:
    """One clock, or name, that the list can be sorted by. `down` when the present order is the latest first."""

    label: str
    url: str
    current: bool
    down: bool


@dataclass(frozen=True)
class Chip:
    """One filter in force: what it says and the address without it."""

    name: str
    label: str
    remove_url: str


@dataclass(frozen=True)
class Undated:
    """How many records answer everything but the days asked for, having none, and the address that lists them."""

    count: int
    url: str


@dataclass(frozen=True)
class Page:
    items: Sequence[Any]
    number: int
    pages: int
    total: int
    size: int
    first: int
    last: int
    prev_url: str | None
    next_url: str | None
    links: tuple[tuple[int, str], ...]
    """(page number, address) of the first, the last and the pages around this one; 0 stands for a gap."""
    sizes: tuple[tuple[int, str], ...]


SHOWN = 30
"""At most so many values of a facet stand in the panel."""

SWITCHES = ("disputed", "stated", "undated", "former")
"""Filters that are in force or not, whose chips show no value."""

_LABELS: Mapping[str, type[Any]] = {"type": EventType, "mode": Mode, "status": Status, "review": Review}
_REPEATED = {"country", "person", "type"}


def facets(
    address: Address, criteria: Criteria, answer: Answer, names: Mapping[str, Mapping[str, str]]
) -> tuple[Facet, ...]:
    """Every facet that can narrow the list or does, each value with the address that adds or removes it. Years: see `periods`."""
    chosen = _chosen(address, criteria)
    found = []
    for name, counted in answer.facets.items():
        if name == "year":
            continue
        counts = dict(counted[:SHOWN])
        every = dict(counted)
        for value in chosen[name]:
            counts.setdefault(value, every.get(value, 0))
        choose = address.adding(name) if name in _REPEATED else address.setting(name)
        words = names[name]
        values = tuple(
            FacetValue(
                value,
                words.get(value, value),
                n,
                address.drop(name, value) if value in chosen[name] else choose(value),
                value in chosen[name],
            )
            for value, n in counts.items()
        )
        if len(values) > 1 or any(value.selected or value.count != answer.total for value in values):
            found.append(Facet(name, FACET_TITLES[name](), values, max(0, len(counted) - SHOWN)))
    return tuple(found)


FACET_TITLES = {
    "country": lambda: _("State"),
    "person": lambda: _("Person"),
    "type": lambda: _("Type"),
    "mode": lambda: _("Mode"),
    "status": lambda: _("Status"),
    "source": lambda: _("Source"),
    "review": lambda: _("Review"),
    "region": lambda: _("Region"),
}


def _chosen(address: Address, criteria: Criteria) -> dict[str, tuple[str, ...]]:
    return {
        "country": tuple(code.upper() for code in address.query.getlist("country") if code),
        "person": criteria.persons,
        "type": criteria.types,
        "mode": (criteria.mode,) if criteria.mode else (),
        "status": (criteria.status,) if criteria.status else (),
        "source": (criteria.source,) if criteria.source else (),
        "review": (criteria.review,) if criteria.review else (),
        "region": (criteria.region,) if criteria.region else (),
    }


def labels(answer: Answer, criteria: Criteria) -> Mapping[str, Mapping[str, str]]:
    """The words for the values of every facet: states in the reader's language, persons and sources by name."""

    def values(name: str, extra: Iterable[str] = ()) -> set[str]:
        return {value for value, _n in answer.facets.get(name, ())[:SHOWN]} | set(extra)

    found: dict[str, Mapping[str, str]] = {**_words(languages.current())}
    found["country"] = country_names()
    found["person"] = _named(Kind.PEOPLE, values("person", criteria.persons))
    found["source"] = _named(Kind.SOURCES, values("source", [criteria.source] if criteria.source else []))
    found["region"] = {value: presentation.region_name(value) for value in values("region", [criteria.region])}
    return found


@functools.cache
def _words(_language: str) -> Mapping[str, Mapping[str, str]]:
    return {name: {str(member): str(_(member.label)) for member in words} for name, words in _LABELS.items()}


_NAMES: Kept[tuple[Kind, str], str] = Kept(20_000)
_NAMED = {
    Kind.PEOPLE: Prepared(
        lambda ids: Person.objects.filter(public_id__in=ids).values_list("public_id", "name").order_by()
    ),
    Kind.SOURCES: Prepared(
        lambda ids: Source.objects.filter(public_id__in=ids).values_list("public_id", "title").order_by()
    ),
}


def _named(kind: Kind, wanted: Iterable[str]) -> Mapping[str, str]:
    """Public identifier -> name of people, title of sources. The database is asked for what the facet index doesn't have."""

    def make(missing: list[tuple[Kind, str]]) -> Mapping[tuple[Kind, str], str]:
        return {(kind, public_id): name for public_id, name in _NAMED[kind].rows(key[1] for key in missing)}

    ids = list(wanted)
    found = index.named(kind, ids)
    rest = [(kind, public_id) for public_id in ids if public_id not in found]
    return found | {key[1]: name for key, name in _NAMES.many(rest, make).items()} if rest else found


def country_names() -> Mapping[str, str]:
    """Code -> name in the reader's language."""
    found = _country_names(present_stamp(), languages.current())
    if not found:  # asked before the states were loaded, which no revision tells
        _country_names.cache_clear()
    return found


def states() -> Mapping[str, Country]:
    """Code -> state, remembered for as long as the archive stands as it is."""
    found = _states(present_stamp())
    if not found:
        _states.cache_clear()
    return found


@functools.lru_cache(maxsize=2)
def _states(_revision: Stamp) -> Mapping[str, Country]:
    return {country.code: country for country in Country.objects.all()}


@functools.lru_cache(maxsize=8)
def _country_names(_revision: Stamp, _language: str) -> Mapping[str, str]:
    return {code: presentation.country_name(country) for code, country in states().items()}


def chips(address: Address, filterset: ArchiveFilter, names: Mapping[str, Mapping[str, str]]) -> tuple[Chip, ...]:
    """The filters in force, in the order of the address, each with the address that lifts it."""
    found = []
    criteria = filterset.criteria
    span = periods.unit(criteria.since, criteria.until)
    if span != "all" and criteria.since:
        found.append(Chip("when", periods.name(criteria.since, span), address.set(**{"from": None, "to": None})))
    for name in address.query:
        if name not in filterset.filters or name in {"page", "size", "sort", "view"}:
            continue
        if name in SWITCHES and not filterset.form.cleaned_data[name]:
            continue
        if name in {"from", "to"} and span != "all":
            continue
        title = str(filterset.filters[name].label)
        for value in dict.fromkeys(v for v in address.query.getlist(name) if v.strip()):
            shown = _shown(name, value, names)
            found.append(
                Chip(
                    name,
                    _("%(title)s: %(value)s") % {"title": title, "value": shown} if shown else title,
                    address.drop(name, value),
                )
            )
    return tuple(found)


def undated(address: Address, criteria: Criteria) -> Undated | None:
    """What a list of some days leaves out because it has no date; None where that is nothing."""
    if criteria.kind is not Kind.EVENTS or not (criteria.since or criteria.until):
        return None
    count = index.total(criteria.but(since=None, until=None, undated=True))
    return Undated(count, address.set(**{"from": None, "to": None, "undated": 1})) if count else None


def with_predecessors(address: Address, criteria: Criteria) -> str:
    """The same list with former states, for a question of states that have any: nothing is told of Russia in 1962. Else empty."""
    known = all_known.by_code()
    asked = [known[code] for codes in criteria.countries for code in codes if code in known]
    fits = any(state.predecessors for state in asked) and not address.query.get("former")
    return address.set(former=1) if fits else ""


def _shown(name: str, value: str, names: Mapping[str, Mapping[str, str]]) -> str:
    if name in SWITCHES:
        return ""
    if name in {"country", "by", "about"}:
        return names["country"].get(value.upper(), value)
    known = names.get(name, {})
    return known.get(value) or known.get(value.upper()) or known.get(value.lower()) or value


def page(address: Address, criteria: Criteria, answer: Answer, items: Sequence[Any]) -> Page:
    pages = answer.pages(criteria.size)
    number = criteria.page
    near = {1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)}
    links: list[tuple[int, str]] = []
    previous = 0
    for n in sorted(near):
        if n - previous > 1:
            links.append((0, ""))
        links.append((n, address.page(n)))
        previous = n
    first = (number - 1) * criteria.size
    return Page(
        items=items,
        number=number,
        pages=pages,
        total=answer.total,
        size=criteria.size,
        first=min(first + 1, answer.total),
        last=first + len(items),
        prev_url=address.page(min(number - 1, max(pages, 1))) if number > 1 else None,
        next_url=address.page(number + 1) if number < pages else None,
        links=tuple(links),
        sizes=tuple((size, address.set(size=size if size != PAGE_SIZES[0] else None)) for size in PAGE_SIZES),
    )


def orders(address: Address, criteria: Criteria) -> tuple[Order, ...]:
    """The clocks that the list can be sorted by; choosing the present one again turns it round."""
    set_sort = address.setting("sort")
    found = []
    for name, label in _ORDERS[criteria.kind]():
        current = criteria.sort.removeprefix("-") == name
        down = criteria.sort.startswith("-") if current else name in _CLOCKS
        turned = down != current
        sort = f"-{name}" if turned and name in _CLOCKS else name
        found.append(Order(label, set_sort(sort), current, down and current))
    if criteria.q:
        found.append(Order(_("best match"), set_sort("relevance"), criteria.sort == "relevance", True))
    return tuple(found)


_CLOCKS = {"date", "reported", "recorded"}
_ORDERS: Mapping[Kind, Callable[[], list[tuple[str, str]]]] = {
    Kind.EVENTS: lambda: [("date", _("happened")), ("reported", _("reported")), ("recorded", _("recorded"))],
    Kind.STATEMENTS: lambda: [("date", _("said")), ("reported", _("reported")), ("recorded", _("recorded"))],
    Kind.SOURCES: lambda: [("date", _("published")), ("recorded", _("recorded")), ("name", _("title"))],
    Kind.PEOPLE: lambda: [("name", _("name")), ("recorded", _("recorded"))],
    Kind.COUNTRIES: lambda: [],
}
