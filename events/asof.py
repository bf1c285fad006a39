"""How a record stood on a past day: its face of then, and an unsaved instance of it that pages and exports read as any other.

Imports models, faces and holding. Days end at midnight UTC. Names of other records that it speaks of are those of then too.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events import deriving, faces, holding
from events.models import (
    Country,
    Event,
    EventCountry,
    EventPerson,
    Naming,
    PastState,
    Person,
    PersonAlias,
    Report,
    Role,
    Source,
    Statement,
)
from events.vocabulary import RecordKind


class NotYet(LookupError):
    """The archive had no such record then; `first` is when it was recorded, None where there never was one."""

    def __init__(self, first: datetime | None) -> None:
        self.first = first
        super().__init__("not yet recorded then")


class Elsewhere(LookupError):
    """The record stood at another address then."""

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id
        super().__init__(public_id)


@dataclass(frozen=True)
class Stood:
    """A state of a record: in force from `since` until `until` (None: still). `row` is its key, `created` its first moment."""

    kind: str
    face: faces.Face
    row: int
    created: datetime
    since: datetime
    until: datetime | None


def moment(text: str) -> datetime:
    """The last instant of a day (2026-01-31), of today the present one, or an instant (2026-01-31T12:00:00Z).

    ValueError says what it takes.
    """
    found: datetime | None = None
    begins = found
    try:
        if len(text) == 10:
            begins = datetime.combine(date.fromisoformat(text), time(), UTC)
            found = begins + timedelta(days=1, microseconds=-1)
        else:
            given = datetime.fromisoformat(text)
            begins = found = given.astimezone(UTC) if given.tzinfo else None
    except (ValueError, OverflowError):
        found = None
    if found is None or begins is None:
        raise ValueError(_("write a day such as 2026-01-31, or an instant such as 2026-01-31T12:00:00Z"))
    if begins > (now := timezone.now()):
        raise ValueError(_("that is still to come: give a day that has begun"))
    return min(found, now)


def stood(kind: str, public_id: str, at: datetime) -> Stood:
    """The state in which the address stood at an instant. NotYet; Elsewhere."""
    states = PastState.objects.filter(kind=kind, since__lte=at, until__gt=at).order_by("-until", "-pk")
    record = holding.find(kind, public_id)
    own = states.filter(public_id=public_id).first()
    if own is not None:
        created = record.created_at if record is not None and record.pk == own.row else _first(kind, own.row, own.since)
        return _unmerged(Stood(kind, own.face, own.row, created, own.since, own.until))
    if record is None:
        raise NotYet(_first(kind, None, None, public_id))
    then = states.filter(row=record.pk).first()
    if then is not None:
        raise Elsewhere(then.public_id)
    begun = (
        PastState.objects.filter(kind=kind, row=record.pk).order_by("-until").values_list("until", flat=True).first()
    )
    begun = begun or record.created_at
    if begun > at:
        raise NotYet(_first(kind, record.pk, record.created_at))
    if record.public_id != public_id:
        raise Elsewhere(record.public_id)
    return _unmerged(Stood(kind, faces.face(record), record.pk, record.created_at, begun, None))


def _unmerged(found: Stood) -> Stood:
    if found.face.get("merged_into"):
        raise Elsewhere(found.face["merged_into"])
    return found


def _first(kind: str, row: int | None, known: datetime | None, public_id: str = "") -> Any:
    states = PastState.objects.filter(kind=kind, **({"row": row} if row else {"public_id": public_id}))
    first = states.order_by("since").values_list("since", flat=True).first()
    return min(filter(None, [first, known]), default=None)


def history(kind: str, public_id: str) -> list[datetime]:
    """The instants at which the record at this address took on each of its states, the first first."""
    record = holding.find(kind, public_id)
    if record is None:
        return []
    record = holding.root(record) if kind != RecordKind.SOURCE.value else record
    states = PastState.objects.filter(kind=kind, row=record.pk).order_by("until")
    return sorted({record.created_at, *states.values_list("until", flat=True)})


def instance(found: Stood, at: datetime) -> Any:
    """The record as it stood, as an unsaved instance whose related rows are those of then."""
    return _INSTANCES[found.kind](found, at)


def _shared(found: Stood) -> dict[str, Any]:
    face = found.face
    return {
        "pk": found.row,
        "public_id": face["id"],
        "review": face["review"],
        "visible": face["visible"],
        "locked": face["held"],
        "created_at": found.created,
        "changed_at": found.since,
    }


def _event(found: Stood, at: datetime) -> Event:
    face = found.face
    plain = {name: face[name] for name in ("type", "mode", "status", "title", "summary", "date_basis", "place")}
    record = Event(**_shared(found), **plain, **deriving.bounds(face["edtf"]))
    told = Report.objects.filter(public_id__in=face["reports"], source__created_at__lte=at, source__visible=True)
    reports = list(told.select_related("source").order_by("source__published", "public_id"))
    record.reported = min((r.source.published for r in reports if r.source.published), default=None)
    countries = Country.objects.in_bulk([code for code, _part in face["countries"]])
    persons = people([public_id for public_id, _part in face["persons"]], at)
    _prefetch(
        record,
        reports=reports,
        country_parts=[
            EventCountry(event=record, country=countries[code], part=part, rank=rank)
            for rank, (code, part) in enumerate(face["countries"])
        ],
        person_parts=[
            EventPerson(event=record, person=persons[public_id], part=part, rank=rank)
            for rank, (public_id, part) in enumerate(face["persons"])
            if public_id in persons
        ],
    )
    return record


def people(public_ids: list[str], at: datetime) -> dict[str, Person]:
    """Persons by identifier under the names that they had then."""
    found = {p.public_id: p for p in Person.objects.filter(public_id__in=public_ids).select_related("country")}
    states = PastState.objects.filter(kind="person", public_id__in=public_ids, since__lte=at, until__gt=at)
    for state in states:
        person = found.setdefault(state.public_id, Person(pk=state.row, public_id=state.public_id))
        person.name, person.sort_name = state.face["name"], state.face["sort_name"]
        person.country = Country.objects.filter(pk=state.face["country"]).first()
    return found


def _person(found: Stood, at: datetime) -> Person:
    face = found.face
    country = Country.objects.filter(pk=face["country"]).first()
    record = Person(**_shared(found), name=face["name"], sort_name=face["sort_name"], country=country)
    roles = [Role(person=record, **_role(role)) for role in face["roles"]]
    if "roles" not in face["held"]:
        _as_known(found.row, roles, at)
    _prefetch(record, aliases=[PersonAlias(person=record, name=name) for name in face["aliases"]], roles=roles)
    return record


def _role(role: dict[str, Any]) -> dict[str, Any]:
    country = Country.objects.filter(pk=role["country"]).first()
    return {**{name: role[name] for name in ("title", "organisation", "since", "until")}, "country": country}


def _as_known(row: int, roles: list[Role], at: datetime) -> None:
    """The days on which sources that the archive had then give the office."""
    namings = Naming.objects.filter(person=row, source__created_at__lte=at, source__published__isnull=False)
    for role in roles:
        known = namings.filter(title=role.title, country=role.country).order_by("source__published")
        days = list(known.values_list("source__published", flat=True))
        if days:
            role.since, role.until = str(days[0]), str(days[-1])


def _statement(found: Stood, at: datetime) -> Statement:
    face = found.face
    source = Source.objects.filter(public_id=face["source"]).first() if face["source"] else None
    plain = {name: face[name] for name in ("text", "kind", "cue", "response", "start", "end")}
    reported = source.published if source else None
    record = Statement(
        **_shared(found), **plain, **deriving.statement_bounds(face["edtf"], reported), reported=reported, source=source
    )
    speaker = face["speaker"]
    record.speaker_person = people([speaker["person"]], at).get(speaker["person"]) if speaker["person"] else None
    record.speaker_org = speaker["org"]
    record.speaker_country = Country.objects.filter(pk=speaker["country"]).first()
    record.event = _other("event", face["event"], at)
    record.responds_to = _other("statement", face["responds_to"], at)
    answers = Statement.objects.public().filter(responds_to=found.row, created_at__lte=at)
    about = Country.objects.filter(pk__in=face["about_countries"])
    _prefetch(record, about_countries=list(about), answers=list(answers))
    return record


def _other(kind: str, public_id: str | None, at: datetime) -> Any:
    """Another record that this one points at, under the address that it had then."""
    if not public_id:
        return None
    try:
        there = stood(kind, public_id, at)
    except Elsewhere as moved:
        there = stood(kind, moved.public_id, at)
    except NotYet:
        return None
    face = there.face
    if kind == "event":
        return Event(pk=there.row, public_id=face["id"], title=face["title"], visible=face["visible"])
    return Statement(pk=there.row, public_id=face["id"], text=face["text"], visible=face["visible"])


def _source(found: Stood, at: datetime) -> Source:
    record = Source.objects.get(pk=found.row)
    for name in faces.FIELDS["source"]:
        value = found.face[name]
        setattr(record, name, date.fromisoformat(value) if name == "published" and value else value)
    record.changed_at = found.since
    return record


def _prefetch(record: Any, **rows: list[Any]) -> None:
    record._prefetched_objects_cache = rows


_INSTANCES = {"event": _event, "person": _person, "statement": _statement, "source": _source}
