"""The effect of a decision on the records, the same whether it is taken now or read back from an export.

`Decision.details`, all in public identifiers:
  fields    name -> {"from", "to": values as shown, "lock": what is held (absent: given back to the machine), "machine": what
            the machine said, "was": the lock it replaces, if any}; `review` has "from" and "to" alone
  pins      event -> reports that the decision places in it, free until then
  fixed     addresses of events that the decision fixes
  merged    records that go into this one
  readings  reports or namings that go into the record `made`, each with where it was pinned before (null: nowhere)
  pair      two records found apart, with `relation`
  entered   what a record added by hand is made from
  undoes    the decision that is taken back
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from events import deriving, faces, forgetting, holding, individuals, joining, past, unread, utterances
from events.curation import entering
from events.curation.affected import Affected
from events.curation.refusals import Refused
from events.models import Apart, Decision, Event, Lock, Naming, Person, Report, Source
from events.revision import Write
from events.vocabulary import Standing, Verb


def apply(decision: Decision, write: Write, gone: Iterable[str] = ()) -> None:
    """Give a stored decision its effect. `gone` names records and readings that were taken out with their sources since."""
    decision.gone = frozenset(gone)  # type: ignore[attr-defined]
    if decision.verb == Verb.UNDO.value:
        take_back(Decision.objects.get(public_id=decision.details["undoes"]), write)
        return
    if decision.verb == Verb.DISTINCT.value:
        first, second = sorted(decision.details["pair"])
        Apart.objects.get_or_create(
            kind=decision.kind, relation=decision.details["relation"], first=first, second=second,
            defaults={"decision": decision},
        )  # fmt: skip
        return
    affected = Affected()
    if decision.verb == Verb.ADD.value:
        entering.enter(decision, write)
    record = (
        _parted(decision, write)
        if "made" in decision.details
        else target(decision.kind, decision.record, decision, write)
    )
    if record is not None:
        affected.add(record, write)
    _place(decision, affected, write)
    for loser in _there(decision, "merged"):
        _merge(target(decision.kind, loser, decision, write), record, affected, write)
    if "made" in decision.details:
        _split(decision, record, affected, write)
    _set(record, decision, write)
    affected.settle(write)
    if isinstance(record, Person) and record.public_id in _gone(decision):
        forgetting.unnamed({record.pk})


def _parted(decision: Decision, write: Write) -> Any:
    """What is split. None when it is gone with its sources, and only what was split off is there."""
    if decision.record in _gone(decision) and holding.find(decision.kind, decision.record) is None:
        return None
    return target(decision.kind, decision.record, decision, write)


def take_back(decision: Decision, write: Write) -> None:
    """Undo the effect of a decision; the caller has made sure that none that stands depends on it."""
    Decision.objects.filter(pk=decision.pk).update(standing=Standing.UNDONE.value)
    if decision.verb == Verb.DISTINCT.value:
        Apart.objects.filter(decision=decision).delete()
        return
    affected = Affected()
    record = holding.find(decision.kind, decision.record)
    if record is None and decision.kind == "person":
        record = _named_again(decision, write)
    if record is not None:
        affected.add(record, write)
        _unset(record, decision, write)
    for public_id in decision.details.get("merged", ()):
        loser = _model(decision.kind).objects.filter(public_id=public_id).first()
        if loser is None:
            continue  # removed with its source since
        end = holding.root(loser)
        affected.add(loser, write)
        affected.add(end, write)
        _model(decision.kind).objects.filter(pk=loser.pk).update(merged_into=None)
        affected.records[decision.kind, loser.pk].merged_into = None
        _rehome(end, affected, write)
    if "made" in decision.details:
        _unsplit(decision, record, affected, write)
    if decision.kind == "event":
        for member in list(affected.records.values()):
            _unpin(member, affected, write)
    affected.settle(write)


def _named_again(decision: Decision, write: Write) -> Person:
    """Whom somebody was split from is gone with the sources, and has a naming again now."""
    naming = Naming.objects.filter(public_id__in=decision.details["readings"]).order_by("public_id").first()
    name = naming.name if naming else decision.record
    person = Person.objects.create(
        public_id=decision.record, name=name, sort_name=individuals.sort_name(name), key="", created_at=write.at
    )
    past.made(person, write)
    return person


def target(kind: str, public_id: str, decision: Decision, write: Write) -> Any:
    """The row that a decision means. Refused when there is none: its source is not in the archive.

    On a rebuilt archive an event that stood alone when it was decided on may have been drawn to one that other decisions
    hold; it gets a row of its own again.
    """
    record = holding.find(kind, public_id)
    for pinned in decision.details.get("pins", {}).get(public_id, ()) if record is None else ():
        record = record or holding.find(kind, pinned)
    if record is None:
        raise Refused(f"{kind} {public_id} is not in the archive: ingest the source that it was read from first")
    fixed = decision.details.get("fixed", ())
    if kind == "event" and public_id in fixed and record.public_id != public_id and holding.ADDRESS in record.locked:
        report = Report.objects.select_related("source").get(public_id=public_id)
        past.note(record, write)
        record = joining.new_event(report, write)
        Report.objects.filter(pk=report.pk).update(event=record)
    return record


def _model(kind: str) -> Any:
    return faces.MODELS[kind]


def _place(decision: Decision, affected: Affected, write: Write) -> None:
    """Pin the reports that the decision is about to their events, and fix those events' addresses."""
    for address in _there(decision, "fixed"):
        record = affected.at(address) or target("event", address, decision, write)
        affected.add(record, write)
        _fix(record, address, decision)
    for address, named in decision.details.get("pins", {}).items():
        wanted = set(named) - _gone(decision)
        if not wanted:
            continue
        record = affected.at(address) or target("event", address, decision, write)
        affected.add(record, write)
        reports = list(Report.objects.filter(public_id__in=wanted).select_related("event"))
        _all_there("report", wanted, (report.public_id for report in reports))
        free = [report for report in reports if not report.pinned]
        for report in free:
            affected.add(report.event, write)
        own = {"pinned": True, "home": record, "event": holding.root(record), "current": True}
        Report.objects.filter(pk__in=[report.pk for report in free]).update(**own)


