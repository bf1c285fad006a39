"""What each filter means, as plain Django queries: the truth that the facet index is tested against."""

from django.db.models import Q, QuerySet

from events import appellations, search
from events.criteria import Criteria, Kind
from events.models import Country, Event, EventCountry, EventPerson, Evidence, Naming, Person, Report, Source, Statement
from events.vocabulary import DateBasis, Part


def records(criteria: Criteria) -> QuerySet:
    """The public records that satisfy the criteria, unordered."""
    return _MATCH[criteria.kind](criteria)


def events(criteria: Criteria) -> QuerySet[Event]:
    found = Event.objects.public().involving(*criteria.countries).with_persons(*criteria.persons)
    found = found.happening(criteria.since, criteria.until)
    began = Q(part=Part.INITIATOR.value)
    for codes, part in ((criteria.initiators, began), (criteria.receivers, ~began)):
        if codes:
            found = found.filter(pk__in=EventCountry.objects.filter(part, country__in=codes).values("event"))
    if criteria.types:
        found = found.filter(type__in=criteria.types)
    if criteria.mode:
        found = found.filter(mode=criteria.mode)
    if criteria.status:
        found = found.filter(status=criteria.status)
    if criteria.review:
        found = found.filter(review=criteria.review)
    if criteria.source:
        told = Report.objects.filter(source__public_id=criteria.source, source__visible=True, current=True)
        found = found.filter(pk__in=told.values("event"))
    if criteria.disputed:
        found = found.filter(pk__in=Statement.objects.public().exclude(answers=None).values("event"))
    if criteria.stated_only:
        found = found.exclude(date_basis=DateBasis.INFERRED.value)
    if criteria.undated:
        found = found.filter(sort_day__isnull=True)
    return search.narrow(found, criteria.q)


def statements(criteria: Criteria) -> QuerySet[Statement]:
    found = Statement.objects.public().happening(criteria.since, criteria.until)
    for codes in criteria.countries:
        found = found.filter(pk__in=_spoken_by(codes) | _spoken_of(codes))
    if criteria.by:
        found = found.filter(pk__in=_spoken_by(criteria.by))
    if criteria.about:
        found = found.filter(pk__in=_spoken_of(criteria.about))
    for person in criteria.persons:
        found = found.filter(speaker_person__public_id=person)
    if criteria.types or criteria.mode or criteria.status:
        about = Criteria(types=criteria.types, mode=criteria.mode, status=criteria.status)
        found = found.filter(event__in=events(about).values("pk"))
    if criteria.review:
        found = found.filter(review=criteria.review)
    if criteria.source:
        found = found.filter(source__public_id=criteria.source, source__visible=True)
    if criteria.disputed:
        answered = Statement.objects.public().filter(responds_to__isnull=False)
        found = found.filter(Q(pk__in=answered.values("responds_to")) | Q(pk__in=answered.values("pk")))
    if criteria.stated_only:
        found = found.exclude(edtf="")
    if criteria.undated:
        found = found.filter(sort_day__isnull=True)
    return search.narrow(found, criteria.q)


def _spoken_by(codes: frozenset[str]) -> QuerySet:
    spoke = Q(speaker_country__in=codes) | Q(speaker_person__country__in=codes)
    return Statement.objects.filter(spoke).values("pk").order_by()


def _spoken_of(codes: frozenset[str]) -> QuerySet:
    return Statement.objects.filter(about_countries__in=codes).values("pk").order_by()


def _narrows_events(criteria: Criteria) -> bool:
    return bool(criteria.types or criteria.mode or criteria.status or criteria.since or criteria.until)


def people(criteria: Criteria) -> QuerySet[Person]:
    """By the state they serve; by types and dates of the events they took part in; by the source that names them."""
    found = Person.objects.public()
    for codes in criteria.countries:
        found = found.filter(country__in=codes)
    if _narrows_events(criteria):
        acts = events(_deeds(criteria))
        found = found.filter(pk__in=EventPerson.objects.filter(event__in=acts.values("pk")).values("person"))
    for person in criteria.persons:
        found = found.filter(public_id=person)
    if criteria.source:
        named = Naming.objects.filter(source__public_id=criteria.source, current=True)
        found = found.filter(pk__in=named.values("person"))
    if criteria.review:
        found = found.filter(review=criteria.review)
    return search.narrow(found, criteria.q)


def _deeds(criteria: Criteria) -> Criteria:
    """Only what narrows events by kind and date."""
    return Criteria(
        types=criteria.types,
        mode=criteria.mode,
        status=criteria.status,
        since=criteria.since,
        until=criteria.until,
    )


def _telling(criteria: Criteria) -> Criteria:
    """Only what narrows sources by the events that they report."""
    return _deeds(criteria).but(since=None, until=None, review=criteria.review)


def sources(criteria: Criteria) -> QuerySet[Source]:
    """By the states and persons they name, the events they report, the days they were published on."""
    found = Source.objects.public()
    for codes in criteria.countries:
        found = found.filter(pk__in=Evidence.objects.filter(country__in=codes).values("source"))
    for person in criteria.persons:
        named = Naming.objects.filter(person__public_id=person, current=True)
        found = found.filter(pk__in=named.values("source"))
    if criteria.types or criteria.mode or criteria.status or criteria.review:
        acts = events(_telling(criteria))
        found = found.filter(pk__in=Report.objects.filter(event__in=acts.values("pk"), current=True).values("source"))
    if criteria.since:
        found = found.filter(published__gte=criteria.since)
    if criteria.until:
        found = found.filter(published__lte=criteria.until)
    if criteria.source:
        found = found.filter(public_id=criteria.source)
    return search.narrow(found, criteria.q)


def countries(criteria: Criteria) -> QuerySet[Country]:
    """States that take part in an event of the question; all states when it does not narrow events."""
    found = Country.objects.public()
    acting = criteria.but(kind=Kind.EVENTS, q="", region="")
    if acting != Criteria(kind=Kind.EVENTS, sort=criteria.sort, page=criteria.page, size=criteria.size):
        acts = events(acting)
        found = found.filter(pk__in=EventCountry.objects.filter(event__in=acts.values("pk")).values("country"))
    if criteria.region:
        found = found.filter(region=criteria.region)
    if criteria.q:
        found = found.filter(pk__in=list(appellations.like(criteria.q)))
    return found


_MATCH = {
    Kind.EVENTS: events,
    Kind.STATEMENTS: statements,
    Kind.PEOPLE: people,
    Kind.SOURCES: sources,
    Kind.COUNTRIES: countries,
}
