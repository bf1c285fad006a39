"""Storing a decision and giving it its effect, in the write that the verb has opened."""

import json
from collections.abc import Iterable
from typing import Any

from events import faces, holding, identity, past
from events.curation import applying, refusals
from events.curation.refusals import Refused
from events.models import Decision, Event, Subject
from events.revision import Write
from events.vocabulary import Verb

Account = Any
"""Who decides: a user of Django's, or None for the archive itself (a command, a test)."""


def fresh(record: Any, seen: str | None = None) -> Any:
    """The record as the database has it now, with the row locked by the write. Refused when it was merged away; Stale."""
    found = type(record)._default_manager.filter(pk=record.pk).first()
    if found is None:
        raise Refused(f"{record.public_id} is gone from the archive")
    refusals.check(found, seen)
    if getattr(found, "merged_into", None) is not None:
        raise Refused(f"{found.public_id} was merged into {holding.root(found).public_id}: decide on that one")
    return found


def placing(*records: Any) -> dict[str, Any]:
    """What a decision on events settles beside: their reports stay in them, and their addresses stay theirs."""
    pins: dict[str, list[str]] = {}
    fixed: list[str] = []
    for record in records:
        if not isinstance(record, Event):
            continue
        free = record.reports.filter(current=True, pinned=False).order_by("public_id")
        if found := list(free.values_list("public_id", flat=True)):
            pins[record.public_id] = found
        if holding.ADDRESS not in record.locked:
            fixed.append(record.public_id)
    return {name: value for name, value in (("pins", pins), ("fixed", sorted(fixed))) if value}


def store(
    verb: Verb,
    record: Any,
    details: dict[str, Any],
    who: Account,
    why: str,
    write: Write,
    others: Iterable[str] = (),
) -> Decision:
    """Write the decision down, with its subjects, and apply it. `record` is a record, or (kind, public id) of one to be."""
    kind, public_id = record if isinstance(record, tuple) else (faces.kind_of(record), record.public_id)
    by = who.get_username() if who is not None else ""
    content = json.dumps(details, sort_keys=True, ensure_ascii=False)
    decision = Decision.objects.create(
        public_id=identity.decision_id(write.at.isoformat(), by, verb.value, kind, public_id, content),
        at=write.at,
        by=by,
        user=who,
        verb=verb.value,
        kind=kind,
        record=public_id,
        details=details,
        why=why.strip(),
        revision=write.number,
    )
    Subject.objects.bulk_create(
        Subject(decision=decision, public_id=subject) for subject in dict.fromkeys([public_id, *others])
    )
    carry_out(decision, write)
    return decision


def carry_out(decision: Decision, write: Write, gone: Iterable[str] = ()) -> None:
    """Apply a stored decision and keep what it ended, told apart from what else the same write does."""
    past.keep(write)
    write.decision, write.changed = decision, True
    applying.apply(decision, write, gone)
    past.keep(write)
    write.decision = None
