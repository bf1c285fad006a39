"""The filters of the lists: one django-filter FilterSet turns an address into Criteria for pages, API, feeds and exports.

What can't be understood is an error that names the parameter, the value and what it takes; never an unfiltered list.
"""

import difflib
import functools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events import appellations, edtf, folding, matching, search
from events.addresses import TRACKING
from events.criteria import PAGE_SIZES, Criteria, Kind
from events.kept import Kept
from events.models import Country, Event, Person, Source
from events.vocabulary import Described, EventType, Mode, Review, Status

VIEWS = ("list", "map")
SORTS = ("date", "-date", "reported", "-reported", "recorded", "-recorded", "name", "relevance")
IGNORED = (*TRACKING, "format")
"""How parameters begin that others add to addresses, or that views read themselves."""

TITLES = {
    Kind.EVENTS: lambda: _("Events"),
    Kind.PEOPLE: lambda: _("People"),
    Kind.COUNTRIES: lambda: _("States"),
    Kind.STATEMENTS: lambda: _("Statements"),
    Kind.SOURCES: lambda: _("Sources"),
}
"""What the lists are called on their pages."""
_OF_EVENTS = (Kind.EVENTS, Kind.STATEMENTS, Kind.COUNTRIES)
ONLY_OF: dict[str, tuple[Kind, ...]] = {
    "by": (Kind.STATEMENTS,),
    "about": (Kind.STATEMENTS,),
    "region": (Kind.COUNTRIES,),
    "disputed": _OF_EVENTS,
    "stated": _OF_EVENTS,
    "undated": (Kind.EVENTS, Kind.COUNTRIES),  # a statement without a day is of the day it was reported
}
"""Filters that only some of the lists take; of states those of which the events do."""

ORDERS: dict[Kind, frozenset[str]] = {
    Kind.EVENTS: frozenset({"date", "reported", "recorded", "name", "relevance"}),
    Kind.PEOPLE: frozenset({"name", "recorded", "relevance"}),
    Kind.COUNTRIES: frozenset({"name"}),
    Kind.STATEMENTS: frozenset({"date", "reported", "recorded", "relevance"}),
    Kind.SOURCES: frozenset({"date", "recorded", "name", "relevance"}),
}
"""What each list can be sorted by."""

_CLOCKS = {"reported", "recorded", "name"}
"""Orders that are refused where a list has none such; `date` and `relevance` are taken everywhere, for its usual order."""


class _Repeated(forms.Field):
    """Every value that a parameter was given, each checked by `clean_one`."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, clean_one: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.clean_one = clean_one

    def to_python(self, value: Any) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(self.clean_one(v) for v in _legible(value)))

    def __deepcopy__(self, memo: Any) -> "_Repeated":
        """Shared by the forms of all requests: it holds nothing of any."""
        return self


class _One(forms.Field):
    """One value, checked by `clean_one`; given twice, an error."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, clean_one: Callable[[str], Any], empty: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.clean_one = clean_one
        self.empty = empty

    def to_python(self, value: Any) -> Any:
        given = _legible(value)
        if len(set(given)) > 1:
            raise ValidationError(_("takes one value, and was given %(n)d: leave one"), params={"n": len(given)})
        return self.clean_one(given[0]) if given else self.empty

    def __deepcopy__(self, memo: Any) -> "_One":
        return self


class _Parameter(django_filters.Filter):
    """A django-filter filter whose meaning lies in Criteria and `matching`, not in a look-up of its own."""

    def __init__(self, field_class: type[forms.Field], clean_one: Callable[[str], Any], **extra: Any) -> None:
        self.field_class = field_class
        super().__init__(required=False, clean_one=clean_one, **extra)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


def _legible(values: Any) -> list[str]:
    """What was given, without empty values. Control characters are refused before a database sees them."""
    for value in values or ():
        if folding.illegible(value):
            raise _refuse(value.encode("unicode_escape").decode(), _("leave the control characters out"))
    return [value.strip() for value in values or () if value.strip()]


def _refuse(value: str, remedy: Any) -> ValidationError:
    return ValidationError(
        _("“%(value)s” is not understood: %(remedy)s"), params={"value": value[:80], "remedy": remedy}
    )


def _member(words: type[Described]) -> Callable[[str], str]:
    by_name = {str(member).lower(): str(member) for member in words}

    def clean(value: str) -> str:
        if value.lower() not in by_name:
            raise _refuse(value, _("write one of %(words)s") % {"words": ", ".join(by_name.values())})
        return by_name[value.lower()]

    return clean


def _among(*values: str) -> Callable[[str], str]:
    def clean(value: str) -> str:
        if value not in values:
            raise _refuse(value, _("write one of %(words)s") % {"words": ", ".join(values)})
        return value

    return clean


