"""Statements out of their readings: speaker, date, what they are about, the event they belong to, what they answer.

Imports what `deriving` does. A reading names persons as its source does; whom that name stands for is asked each time, so
that merging and splitting persons carries their words along.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from events import deriving, holding, past, search
from events.faces import FIELDS, face
from events.models import Naming, Person, Report, Source, Statement
from events.records import Span
from events.revision import Write

About = tuple[set[str], set[int]]
ABOUT_COUNTRIES: Any = Statement.about_countries.through
ABOUT_PERSONS: Any = Statement.about_persons.through
"""Rows that say what a statement is about."""


class Telling:
    """What deriving a source's statements needs of the source: whom its names stand for, and its reports, asked once.

    `about` is what some of its statements are about now: key -> (codes of states, keys of persons).
    """

    def __init__(self, source: Source | None) -> None:
        namings = Naming.objects.filter(source=source, current=True).select_related("person")
        reports = Report.objects.filter(source=source, current=True).select_related("event")
        self.persons: dict[str, Person] = {naming.name: naming.person for naming in namings} if source else {}
        self.reports: list[Report] = list(reports) if source else []
        self.published = source.published if source else None
        self.known = {("person", person.public_id): person.pk for person in self.persons.values()}
        self.known |= {("event", report.event.public_id): report.event_id for report in self.reports}
        self.names = {person.pk: person.name for person in self.persons.values()}
        self.about: dict[int, About] = {}

    def look_about(self, statements: Iterable[Statement]) -> None:
        """Ask what these statements are about, all at once."""
        self.about |= what_about(record.pk for record in statements if record.pk not in self.about)

    def keys(self, kind: str, public_ids: Iterable[str | None]) -> list[int]:
        """As `holding.keys`, without asking for what is known."""
        wanted = [public_id for public_id in public_ids if public_id]
        if all((kind, public_id) in self.known for public_id in wanted):
            return [self.known[kind, public_id] for public_id in wanted]
        return holding.keys(kind, wanted)


def what_about(statements: Iterable[int]) -> dict[int, About]:
    """What some statements are about now, by their keys: codes of states, keys of persons."""
    about: dict[int, About] = {key: (set(), set()) for key in statements}
    wanted = list(about)
    for at in range(0, len(wanted), deriving.TOGETHER):
        some = wanted[at : at + deriving.TOGETHER]
        for part, (model, column) in enumerate(((ABOUT_COUNTRIES, "country"), (ABOUT_PERSONS, "person"))):
            rows = model._default_manager.filter(statement__in=some).values_list("statement", column)
            for key, found in rows.order_by():
                about[key][part].add(found)
    return about


def new(records: Sequence[Statement], telling: Telling, write: Write) -> None:
    """Derive statements that the archive has not stored yet, and store them: all rows of a table at once."""
    read = [statement_reading(record, telling) for record in records]
    for record, said in zip(records, read, strict=True):
        deriving.setting(record, _columns(record, said, telling), write, created=True)
        record.created_at = record.changed_at = write.at
        record.search_text = _words(record, telling)
    Statement.objects.bulk_create(records)
    countries, persons = [], []
    for record, said in zip(records, read, strict=True):
        past.made(record, write)
        telling.known["statement", record.public_id] = record.pk
        countries += [ABOUT_COUNTRIES(statement=record, country_id=code) for code in said["about_countries"]]
        known = set(telling.keys("person", said["about_persons"]))
        persons += [ABOUT_PERSONS(statement=record, person_id=key) for key in sorted(known)]
    ABOUT_COUNTRIES._default_manager.bulk_create(countries)
    ABOUT_PERSONS._default_manager.bulk_create(persons)
    for record, said in zip(records, read, strict=True):
        if said["responds_to"]:
            deriving.put(record, _answer(record, said, telling), write)
    write.changed |= bool(records)


def statement(record: Statement, telling: Telling, write: Write) -> str:
    """Derive a statement from its own reading. Outcomes as of `deriving.event`."""
    telling.look_about([record])
    locks = holding.held(record)
    machine = statement_reading(record, telling)
    said = {**machine, **{name: lock.value for name, lock in locks.items() if name in machine}}
    values = {**_columns(record, said, telling), **_answer(record, said, telling)}
    differs = deriving.setting(record, values, write)
    moved = _about(record, said, telling, write)
    outcome = deriving.saved(record, write, False, differs, moved, _words(record, telling))
    holding.propose(record, locks.values(), machine, write)
    differs = any(not holding.alike(name, machine[name], lock.value) for name, lock in locks.items() if name in machine)
    return "held" if outcome == "unchanged" and differs else outcome


def _columns(record: Statement, said: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """What is said, as columns of the statement, but for what it answers."""
    reported = telling.published or record.reported
    return {
        "kind": said["kind"],
        "cue": said["cue"],
        **deriving.statement_bounds(said["edtf"], reported),
        **_speaker(said["speaker"], telling),
        "reported": reported,
        "event_id": next(iter(telling.keys("event", [said["event"]])), None),
    }


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


def _words(record: Statement, telling: Telling) -> str:
    """What full text finds it by: its words, and who says them."""
    key = record.speaker_person_id
    if key is not None and key not in telling.names:
        telling.names[key] = Person.objects.get(pk=key).name
    speaker = record.speaker_org or record.speaker_country_id or "" if key is None else telling.names[key]
    return search.fold(" . ".join([record.text, speaker]))


def _answer(record: Statement, said: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """What it answers, as columns: nothing when that is not there or is the statement itself."""
    found = telling.keys("statement", [said["responds_to"]])
    if not found or found[0] == record.pk:
        return {"responds_to_id": None, "response": ""}
    return {"responds_to_id": found[0], "response": said["response"]}


def _about(record: Statement, said: dict[str, Any], telling: Telling, write: Write) -> bool:
    """Make what the statement is about that which is said. True when any row changed."""
    wanted = set(said["about_countries"]), set(telling.keys("person", said["about_persons"]))
    if telling.about[record.pk] == wanted:
        return False
    past.note(record, write)
    record.about_countries.set(wanted[0])
    record.about_persons.set(wanted[1])
    telling.about[record.pk] = wanted
    return True


def rederive(statements: Iterable[Statement], write: Write) -> None:
    """Derive some statements anew, each source asked about once."""
    of_source: dict[int | None, list[Statement]] = {}
    for record in statements:
        of_source.setdefault(record.source_id, []).append(record)
    about = what_about(record.pk for told in of_source.values() for record in told)
    for told in of_source.values():
        telling = Telling(told[0].source)
        telling.about = about
        for record in told:
            statement(record, telling, write)


def of_sources(sources: Iterable[int], write: Write) -> None:
    """Derive all statements of some sources anew: their reports or namings have moved."""
    found = Statement.objects.filter(source__in=set(sources)).select_related("source")
    rederive(found.defer("source__text", "source__search_text", "source__layout").order_by("source", "pk"), write)


def touching(person: Person) -> Any:
    """Statements that a person speaks or is spoken of in."""
    return Statement.objects.filter(Q(speaker_person=person) | Q(about_persons=person)).distinct()
