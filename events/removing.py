"""Taking sources out again, with all that rests on them alone. The one way in which records ever leave the archive."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from events import deriving, individuals
from events.models import Event, Naming, Original, Person, Report, Source, Statement
from events.revision import archive_write
from events.vocabulary import Review


class Curated(ValueError):
    """Records that a curator has decided on would go; the message names some of them."""


def remove(sources: Iterable[Source], force: bool = False) -> Counter[str]:
    """Remove sources in one transaction. Records told by others too are derived anew. Counts by kind.

    Curated names what curators have approved, corrected or rejected and what would be lost; `force` removes it all the same.
    """
    keys = [source.pk for source in sources]
    counts: Counter[str] = Counter()
    with archive_write() as write:
        reports = Report.objects.filter(source__in=keys)
        namings = Naming.objects.filter(source__in=keys)
        events = set(reports.values_list("event", flat=True))
        persons = set(namings.values_list("person", flat=True))
        statements = Statement.objects.filter(source__in=keys)
        lost = Event.objects.filter(pk__in=events).exclude(reports__in=Report.objects.exclude(source__in=keys))
        if not force:
            _refuse_decided(lost, statements)
        counts["statements"] = statements.count()
        counts["events"] = lost.count()
        statements.delete()
        gone = list(lost.values_list("pk", flat=True))
        reports.delete()
        Event.objects.filter(pk__in=gone).delete()
        for event in Event.objects.filter(pk__in=events):
            deriving.event(event, write)
        namings.delete()
        counts["persons"] = _unnamed(persons)
        for person in Person.objects.filter(pk__in=persons):
            individuals.person(person, write)
        originals = list(Source.objects.filter(pk__in=keys).values_list("original", flat=True))
        counts["sources"] = len(originals)
        Source.objects.filter(pk__in=keys).delete()
        Original.objects.filter(pk__in=originals).delete()
        write.changed = bool(originals)
    return counts


def _unnamed(persons: set[int]) -> int:
    """Persons that no source names any longer go, unless something else still speaks of them."""
    unnamed = Person.objects.filter(pk__in=persons, namings=None, statements=None, event_parts=None, merged=None)
    keys = list(unnamed.values_list("pk", flat=True))
    Person.objects.filter(pk__in=keys).delete()
    return len(keys)


def _refuse_decided(events: Iterable[Event], statements: Iterable[Statement]) -> None:
    decided = [r for r in [*events, *statements] if r.review != Review.UNREVIEWED.value or r.locked]
    if decided:
        named = "; ".join(f"{record.public_id} ({record})" for record in decided[:3])
        raise Curated(
            f"{len(decided)} records that curators have decided on would go: {named}. Repeat with --force if they may"
        )


def matching(publisher: str | None, identifiers: Iterable[str]) -> list[Source]:
    """The sources of a publisher, or with these public identifiers."""
    wanted = Q(public_id__in=list(identifiers))
    if publisher:
        wanted |= Q(publisher__iexact=publisher)
    return list(Source.objects.filter(wanted).only("pk", "title", "public_id"))
