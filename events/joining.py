"""Which reports tell of one event: same type, mode and states, dates that can be the same days, told by different sources.

The groups are worked out from the whole set of reports that touch, in the order in which they were published, so that the
order of ingest does not matter. Reports that a curator has placed (`pinned`) stay where they are.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from events import deriving
from events.models import Event, Report, Statement
from events.revision import Write
from events.vocabulary import Review

WIDEST = timedelta(days=10)
"""Only dates this exact join over sources: "in 1997" fits too many meetings of the same two states."""


def cluster_key(type_: str, mode: str | None, countries: Iterable[str]) -> str:
    """What reports must share to be of one event; empty (joins nothing) when no state is named."""
    codes = sorted(set(countries))
    return f"{type_}|{mode or ''}|{','.join(codes)}"[:64] if codes else ""


def joinable(report: Report) -> bool:
    """Whether a report says enough to be joined with another source's."""
    return bool(
        report.cluster
        and report.current
        and not report.pinned
        and report.earliest is not None
        and report.latest is not None
        and report.latest - report.earliest <= WIDEST
    )


def join(reports: Sequence[Report], write: Write) -> dict[str, int]:
    """Give every report its event, join or part what the new reports touch, and derive the events. Counts of outcomes."""
    counts: dict[str, int] = {}
    pending = {r.pk: r for r in reports if joinable(r)}
    touched: set[int] = {r.event_id for r in reports}
    while pending:
        component = _touching(next(iter(pending.values())))
        for report in component:
            pending.pop(report.pk, None)
        touched |= _gather(_groups(component), write)
    for record in Event.objects.filter(pk__in=touched).order_by("pk"):
        outcome = deriving.event(record, write, created=record.search_text == "" and record.title == "")
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _touching(seed: Report) -> list[Report]:
    """All joinable reports of the seed's cluster that are linked to it by overlapping dates, in order of telling."""
    found = {seed.pk: seed}
    since, until = seed.earliest, seed.latest
    while True:
        near = (
            Report.objects.filter(cluster=seed.cluster, current=True, pinned=False)
            .filter(Q(earliest__lte=until), Q(latest__gte=since))
            .select_related("source")
        )
        fresh = [r for r in near if r.pk not in found and joinable(r)]
        if not fresh:
            return sorted(found.values(), key=deriving.told_order)
        found |= {r.pk: r for r in fresh}
        since = min([since, *(r.earliest for r in fresh)])  # type: ignore[type-var]
        until = max([until, *(r.latest for r in fresh)])  # type: ignore[type-var]


def _groups(component: Sequence[Report]) -> list[list[Report]]:
    """First told, first served: a report joins the first group with room for it, never one with its own source in it."""
    groups: list[list[Report]] = []
    for report in component:
        for group in groups:
            if all(report.source_id != other.source_id and _same_days(report, other) for other in group):
                group.append(report)
                break
        else:
            groups.append([report])
    return groups


def _same_days(a: Report, b: Report) -> bool:
    earliest: date = max(a.earliest, b.earliest)  # type: ignore[type-var, assignment]
    latest: date = min(a.latest, b.latest)  # type: ignore[type-var, assignment]
    return earliest <= latest and _same_persons(a, b)


def _same_persons(a: Report, b: Report) -> bool:
    """Visits and letters belong to persons: two that name different persons are two events."""
    if a.reading["mode"] not in {"visit", "call"}:
        return True
    first, second = ({name.split()[-1] for name, _ in r.reading["persons"]} for r in (a, b))
    return not first or not second or bool(first & second)


def _gather(groups: Sequence[Sequence[Report]], write: Write) -> set[int]:
    """Put each group's reports under an event of its own; an event left empty, untouched by curators, goes. Touched events."""
    before = {r.event_id for group in groups for r in group}
    if len(before) == len(groups) and all(len({r.event_id for r in group}) == 1 for group in groups):
        return before
    write.changed = True
    events = {e.pk: e for e in Event.objects.filter(pk__in=before)}
    curated = {pk for pk, e in events.items() if e.locked or e.review != Review.UNREVIEWED.value or e.merged_into_id}
    # Identifiers move with the reports: step aside first, so that no two events ever claim one address.
    Event.objects.filter(pk__in=before).update(public_id=Concat(Value("~"), Cast("pk", CharField())))
    # What a source says of an event goes with its report of it; noted before any moves, for reports may change places.
    said: dict[tuple[int | None, int | None], list[Statement]] = {}
    for statement in Statement.objects.filter(event__in=before):
        said.setdefault((statement.source_id, statement.event_id), []).append(statement)
    homes: set[int] = set()
    for group in groups:
        stood = [(r.source_id, r.event_id) for r in group]
        homes.add(_house(group, curated, homes))
        for report, place in zip(group, stood, strict=True):
            for statement in said.get(place, ()):
                deriving.put(statement, {"event_id": report.event_id}, write)
    for pk in before - homes:
        if not Report.objects.filter(event=pk).exists():
            Event.objects.filter(pk=pk).delete()
            before = before - {pk}
    return homes | before


def _house(group: Sequence[Report], curated: set[int], taken: set[int]) -> int:
    """The event that a group lives under: a curated one first, else its first report's, else a new one."""
    own = [r.event_id for r in group]
    free = [pk for pk in own if pk in curated and pk not in taken] or [pk for pk in own if pk not in taken]
    home = free[0] if free else new_event(group[0]).pk
    for report in group:
        if report.event_id != home and report.event_id not in curated:
            report.event_id = home
            report.save(update_fields=["event"])
    return home


def new_event(report: Report) -> Event:
    """A bare event for a report to live under; deriving fills it."""
    reading = report.reading
    return Event.objects.create(
        public_id=report.public_id, type=reading["type"], mode=reading["mode"] or "", status=report.status, title=""
    )
