"""What each source says of an event where they differ, and which of them is preferred."""

from dataclasses import dataclass
from typing import Any

from events import deriving, holding
from events.curation.deciding import Account, fresh, placing, store
from events.curation.proposals import says
from events.curation.refusals import Refused
from events.curation.verdicts import field_changes
from events.models import Decision, Event, Report
from events.revision import archive_write
from events.vocabulary import Verb

CLAIMED = ("edtf", "status", "place", "type", "mode")
"""Fields in which reports of one event may differ."""


@dataclass(frozen=True)
class Claim:
    """One value of a field, the reports that give it, whether the event shows it, and whether a curator chose so."""

    field: str
    value: Any
    reports: tuple[Report, ...]
    shown: bool
    chosen: bool


def claims(event: Event) -> dict[str, list[Claim]]:
    """Field by field the values that its sources give, in order of telling; only fields in which they differ."""
    reports = event.reports.filter(current=True, source__visible=True).select_related("source").defer("source__text")
    told = sorted(reports, key=deriving.told_order)
    found: dict[str, list[Claim]] = {}
    for field in CLAIMED:
        values: dict[Any, list[Report]] = {}
        for report in told:
            if says(report, field):
                values.setdefault(says(report, field), []).append(report)
        if len(values) > 1:
            shown, chosen = getattr(event, field), field in event.locked
            found[field] = [
                Claim(field, value, tuple(saying), value == shown, chosen and value == shown)
                for value, saying in values.items()
            ]
    return found


def prefer(event: Event, report: Report, who: Account, why: str = "", seen: str | None = None) -> Decision:
    """Believe one source's date before the others': it is shown and held, theirs stay visible beside it."""
    with archive_write() as write:
        event = fresh(event, seen)
        report = Report.objects.get(pk=report.pk)
        if report.event_id != event.pk or not report.current:
            raise Refused(f"{report.public_id} does not tell of {event.public_id}")
        if not report.edtf:
            raise Refused("This source gives no date: prefer one that does")
        fields = field_changes(event, {"edtf": report.edtf, "date_basis": report.reading["date_basis"] or ""})
        if not fields:
            raise Refused("This date is held already")
        details = {"fields": fields, "report": report.public_id, **placing(event)}
        return store(Verb.PREFER, event, details, who, why, write)


def preferred(event: Event) -> str | None:
    """The public id of the report whose date a curator preferred, while that holds."""
    lock = holding.held(event).get("edtf")
    return lock.decision.details.get("report") if lock else None
