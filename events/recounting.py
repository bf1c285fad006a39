"""The history of a record in words for the public: what changed, from what to what, why; a curator is never named.

May import curation and presentation.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import curation, faces, presentation
from events.models import Country, Event, Person, Statement

MOST = 30
"""Changes told on a page, the latest first, and always the first recording."""

NAMES = {
    "type": gettext_lazy("Type"),
    "mode": gettext_lazy("Form"),
    "status": gettext_lazy("Status"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "edtf": gettext_lazy("Date"),
    "date_basis": gettext_lazy("Basis of the date"),
    "place": gettext_lazy("Place"),
    "countries": gettext_lazy("States"),
    "persons": gettext_lazy("Persons"),
    "name": gettext_lazy("Name"),
    "sort_name": gettext_lazy("Name in lists"),
    "country": gettext_lazy("State"),
    "aliases": gettext_lazy("Other names"),
    "roles": gettext_lazy("Offices"),
    "kind": gettext_lazy("Kind"),
    "cue": gettext_lazy("Cue"),
    "speaker": gettext_lazy("Speaker"),
    "about_countries": gettext_lazy("States spoken of"),
    "about_persons": gettext_lazy("Persons spoken of"),
    "event": gettext_lazy("Event"),
    "responds_to": gettext_lazy("Answers"),
    "response": gettext_lazy("How it answers"),
    "publisher": gettext_lazy("Publisher"),
    "url": gettext_lazy("Address"),
    "published": gettext_lazy("Published"),
    "language": gettext_lazy("Language"),
    "licence": gettext_lazy("Licence"),
    "review": gettext_lazy("Review"),
    "text": gettext_lazy("Text"),
    "merged_into": gettext_lazy("Merged into"),
}
"""Fields of `faces` as readers know them; others are not told."""

CODED = {
    "type": "type", "mode": "mode", "status": "status", "date_basis": "basis", "kind": "kind", "response": "response",
    "review": "review",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One field of a change, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class PublicChange:
    """One change, in words. `before` is the instant (as `asof` takes it) at which the state that it ended was in force."""

    at: datetime
    what: str
    who: str
    fields: tuple[Told, ...]
    why: str
    before: str
    undone: bool


def public(record: Any) -> list[PublicChange]:
    """The history for the record's page, the latest change first."""
    found = curation.changes(record)
    chosen = found if len(found) <= MOST else [*found[: MOST - 1], found[-1]]
    return [_public(change) for change in chosen]


def _public(change: curation.Change) -> PublicChange:
    fields = tuple(
        Told(str(NAMES[name]), spoken(name, old), spoken(name, new))
        for name, old, new in change.fields
        if name in NAMES and old != new
    )
    before = ""
    if change.state is not None and (change.state.until - change.state.since).total_seconds() > 1:
        before = f"{change.state.since.replace(microsecond=999_999):%Y-%m-%dT%H:%M:%S.%f}Z"
    return PublicChange(change.at, _label(change), _who(change), fields, change.why, before, change.undone)


def _label(change: curation.Change) -> str:
    return _("Recorded") if change.verb == "recorded" else _("Read anew") if change.verb == "read" else _(change.label)


def _who(change: curation.Change) -> str:
    if change.by_curator:
        return _("by a curator")
    if change.reader:
        return _("by the reader, version %(version)s") % {"version": change.reader}
    return _("by the archive")


def spoken(name: str, value: Any) -> str:
    """A value of a face, in words."""
    if value in (None, "", [], {}):
        return ""
    if name in CODED:
        return presentation.label(value, CODED[name])
    if name == "edtf":
        return presentation.when(value)
    if name in {"countries", "about_countries", "country"}:
        codes = [value] if isinstance(value, str) else [v[0] if isinstance(v, list) else v for v in value]
        found = Country.objects.in_bulk(codes)
        return ", ".join(presentation.country_name(found[code]) for code in codes if code in found)
    if name in {"persons", "about_persons"}:
        return _names([v[0] if isinstance(v, list) else v for v in value])
    if name == "speaker":
        if value["person"]:
            return _names([value["person"]])
        return ", ".join(filter(None, [value["org"], spoken("country", value["country"])]))
    if name == "roles":
        return "; ".join(role["title"] for role in value)
    if name in {"event", "responds_to", "merged_into"}:
        return _record(name, value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _names(public_ids: list[str]) -> str:
    known = dict(Person.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))
    return ", ".join(known.get(public_id, public_id) for public_id in public_ids)


def _record(name: str, public_id: str) -> str:
    for model in (Event, Statement) if name != "merged_into" else tuple(faces.MODELS.values())[:3]:
        record = model._default_manager.filter(public_id=public_id).first()
        if record is not None:
            return str(record)
    return public_id
