"""Decisions out and in: one JSON object a line, keys sorted, public identifiers alone, so that sources + decisions rebuild it.

First come `kept` lines: readings that decisions rest on and that the present reader no longer yields (it was upgraded, or a
curator entered them). Then the decisions, in the order in which they were taken. Reading the lines back applies each as it
was; what is there already is left alone.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from events import deriving, holding, identity, individuals, joining, past
from events.curation.deciding import carry_out
from events.curation.refusals import Refused
from events.models import Decision, Event, Evidence, Naming, Person, Report, Source, Statement, Subject
from events.revision import Write, archive_write
from events.vocabulary import Standing, Verb

_REPORT = ("start", "end", "edtf", "status", "cluster", "reading")
_NAMING = ("name", "key", "title", "surname", "aliases")
_STATEMENT = ("text", "start", "end", "kind", "cue", "cue_start", "cue_end", "speaker_org", "reading")


class Unfit(Refused):
    """A line can't be taken; the message begins with its number. Nothing of the file has been."""


def export_lines() -> Iterator[str]:
    """Every line of the export, without line ends; the same archive gives the same lines."""
    for kept in _kept():
        yield _line(kept)
    for decision in Decision.objects.prefetch_related("subjects").order_by("pk").iterator(1000):
        line = {
            "at": decision.at.isoformat(),
            "by": decision.by,
            "decision": decision.public_id,
            "details": decision.details,
            "kind": decision.kind,
            "record": decision.record,
            "subjects": sorted(subject.public_id for subject in decision.subjects.all()),
            "verb": decision.verb,
            "why": decision.why,
        }
        if decision.standing == Standing.MOOT.value:
            line["moot"] = True
        elif gone := _gone(decision):
            line["gone"] = gone
        yield _line(line)


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def _gone(decision: Decision) -> list[str]:
    """What a decision speaks of that was taken out of the archive with its source since."""
    details = decision.details
    addresses = {*details.get("merged", ()), *details.get("fixed", ())}
    gone = {public_id for public_id in addresses if holding.find(decision.kind, public_id) is None}
    readings = {*details.get("readings", ()), *(r for pinned in details.get("pins", {}).values() for r in pinned)}
    if readings:
        rows: Any = Naming if decision.kind == "person" else Report
        there = rows.objects.filter(public_id__in=readings).values_list("public_id", flat=True)
        gone |= readings - set(there)
    return sorted(gone)


def _named() -> list[list[str]]:
    """Every reading and record that decisions with an object speak of, a few hundred at a time: undone ones are read back too."""
    named: set[str] = set()
    decisions = Decision.objects.exclude(standing=Standing.MOOT.value)
    for details in decisions.values_list("details", flat=True).iterator(1000):
        named |= {*details.get("readings", ()), *details.get("pins", ())}
        named |= {public_id for pinned in details.get("pins", {}).values() for public_id in pinned}
    subjects = Subject.objects.exclude(decision__standing=Standing.MOOT.value)
    named |= set(subjects.values_list("public_id", flat=True))
    wanted = sorted(named)
    return [wanted[at : at + 500] for at in range(0, len(wanted), 500)]


def _kept() -> Iterator[dict[str, Any]]:
    """Readings that are in the archive for the sake of decisions alone, by identifier."""
    entered = Decision.objects.filter(verb=Verb.ADD.value).values("record")
    named = _named()
    for some in named:
        yield from _kept_reports(Report.objects.filter(lapsed=True, public_id__in=some).exclude(public_id__in=entered))
    for some in named:
        yield from _kept_namings(Naming.objects.filter(lapsed=True, public_id__in=some))
    decided = Subject.objects.exclude(decision__standing=Standing.MOOT.value).values("public_id")
    for some in named:
        yield from _kept_events(Event.objects.filter(public_id__in=some).exclude(public_id__in=entered))
    persons = Person.objects.filter(public_id__in=decided).exclude(public_id__in=entered)
    for person in persons.order_by("public_id"):
        if not _read_as(person):
            yield {"kept": "person", "id": person.public_id, "key": person.key, "name": person.name}
    statements = Statement.objects.filter(public_id__in=decided, current=False, source__isnull=False)
    for statement in statements.exclude(public_id__in=entered).select_related("source").order_by("public_id"):
        plain = {name: getattr(statement, name) for name in _STATEMENT}
        speaker = {"speaker_country": statement.speaker_country_id}
        about = {"id": statement.public_id, "source": statement.source.public_id if statement.source else None}
        yield {"kept": "statement", **about, **plain, **speaker}


def _kept_reports(reports: QuerySet[Report]) -> Iterator[dict[str, Any]]:
    for report in reports.select_related("source").order_by("public_id"):
        plain = {name: getattr(report, name) for name in _REPORT}
        yield {"kept": "report", "id": report.public_id, "source": report.source.public_id, **plain, **_spans(report)}


def _kept_namings(namings: QuerySet[Naming]) -> Iterator[dict[str, Any]]:
    for naming in namings.select_related("source").order_by("public_id"):
        plain = {name: getattr(naming, name) for name in _NAMING}
        about = {"id": naming.public_id, "source": naming.source.public_id, "country": naming.country_id}
        yield {"kept": "naming", **about, **plain, **_spans(naming)}


