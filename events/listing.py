"""What a list page says besides its rows: facets with links, chips, page numbers, and the view put in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import presentation
from events.criteria import PAGE_SIZES, Answer, Criteria, Kind
from events.filters import ArchiveFilter
from events.models import Country, Person, Source
from events.vocabulary import EventType, Mode, Review, Status


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Chip:
    """One filter in force: what it says and the address without it."""

    name: str
    label: str
    remove_url: str


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


class Address:
    """The present address and its neighbours: with a parameter set, added or taken away. Always back to page 1."""

    def __init__(self, path: str, query: QueryDict) -> None:
        self.path = path
        self.query = query

    @classmethod
    def of(cls, request: HttpRequest) -> "Address":
        return cls(request.path, request.GET)

    @classmethod
    def to(cls, kind: str, /, **filters: str | Sequence[str]) -> "Address":
        """The address of a list (`events`, `statements` …) with these filters, in the reader's language."""
        query = QueryDict(mutable=True)
        for name, values in filters.items():
            query.setlist(name, [values] if isinstance(values, str) else list(values))
        return cls(reverse(kind), query)

    def _with(self, query: QueryDict) -> str:
        query.pop("page", None)
        for name in [name for name, values in query.lists() if not any(values)]:
            query.pop(name)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def set(self, **values: object) -> str:
        query = self.query.copy()
        for name, value in values.items():
            query.pop(name, None)
            if value not in (None, ""):
                query[name] = str(value)
        return self._with(query)

    def add(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.appendlist(name, value)
        return self._with(query)

    def drop(self, name: str, value: str | None = None) -> str:
        query = self.query.copy()
        left = [v for v in query.getlist(name) if value is not None and v.lower() != value.lower()]
        query.setlist(name, left)
        return self._with(query)

    def page(self, number: int) -> str:
        query = self.query.copy()
        if number > 1:
            query["page"] = str(number)
            return f"{self.path}?{query.urlencode()}"
        return self._with(query)


_LABELS: Mapping[str, type[Any]] = {"type": EventType, "mode": Mode, "status": Status, "review": Review}
_REPEATED = {"country", "person", "type"}


def facets(
    address: Address, criteria: Criteria, answer: Answer, names: Mapping[str, Mapping[str, str]]
) -> tuple[Facet, ...]:
    """Every facet with a value to choose, each value with the address that adds or removes it."""
    chosen = _chosen(address, criteria)
    found = []
    for name, counted in answer.facets.items():
        counts = dict(counted)
        for value in chosen.get(name, ()):
            counts.setdefault(value, 0)
        values = tuple(
            FacetValue(
                value,
                names[name].get(value, value),
                n,
                _toggle(address, name, value, value in chosen[name]),
                value in chosen[name],
            )
            for value, n in counts.items()
        )
        if values:
            found.append(Facet(name, FACET_TITLES[name](), values))
    return tuple(found)


FACET_TITLES = {
    "country": lambda: _("State"),
    "person": lambda: _("Person"),
    "type": lambda: _("Type"),
    "mode": lambda: _("Mode"),
    "status": lambda: _("Status"),
    "year": lambda: _("Year"),
    "source": lambda: _("Source"),
    "review": lambda: _("Review"),
    "region": lambda: _("Region"),
}


def _chosen(address: Address, criteria: Criteria) -> dict[str, tuple[str, ...]]:
    query = address.query
    years: tuple[str, ...] = ()
    year = criteria.since.year if criteria.since else 0
    if year and (criteria.since, criteria.until) == (date(year, 1, 1), date(year, 12, 31)):
        years = (f"{year:04d}",)
    return {
        "country": tuple(code.upper() for code in query.getlist("country") if code),
        "person": criteria.persons,
        "type": criteria.types,
        "mode": (criteria.mode,) if criteria.mode else (),
        "status": (criteria.status,) if criteria.status else (),
        "source": (criteria.source,) if criteria.source else (),
        "review": (criteria.review,) if criteria.review else (),
        "region": (criteria.region,) if criteria.region else (),
        "year": years,
    }


def _toggle(address: Address, name: str, value: str, selected: bool) -> str:
    if name == "year":
        return address.set(**({"from": None, "to": None} if selected else {"from": value, "to": value}))
    if selected:
        return address.drop(name, value)
    return address.add(name, value) if name in _REPEATED else address.set(**{name: value})


def labels(answer: Answer, criteria: Criteria) -> dict[str, dict[str, str]]:
    """The words for the values of every facet: states in the reader's language, persons and sources by name."""

    def values(name: str, extra: Iterable[str] = ()) -> set[str]:
        return {value for value, _n in answer.facets.get(name, ())} | set(extra)

    people = values("person", criteria.persons)
    sources = values("source", [criteria.source] if criteria.source else [])
    found = {name: {str(member): str(_(member.label)) for member in words} for name, words in _LABELS.items()}
    found["country"] = country_names()
    found["person"] = (
        dict(Person.objects.filter(public_id__in=people).values_list("public_id", "name")) if people else {}
    )
    found["source"] = (
        dict(Source.objects.filter(public_id__in=sources).values_list("public_id", "title")) if sources else {}
    )
    found["year"] = {}
    found["region"] = {value: presentation.region_name(value) for value in values("region", [criteria.region])}
    return found


def country_names() -> dict[str, str]:
    """Code -> name in the reader's language."""
    return {country.code: presentation.country_name(country) for country in Country.objects.all()}


def chips(address: Address, filterset: ArchiveFilter, names: Mapping[str, Mapping[str, str]]) -> tuple[Chip, ...]:
    """The filters in force, in the order of the address, each with the address that lifts it."""
    found = []
    for name in address.query:
        if name not in filterset.filters or name in {"page", "size", "sort"}:
            continue
        title = str(filterset.filters[name].label)
        for value in dict.fromkeys(v for v in address.query.getlist(name) if v.strip()):
            shown = _shown(name, value, names)
            found.append(Chip(name, f"{title}: {shown}" if shown else title, address.drop(name, value)))
    return tuple(found)


def _shown(name: str, value: str, names: Mapping[str, Mapping[str, str]]) -> str:
    if name in {"disputed", "stated", "former"}:
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
        prev_url=address.page(number - 1) if number > 1 else None,
        next_url=address.page(number + 1) if number < pages else None,
        links=tuple(links),
        sizes=tuple((size, address.set(size=size if size != PAGE_SIZES[0] else None)) for size in PAGE_SIZES),
    )


def sentence(criteria: Criteria, total: int, applied: Sequence[Chip]) -> str:
    """The view in words, fit to be copied: "12 events; State: Russia; From: 2019"."""
    nouns = {
        Kind.EVENTS: ngettext("%(n)s event", "%(n)s events", total),
        Kind.PEOPLE: ngettext("%(n)s person", "%(n)s people", total),
        Kind.COUNTRIES: ngettext("%(n)s state", "%(n)s states", total),
        Kind.STATEMENTS: ngettext("%(n)s statement", "%(n)s statements", total),
        Kind.SOURCES: ngettext("%(n)s source", "%(n)s sources", total),
    }
    counted = nouns[criteria.kind] % {"n": presentation.number(total)}
    return "; ".join([counted, *(chip.label for chip in applied)])
