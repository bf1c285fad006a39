"""Decisions out and in: one JSON object a line, keys sorted, public identifiers alone, so that sources + decisions rebuild it.

First come `kept` lines: readings that decisions rest on and that the present reader no longer yields (it was upgraded, or a
curator entered them). Then the decisions, in the order in which they were taken. Reading the lines back applies each as it
was; what is there already is left alone.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError

from events import deriving, forgetting, holding, identity, individuals, joining, past, unread, utterances
from events.curation import keeping, returning, wellformed
from events.curation.deciding import carry_out
from events.curation.refusals import Refused
from events.models import Decision, Event, Evidence, Naming, Person, Report, Source, Statement, Subject
from events.revision import Write, archive_write
from events.vocabulary import Standing, Verb


class Unfit(Refused):
    """A line can't be taken; the message begins with its number. Nothing of the file has been."""


def export_lines() -> Iterator[str]:
    """Every line of the export, without line ends; the same archive gives the same lines."""
    for kept in keeping.kept():
        yield _line(kept)
    decisions = Decision.objects.prefetch_related("subjects").order_by("pk").iterator(keeping.TOGETHER)
    while some := list(islice(decisions, keeping.TOGETHER)):
        there = returning.There(some)
        for decision in some:
            yield _line(_told(decision, there))


def _told(decision: Decision, there: returning.There) -> dict[str, Any]:
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
    elif gone := there.gone(decision):
        line["gone"] = gone
    return line


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def import_lines(lines: Iterable[str]) -> Counter[str]:
    """Take lines of an export, all or none. Counts: taken, there (already), kept (readings brought back).

    Unfit names the line that can't be taken and why: no JSON, an identifier that does not fit its content, a source that is
    not in the archive.
    """
    counts: Counter[str] = Counter()
    unheard: list[dict[str, Any]] = []
    touched: set[str] = set()
    bereft: set[str] = set()
    with archive_write() as write:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                content = _json(line)
                wellformed.check(content)
                outcome = _bring_back(content, write) if "kept" in content else _take(content, write)
                counts[outcome] += 1
                if content.get("kept") in {"event", "person"} or "under" in content:
                    unheard.append(content)
                if outcome == "taken" and content.get("gone"):
                    bereft |= set(content["subjects"])
                if outcome != "there":
                    touched |= {content["id"]} if "kept" in content else set(content["subjects"])
            except (ValueError, KeyError, TypeError, LookupError, DatabaseError) as error:
                reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
                raise Unfit(f"line {number}: {reason}") from error
        for content in unheard:
            if content["id"] in touched:
                _as_it_stood(content, write)
        forgetting.untold(bereft - {content["id"] for content in unheard})
        if counts["taken"]:
            returning.wait_for(Decision.objects.filter(standing=Standing.STANDING.value).iterator())
    return counts


def _json(line: str) -> Any:
    try:
        return json.loads(line.removeprefix("\ufeff"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply: give a file that export_curation wrote") from error


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
    undoes = content["details"].get("undoes")
    if undoes and not Decision.objects.filter(public_id=undoes).exists():
        raise ValueError(f"it takes back {undoes}, which is no decision of this archive, nor of the lines before")
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


def _as_it_stood(content: dict[str, Any], write: Write) -> None:
    """What nothing that is read tells of any longer, after the decisions, says what it said when something still did."""
    if content["kept"] == "report":
        report = Report.objects.select_related("event").get(public_id=content["id"])
        under = holding.find("event", content["under"])
        if under is not None and not report.current:
            said = list(Statement.objects.filter(event=report.event).values_list("pk", flat=True))
            Report.objects.filter(pk=report.pk).update(event=holding.root(under))
            forgetting.untold({report.event.public_id})
            utterances.rederive(Statement.objects.filter(pk__in=said).order_by("source", "pk"), write)
        return
    if content["kept"] == "event":
        if "stood" in content:
            event = Event.objects.filter(public_id=content["id"]).first() or _untold(content, write)
            unread.remember(event, content["stood"])
            deriving.event(event, write)
        return
    person = Person.objects.filter(public_id=content["id"]).first()
    if person is not None and "sort_name" in content:
        unread.remember(person, {name: content[name] for name in ("name", "sort_name", "country")})
        individuals.person(person, write)


def _untold(content: dict[str, Any], write: Write) -> Event:
    """An event that no report tells any longer. While a decision stood that was undone, another's report may have lived in its stead."""
    plain = {name: content[name] for name in keeping.EVENT}
    event = Event.objects.create(public_id=content["id"], created_at=write.at, visible=False, current=False, **plain)
    past.made(event, write)
    Report.objects.filter(public_id=content["id"], current=False).update(event=event)
    return event


def _bring_back(content: dict[str, Any], write: Write) -> str:
    """A reading that decisions rest on, as not read by the present reader; left alone when it is there."""
    kind, public_id = content["kept"], content["id"]
    model = {"event": Event, "report": Report, "naming": Naming, "person": Person, "statement": Statement}[kind]
    if model._default_manager.filter(public_id=public_id).exists():  # type: ignore[attr-defined]
        return "there"
    write.changed = True
    if kind == "event":
        event = _untold(content, write)
        if "stood" in content:
            unread.remember(event, content["stood"])
        return "kept"
    if kind == "person":
        name = content["name"]
        known = {"sort_name": individuals.sort_name(name), "country": None, **content}  # exports of before say less
        values = {"country_id": known["country"], **{column: known[column] for column in keeping.PERSON}}
        person = Person.objects.create(public_id=public_id, created_at=write.at, current=False, visible=False, **values)
        past.made(person, write)
        unread.remember(person, {name: known[name] for name in ("name", "sort_name", "country")})
        return "kept"
    source = Source.objects.filter(public_id=content["source"]).first()
    if source is None:
        raise ValueError(f"source {content['source']} is not in the archive: ingest it first")
    if kind == "statement":
        plain = {name: content[name] for name in keeping.STATEMENT}
        said = content["reading"]["speaker"]
        statement = Statement.objects.create(
            public_id=public_id, source=source, current=False, visible=False, created_at=write.at,
            reported=source.published, speaker_org=(said["org"] or said["person"] or "")[:200],
            speaker_country_id=said["country"], **plain,
        )  # fmt: skip
        past.made(statement, write)
        utterances.statement(statement, utterances.Telling(source), write)
        return "kept"
    reading: Report | Naming
    if kind == "report":
        reading = Report(
            public_id=public_id, source=source, lapsed=True, **{name: content[name] for name in keeping.REPORT}
        )
        bounds = joining.days(reading.edtf)
        reading.earliest, reading.latest = bounds
        (reading.event,) = joining.events_for([reading], write)
        reading.save()
        deriving.event(reading.event, write)  # as it stood when it was last read
    else:
        plain = {name: content[name] for name in keeping.NAMING}
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
        unread.forget(reading.event)  # until all decisions are taken: what it last said then, its own line tells
    Evidence.objects.bulk_create(
        Evidence(source=source, start=start, end=end, **{kind: reading}) for start, end in content["words"]
    )
    return "kept"
