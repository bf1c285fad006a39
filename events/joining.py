"""Which reports tell of one event: same type, mode and states, dates that can be the same days, told by different sources.

The groups are worked out from the whole set of reports that touch, in the order in which they were published, so that the
order of ingest does not matter. Reports that a curator has placed (`_Placed`) stay where they are; others may join them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from events import deriving, holding, past, utterances
from events.models import Decision, Event, Report
from events.revision import Write
from events.vocabulary import Review, Standing

WIDEST = timedelta(days=10)
"""Only dates this exact join over sources: "in 1997" fits too many meetings of the same two states."""


TOGETHER = 100
"""Reports whose neighbours are asked for in one question."""


def cluster_key(type_: str, mode: str | None, countries: Iterable[str]) -> str:
    """What reports must share to be of one event; empty (joins nothing) when no state is named."""
    codes = sorted(set(countries))
    return f"{type_}|{mode or ''}|{','.join(codes)}"[:64] if codes else ""


def days(text: str) -> tuple[date | None, date | None]:
    """The days between which a report's EDTF date lies."""
    bounds = deriving.bounds(text)
    return bounds["earliest"], bounds["latest"]


def joinable(report: Report) -> bool:
    """Whether a report says enough to be joined with another source's."""
    return bool(
        report.cluster
        and report.current
        and report.earliest is not None
        and report.latest is not None
        and report.latest - report.earliest <= WIDEST
    )


def join(reports: Sequence[Report], write: Write) -> dict[str, int]:
    """Give every report its event, join or part what the new reports touch, and derive the events. Counts of outcomes.

    What other sources say of an event goes with their reports of it; the statements of the reports' own sources are the caller's.
    """
    placed = _Placed()
    homes, moved = _gather(_all_groups(reports, placed), placed, write)
    touched = {r.event_id for r in reports} | homes
    counts = deriving.events(Event.objects.filter(pk__in=touched).order_by("pk"), write)
    utterances.of_sources(moved - {r.source_id for r in reports}, write)
    return counts


class _Placed:
    """Whether a report stands where a curator's decision keeps it: pinned there, or read again (it had lapsed when the decision
    was taken) while the decision holds its address, here or of an event merged into this one."""

    def __init__(self) -> None:
        self.addresses: dict[int, set[str]] = {}

    def __call__(self, report: Report) -> bool:
        event = report.event
        if report.pinned or holding.ADDRESS not in event.locked:
            return report.pinned
        if report.public_id == event.public_id:
            return True
        if event.pk not in self.addresses:
            self.addresses[event.pk] = {member.public_id for member in holding.tree(event)}
        return report.public_id in self.addresses[event.pk]


def _all_groups(reports: Sequence[Report], placed: _Placed) -> list[list[Report]]:
    """The groups of all reports that these touch: by cluster and days, and by living under the same event now."""
    groups: list[list[Report]] = []
    done: set[int] = set()
    asked: set[int] = set()
    pending = {r.pk: r for r in reports if r.current}
    homes = {r.event_id for r in reports}
    while pending or homes - asked:
        siblings = Report.objects.filter(event__in=homes - asked, current=True)
        siblings = siblings.select_related("source", "event").defer(*deriving.TEXTS)
        asked |= homes
        pending |= {r.pk: r for r in siblings if r.pk not in done and r.pk not in pending}
        near = _near([r for r in pending.values() if joinable(r)])
        while pending:
            seed = next(iter(pending.values()))
            draws = joinable(seed) and (not placed(seed) or _attracts(seed.event))
            component = _touching(seed, near.get(seed.cluster, {}).values(), placed) if draws else [seed]
            for report in component:
                pending.pop(report.pk, None)
                done.add(report.pk)
                homes.add(report.event_id)
            groups += _groups(component, placed)
    return _kept_together(groups, placed)


def _kept_together(groups: Iterable[list[Report]], placed: _Placed) -> list[list[Report]]:
    """Groups that curators' decisions have under one event, of whatever cluster and days, are one."""
    homes: dict[int, list[Report]] = {}
    found: list[list[Report]] = []
    for group in groups:
        home = next((report.event_id for report in group if placed(report)), None)
        if home in homes:
            homes[home] += group
            continue
        found.append(group)
        if home is not None:
            homes[home] = group
    return found


def _near(seeds: Sequence[Report]) -> dict[str, dict[int, Report]]:
    """All current reports of a cluster and of days that one of the seeds is of, by cluster and key."""
    found: dict[str, dict[int, Report]] = {}
    for at in range(0, len(seeds), TOGETHER):
        wanted = Q()
        for seed in seeds[at : at + TOGETHER]:
            wanted |= Q(cluster=seed.cluster, earliest__lte=seed.latest, latest__gte=seed.earliest)
        reports = Report.objects.filter(wanted, current=True).select_related("source", "event")
        for report in reports.defer(*deriving.TEXTS):
            found.setdefault(report.cluster, {})[report.pk] = report
    return found


def _touching(seed: Report, near: Iterable[Report], placed: _Placed) -> list[Report]:
    """All joinable reports of the seed's cluster that are linked to it by overlapping dates, in order of telling.

    `near` holds all of its cluster that overlap the seed itself, among others; what those overlap in turn is asked for.
    """
    found = {seed.pk: seed}
    since, until = seed.earliest, seed.latest
    while True:
        overlapping = [r for r in near if r.earliest <= until and r.latest >= since]  # type: ignore[operator]
        fresh = [r for r in overlapping if r.pk not in found and joinable(r) and (not placed(r) or _attracts(r.event))]
        if not fresh:
            return sorted(found.values(), key=deriving.told_order)
        found |= {r.pk: r for r in fresh}
        asked = since, until
        since = min([since, *(r.earliest for r in fresh)])  # type: ignore[type-var]
        until = max([until, *(r.latest for r in fresh)])  # type: ignore[type-var]
        if asked == (since, until):
            return sorted(found.values(), key=deriving.told_order)
        wider = Report.objects.filter(cluster=seed.cluster, current=True, earliest__lte=until, latest__gte=since)
        near = list(wider.select_related("source", "event").defer(*deriving.TEXTS))


