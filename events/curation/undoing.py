"""Taking a decision back, and bringing a record back to how it stood."""

from typing import Any

from events import faces, holding
from events.curation.deciding import Account, fresh, placing, store
from events.curation.refusals import Refused
from events.curation.verdicts import field_changes, reading
from events.models import Decision, PastState
from events.revision import archive_write
from events.vocabulary import Standing, Verb


def undo(decision: Decision, who: Account, why: str = "") -> Decision:
    """Take a decision back, exactly: what it set is as before, what it moved is where it was.

    Refused when it was taken back already, or when later decisions that stand rest on it; the message names the last.
    """
    with archive_write() as write:
        decision = Decision.objects.get(pk=decision.pk)
        if decision.standing != Standing.STANDING.value or decision.verb == Verb.UNDO.value:
            raise Refused(f"This decision is {Standing.of(decision.standing).label.lower()}, or an undoing itself")
        later = resting_on(decision)
        if later:
            raise Refused(
                f"{len(later)} later decisions rest on it: undo “{Verb.of(later[-1].verb).label}” of {later[-1].at:%d %B %Y %H:%M} first"
            )
        subjects = list(decision.subjects.values_list("public_id", flat=True))
        record = (decision.kind, decision.record)
        return store(Verb.UNDO, record, {"undoes": decision.public_id}, who, why, write, subjects)


def resting_on(decision: Decision) -> list[Decision]:
    """Later decisions in effect on the same records that touch the same fields, or what belongs together."""
    subjects = decision.subjects.values_list("public_id", flat=True)
    later = Decision.objects.filter(
        pk__gt=decision.pk, kind=decision.kind, standing=Standing.STANDING.value, subjects__public_id__in=list(subjects)
    ).exclude(verb__in=[Verb.UNDO.value, Verb.DISTINCT.value])
    return [other for other in later.distinct().order_by("pk") if _overlap(decision, other)]


def _overlap(decision: Decision, other: Decision) -> bool:
    """Fields that the later one set too; records moved on; a record that is only there by this decision decided on."""
    moving = {"merged", "made"}
    if "entered" in decision.details or (moving & set(decision.details) and moving & set(other.details)):
        return True
    made = decision.details.get("made")
    if made and other.subjects.filter(public_id=made).exists():
        return True
    return bool(set(decision.details.get("fields", ())) & set(other.details.get("fields", ())))


def revert(record: Any, to: PastState, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Bring every field and the review back to how they stood in a past state of this record.

    A field that the machine had then and reads the same now is its own again; any other is held at the value of then.
    Merges and splits are not reverted but undone: Refused when the state lies before one.
    """
    with archive_write() as write:
        record = fresh(record, seen)
        kind = faces.kind_of(record)
        if (to.kind, to.row) != (kind, record.pk):
            raise Refused(f"That is a state of {to.public_id}, not of {record.public_id}")
        if to.face.get("merged_into"):
            raise Refused("In that state it was merged into another: undo the merge instead")
        fields = _back(record, to.face)
        if not fields:
            raise Refused(f"{record.public_id} stands as it did then")
        return store(Verb.REVERT, record, {"fields": fields, **placing(record)}, who, why, write)


def _back(record: Any, then: faces.Face) -> dict[str, Any]:
    present, machine = faces.face(record), reading(record)
    own = {lock.field: lock for lock in record.locks.select_related("decision")}
    fields: dict[str, Any] = {}
    wanted: dict[str, Any] = {}
    for name in faces.FIELDS[faces.kind_of(record)]:
        if name not in then:
            continue
        if name not in then["held"] and name in own and holding.alike(name, machine.get(name), then[name]):
            was = {"value": own[name].value, "machine": own[name].machine, "decision": own[name].decision.public_id}
            fields[name] = {"from": present[name], "to": machine[name], "was": was}
        elif not holding.alike(name, then[name], present[name]):
            wanted[name] = then[name]
    fields |= field_changes(record, wanted)
    if "review" in then and then["review"] != present.get("review"):
        fields["review"] = {"from": present["review"], "to": then["review"]}
    return fields