_KNOWN: Kept[tuple[type[Model], str], bool] = Kept(10_000)


def _exists(model: type[Model], column: str, value: str) -> bool:
    """Whether there is such a record; that one exists is remembered."""

    def make(missing: list[tuple[type[Model], str]]) -> dict[tuple[type[Model], str], bool]:
        return {missing[0]: True} if model._default_manager.filter(**{column: value}).exists() else {}

    return bool(_KNOWN.many([(model, value)], make))


def _country(value: str) -> str:
    code = value.upper()
    if not _exists(Country, "code", code):
        meant = appellations.meant(value)
        if meant:
            raise _refuse(value, _("did you mean %(name)s?") % {"name": "&country=".join(meant)})
        raise _refuse(value, _("write an ISO 3166 code such as KP, or SUHH for a former state"))
    return code


def _person(value: str) -> str:
    if not _exists(Person, "public_id", value):
        raise _refuse(value, _("write the identifier that stands in the person's address"))
    return value


def _source(value: str) -> str:
    if not _exists(Source, "public_id", value):
        raise _refuse(value, _("write the identifier that stands in the source's address"))
    return value


def _day(side: str) -> Callable[[str], date]:
    def clean(value: str) -> date:
        try:
            return edtf.parse_bound(value, side)
        except ValueError as error:
            raise _refuse(value, _("write a year, a month or a day: 2024, 2024-06 or 2024-06-18")) from error

    return clean


def _page(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:12]) <= 10**9:
        raise _refuse(value, _("write a whole number from 1 to 1000000000"))
    return int(value)


def _size(value: str) -> int:
    if value not in {str(size) for size in PAGE_SIZES}:
        raise _refuse(value, _("write one of %(words)s") % {"words": ", ".join(map(str, PAGE_SIZES))})
    return int(value)


def _switch(value: str) -> bool:
    if value not in {"0", "1"}:
        raise _refuse(value, _("write 1 for yes or 0 for no"))
    return value == "1"


def _query(value: str) -> str:
    try:
        search.parse(value)
    except folding.Unsearchable as error:
        raise _refuse(value, _(error.reason) % folding.LIMITS) from error
    return value


def _region(value: str) -> str:
    regions = sorted(set(Country.objects.exclude(region="").values_list("region", flat=True)))
    if value not in regions:
        raise _refuse(value, _("write one of %(words)s") % {"words": ", ".join(regions)})
    return value


