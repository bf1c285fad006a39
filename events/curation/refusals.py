"""Why a decision is refused, and which version of a record a curator has seen."""

from datetime import datetime
from typing import Any

from events import faces
from events.models import PastState


class Refused(ValueError):
    """The decision can't be taken; the message tells the curator why and what to do."""


class Stale(Refused):
    """The record has changed since the curator saw it. `difference` is (field, as seen, as it is now) of all that did."""

    def __init__(self, record: Any, difference: list[tuple[str, Any, Any]]) -> None:
        self.difference = difference
        told = "; ".join(f"{name}: {then} -> {now}" for name, then, now in difference) or "the machine has read it anew"
        super().__init__(f"{record.public_id} has changed since you opened it ({told}): look at it again")


def version(record: Any) -> str:
    """What a form carries to say which state of the record it was made from."""
    return str(record.changed_at.isoformat())


def check(record: Any, seen: str | None) -> None:
    """Stale when the record is no longer as `seen`; None checks nothing."""
    if seen is None or seen == version(record):
        return
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError as error:
        raise Refused(f"{seen} is no version of a record: open it again") from error
    states = PastState.objects.filter(kind=faces.kind_of(record), row=record.pk, until__gt=moment)
    before = states.order_by("until", "pk").first()
    present = faces.face(record)
    raise Stale(record, faces.changes(before.face, present) if before else [])