def _kept_events(events: QuerySet[Event]) -> Iterator[dict[str, Any]]:
    """Events whose own report went with its source, while another's or a merge keeps them: the address, and no words."""
    there = Report.objects.filter(public_id=OuterRef("public_id"))
    split_off = Decision.objects.filter(kind="event", verb=Verb.SPLIT.value).annotate(made=KT("details__made"))
    split_off = split_off.filter(made=OuterRef("public_id"))
    made = Exists(split_off) & Exists(Report.objects.filter(home=OuterRef("pk")))
    for event in events.exclude(Exists(there) | made).order_by("public_id"):
        yield {"kept": "event", "id": event.public_id, "type": event.type, "mode": event.mode, "status": event.status}


def _read_as(person: Person) -> bool:
    """Whether a present reading yields the person by itself, or a split that makes it. Namings of others may be there by a merge."""
    namings = holding.root(person).namings.filter(current=True).select_related("source").defer(*deriving.TEXTS)
    return any(person.pk == naming.home_id or individuals.home_id(naming) == person.public_id for naming in namings)


def _spans(reading: Report | Naming) -> dict[str, Any]:
    return {"words": [list(span) for span in reading.evidence.order_by("start", "end").values_list("start", "end")]}


def import_lines(lines: Iterable[str]) -> Counter[str]:
    """Take lines of an export, all or none. Counts: taken, there (already), kept (readings brought back).

    Unfit names the line that can't be taken and why: no JSON, an identifier that does not fit its content, a source that is
    not in the archive.
    """
    counts: Counter[str] = Counter()
    with archive_write() as write:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
                counts[_bring_back(content, write) if "kept" in content else _take(content, write)] += 1
            except (ValueError, KeyError, TypeError, LookupError, DatabaseError) as error:
                reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
                raise Unfit(f"line {number}: {reason}") from error
    return counts


def _take(content: dict[str, Any], write: Write) -> str:
    details = json.dumps(content["details"], sort_keys=True, ensure_ascii=False)
    what = (content["at"], content["by"], content["verb"], content["kind"], content["record"])
    if identity.decision_id(*what, details) != content["decision"]:
        raise ValueError(
            f"the identifier {content['decision']} does not fit what the line says: it was changed by hand"
        )
    if Decision.objects.filter(public_id=content["decision"]).exists():
        return "there"
    moot = bool(content.get("moot"))
    user = get_user_model()._default_manager.filter(username=content["by"]).first() if content["by"] else None
    decision = Decision.objects.create(
        public_id=content["decision"],
        at=datetime.fromisoformat(content["at"]),
        by=content["by"],
        user=user,
        verb=Verb.of(content["verb"]).value,
        kind=content["kind"],
        record=content["record"],
        details=content["details"],
        why=content["why"],
        revision=write.number,
        standing=(Standing.MOOT if moot else Standing.STANDING).value,
    )
    Subject.objects.bulk_create(Subject(decision=decision, public_id=subject) for subject in content["subjects"])
    write.changed = True
    if not moot:
        carry_out(decision, write, content.get("gone", ()))
    return "taken"


def _bring_back(content: dict[str, Any], write: Write) -> str:
    """A reading that decisions rest on, as not read by the present reader; left alone when it is there."""
    kind, public_id = content["kept"], content["id"]
    model = {"event": Event, "report": Report, "naming": Naming, "person": Person, "statement": Statement}[kind]
    if model._default_manager.filter(public_id=public_id).exists():  # type: ignore[attr-defined]
        return "there"
    write.changed = True
    if kind == "event":
        plain = {name: content[name] for name in ("type", "mode", "status")}
        event = Event.objects.create(public_id=public_id, created_at=write.at, visible=False, current=False, **plain)
        past.made(event, write)
        return "kept"
    if kind == "person":
        name = content["name"]
        values = {"name": name, "sort_name": individuals.sort_name(name), "key": content["key"], "current": False}
        past.made(Person.objects.create(public_id=public_id, created_at=write.at, visible=False, **values), write)
        return "kept"
    source = Source.objects.filter(public_id=content["source"]).first()
    if source is None:
        raise ValueError(f"source {content['source']} is not in the archive: ingest it first")
    if kind == "statement":
        plain = {name: content[name] for name in _STATEMENT}
        country = content["speaker_country"]
        if not plain["speaker_org"] and not country:  # a person, to be found again: until then as the source says
            said = content["reading"]["speaker"]
            plain["speaker_org"], country = (said["org"] or said["person"] or "")[:200], said["country"]
        statement = Statement.objects.create(
            public_id=public_id, source=source, current=False, visible=False, created_at=write.at,
            reported=source.published, speaker_country_id=country, **plain,
        )  # fmt: skip
        past.made(statement, write)
        return "kept"
    reading: Report | Naming
    if kind == "report":
        reading = Report(public_id=public_id, source=source, lapsed=True, **{name: content[name] for name in _REPORT})
        bounds = joining.days(reading.edtf)
        reading.earliest, reading.latest = bounds
        reading.event = joining.new_event(reading, write)
        reading.save()
        deriving.event(reading.event, write)  # as it stood when it was last read
    else:
        plain = {name: content[name] for name in _NAMING}
        reading = Naming(public_id=public_id, source=source, lapsed=True, country_id=content["country"], **plain)
        own = individuals.home_id(reading)
        reading.person, new = Person.objects.get_or_create(
            public_id=own,
            defaults={"name": reading.name, "sort_name": individuals.sort_name(reading.name), "key": reading.key},
        )
        if new:
            past.made(reading.person, write)
    reading.current = False
    reading.save()
    if isinstance(reading, Report):
        deriving.event(reading.event, write)
    Evidence.objects.bulk_create(
        Evidence(source=source, start=start, end=end, **{kind: reading}) for start, end in content["words"]
    )
    return "kept"
