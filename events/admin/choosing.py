"""How a record is told from its namesakes in a pick-list: office, state, years and how much the archive holds of it.

Each kind asks a fixed number of questions, however many records are to be named.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import edtf
from events.models import Country, Event, EventPerson, Person, Role, Statement


def text(record: Any) -> str:
    """The text of one record."""
    return texts([record])[record.pk]


def texts(records: Sequence[Any]) -> dict[Any, str]:
    """Primary key -> text, of records of one kind."""
    if not records:
        return {}
    describe = _DESCRIBE.get(type(records[0]))
    return describe(records) if describe else {record.pk: str(record) for record in records}


def pairs(found: Iterable[Any], *names: str) -> list[tuple[Any, str, str]]:
    """Each pair with the texts of its two records, which these names are of: namesakes can't be told apart by their names."""
    found, of = list(found), attrgetter(*(names or ("first", "second")))
    told = texts(list({record.pk: record for pair in found for record in of(pair)}.values()))
    return [(pair, *(told[record.pk] for record in of(pair))) for pair in found]


def _joined(name: str, facts: Iterable[str]) -> str:
    told = "; ".join(fact for fact in facts if fact)
    return f"{name} ({told})" if told else name


def _persons(persons: Sequence[Person]) -> dict[Any, str]:
    keys = [person.pk for person in persons]
    roles: dict[int, list[Role]] = {}
    for role in Role.objects.filter(person__in=keys).order_by("person", "-until", "title"):
        roles.setdefault(role.person_id, []).append(role)
    told = Counter(
        dict(EventPerson.objects.filter(person__in=keys).values_list("person").annotate(Count("pk")).order_by())
    )
    said = dict(
        Statement.objects.filter(speaker_person__in=keys).values_list("speaker_person").annotate(Count("pk")).order_by()
    )
    told.update(said)  # type: ignore[arg-type]
    names = _names(person.country_id for person in persons)
    return {
        person.pk: _joined(
            person.name,
            (
                next((role.title for role in roles.get(person.pk, [])), ""),
                names.get(person.country_id or "", ""),
                _years(roles.get(person.pk, [])),
                ngettext("%d record", "%d records", told[person.pk]) % told[person.pk],
            ),
        )
        for person in persons
    }


def _years(roles: Iterable[Role]) -> str:
    """The years between which the archive's sources report someone in office."""
    years = sorted({day[:4] for role in roles for day in (role.since, role.until) if day[:4].isdigit()})
    return "" if not years else years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _names(codes: Iterable[str | None]) -> dict[str, str]:
    return dict(Country.objects.filter(code__in={code for code in codes if code}).values_list("code", "name"))


def _countries(countries: Sequence[Country]) -> dict[Any, str]:
    def years(country: Country) -> str:
        if country.valid_to is None:
            return ""
        until = country.valid_to.year
        return f"{country.valid_from.year}–{until}" if country.valid_from else _("until %d") % until

    return {country.pk: _joined(country.name, (country.code, years(country))) for country in countries}


def _events(events: Sequence[Event]) -> dict[Any, str]:
    return {event.pk: _joined(event.title, (_when(event.edtf), event.type.capitalize())) for event in events}


def _statements(statements: Sequence[Statement]) -> dict[Any, str]:
    people = dict(
        Person.objects.filter(pk__in={s.speaker_person_id for s in statements if s.speaker_person_id}).values_list(
            "pk", "name"
        )
    )
    names = _names(s.speaker_country_id for s in statements)
    return {
        s.pk: _joined(
            f"{people.get(s.speaker_person_id or 0) or s.speaker_org or names.get(s.speaker_country_id or '', '')}: {s}",
            (_when(s.edtf),),
        )
        for s in statements
    }


def _when(text: str) -> str:
    return edtf.display(edtf.parse(text)) if text else ""


_DESCRIBE: dict[type, Callable[[Any], dict[Any, str]]] = {
    Person: _persons,
    Country: _countries,
    Event: _events,
    Statement: _statements,
}