def _fix(record: Event, address: str, decision: Decision) -> None:
    _lock(record, holding.ADDRESS, value=address, machine=address, decision=decision)
    record.public_id = address
    record.locked = sorted({*record.locked, holding.ADDRESS})
    Event.objects.filter(pk=record.pk).update(public_id=address, locked=record.locked)


def _gone(decision: Decision) -> frozenset[str]:
    return getattr(decision, "gone", frozenset())


def _there(decision: Decision, name: str) -> list[str]:
    """The records of a detail without those that are gone; of an event its report of the same address may be gone alone."""
    named, gone = sorted(set(decision.details.get(name, ()))), _gone(decision)
    return [one for one in named if one not in gone or holding.find(decision.kind, one) is not None]


def _all_there(what: str, wanted: Iterable[str], found: Iterable[str]) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise Refused(f"{what} {missing[0]} is not in the archive: ingest the source that it was read from first")


def _merge(loser: Any, into: Any, affected: Affected, write: Write) -> None:
    affected.add(loser, write)
    if isinstance(loser, Person):
        affected.moving(loser, Naming.objects.filter(person=loser))
    _model(faces.kind_of(loser)).objects.filter(pk=loser.pk).update(merged_into=into)
    if isinstance(into, Event):
        Report.objects.filter(event=loser).update(event=into)
    if isinstance(into, Person):
        Naming.objects.filter(person=loser).update(person=into)


def _rehome(stood: Any, affected: Affected, write: Write) -> None:
    """After a merge or split is undone: everything that stands under a record goes to where it now belongs."""
    if isinstance(stood, Event):
        for report in Report.objects.filter(event=stood, pinned=True).select_related("home"):
            Report.objects.filter(pk=report.pk).update(event=holding.root(report.home))
        free = Report.objects.filter(event=stood, pinned=False)  # one that nothing read, or that was read again since
        for record in [record for record in affected.records.values() if isinstance(record, Event)]:
            end = holding.root(record)
            if end.pk != stood.pk:
                free.filter(public_id=record.public_id).update(event=end)
    if isinstance(stood, Person):
        ends: dict[str, Person] = {}
        leaving: list[int] = []
        namings = Naming.objects.filter(person=stood).select_related("home", "source")
        for naming in namings.defer("source__text", "source__search_text", "source__layout"):
            own = naming.home.public_id if naming.home else individuals.home_id(naming)
            if own not in ends:
                home = naming.home or Person.objects.filter(public_id=own).first()
                ends[own] = holding.root(home or stood)
                affected.add(ends[own], write)
            if ends[own].pk != stood.pk:
                leaving.append(naming.pk)
                Naming.objects.filter(pk=naming.pk).update(person=ends[own])
        affected.moving(stood, Naming.objects.filter(pk__in=leaving))


def _split(decision: Decision, record: Any, affected: Affected, write: Write) -> None:
    """Move readings to the record that the decision makes, and pin them there."""
    wanted = set(decision.details["readings"]) - _gone(decision)
    rows: Any = Report if decision.kind == "event" else Naming
    field = decision.kind
    readings = rows.objects.filter(public_id__in=wanted).select_related(field)
    _all_there("report" if field == "event" else "naming", wanted, readings.values_list("public_id", flat=True))
    made = _make(decision, readings, affected, write)
    if made is None:
        return
    if decision.kind == "person":
        for person in {reading.person for reading in readings}:  # who was split may have been merged since, or be gone
            affected.moving(person, readings)
    for reading in list(readings):
        affected.add(getattr(reading, field), write)
        rows.objects.filter(pk=reading.pk).update(pinned=True, home=made, current=True, **{field: made})


