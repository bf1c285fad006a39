"""Statements out of their readings: speaker, date, what they are about, the event they belong to, what they answer.

Imports what `deriving` does. A reading names persons as its source does; whom that name stands for is asked each time, so
that merging and splitting persons carries their words along.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from events import deriving, holding, past, search
from events.faces import FIELDS, face
from events.models import Naming, Person, Report, Source, Statement
from events.records import Span
from events.revision import Write


class Telling:
    """What deriving a source's statements needs of the source: whom its names stand for, and its reports, asked once."""

    def __init__(self, source: Source | None) -> None:
        namings = Naming.objects.filter(source=source, current=True).select_related("person")
        reports = Report.objects.filter(source=source, current=True).select_related("event")
        self.persons: dict[str, Person] = {naming.name: naming.person for naming in namings} if source else {}
        self.reports: list[Report] = list(reports) if source else []
        self.published = source.published if source else None
        self.known = {("person", person.public_id): person.pk for person in self.persons.values()}
        self.known |= {("event", report.event.public_id): report.event_id for report in self.reports}

    def keys(self, kind: str, public_ids: Iterable[str | None]) -> list[int]:
        """As `holding.keys`, without asking for what is known."""
        wanted = [public_id for public_id in public_ids if public_id]
        if all((kind, public_id) in self.known for public_id in wanted):
            return [self.known[kind, public_id] for public_id in wanted]
        return holding.keys(kind, wanted)


def statement(record: Statement, telling: Telling, write: Write, created: bool = False) -> str:
    """Derive a statement from its own reading. Outcomes as of `deriving.event`."""
    locks = holding.held(record)
    machine = statement_reading(record, telling)
    said = {**machine, **{name: lock.value for name, lock in locks.items() if name in machine}}
    values = {
        "kind": said["kind"],
        "cue": said["cue"],
        **deriving.statement_bounds(said["edtf"], telling.published or record.reported),
        **_speaker(said["speaker"], telling),
        "reported": telling.published or record.reported,
        "event_id": next(iter(telling.keys("event", [said["event"]])), None),
        **_answer(record, said),
    }
    outcome = deriving.put(record, values, write, created)
    if _about(record, said, telling, write):
        deriving.touch(record, write)
        outcome = "updated" if outcome == "unchanged" else outcome
    words = search.fold(" . ".join([record.text, _speaker_words(record, telling)]))
    if words != record.search_text:
        record.search_text = words
        Statement.objects.filter(pk=record.pk).update(search_text=words)
    holding.propose(locks.values(), machine, write)
    differs = any(not holding.alike(name, machine[name], lock.value) for name, lock in locks.items() if name in machine)
    return "held" if outcome == "unchanged" and differs else outcome


def statement_reading(record: Statement, telling: Telling) -> dict[str, Any]:
    """What the source says, by the names of `faces.FIELDS`. Of a statement that no reader read: what the record says."""
    reading = record.reading
    if "answers" not in reading:
        own = face(record)
        return {name: own[name] for name in FIELDS["statement"]}
    speaker = reading["speaker"]
    person = telling.persons.get(speaker["person"] or "")
    org = "" if person else speaker["org"] or speaker["person"] or ""
    about = {telling.persons[name].public_id for name in reading["about_persons"] if name in telling.persons}
    home = _home(record, telling)
    return {
        "kind": reading["kind"],
        "cue": reading["cue"],
        "edtf": reading["date"] or "",
        "speaker": {
            "person": person.public_id if person else None,
            "org": org[:200],
            "country": None if person else speaker["country"],
        },
        "about_countries": sorted(set(reading["about_countries"])),
        "about_persons": sorted(about),
        "event": home.event.public_id if home else None,
        "responds_to": reading["answers"],
        "response": reading["response"] if reading["answers"] else "",
    }


def _home(record: Statement, telling: Telling) -> Report | None:
    """The report of this source whose words lie closest around or within the statement's own."""
    if record.start is None or record.end is None:
        return None
    start = min(record.start, record.start if record.cue_start is None else record.cue_start)
    whole = Span(start, max(record.end, record.cue_end or 0))
    near = [r for r in telling.reports if whole.overlaps(Span(r.start, r.end))]
    return min(near, key=lambda r: (abs(r.start - whole.start), r.public_id), default=None)


def _speaker(said: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """The three columns of a speaker; a person counts under the record that the person has become."""
    found = telling.keys("person", [said["person"]])
    if found:
        return {"speaker_person_id": found[0], "speaker_org": "", "speaker_country_id": None}
    return {"speaker_person_id": None, "speaker_org": said["org"], "speaker_country_id": said["country"]}


def _speaker_words(record: Statement, telling: Telling) -> str:
    names = {person.pk: person.name for person in telling.persons.values()}
    if record.speaker_person_id is None:
        return record.speaker_org or record.speaker_country_id or ""
    return names.get(record.speaker_person_id) or Person.objects.get(pk=record.speaker_person_id).name


def _answer(record: Statement, said: dict[str, Any]) -> dict[str, Any]:
    """What it answers, as columns: nothing when that is not there or is the statement itself."""
    found = holding.keys("statement", [said["responds_to"]]) if said["responds_to"] else []
    if not found or found[0] == record.pk:
        return {"responds_to_id": None, "response": ""}
    return {"responds_to_id": found[0], "response": said["response"]}


def _about(record: Statement, said: dict[str, Any], telling: Telling, write: Write) -> bool:
    """Make what the statement is about that which is said. True when any row changed."""
    persons = set(telling.keys("person", said["about_persons"]))
    if (
        set(record.about_countries.values_list("pk", flat=True)) == set(said["about_countries"])
        and set(record.about_persons.values_list("pk", flat=True)) == persons
    ):
        return False
    past.note(record, write)
    record.about_countries.set(said["about_countries"])
    record.about_persons.set(persons)
    return True


def rederive(statements: Iterable[Statement], write: Write) -> None:
    """Derive some statements anew, each source asked about once."""
    tellings: dict[int | None, Telling] = {}
    for record in statements:
        if record.source_id not in tellings:
            tellings[record.source_id] = Telling(record.source)
        statement(record, tellings[record.source_id], write)


def of_sources(sources: Iterable[int], write: Write) -> None:
    """Derive all statements of some sources anew: their reports or namings have moved."""
    found = Statement.objects.filter(source__in=set(sources)).select_related("source")
    rederive(found.defer("source__text", "source__search_text", "source__layout").order_by("source", "pk"), write)


def touching(person: Person) -> Any:
    """Statements that a person speaks or is spoken of in."""
    return Statement.objects.filter(Q(speaker_person=person) | Q(about_persons=person)).distinct()
