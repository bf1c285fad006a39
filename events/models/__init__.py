"""What the archive keeps. This package only hands the models on; each lives in the file of its name."""

from events.models.country import Country
from events.models.curation import Apart, Awaited, Decision, LastReading, Lock, PastState, Subject
from events.models.event import Event, EventCountry, EventLine, EventPerson, Report
from events.models.evidence import Evidence
from events.models.person import Naming, Person, PersonAlias, Role
from events.models.revision import Change, Revision
from events.models.source import Original, Source
from events.models.statement import Statement

__all__ = [
    "Apart",
    "Awaited",
    "Change",
    "Country",
    "Decision",
    "Event",
    "EventCountry",
    "EventLine",
    "EventPerson",
    "Evidence",
    "LastReading",
    "Lock",
    "Naming",
    "Original",
    "PastState",
    "Person",
    "PersonAlias",
    "Report",
    "Revision",
    "Role",
    "Source",
    "Statement",
    "Subject",
]
