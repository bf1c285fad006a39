"""Records that are one, and records that are two."""

from collections.abc import Iterable, Sequence
from typing import Any

from events import deriving, faces, holding, identity
from events.curation.comparing import conflicts
from events.curation.deciding import Account, fresh, placing, store
from events.curation.refusals import Refused
from events.curation.values import clean
from events.curation.verdicts import field_changes
from events.models import Decision, Event, Naming, Person, Report, Source
from events.revision import archive_write
from events.vocabulary import Verb


def merge(
    records: Sequence[Any],
    into: Any,
    who: Account,
    why: str = "",
    resolved: dict[str, Any] | None = None,
    seen: dict[str, str] | None = None,
) -> Decision:
    """Join records of one kind to `into`; their addresses answer 301 from now on, and `undo` parts them again exactly.

    Names, offices, statements, parts in events, reports and namings move along, now and when later sources bring more.
    `resolved` gives the value of fields on which curators have set different ones (`conflicts`); without it those are
    Refused, as is a record with itself, or one that was merged already. `seen` maps public ids to versions.
    """
    with archive_write() as write:
        seen = seen or {}
        into = fresh(into, seen.get(into.public_id))
        losers = [fresh(record, seen.get(record.public_id)) for record in records]
        _joinable(losers, into)
        fields = field_changes(into, clean(into, resolved or {}))
        for loser in losers:
            open_ = [c.field for c in conflicts(loser, into) if c.field not in fields]
            if open_:
                raise Refused(
                    f"Curators have set {', '.join(open_)} differently on {loser.public_id} and {into.public_id}: "
                    "say which value holds"
                )
        merged = [loser.public_id for loser in losers]
        details: dict[str, Any] = {"merged": merged, **placing(into, *losers)}
        if fields:
            details["fields"] = fields
        return store(Verb.MERGE, into, details, who, why, write, merged)


def _joinable(losers: Sequence[Any], into: Any) -> None:
    if not losers:
        raise Refused("Name at least one record to merge")
    for loser in losers:
        if type(loser) is not type(into) or isinstance(into, Source):
            raise Refused(f"{loser.public_id} and {into.public_id} are of different kinds, or sources: they stay apart")
        if loser.pk == into.pk:
            raise Refused(f"{into.public_id} can't be merged with itself: choose another")
    if len({loser.pk for loser in losers}) < len(losers):
        raise Refused("One record is named twice")


def split(
    record: Any, readings: Iterable[Any], who: Account, why: str = "", seen: str | None = None
) -> tuple[Decision, Any]:
    """Make a record of its own out of some reports of an event, or some namings of a person. The decision and the new record.

    `readings` are Report or Naming rows, or their public ids. They stay where they are put through any later reading.
    Refused when they are not the record's, or when nothing would remain.
    """
    with archive_write() as write:
        record = fresh(record, seen)
        if not isinstance(record, (Event, Person)):
            raise Refused("Only events and persons are split")
        wanted = sorted({str(getattr(reading, "public_id", reading)) for reading in readings})
        rows: Any = record.reports if isinstance(record, Event) else record.namings
        found = {row.public_id: row for row in rows.filter(current=True).select_related("source", "home")}
        strange = [public_id for public_id in wanted if public_id not in found]
        if strange or not wanted:
            raise Refused(f"{strange[0] if strange else 'Nothing'} is not among what tells of {record.public_id}")
        if len(wanted) == len(found):
            raise Refused(f"Nothing would remain of {record.public_id}: leave at least one where it is")
        chosen = [found[public_id] for public_id in wanted]
        made = _address(record, chosen)
        before = {row.public_id: row.home.public_id if row.home else None for row in chosen}
        stays = placing(record)
        if "pins" in stays:
            stays["pins"][record.public_id] = [r for r in stays["pins"][record.public_id] if r not in before]
        decision = store(Verb.SPLIT, record, {"made": made, "readings": before, **stays}, who, why, write, [made])
        return decision, faces.MODELS[decision.kind].objects.get(public_id=made)


def _address(record: Event | Person, chosen: Sequence[Report | Naming]) -> str:
    """The new record's: of an event that of its first report, if it is free; else one made of what is split off."""
    if isinstance(record, Event):
        for report in sorted((r for r in chosen if isinstance(r, Report)), key=deriving.told_order):
            if holding.find("event", report.public_id) == record and report.public_id != record.public_id:
                return report.public_id
    made = identity.split_id(record.public_id, [reading.public_id for reading in chosen])
    if holding.find(faces.kind_of(record), made) is not None:
        made = identity.split_id(made, [str(Decision.objects.count())])
    return made
