"""Records that a curator enters: the rows that a decision to add makes, out of what it says was entered.

`entered` holds for an event with words, or a statement with words: `source`, `start`, `end` (and `cue_start`, `cue_end`);
for a statement its `text`; for anything its first values by the names of the fields. The machine may read the same words
later: then its reading and the curator's are one record, and what the curator entered holds.
"""

from typing import Any

from events import deriving, holding, identity, joining, past
from events.curation.refusals import Refused
from events.models import Decision, Event, Evidence, Person, Report, Source, Statement
from events.revision import Write


def enter(decision: Decision, write: Write) -> None:
    """Make the rows of what a decision adds, unless the machine has read the very same."""
    entered = decision.details["entered"]
    source = None
    if entered.get("source"):
        source = Source.objects.filter(public_id=entered["source"]).first()
        if source is None and holding.find(decision.kind, decision.record) is not None:
            return  # removed since, and what it told of stands for another's sake
        if source is None:
            raise Refused(f"source {entered['source']} is not in the archive: ingest it first")
    {"event": _event, "person": _person, "statement": _statement}[decision.kind](decision, entered, source, write)


def _event(decision: Decision, entered: dict[str, Any], source: Source | None, write: Write) -> None:
    if source is None:
        if not Event.objects.filter(public_id=decision.record).exists():
            made = Event.objects.create(
                public_id=decision.record, type=entered["type"], mode=entered["mode"], status=entered["status"],
                title=entered["title"], created_at=write.at,
            )  # fmt: skip
            past.made(made, write)
        return
    if Report.objects.filter(public_id=decision.record).exists():
        return
    bounds = deriving.bounds(entered["edtf"])
    start, end = entered["start"], entered["end"]
    report = Report(
        public_id=decision.record,
        source=source,
        start=start,
        end=end,
        edtf=entered["edtf"],
        status=entered["status"],
        earliest=bounds["earliest"],
        latest=bounds["latest"],
        cluster=joining.cluster_key(entered["type"], entered["mode"] or None, [c for c, _ in entered["countries"]]),
        reading=reading_of(entered, source.text[start:end]),
        lapsed=True,
    )
    (report.event,) = joining.events_for([report], write)
    report.save()
    Evidence.objects.create(source=source, start=start, end=end, report=report)


def reading_of(entered: dict[str, Any], words: str) -> dict[str, Any]:
    """What a reader would have written of it. Persons are the curator's to name: a reading knows them by a source's names."""
    return {
        "type": entered["type"],
        "mode": entered["mode"] or None,
        "title": entered["title"],
        "trigger": words,
        "date_basis": entered["date_basis"] or None,
        "date_span": None,
        "place": entered["place"],
        "countries": entered["countries"],
        "persons": [],
        "rule": "curator",
        "confidence": 1.0,
    }


def _person(decision: Decision, entered: dict[str, Any], source: Source | None, write: Write) -> None:
    if not Person.objects.filter(public_id=decision.record).exists():
        name = entered["name"]
        key = identity.name_key(name)[:200]
        made = Person.objects.create(
            public_id=decision.record, name=name, sort_name=entered["sort_name"], key=key, created_at=write.at
        )
        past.made(made, write)


def _statement(decision: Decision, entered: dict[str, Any], source: Source | None, write: Write) -> None:
    if Statement.objects.filter(public_id=decision.record).exists():
        return
    speaker = entered["speaker"]
    person = Person.objects.filter(public_id=speaker["person"]).first() if speaker["person"] else None
    made = Statement.objects.create(
        public_id=decision.record,
        source=source,
        text=entered["text"],
        start=entered.get("start"),
        end=entered.get("end"),
        cue=entered["cue"],
        cue_start=entered.get("cue_start"),
        cue_end=entered.get("cue_end"),
        kind=entered["kind"],
        speaker_person=person,
        speaker_org=speaker["org"],
        speaker_country_id=speaker["country"],
        reported=source.published if source else None,
        current=False,
        created_at=write.at,
    )
    past.made(made, write)
