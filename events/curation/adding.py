"""Entering an event, a person or a statement by hand: with the words of a source, or with a reason."""

from typing import Any

from events import faces, holding, identity, individuals
from events.curation.deciding import Account, store
from events.curation.refusals import Refused
from events.curation.values import clean
from events.models import Event, Person, Report, Source, Statement
from events.revision import archive_write
from events.vocabulary import EventType, Review, StatementKind, Status, Verb

Words = tuple[int, int]
"""Half-open character range of a source's text."""


def add_event(
    values: dict[str, Any], who: Account, why: str = "", source: Source | None = None, words: Words | None = None
) -> Event:
    """An event by the fields of `faces.FIELDS`: type, status and title at least. Approved and held from the start.

    `words` of a source are what tells it. Refused without either words or a reason; when the source tells an event of this
    type by these words already (correct that one); when a value is none.
    """
    blank = {"mode": "", "summary": "", "edtf": "", "date_basis": "", "place": "", "countries": [], "persons": []}
    with archive_write() as write:
        entered = clean(Event(), {**blank, **values})
        for name in ("type", "status", "title"):
            if not entered.get(name):
                raise Refused(f"{name} is missing: an event has a type, a status and a title")
        if entered["mode"] and entered["type"] != EventType.CONSULT.value:
            raise Refused(f"mode: only an event of type Consult has one, and this is {entered['type']}: leave it empty")
        Status.of(entered["status"])
        public_id = _nothing(write.at.isoformat(), "event", entered["title"], why) if source is None else ""
        if source is not None:
            start, end = _span(source, words)
            public_id = identity.report_id(source.public_id, entered["type"], start, end)
            if Report.objects.filter(public_id=public_id, current=True).exists():
                raise Refused("These words tell an event of this type already: correct that one")
            entered |= {"source": source.public_id, "start": start, "end": end}
        details = {"entered": entered, "fields": _fields("event", entered), "fixed": [public_id]}
        if source is not None:
            details["pins"] = {public_id: [public_id]}
        store(Verb.ADD, ("event", public_id), details, who, why, write)
        return Event.objects.get(public_id=public_id)


def add_person(values: dict[str, Any], who: Account, why: str) -> Person:
    """A person by name, country, aliases, roles. Refused without a reason, and when the archive has one of that name."""
    with archive_write() as write:
        entered = clean(Person(), {"country": None, "aliases": [], "roles": [], **values})
        if not entered.get("name"):
            raise Refused("name is missing: a person has one")
        entered.setdefault("sort_name", individuals.sort_name(entered["name"]))
        key = identity.name_key(entered["name"])
        public_id = identity.person_id(key, _nothing(write.at.isoformat(), "person", entered["name"], why))
        if holding.find("person", public_id) is not None:
            raise Refused(f"The archive has a person named {entered['name']}: correct or merge that one")
        details = {"entered": entered, "fields": _fields("person", entered)}
        store(Verb.ADD, ("person", public_id), details, who, why, write)
        return Person.objects.get(public_id=public_id)


def add_statement(
    values: dict[str, Any],
    who: Account,
    why: str = "",
    source: Source | None = None,
    words: Words | None = None,
    cue_words: Words | None = None,
    text: str = "",
) -> Statement:
    """A statement by the fields of `faces.FIELDS`: a speaker at least. With `words` its text is what stands there.

    Refused without either words or a text and a reason; when the machine or a curator has these words as one already.
    """
    blank = {
        "kind": StatementKind.INDIRECT.value, "cue": "", "edtf": "", "about_countries": [], "about_persons": [],
        "event": None, "responds_to": None, "response": "",
    }  # fmt: skip
    with archive_write() as write:
        if not values.get("speaker"):
            raise Refused("speaker: who speaks? Name a person, an organisation or a state")
        entered = clean(Statement(), {**blank, **values})
        if source is None:
            if not text.strip():
                raise Refused("text is missing: what was said?")
            entered["text"] = text.strip()
            public_id = _nothing(write.at.isoformat(), "statement", text, why)
        else:
            start, end = _span(source, words)
            entered |= {"source": source.public_id, "start": start, "end": end, "text": source.text[start:end]}
            if cue_words is not None:
                entered["cue_start"], entered["cue_end"] = _span(source, cue_words)
            public_id = identity.statement_id(source.public_id, start, end, 0)
            if Statement.objects.filter(public_id=public_id).exists():
                raise Refused("These words are a statement already: correct that one")
        details = {"entered": entered, "fields": _fields("statement", entered)}
        store(Verb.ADD, ("statement", public_id), details, who, why, write)
        return Statement.objects.get(public_id=public_id)


def _span(source: Source, words: Words | None) -> Words:
    if words is None or not 0 <= words[0] < words[1] <= source.length:
        raise Refused(f"Choose words of the source: it has {source.length} characters, and {words} is no range of them")
    return words


def _nothing(moment: str, kind: str, what: str, why: str) -> str:
    """The address of a record without a source. Refused without a reason: then the curator's word is the evidence."""
    if not why.strip():
        raise Refused("A record without a source needs a reason: say how it is known")
    return identity.public_id("by hand", kind, moment, what)


def _fields(kind: str, entered: dict[str, Any]) -> dict[str, Any]:
    """Everything entered is held; what the machine says is what was entered, until it reads something else."""
    fields: dict[str, Any] = {}
    for name in faces.FIELDS[kind]:
        if name in entered:
            value = entered[name]
            lock = {"add": value, "drop": []} if name in holding.DELTAS else value
            fields[name] = {"from": None, "to": value, "lock": lock, "machine": value}
    fields["review"] = {"from": Review.UNREVIEWED.value, "to": Review.APPROVED.value}
    return fields