class ArchiveFilter(django_filters.FilterSet):
    """The filters of the contract. `criteria` is the parsed question once `is_valid()`; `qs` its answer by plain SQL."""

    country = _Parameter(_Repeated, _country, label=_("State"))
    person = _Parameter(_Repeated, _person, label=_("Person"))
    type = _Parameter(_Repeated, _member(EventType), label=_("Type"))
    mode = _Parameter(_One, _member(Mode), label=_("Mode"))
    status = _Parameter(_One, _member(Status), label=_("Status"))
    source = _Parameter(_One, _source, label=_("Source"))
    review = _Parameter(_One, _member(Review), label=_("Review"))
    by = _Parameter(_One, _country, label=_("Said by"))
    about = _Parameter(_One, _country, label=_("Said about"))
    region = _Parameter(_One, _region, label=_("Region"))
    q = _Parameter(_One, _query, label=_("Words"))
    disputed = _Parameter(_One, _switch, empty=False, label=_("Disputed only"))
    stated = _Parameter(_One, _switch, empty=False, label=_("Hide inferred dates"))
    undated = _Parameter(_One, _switch, empty=False, label=_("Date not known"))
    former = _Parameter(_One, _switch, empty=False, label=_("Include former states"))
    sort = _Parameter(_One, _among(*SORTS), label=_("Order"))
    view = _Parameter(_One, _among(*VIEWS), empty="list", label=_("View"))
    page = _Parameter(_One, _page, empty=1, label=_("Page"))
    size = _Parameter(_One, _size, empty=PAGE_SIZES[0], label=_("Records a page"))

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: QueryDict, kind: Kind) -> None:
        # Not the constructor of django-filter, which copies every filter for every request: ours hold nothing of a request.
        self.is_bound = True
        self.data = data
        self.form_prefix = None
        self.filters = self.base_filters
        self.kind = kind

    def get_form_class(self) -> Any:
        return _form_class()

    def is_valid(self) -> bool:
        """Also refuses parameters that do not exist, so that a slip of the pen never widens a list."""
        valid = super().is_valid()
        for name in self.data:
            if name not in self.filters and not name.startswith(IGNORED):
                self.form.add_error(None, _unknown(name))
                valid = False
        if valid:
            for name, problem in self._contradictions(self.form.cleaned_data):
                self.form.add_error(name, problem)
                valid = False
        return valid

    def _contradictions(self, clean: dict[str, Any]) -> Iterator[tuple[str, ValidationError]]:
        """Values that can be read but not together, or not of this list: leaving one aside would widen it in silence."""
        since, until = clean["from"], clean["to"]
        if since and until and since > until:
            yield "to", ValidationError(_("ends before “from” begins: exchange the two"))
        if clean["undated"] and (since or until):
            yield "undated", ValidationError(_("what has no date lies between no days: leave out “from” and “to”"))
        for name, kinds in ONLY_OF.items():
            if self.kind not in kinds and clean[name]:
                lists = ", ".join(str(TITLES[kind]()) for kind in kinds)
                yield name, ValidationError(_("does not narrow this list, only: %(lists)s"), params={"lists": lists})
        order = clean["sort"].removeprefix("-")
        if order in _CLOCKS - ORDERS[self.kind]:
            known = ", ".join(sort for sort in SORTS if sort.removeprefix("-") in ORDERS[self.kind])
            yield "sort", _refuse(clean["sort"], _("write one of %(words)s") % {"words": known})

    @property
    def criteria(self) -> Criteria:
        """The question, once `is_valid()` has said yes."""
        clean = self.form.cleaned_data
        lineage = _lineage if clean["former"] else lambda code: frozenset({code})
        return Criteria(
            kind=self.kind,
            countries=tuple(lineage(code) for code in clean["country"]),
            by=lineage(clean["by"]) if clean["by"] else frozenset(),
            about=lineage(clean["about"]) if clean["about"] else frozenset(),
            persons=clean["person"],
            types=clean["type"],
            mode=clean["mode"],
            status=clean["status"],
            since=clean["from"],
            until=clean["to"],
            source=clean["source"],
            review=clean["review"],
            region=clean["region"],
            q=clean["q"],
            disputed=clean["disputed"],
            stated_only=clean["stated"],
            undated=clean["undated"],
            sort=self._sort(clean["sort"], clean["q"]),
            page=clean["page"],
            size=clean["size"],
        )

    def _sort(self, asked: str, q: str) -> str:
        """The order that the list has: without words nothing matches best, and people and states have no day."""
        if asked.removeprefix("-") in ORDERS[self.kind] and (asked != "relevance" or q):
            return asked
        return "name" if self.kind in _BY_NAME else "-date"

    @property
    def qs(self) -> Any:
        return matching.records(self.criteria)

    def problems(self) -> list[tuple[str, str]]:
        """(parameter, what is wrong and what it takes) for every refused parameter."""
        return [
            ("" if name == "__all__" else name, message)
            for name, found in self.form.errors.items()
            for message in found
        ]


@functools.cache
def _form_class() -> type[forms.Form]:
    fields = {name: parameter.field for name, parameter in ArchiveFilter.base_filters.items()}
    return type("ArchiveForm", (forms.Form,), fields)


def page_number(query: QueryDict) -> int:
    """The number of the page that an address asks for. ValidationError where it is none."""
    number: int = _form_class().base_fields["page"].clean(query.getlist("page"))  # type: ignore[attr-defined]
    return number


# `from` is a word of Python, so these two can't be written as attributes.
for _name, _side, _label in (("from", "from", _("From")), ("to", "to", _("To"))):
    ArchiveFilter.base_filters[_name] = _Parameter(_One, _day(_side), empty=None, label=_label)
    ArchiveFilter.declared_filters[_name] = ArchiveFilter.base_filters[_name]

_MEANT = {
    **dict.fromkeys(("date", "year", "day", "month", "since", "after", "start"), ("from",)),
    **dict.fromkeys(("until", "before", "end"), ("to",)),
    **dict.fromkeys(("state", "nation"), ("country",)),
    **dict.fromkeys(("query", "search", "text", "words"), ("q",)),
    **dict.fromkeys(("order", "orderby", "ordering"), ("sort",)),
    **dict.fromkeys(("limit", "per_page", "page_size"), ("size",)),
}
"""What others call our filters."""

_BY_NAME = {Kind.PEOPLE, Kind.COUNTRIES}


def _unknown(name: str) -> ValidationError:
    near = _MEANT.get(name) or difflib.get_close_matches(name, ArchiveFilter.base_filters, n=1)
    hint = _("did you mean %(name)s?") % {"name": near[0]} if near else _("see the help page for those there are")
    return ValidationError(_("%(name)s is no filter: %(hint)s"), params={"name": name[:40], "hint": hint})


def _lineage(code: str) -> frozenset[str]:
    """A state and all its predecessors."""
    found, queue = {code}, [code]
    while queue:
        for before in Country.objects.filter(successors__code=queue.pop()).values_list("code", flat=True):
            if before not in found:
                found.add(before)
                queue.append(before)
    return frozenset(found)