def _attracts(event: Event) -> bool:
    """What a curator has rejected draws no other source's report in: that one may be right, and is to be looked at."""
    return event.review != Review.REJECTED.value


def _groups(component: Sequence[Report], placed: _Placed) -> list[list[Report]]:
    """First told, first served: a report joins the first group with room for it, never one with its own source in it.

    Placed reports stand together as curators' decisions have them, before any free one looks for a group. Those of one status find
    each other first: where texts tell a plan and a deed of the same days apart, nobody's plan is taken for another's deed.
    """
    together: dict[int, list[Report]] = {}
    for report in component:
        if placed(report):
            together.setdefault(report.event_id, []).append(report)
    groups = list(together.values())
    for report in component:
        if placed(report):
            continue
        alike = [group for group in groups if any(other.status == report.status for other in group)]
        fitting = [group for group in alike if _fits(report, group)]
        same_date = [group for group in fitting if any(other.edtf == report.edtf for other in group)]
        if fitting:
            (same_date or fitting)[0].append(report)
        else:
            groups.append([report])
    joined: list[list[Report]] = []
    for group in groups:
        home = next((other for other in joined if all(_fits(report, other) for report in group)), None)
        if home is None or group in together.values():
            joined.append(group)
        else:
            home += group
    return joined


def _fits(report: Report, group: Sequence[Report]) -> bool:
    """On the same days as every other; what a curator has put together may differ, so one of those is enough."""
    if any(report.source_id == other.source_id for other in group):
        return False
    pinned = [other for other in group if other.pinned]
    if pinned:
        return any(_same_days(report, other) for other in pinned)
    return all(_same_days(report, other) for other in group)


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


def _gather(groups: Sequence[Sequence[Report]], placed: _Placed, write: Write) -> tuple[set[int], set[int]]:
    """Put each group's reports under an event of its own; an event left empty, untouched by curators, goes.

    Returns the events that are touched, and the sources of reports that have moved.
    """
    before = {r.event_id for group in groups for r in group}
    if len(before) == len(groups) and all(len({r.event_id for r in group}) == 1 for group in groups):
        return before, set()
    write.changed = True
    events = {e.pk: e for e in Event.objects.filter(pk__in=before)}
    curated = {pk for pk, e in events.items() if holding.ADDRESS in e.locked}
    for record in events.values():
        past.note(record, write)
    # Identifiers move with the reports: step aside first, so that no two events ever claim one address.
    Event.objects.filter(pk__in=before - curated).update(public_id=Concat(Value("~"), Cast("pk", CharField())))
    homes: set[int] = set()
    moved: set[int] = set()
    for group in sorted(groups, key=lambda group: not any(placed(r) for r in group)):
        home = _house(group, placed, curated, homes, write)
        homes.add(home)
        for report in group:
            if report.event_id != home:
                report.event_id = home
                report.save(update_fields=["event"])
                moved.add(report.source_id)
    for pk in before - homes - curated:
        if not Report.objects.filter(event=pk).exists():
            Event.objects.filter(pk=pk).delete()
            before = before - {pk}
    return homes | before, moved


def _house(group: Sequence[Report], placed: _Placed, curated: set[int], taken: set[int], write: Write) -> int:
    """The event that a group lives under: where a curator placed any of it, else its first report's, else a new one."""
    for report in group:
        if placed(report):
            return report.event_id
    free = [r.event_id for r in group if r.event_id not in taken and r.event_id not in curated]
    return free[0] if free else new_event(group[0], write).pk


def new_event(report: Report, write: Write, address: str = "") -> Event:
    """A bare event for a report to live under; deriving fills it."""
    return new_events([report], write, address)[0]


def events_for(reports: Sequence[Report], write: Write) -> list[Event]:
    """An event for each of some reports that have none: the one that stands at its address, which a curator's decision has kept
    when the report went with its source, or a new one."""
    standing = {e.public_id: e for e in Event.objects.filter(public_id__in=[report.public_id for report in reports])}
    made = new_events([report for report in reports if report.public_id not in standing], write)
    for report in reports:
        if report.public_id in standing and _pinned_by_decision(report.public_id):
            report.pinned, report.home = True, standing[report.public_id]
    standing |= {event.public_id: event for event in made}
    return [holding.root(standing[report.public_id]) for report in reports]


def _pinned_by_decision(public_id: str) -> bool:
    """Whether a decision that stands has placed the report of this address."""
    decisions = Decision.objects.filter(kind="event", standing=Standing.STANDING.value, subjects__public_id=public_id)
    pins = decisions.values_list("details__pins", flat=True)
    return any(public_id in placed for pinned in pins if pinned for placed in pinned.values())


def new_events(reports: Sequence[Report], write: Write, address: str = "") -> list[Event]:
    """Likewise one for each of some reports."""
    made = [
        Event(
            public_id=address or report.public_id,
            type=report.reading["type"],
            mode=report.reading["mode"] or "",
            status=report.status,
            title="",
            created_at=write.at,
            changed_at=write.at,
        )
        for report in reports
    ]
    for event in Event.objects.bulk_create(made):
        past.made(event, write)
    return made