def _make(decision: Decision, readings: Any, affected: Affected, write: Write) -> Any:
    """The row of a record that is split off: the one that had the address before, else a new one; none when all is gone."""
    address = decision.details["made"]
    found = _model(decision.kind).objects.filter(public_id=address).first()
    if found is None and not readings:
        return None
    if found is None and decision.kind == "person":
        name = min(naming.name for naming in readings)
        found = Person.objects.create(public_id=address, name=name, sort_name=name, key="", created_at=write.at)
        past.made(found, write)
    elif found is None:
        found = joining.new_event(readings.select_related("source").first(), write, address)
    affected.add(found, write)
    _model(decision.kind).objects.filter(pk=found.pk).update(merged_into=None)
    found.merged_into = None
    if isinstance(found, Event):
        _fix(found, address, decision)
    return found


def _unsplit(decision: Decision, record: Any, affected: Affected, write: Write) -> None:
    """Readings go back to where they were; the record that was made leads to the one that it was split from."""
    made = _model(decision.kind).objects.filter(public_id=decision.details["made"]).first()
    if made is None:
        return  # removed with its sources since
    affected.add(made, write)
    rows: Any = Report if decision.kind == "event" else Naming
    for public_id, was in decision.details["readings"].items():
        home = _model(decision.kind).objects.filter(public_id=was).first() if was else None
        rows.objects.filter(public_id=public_id).update(pinned=home is not None, home=home)
        if home is None:  # free again, and gone with the reader that read it
            rows.objects.filter(public_id=public_id, lapsed=True).update(current=False)
        if decision.kind == "event" and (home or record):
            rows.objects.filter(public_id=public_id).update(event=holding.root(home or record))
    if record is not None and made.pk != record.pk:
        _model(decision.kind).objects.filter(pk=made.pk).update(merged_into=record)
    if isinstance(record, Person):
        _rehome(made, affected, write)


def _unpin(record: Event, affected: Affected, write: Write) -> None:
    """An event on which no decision stands any longer is the machine's again: its reports are free, and its address may change,
    unless what was split from it leads here."""
    if record.merged_into_id is not None:
        return
    standing = Decision.objects.filter(
        kind="event", standing=Standing.STANDING.value, subjects__public_id=record.public_id
    ).exclude(verb__in=[Verb.UNDO.value, Verb.DISTINCT.value])
    if standing.exists():
        return
    if not record.merged.exists():
        record.locks.filter(field=holding.ADDRESS).delete()
    pinned = Report.objects.filter(home=record)
    said = deriving.Around([record]).machine(record, {})
    pinned.filter(lapsed=True).update(current=False)
    pinned.update(pinned=False, home=None)
    if not record.reports.filter(current=True).exists():
        unread.remember(record, said)


def _set(record: Any, decision: Decision, write: Write) -> None:
    """Fields to what was decided: held from now on, or given back."""
    for name, change in decision.details.get("fields", {}).items():
        if name == "review":
            type(record)._default_manager.filter(pk=record.pk).update(review=change["to"])
        elif "lock" in change:
            _hold(record, name, change["lock"], change["machine"], decision)
        else:
            record.locks.filter(field=name).delete()
    if isinstance(record, Source):
        _set_source(record, {n: c["to"] for n, c in decision.details.get("fields", {}).items()}, write)


def _unset(record: Any, decision: Decision, write: Write) -> None:
    """Fields to what they were before a decision."""
    for name, change in decision.details.get("fields", {}).items():
        if name == "review":
            type(record)._default_manager.filter(pk=record.pk).update(review=change["from"])
        elif "was" in change:
            holder = Decision.objects.get(public_id=change["was"]["decision"])
            _hold(record, name, change["was"]["value"], change["was"]["machine"], holder)
        else:
            record.locks.filter(field=name).delete()
    if isinstance(record, Source):
        _set_source(record, {n: c["from"] for n, c in decision.details.get("fields", {}).items()}, write)


def _hold(record: Any, name: str, value: Any, machine: Any, decision: Decision) -> None:
    _lock(record, name, value=value, machine=machine, decision=decision, waiting=False, proposed=None)


def _lock(record: Any, name: str, **values: Any) -> None:
    """Make or renew a lock; no other writer is about, for the revision row is held."""
    own = {faces.kind_of(record): record, "field": name}
    if not Lock.objects.filter(**own).update(**values):
        Lock.objects.create(**own, **values)


def _set_source(record: Source, values: dict[str, Any], write: Write) -> None:
    """A source's description is its own columns; what is derived from its day of publication is derived anew."""
    past.note(record, write)
    for name, value in values.items():
        setattr(record, name, date.fromisoformat(value) if name == "published" and value else value)
    record.changed_at = write.at
    record.save(update_fields=[*values, "changed_at"])
    if "published" in values:
        joining.join(list(Report.objects.filter(source=record).select_related("source", "event")), write)
        for person in Person.objects.filter(namings__source=record).distinct().order_by("pk"):
            individuals.person(person, write)
        utterances.of_sources([record.pk], write)
