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

from events import holding, identity, individuals, joining, past
from events.curation.deciding import carry_out
from events.curation.refusals import Refused
from events.models import Decision, Evidence, Naming, Person, Report, Source, Statement, Subject
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


def _kept() -> Iterator[dict[str, Any]]:
    """Readings that are in the archive for the sake of decisions alone, by identifier."""
    entered = Decision.objects.filter(verb=Verb.ADD.value).values("record")
    reports = Report.objects.filter(pinned=True, lapsed=True).exclude(public_id__in=entered)
    for report in reports.select_related("source").order_by("public_id"):
        plain = {name: getattr(report, name) for name in _REPORT}
        yield {"kept": "report", "id": report.public_id, "source": report.source.public_id, **plain, **_spans(report)}
    namings = Naming.objects.filter(pinned=True, lapsed=True).select_related("source").order_by("public_id")
    for naming in namings:
        plain = {name: getattr(naming, name) for name in _NAMING}
        about = {"id": naming.public_id, "source": naming.source.public_id, "country": naming.country_id}
        yield {"kept": "naming", **about, **plain, **_spans(naming)}
    decided = Subject.objects.exclude(decision__standing=Standing.MOOT.value).values("public_id")
    persons = Person.objects.filter(public_id__in=decided).exclude(public_id__in=entered)
    for person in persons.exclude(namings__current=True).order_by("public_id"):
        yield {"kept": "person", "id": person.public_id, "key": person.key, "name": person.name}
    statements = Statement.objects.filter(public_id__in=decided, current=False, source__isnull=False)
    for statement in statements.exclude(public_id__in=entered).select_related("source").order_by("public_id"):
        plain = {name: getattr(statement, name) for name in _STATEMENT}
        speaker = {"speaker_country": statement.speaker_country_id}
        about = {"id": statement.public_id, "source": statement.source.public_id if statement.source else None}
        yield {"kept": "statement", **about, **plain, **speaker}


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
    model = {"report": Report, "naming": Naming, "person": Person, "statement": Statement}[kind]
    if model._default_manager.filter(public_id=public_id).exists():  # type: ignore[attr-defined]
        return "there"
    write.changed = True
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
        if not plain["speaker_org"] and not country:
            plain["speaker_org"] = content["reading"]["speaker"]["person"]
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
    Evidence.objects.bulk_create(
        Evidence(source=source, start=start, end=end, **{kind: reading}) for start, end in content["words"]
    )
    return "kept"
