"""Deciding on one record: approving, rejecting, reopening, correcting fields, giving fields back to the machine."""

from collections.abc import Iterable
from typing import Any

from events import deriving, faces, holding, individuals, utterances
from events.curation.deciding import Account, fresh, placing, store
from events.curation.refusals import Refused
from events.curation.values import as_delta, clean
from events.models import Decision, Event, Person, Source, Statement
from events.revision import archive_write
from events.vocabulary import EventType, Review, Verb


def approve(record: Any, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Checked against its sources: shown whatever a later reader makes of them."""
    return _review(record, Review.APPROVED, Verb.APPROVE, who, why, seen)


def reject(record: Any, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Found wrong: not shown, its address answers 410, no later reading brings it back."""
    return _review(record, Review.REJECTED, Verb.REJECT, who, why, seen)


def unreview(record: Any, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Back to the queue."""
    return _review(record, Review.UNREVIEWED, Verb.UNREVIEW, who, why, seen)


def _review(record: Any, review: Review, verb: Verb, who: Account, why: str, seen: str | None) -> Decision:
    with archive_write() as write:
        record = fresh(record, seen)
        if isinstance(record, Source):
            raise Refused("A source has no review: set whether it is visible")
        if record.review == review.value:
            raise Refused(f"{record.public_id} is {review.label.lower()} already")
        fields = {"review": {"from": record.review, "to": review.value}}
        return store(verb, record, {"fields": fields, **placing(record)}, who, why, write)


def set_fields(
    record: Any,
    values: dict[str, Any],
    who: Account,
    why: str = "",
    seen: str | None = None,
    review: str | None = None,
) -> Decision:
    """Correct fields (`faces.FIELDS`, values as `curation.values` tells): they are the curator's from now on.

    A value equal to the present one holds the field as it is. With `review` the record is approved or rejected at once.
    Refused when a value is none, or when nothing would change.
    """
    with archive_write() as write:
        record = fresh(record, seen)
        cleaned = _consistent(record, clean(record, values))
        fields = field_changes(record, cleaned)
        if review is not None and review != record.review:
            fields["review"] = {"from": record.review, "to": Review.of(review).value}
        if not fields:
            raise Refused(f"Nothing would change: {record.public_id} has these values, and they are held")
        return store(Verb.SET, record, {"fields": fields, **placing(record)}, who, why, write)


def release(record: Any, names: Iterable[str], who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Give fields back to the machine: from now on they say what the sources say."""
    with archive_write() as write:
        record = fresh(record, seen)
        own = {lock.field: lock for lock in record.locks.all()}
        present, machine = faces.face(record), reading(record)
        fields: dict[str, Any] = {}
        for name in names:
            if name not in own or name == holding.ADDRESS:
                raise Refused(
                    f"{name} of {record.public_id} is not held by a curator here: it is the machine's already"
                )
            to = machine[name] if name in machine else own[name].machine
            fields[name] = {"from": present[name], "to": to, "was": _was(own[name])}
        if not fields:
            raise Refused("Name the fields that are to be the machine's again")
        return store(Verb.RELEASE, record, {"fields": fields, **placing(record)}, who, why, write)


def reading(record: Any) -> dict[str, Any]:
    """What the machine says of a record now, field by field, whatever is held."""
    if isinstance(record, Event):
        return deriving.Around([record]).machine(record, holding.held(record))
    if isinstance(record, Person):
        return individuals.Around([record]).machine(record, holding.held(record))
    if isinstance(record, Statement):
        return utterances.statement_reading(record, utterances.Telling(record.source))
    return {}


def field_changes(record: Any, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The `fields` of a decision that gives a record these values, without those that are held at that value already."""
    present, machine = faces.face(record), reading(record)
    own = {lock.field: lock for lock in record.locks.select_related("decision")}
    fields: dict[str, Any] = {}
    for name, value in cleaned.items():
        read = machine.get(name, present[name])
        lock = as_delta(name, value, read or []) if name in holding.DELTAS else value
        if name in own and own[name].value == lock:
            continue
        fields[name] = {"from": present[name], "to": value, "lock": lock, "machine": read}
        if name in own:
            fields[name]["was"] = _was(own[name])
    return fields


def _was(lock: Any) -> dict[str, Any]:
    return {"value": lock.value, "machine": lock.machine, "decision": lock.decision.public_id}


def _consistent(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Fields that hang together are held together: a mode needs its type, an answer what it answers."""
    if isinstance(record, Event) and ("mode" in values or "type" in values):
        type_, mode = values.get("type", record.type), values.get("mode", record.mode)
        if mode and type_ != EventType.CONSULT.value:
            if values.get("mode"):
                raise Refused(f"mode: only an event of type Consult has one, and this is {type_}: leave it empty")
            values = {**values, "mode": ""}
        if values.get("mode"):
            values = {**values, "type": type_}
    if isinstance(record, Statement):
        if values.get("responds_to") == record.public_id:
            raise Refused("responds_to: a statement does not answer itself")
        if ("responds_to" in values) != ("response" in values):
            answered = record.responds_to.public_id if record.responds_to else None
            values = {"responds_to": answered, "response": record.response, **values}
        if values.get("response") and not values.get("responds_to"):
            raise Refused("response: name the statement that it answers, or leave it empty")
    return values
