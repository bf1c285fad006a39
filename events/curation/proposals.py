"""Machine readings that wait beside what a curator holds: taken over, or turned down, by one call each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from events import deriving
from events.curation.deciding import Account, fresh, placing, store
from events.curation.refusals import Refused
from events.models import Decision, Event, Lock, Person, Statement
from events.revision import archive_write
from events.vocabulary import Verb


@dataclass(frozen=True)
class Proposal:
    """`curated` holds; the machine now reads `machine`, in `sources`, and when the curator last looked it read `before`."""

    lock: Lock
    record: Any
    field: str
    curated: Any
    machine: Any
    before: Any
    sources: tuple[Any, ...]


def proposals(record: Any = None, limit: int = 100, offset: int = 0) -> Iterator[Proposal]:
    """What waits, the oldest first: of one record, or of the whole archive."""
    found = Lock.objects.filter(waiting=True).select_related("event", "person", "statement", "source", "decision")
    if record is not None:
        found = found.filter(**{str(record._meta.model_name): record})
    for lock in found.order_by("proposed_at", "pk")[offset : offset + limit]:
        about = lock.record
        yield Proposal(lock, about, lock.field, lock.value, lock.proposed, lock.machine, _told_by(about, lock))


def _told_by(record: Any, lock: Lock) -> tuple[Any, ...]:
    """The sources that the machine read it in: of an event those that say so, or all that tell it."""
    if isinstance(record, Statement):
        return (record.source,) if record.source else ()
    if isinstance(record, Person):
        namings = record.namings.filter(current=True).select_related("source").defer("source__text")
        return tuple(naming.source for naming in namings.order_by("-source__published", "pk")[:5])
    if not isinstance(record, Event):
        return ()
    reports = record.reports.filter(current=True).select_related("source").defer("source__text")
    told = sorted(reports, key=deriving.told_order)
    own = [report for report in told if says(report, lock.field) == lock.proposed]
    return tuple(report.source for report in own or told)


def says(report: Any, field: str) -> Any:
    """What one report says in a field of its event."""
    if field in {"edtf", "status"}:
        return getattr(report, field)
    return report.reading.get(field) or ""


def accept(lock: Lock, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Take the machine's new reading over: it becomes the curator's value. Refused when nothing waits."""
    return _answer(lock, Verb.ACCEPT, who, why, seen)


def keep(lock: Lock, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Keep the curated value: this reading is not offered again. Refused when nothing waits."""
    return _answer(lock, Verb.KEEP, who, why, seen)


def _answer(lock: Lock, verb: Verb, who: Account, why: str, seen: str | None) -> Decision:
    with archive_write() as write:
        lock = Lock.objects.select_related("decision").get(pk=lock.pk)
        record = fresh(lock.record, seen)
        if not lock.waiting:
            raise Refused(f"No new reading of {lock.field} waits: it was answered already")
        value = lock.proposed if verb is Verb.ACCEPT else lock.value
        was = {"value": lock.value, "machine": lock.machine, "decision": lock.decision.public_id}
        change = {"from": lock.value, "to": value, "lock": value, "machine": lock.proposed, "was": was}
        return store(verb, record, {"fields": {lock.field: change}, **placing(record)}, who, why, write)
