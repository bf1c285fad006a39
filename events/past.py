"""Keeps how a record stood before it changes, in the transaction that changes it. Imports models, faces and the write.

Only states that are over are stored, never the present one: a million events loaded once cost no row here, and a record's
history is its past states and its present. Whoever changes a record (deriving, joining, decisions) calls `note` first.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Max

from events import faces
from events.models import PastState
from events.revision import Write


def made(record: Any, write: Write) -> None:
    """The record is new in this write: what it is before the write ends was never seen."""
    write.made.add((faces.kind_of(record), record.pk))


def note(record: Any, write: Write) -> None:
    """Remember how the record stands in the database, once a write, before anything about it changes."""
    key = (faces.kind_of(record), record.pk)
    if record.pk is None or key in write.made or key in write.before:
        return
    stood = type(record)._default_manager.filter(pk=record.pk).first()
    if stood is None or stood.created_at == write.at:
        write.made.add(key)
        return
    if not write.closing:
        write.closing.append(keep)
    write.before[key] = {**faces.face(stood), "_created": stood.created_at}


def keep(write: Write) -> None:
    """Store every noted state that is over now; before the commit, and after each of several decisions in one write."""
    ended: list[PastState] = []
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, row in write.before:
        by_kind[kind].append(row)
    for kind, rows in by_kind.items():
        begun = _begun(kind, rows)
        present = faces.MODELS[kind].objects.in_bulk(rows)
        for row in rows:
            before = dict(write.before[kind, row])
            created: datetime = before.pop("_created")
            record = present.get(row)
            if not faces.differs(before, faces.face(record) if record is not None else None):
                continue
            ended.append(
                PastState(
                    kind=kind,
                    public_id=before["id"],
                    row=row,
                    face=before,
                    since=min(begun.get(row, created), write.at),
                    until=write.at,
                    revision=write.number,
                    decision=write.decision,
                    reader=write.reader,
                    source=write.source,
                )
            )
            if record is not None and record.changed_at != write.at:
                faces.MODELS[kind].objects.filter(pk=row).update(changed_at=write.at)
    PastState.objects.bulk_create(ended, batch_size=500)
    write.before.clear()
    write.changed |= bool(ended)


def _begun(kind: str, rows: list[int]) -> dict[int, datetime]:
    """When each row's present state began, where it is not its first."""
    found: dict[int, datetime] = {}
    for start in range(0, len(rows), 500):
        states = PastState.objects.filter(kind=kind, row__in=rows[start : start + 500])
        found |= dict(states.values_list("row").annotate(Max("until")).order_by())
    return found
