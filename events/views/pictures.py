"""The pictures of pages: an answer as a timeline, as a map, and who met whom. Geometry is that of `charts` and `atlas`."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from events import atlas, charts, facets, listing, presentation
from events.addresses import Address
from events.criteria import Answer, Criteria, Kind
from events.vocabulary import EventType

_OVER_TIME: Mapping[Kind, Callable[[], str]] = {
    Kind.STATEMENTS: lambda: _("Statements over time"),
    Kind.SOURCES: lambda: _("Sources over time"),
}


def chart(answer: Answer, address: Address, criteria: Criteria | None = None) -> charts.Timeline | None:
    """The timeline of an answer, its bars narrowing the dates of the address. Only events are told apart by their nature."""
    within = (criteria.since, criteria.until) if criteria else (None, None)
    narrowed = address.setting("from", "to")
    if criteria and criteria.kind in _OVER_TIME:
        years = {int(year): n for year, n in answer.facets.get("year", ())}
        return charts.of_years(years, narrowed, _OVER_TIME[criteria.kind](), presentation.when)
    return charts.timeline(answer.timeline, answer.bucket, narrowed, _("Events over time"), presentation.when, within)


def world_map(counts: Mapping[str, int] | None, address: Address) -> atlas.WorldMap | None:
    """The map of an answer, its states narrowing the address; one that is chosen already is lifted again."""
    chosen = {code.upper() for code in address.query.getlist("country")}
    add = address.adding("country")

    def link(code: str) -> str:
        return address.drop("country", code) if code in chosen else add(code)

    return atlas.world_map(counts or {}, link, listing.country_names(), _("Events by state"))


MET = 14
"""States in the matrix of who met whom."""


def who_met_whom() -> charts.Matrix | None:
    """The states that met most, each against each; a number leads to all that lies between the two."""
    met = facets.pairs(Criteria(types=(EventType.CONSULT.value,)))
    caption = _("Meetings, visits and calls between two states")
    return charts.matrix(met, MET, lambda a, b: reverse("dyad", args=[a, b]), listing.country_names(), caption)
