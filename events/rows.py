"""Structured rows: a batch of sources with all that they tell, flat and ready for the tables. Pure Python, imports nothing of ours.

For whoever knows events, people and statements already (an importer, a generator) and has many of them. A batch is whole in
itself: a row refers to another by its place in the batch's list of that kind (-1: none). Public identifiers are those of
`identity`, bounds those of `edtf`, `search_text` is `folding.fold`; days are ISO text, and a field ending in `_json` is
JSON text, as both databases take them. `bulk` writes batches.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

NONE = -1
"""In place of a place: no row."""


class SourceRow(NamedTuple):
    public_id: str
    sha256: str
    data: bytes
    text: str
    encoding: str
    layout_json: str
    title: str
    publisher: str
    url: str
    published: str | None
    place: str
    language: str
    licence: str
    path: str
    reading: str
    search_text: str


class PersonRow(NamedTuple):
    """A person whom a source of the batch names; one whom the archive knows already stays as it is there."""

    public_id: str
    name: str
    sort_name: str
    key: str
    country: str | None
    search_text: str


class AliasRow(NamedTuple):
    person: int
    name: str
    key: str


class RoleRow(NamedTuple):
    person: int
    title: str
    country: str | None
    since: str
    until: str


class NamingRow(NamedTuple):
    source: int
    person: int
    public_id: str
    name: str
    key: str
    title: str
    country: str | None
    surname: str
    aliases_json: str


class EventRow(NamedTuple):
    public_id: str
    type: str
    mode: str
    status: str
    title: str
    edtf: str
    earliest: str | None
    latest: str | None
    sort_day: str | None
    date_basis: str
    reported: str | None
    place: str
    confidence: float
    search_text: str


class EventCountryRow(NamedTuple):
    event: int
    country: str
    part: str
    rank: int


class EventPersonRow(NamedTuple):
    event: int
    person: int
    part: str
    rank: int


class ReportRow(NamedTuple):
    source: int
    event: int
    public_id: str
    start: int
    end: int
    edtf: str
    status: str
    earliest: str | None
    latest: str | None
    cluster: str
    reading_json: str


class EvidenceRow(NamedTuple):
    """Of exactly one of a report, a naming and a country."""

    source: int
    report: int
    naming: int
    country: str | None
    start: int
    end: int


class StatementRow(NamedTuple):
    """Exactly one kind of speaker: a person, an organisation (with or without its country), or a country."""

    source: int
    event: int
    speaker_person: int
    responds_to: int
    public_id: str
    text: str
    start: int
    end: int
    kind: str
    cue: str
    cue_start: int
    cue_end: int
    edtf: str
    earliest: str | None
    latest: str | None
    sort_day: str | None
    reported: str | None
    speaker_org: str
    speaker_country: str | None
    response: str
    reading_json: str
    search_text: str


class AboutCountryRow(NamedTuple):
    statement: int
    country: str


class AboutPersonRow(NamedTuple):
    statement: int
    person: int


@dataclass(slots=True)
class Batch:
    """Some sources and all that rests on them: at best 500 to 2,000 sources, for a batch is one transaction."""

    sources: list[SourceRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    aliases: list[AliasRow] = field(default_factory=list)
    roles: list[RoleRow] = field(default_factory=list)
    namings: list[NamingRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    event_countries: list[EventCountryRow] = field(default_factory=list)
    event_persons: list[EventPersonRow] = field(default_factory=list)
    reports: list[ReportRow] = field(default_factory=list)
    evidence: list[EvidenceRow] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)
    about_countries: list[AboutCountryRow] = field(default_factory=list)
    about_persons: list[AboutPersonRow] = field(default_factory=list)
