"""Fields that curators hold: which value counts, over all that was merged, and where a machine reading waits to be looked at.

Imports models and the write. A lock belongs to the record it was set on; what was merged into a record brings its locks
along, behind the record's own. So undoing a merge gives each its own again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from events.faces import kind_of
from events.models import Event, Lock, Person, Report, Source, Statement
from events.revision import Write

ADDRESS = "public_id"
"""The lock of an address: one that a curator has decided on stays, whatever is published earlier."""

OWN = {"event": {ADDRESS}, "person": {"name", "sort_name"}, "statement": set(), "source": set()}
"""What a record does not get from those merged into it: addresses, and names, which become other forms of the name."""

DELTAS = {"aliases", "roles"}
"""Fields that are held as what a curator adds and drops, so that what later sources bring still comes in."""


def tree(record: Any) -> list[Any]:
    """The record and all that was merged into it, itself first."""
    found, layer = [record], [record.pk]
    model = type(record)
    while layer:
        merged = list(model._default_manager.filter(merged_into__in=layer).order_by("public_id"))
        found += merged
        layer = [other.pk for other in merged]
    return found


def root(record: Any) -> Any:
    """What the record was merged into, in the end; itself if it was not."""
    while record.merged_into is not None:
        record = record.merged_into
    return record


def held(record: Any) -> dict[str, Lock]:
    """The locks that count for a record, by field."""
    if not record.locked:
        return {}
    if kind_of(record) == "source":
        return {lock.field: lock for lock in record.locks.all()}
    found: dict[str, Lock] = {}
    for member in tree(record):
        for lock in member.locks.order_by("field"):
            if member.pk == record.pk or lock.field not in OWN[kind_of(record)]:
                found.setdefault(lock.field, lock)
    return found


def held_all(record: Any, field: str) -> list[Lock]:
    """Every lock on a field that is held as what is added and dropped, the record's own first."""
    if field not in record.locked:
        return []
    return [lock for member in tree(record) for lock in member.locks.all() if lock.field == field]


def refresh(record: Any) -> None:
    """Write into `record.locked` the names of the fields that are held now; the caller saves."""
    members = tree(record) if kind_of(record) != "source" else [record]
    names = {lock.field for member in members[1:] for lock in member.locks.all()} - OWN[kind_of(record)]
    record.locked = sorted(names | set(record.locks.values_list("field", flat=True)))


def delta(lock: Lock) -> dict[str, list[Any]]:
    """What a lock on aliases or offices adds and drops."""
    value: dict[str, list[Any]] = lock.value or {"add": [], "drop": []}
    return value


def propose(record: Any, locks: Iterable[Lock], machine: dict[str, Any], write: Write) -> None:
    """Let a reading that is neither the curated value nor the one that the curator saw wait to be looked at.

    Of what was merged into another the sources say nothing by itself: what is read of both waits in the other's name.
    """
    if getattr(record, "merged_into_id", None) is not None:
        return
    for lock in locks:
        if lock.field in DELTAS or lock.field not in machine:
            continue
        fresh = machine[lock.field]
        waits = not any(alike(lock.field, fresh, known) for known in (lock.value, lock.machine))
        if (lock.waiting, lock.proposed) != (waits, fresh if waits else None):
            lock.waiting, lock.proposed = waits, fresh if waits else None
            lock.proposed_at = write.at if waits else None
            lock.save(update_fields=["waiting", "proposed", "proposed_at"])
            write.changed = True


def alike(field: str, first: Any, second: Any) -> bool:
    """Whether two values of a field say the same: lists in any order, persons and events whatever they were merged into."""
    return first == second or normal(field, first) == normal(field, second)


def normal(field: str, value: Any) -> Any:
    """A value with every identifier resolved to the record it has become, lists sorted."""
    if field == "persons":
        return sorted([present("person", pid) or pid, part] for pid, part in value or ())
    if field == "about_persons":
        return sorted(present("person", pid) or pid for pid in value or ())
    if field in {"countries", "about_countries"}:
        return sorted(value or ())
    if field == "speaker" and value:
        person = value["person"]
        return {**value, "person": person and (present("person", person) or person)}
    if field == "event" and value:
        return present("event", value) or value
    return value


def present(kind: str, public_id: str) -> str | None:
    """The identifier under which the record is to be found now; None when there is none."""
    record = find(kind, public_id)
    return str(root(record).public_id) if record is not None else None


def find(kind: str, public_id: str) -> Any:
    """The row at an address, itself even when merged away; an event also at the address of any of its reports."""
    model: type[Model] = {"event": Event, "person": Person, "statement": Statement, "source": Source}[kind]
    record: Any = model._default_manager.filter(public_id=public_id).first()
    if record is None and kind == "event":
        report = Report.objects.filter(public_id=public_id).select_related("event").first()
        record = report and report.event
    return record


def keys(kind: str, public_ids: Sequence[str]) -> list[int]:
    """Primary keys of what the identifiers stand for now, in order, each once; unknown ones are left out."""
    found = (find(kind, public_id) for public_id in public_ids)
    return list(dict.fromkeys(root(record).pk for record in found if record is not None))
