"""Taking sources out again, with all that rests on them alone. The one way in which records ever leave the archive."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from events import deriving, forgetting, holding, individuals, joining, past, utterances
from events.curation import keeping, returning
from events.models import Decision, Event, Naming, Original, Person, Report, Source, Statement
from events.revision import Write, archive_write
from events.vocabulary import Review, Standing


class Curated(ValueError):
    """Records that a curator has decided on would go; the message names some of them."""


def remove(sources: Iterable[Source], force: bool = False) -> Counter[str]:
    """Remove sources in one transaction. Records told by others too are derived anew. Counts by kind.

    Curated names what curators have approved, corrected, rejected or merged and what would be lost; `force` removes it all
    the same. The decisions stay in the log, marked as without object; what was removed leaves no past. A statement of
    another source that was one with a removed one stands for itself again.
    """
    keys = [source.pk for source in sources]
    counts: Counter[str] = Counter()
    with archive_write() as write:
        reports = Report.objects.filter(source__in=keys)
        namings = Naming.objects.filter(source__in=keys)
        events = set(reports.values_list("event", flat=True))
        persons = set(namings.values_list("person", flat=True))
        statements = Statement.objects.filter(source__in=keys)
        told = Report.objects.exclude(source__in=keys).filter(event__in=events).values_list("event", flat=True)
        lost = Event.objects.filter(pk__in=events - set(told))
        if not force:
            _refuse_decided([*lost, *statements, *Source.objects.filter(pk__in=keys).defer("text", "search_text")])
        counts["statements"], counts["events"] = statements.count(), len(events - set(told))
        gone = [record.pk for event in lost for record in holding.tree(event)]
        forgetting.past_of("statement", list(statements.values_list("pk", flat=True)))
        parted = _part(statements, write)
        statements.delete()
        reports.delete()
        forgetting.delete(Event, "event", gone)
        namings.delete()
        for person in Person.objects.filter(pk__in=persons):
            individuals.person(person, write)
        remaining = Report.objects.filter(event__in=events).select_related("source", "event")
        joining.join(list(remaining), write)
        for event in Event.objects.filter(pk__in=events, reports=None):
            deriving.event(event, write)
        utterances.rederive(Statement.objects.filter(pk__in=parted).order_by("source", "pk"), write)
        counts["persons"] = forgetting.unnamed(persons)
        originals = list(Source.objects.filter(pk__in=keys).values_list("original", flat=True))
        counts["sources"] = len(originals)
        forgetting.past_of("source", keys)
        Source.objects.filter(pk__in=keys).delete()
        Original.objects.filter(pk__in=originals).delete()
        _without_object()
        returning.wait_for(Decision.objects.filter(standing=Standing.STANDING.value).iterator())
        write.changed = bool(originals)
    return counts


def _part(statements: QuerySet[Statement], write: Write) -> set[int]:
    """Take statements out of what they were merged with. Keys of those that stay and are to be derived: they and their answers."""
    going = set(statements.values_list("pk", flat=True))
    parting: dict[int, Statement] = {}
    for one in statements.filter(Q(merged_into__isnull=False) | Q(merged__isnull=False)).distinct():
        parting |= {member.pk: member for member in holding.tree(holding.root(one))}
    answers = Statement.objects.filter(Q(responds_to__in=going) | Q(responds_to__in=parting.keys()))
    staying = {answer.pk: answer for answer in answers.exclude(pk__in=going)}
    staying |= {key: member for key, member in parting.items() if key not in going}
    for record in staying.values():
        past.note(record, write)
    Statement.objects.filter(Q(pk__in=going) | Q(merged_into__in=going)).update(merged_into=None)
    for record in Statement.objects.filter(pk__in=parting.keys() - going):
        holding.refresh(record)
        record.save(update_fields=["locked"])
    return set(staying)


def _without_object() -> None:
    """Decisions on records that are not there any longer have no object now, unless it is what they split off."""
    decisions = Decision.objects.exclude(standing=Standing.MOOT.value).only("kind", "record", "details").iterator()
    while some := list(islice(decisions, keeping.TOGETHER)):
        moot = [decision.pk for decision in returning.without_object(some)]
        Decision.objects.filter(pk__in=moot).update(standing=Standing.MOOT.value)


def _refuse_decided(records: Iterable[Any]) -> None:
    decided = [record for record in records if _decided(record)]
    if decided:
        named = "; ".join(f"{record.public_id} ({record})" for record in decided[:3])
        raise Curated(
            f"{len(decided)} records that curators have decided on would go: {named}. Repeat with --force if they may"
        )


def _decided(record: Any) -> bool:
    reviewed = getattr(record, "review", Review.UNREVIEWED.value) != Review.UNREVIEWED.value
    one = isinstance(record, Statement) and (record.merged_into_id is not None or record.merged.exists())
    return bool(reviewed or record.locked or one)


def matching(publisher: str | None, identifiers: Iterable[str]) -> list[Source]:
    """The sources of a publisher, or with these public identifiers."""
    wanted = Q(public_id__in=list(identifiers))
    if publisher:
        wanted |= Q(publisher__iexact=publisher)
    return list(Source.objects.filter(wanted).only("pk", "title", "public_id"))
