"""What decisions speak of that has left the archive with its source; and what was decided on it, when it is read again.

Asks the database in as many questions as there are hundreds of decisions, never one for each.
"""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model

from events.curation import applying, keeping
from events.models import Awaited, Decision, Event, Naming, Person, Report, Source, Statement, Subject
from events.revision import Write
from events.vocabulary import Standing, Verb


class There:
    """Which of what some decisions speak of is in the archive, asked once for all of them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.readings = _present((Report, Naming), {r for decision in decisions for r in _readings(decision)})
        self.addresses = {
            kind: _present(models, {a for d in decisions if d.kind == kind for a in _addresses(d)})
            for kind, models in _MODELS.items()
        }

    def gone(self, decision: Decision) -> list[str]:
        """What the decision speaks of that was taken out of the archive with its source since."""
        return sorted(
            (_addresses(decision) - self.addresses.get(decision.kind, set())) | (_readings(decision) - self.readings)
        )


_MODELS: dict[str, tuple[type[Model], ...]] = {
    "event": (Event, Report),
    "person": (Person,),
    "statement": (Statement,),
    "source": (Source,),
}
"""Where a record may be found: an event also at the address of any of its reports."""


def _addresses(decision: Decision) -> set[str]:
    split = {decision.record} if "made" in decision.details else set()
    return {*decision.details.get("merged", ()), *decision.details.get("fixed", ()), *split}


def _readings(decision: Decision) -> set[str]:
    details = decision.details
    return {*details.get("readings", ()), *(r for pinned in details.get("pins", {}).values() for r in pinned)}


def _present(models: Iterable[type[Model]], wanted: set[str]) -> set[str]:
    found: set[str] = set()
    for some in keeping.batches(sorted(wanted)):
        for model in models:
            there = model._default_manager.filter(public_id__in=some).order_by()
            found |= set(there.values_list("public_id", flat=True))
    return found


def without_object(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of some decisions whose record is not in the archive, nor what they split off."""
    objects = {decision: {decision.record, decision.details.get("made", decision.record)} for decision in decisions}
    there = {
        kind: _present(models, {address for d, found in objects.items() if d.kind == kind for address in found})
        for kind, models in _MODELS.items()
    }
    return [decision for decision, found in objects.items() if there[decision.kind].isdisjoint(found)]


def wait_for(decisions: Iterable[Decision]) -> None:
    """Note what decisions that stand speak of and the archive does not have: it may be read again."""
    spoken_of: set[str] = set()
    readings: set[str] = set()
    for decision in decisions:
        spoken_of |= _spoken_of(decision)
        readings |= _readings(decision)
    absent = spoken_of - _present((Report, Naming, Event, Person, Statement, Source), spoken_of)
    absent |= readings - _present((Report, Naming), readings)  # an event may keep the address of a report that is gone
    Awaited.objects.bulk_create((Awaited(public_id=public_id) for public_id in sorted(absent)), ignore_conflicts=True)


def _spoken_of(decision: Decision) -> set[str]:
    """With the source of words in which a curator has entered a record: no reader brings that back."""
    source = decision.details.get("entered", {}).get("source")
    return keeping.spoken_of(decision.details) | _addresses(decision) | ({source} if source else set())


def read_again(source: Source, write: Write) -> None:
    """After a source was read: if it brings back what decisions that stand speak of, those are carried out anew, each in its turn."""
    awaited = set(Awaited.objects.values_list("public_id", flat=True))
    if not awaited:
        return
    told = Report.objects.filter(source=source).values_list("public_id", "event__public_id")
    named = Naming.objects.filter(source=source).values_list("public_id", "person__public_id")
    said = Statement.objects.filter(source=source).values_list("public_id")
    back = awaited.intersection(chain.from_iterable(chain(told, named, said, [(source.public_id,)])))
    if not back:
        return
    for some in keeping.batches(sorted(back)):
        Awaited.objects.filter(public_id__in=some).delete()
    decisions = _resting_on(back)
    there = There(decisions)
    for decision in decisions:
        applying.apply(decision, write, there.gone(decision))


def _resting_on(back: set[str]) -> list[Decision]:
    """The decisions that stand and speak of these, and whatever else was decided on the same records, in their order."""
    standing = Decision.objects.filter(standing=Standing.STANDING.value).exclude(verb=Verb.UNDO.value)
    standing = standing.order_by("pk")
    found = {d.pk for d in standing.iterator() if not back.isdisjoint(_spoken_of(d))}
    fresh = found
    while fresh:
        subjects = Subject.objects.filter(decision__in=fresh).values("public_id")
        fresh = set(standing.filter(subjects__public_id__in=subjects).values_list("pk", flat=True)) - found
        found |= fresh
    return list(standing.filter(pk__in=found))
