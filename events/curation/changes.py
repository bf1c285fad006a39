"""The history of a record: every decision on it and every change that the machine made, from its first day to now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import faces
from events.models import Decision, PastState, Source
from events.prepared import Prepared
from events.vocabulary import Standing, Verb

Field = tuple[str, Any, Any]
"""Name of a field, what it was, what it became (as `faces` has values)."""


@dataclass(frozen=True)
class Change:
    """One change. `decision` is None where the machine made it: then `reader` and `source` (public id) say what read what.

    `verb` is a code of `vocabulary.Verb`, "recorded" for the first state or "read" for a later reading. `state` is the past
    state that it ended (to go back to), if one is kept. Who decided stands in `decision.by`, for curators' eyes only.
    """

    at: datetime
    verb: str
    fields: tuple[Field, ...]
    why: str = ""
    reader: str = ""
    source: str = ""
    decision: Decision | None = None
    state: PastState | None = None

    @property
    def by_curator(self) -> bool:
        return self.decision is not None

    @property
    def label(self) -> str:
        """The verb in words."""
        return {"recorded": "Recorded", "read": "Read anew"}.get(self.verb) or Verb.of(self.verb).label

    @property
    def undone(self) -> bool:
        return self.decision is not None and self.decision.standing != Standing.STANDING.value


def _past(kind: str) -> Prepared:
    return Prepared(lambda keys: PastState.objects.filter(kind=kind, row__in=keys).values_list("pk"))


def _of_decisions(kind: str) -> Prepared:
    return Prepared(lambda ids: Decision.objects.filter(kind=kind, subjects__public_id__in=ids).values_list("pk"))


# Most records have no history, which is then asked for in the cheapest way.
_PAST = {kind: _past(kind) for kind in faces.MODELS}
_DECIDED = {kind: _of_decisions(kind) for kind in faces.MODELS}


_READERS = Prepared(lambda keys: Source.objects.filter(pk__in=keys).values_list("reader", "public_id"))


def changes(record: Any) -> list[Change]:
    """The whole history, the latest first; the first recording is the last entry."""
    kind = faces.kind_of(record)
    states: list[PastState] = []
    if _PAST[kind].rows([record.pk]):
        past = PastState.objects.filter(kind=kind, row=record.pk)
        states = list(past.select_related("decision").order_by("until", "pk"))
    decided = [pk for (pk,) in _DECIDED[kind].rows([record.public_id])]
    after = [*(state.face for state in states[1:]), faces.face(record)] if states else []
    found: list[Change] = []
    told: dict[int, int] = {}
    for state, face in zip(states, after, strict=True):
        fields = tuple(_shown(faces.changes(state.face, face)))
        if state.decision is None:
            found.append(Change(state.until, "read", fields, "", state.reader, state.source, None, state))
            continue
        told[state.decision.pk] = len(found)
        decision = state.decision
        found.append(Change(decision.at, decision.verb, fields, decision.why, "", "", decision, state))
    for decision in Decision.objects.filter(pk__in=decided).order_by("pk") if decided else ():
        if decision.pk not in told:
            found.append(Change(decision.at, decision.verb, _decided(decision), decision.why, "", "", decision))
    created = Change(record.created_at, "recorded", (), "", *_first_reading(record))
    return [*sorted(found, key=lambda change: change.at, reverse=True), created]


def _shown(changed: list[Field]) -> list[Field]:
    """Without what follows from the rest: what the public sees, and which fields are held."""
    return [(name, old, new) for name, old, new in changed if name not in {"visible", "held", "reports"}]


def _decided(decision: Decision) -> tuple[Field, ...]:
    return tuple((name, c["from"], c["to"]) for name, c in decision.details.get("fields", {}).items())


def _first_reading(record: Any) -> tuple[str, str]:
    """Reader's version and public id of the source in which the record was first read, as far as they are known now."""
    if isinstance(record, Source):
        return record.reader, record.public_id
    name = next((name for name in ("reports", "namings") if hasattr(record, name)), None)
    if name is None:
        first = record.source_id
    elif name in getattr(record, "_prefetched_objects_cache", {}):
        first = min((reading.source_id for reading in getattr(record, name).all()), default=None)
    else:
        # Sources are numbered as they come. Asked in two steps: somebody may be named in a hundred thousand of them.
        first = getattr(record, name).order_by("source_id", "pk").values_list("source_id", flat=True).first()
    found = _READERS.rows([first]) if first else []
    return found[0] if found else ("", "")  # type: ignore[return-value]
