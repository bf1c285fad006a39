"""The present view in words, fit to be copied: "12 events between Russia and North Korea since 2019, newest first"."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import languages, periods, presentation, states
from events.criteria import Criteria, Kind

Names = Mapping[str, Mapping[str, str]]


def sentence(
    criteria: Criteria, total: int, given: Mapping[str, Sequence[str]], names: Names, active: int | None = None
) -> str:
    """How many records of what, for which filters, in which order. `given` has the codes as the address writes them.

    `active` are those of all states listed that take part in any event.
    """
    span, deeds = _span(criteria), _deeds(criteria, names)
    if criteria.kind is not Kind.EVENTS:
        if criteria.kind in {Kind.PEOPLE, Kind.COUNTRIES}:  # which have no day of their own
            span, deeds = [], [*deeds, *span]
        deeds = [_("with events %(which)s") % {"which": _(", ").join(deeds)}] if deeds else []
    clauses = [*_states(criteria, given, names), *_persons(criteria, names), *span]
    with_events = _("%(n)s of them with events") % {"n": presentation.number(active or 0)}
    told = [] if active in {None, total} or total < 2 else [with_events]
    counted = " ".join([_counted(criteria, total), *clauses])
    return _(", ").join([counted, *deeds, *_conditions(criteria, given, names), *told, *_order(criteria)])


def _counted(criteria: Criteria, total: int) -> str:
    nouns = {
        Kind.EVENTS: ngettext("%(n)s event", "%(n)s events", total),
        Kind.PEOPLE: ngettext("%(n)s person", "%(n)s people", total),
        Kind.COUNTRIES: ngettext("%(n)s state or territory", "%(n)s states and territories", total),
        Kind.STATEMENTS: ngettext("%(n)s statement", "%(n)s statements", total),
        Kind.SOURCES: ngettext("%(n)s source", "%(n)s sources", total),
    }
    return nouns[criteria.kind] % {"n": presentation.number(total)}


def _states(criteria: Criteria, given: Mapping[str, Sequence[str]], names: Names) -> list[str]:
    def named(parameter: str) -> list[str]:
        codes = dict.fromkeys(code.upper() for code in given.get(parameter, ()) if code)
        return [states.with_article(code, names["country"].get(code, code), languages.current()) for code in codes]

    found = named("country")
    clauses = []
    if len(found) == 2 and criteria.kind is Kind.EVENTS:
        clauses.append(_("between %(a)s and %(b)s") % {"a": found[0], "b": found[1]})
    elif found:
        shape = {
            Kind.EVENTS: _("with %(states)s taking part"),
            Kind.STATEMENTS: _("by or about %(states)s"),
            Kind.PEOPLE: _("serving %(states)s"),
            Kind.SOURCES: _("naming %(states)s"),
            Kind.COUNTRIES: _("in events with %(states)s"),
        }
        clauses.append(shape[criteria.kind] % {"states": all_of(found)})
    clauses += [_("said by %(states)s") % {"states": all_of(those)} for those in [named("by")] if those]
    clauses += [_("about %(states)s") % {"states": all_of(those)} for those in [named("about")] if those]
    return clauses


def _persons(criteria: Criteria, names: Names) -> list[str]:
    if not criteria.persons:
        return []
    shape = _("by %(persons)s") if criteria.kind is Kind.STATEMENTS else _("with %(persons)s")
    return [shape % {"persons": all_of([names["person"].get(person, person) for person in criteria.persons])}]


def _span(criteria: Criteria) -> list[str]:
    since, until = criteria.since, criteria.until
    chosen = periods.unit(since, until)
    if chosen != "all" and since:
        shape = {
            "day": _("on %(day)s"),
            "month": _("in %(month)s"),
            "year": _("in %(year)s"),
            "decade": _("in %(decade)s"),
        }
        return [shape[chosen] % {chosen: periods.name(since, chosen)}]
    if since and until:
        return [_("from %(since)s to %(until)s") % {"since": _bound(since, "from"), "until": _bound(until, "to")}]
    if since:
        return [_("since %(since)s") % {"since": _bound(since, "from")}]
    if until is None:
        return []
    name, step = periods.bound(until, "to")
    return [_("up to %(day)s") % {"day": name} if step == "day" else _("up to %(until)s") % {"until": name}]


def _bound(day: date, side: str) -> str:
    name, step = periods.bound(day, side)
    # Translators: a day in a sentence, after "since", "from" or "to"; the year and the month alone are said without it.
    return _("%(day)s") % {"day": name} if step == "day" else name


def _deeds(criteria: Criteria, names: Names) -> list[str]:
    """What is asked of events, which other lists are narrowed by too."""
    kinds = [
        [names["type"][value] for value in criteria.types],
        [names["mode"][criteria.mode]] if criteria.mode else [],
    ]
    found = [_("of the kind %(kinds)s") % {"kinds": any_of(some)} for some in kinds if some]  # both must hold
    if criteria.status:
        found.append(_("marked as %(status)s") % {"status": names["status"][criteria.status].lower()})
    if criteria.review and criteria.kind is Kind.SOURCES:
        found.append(_reviewed(criteria))
    return found


def _reviewed(criteria: Criteria) -> str:
    return _("approved by a curator") if criteria.review == "approved" else _("not reviewed yet")


def _conditions(criteria: Criteria, given: Mapping[str, Sequence[str]], names: Names) -> list[str]:
    found = []
    if criteria.region:
        name = names["region"].get(criteria.region, criteria.region)
        region = states.with_article(criteria.region, name, languages.current())
        found.append(_("in %(region)s") % {"region": region})
    if criteria.source:
        found.append(_("read in “%(source)s”") % {"source": names["source"].get(criteria.source, criteria.source)})
    if criteria.q:
        found.append(_("with the words %(words)s") % {"words": criteria.q})
    if criteria.disputed:
        found.append(_("disputed"))
    if criteria.stated_only:
        found.append(_("without inferred dates"))
    if criteria.undated:
        found.append(_("date not known"))
    if criteria.review and criteria.kind is not Kind.SOURCES:
        found.append(_reviewed(criteria))
    if "1" in given.get("former", ()):
        found.append(_("former states included"))
    return found


def _order(criteria: Criteria) -> list[str]:
    orders = {
        "-date": _("newest first"),
        "date": _("oldest first"),
        "-reported": _("last reported first"),
        "reported": _("first reported first"),
        "-recorded": _("last recorded first"),
        "recorded": _("first recorded first"),
        "name": _("by name"),
        "relevance": _("best match first"),
    }
    usual = "name" if criteria.kind in {Kind.PEOPLE, Kind.COUNTRIES} else ""
    return [] if criteria.sort == usual else [orders[criteria.sort]]


def in_sentence(country: Any) -> str:
    """The name of a state in the reader's language as it stands in a sentence."""
    return states.with_article(country.code, presentation.country_name(country), languages.current())


def all_of(words: Sequence[str]) -> str:
    """A, B and C."""
    return (
        words[0]
        if len(words) == 1
        else _("%(first)s and %(last)s") % {"first": _(", ").join(words[:-1]), "last": words[-1]}
    )


def any_of(words: Sequence[str]) -> str:
    """A, B or C."""
    return (
        words[0]
        if len(words) == 1
        else _("%(first)s or %(last)s") % {"first": _(", ").join(words[:-1]), "last": words[-1]}
    )
