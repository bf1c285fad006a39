"""The public face of a record: what the archive says of it, as plain JSON in public identifiers. May import models only.

History keeps faces, comparing sets them side by side, a decision names its fields. Names of states' and persons' fields
are those of the models; a date is `edtf`, a speaker is one field of three parts.
"""

from collections.abc import Callable, Iterable
from typing import Any

from events.models import Event, Person, Source, Statement
from events.vocabulary import RecordKind

Face = dict[str, Any]

MODELS: dict[str, Any] = {
    RecordKind.EVENT.value: Event,
    RecordKind.PERSON.value: Person,
    RecordKind.STATEMENT.value: Statement,
    RecordKind.SOURCE.value: Source,
}

FIELDS: dict[str, tuple[str, ...]] = {
    "event": ("type", "mode", "status", "title", "summary", "edtf", "date_basis", "place", "countries", "persons"),
    "person": ("name", "sort_name", "country", "aliases", "roles"),
    "statement": (
        *("kind", "cue", "edtf", "speaker", "about_countries", "about_persons", "event", "responds_to", "response"),
    ),
    "source": ("title", "publisher", "url", "published", "place", "language", "licence", "visible"),
}
"""What a curator may set, in the order in which it is shown."""


def kind_of(record: Any) -> str:
    """event, person, statement or source."""
    return str(record._meta.model_name)


def face(record: Any) -> Face:
    """The record as it stands, from the database's rows about it (its own columns as the instance has them)."""
    return _FACES[kind_of(record)](record)


def _event(record: Event) -> Face:
    plain = ("type", "mode", "status", "title", "summary", "edtf", "date_basis", "place")
    return {
        "id": record.public_id,
        **{name: getattr(record, name) for name in plain},
        "countries": [list(pair) for pair in record.country_parts.order_by("rank").values_list("country", "part")],
        "persons": [
            list(pair) for pair in record.person_parts.order_by("rank").values_list("person__public_id", "part")
        ],
        "reports": sorted(record.reports.filter(current=True).values_list("public_id", flat=True)),
        **_standing(record),
    }


def _person(record: Person) -> Face:
    return {
        "id": record.public_id,
        "name": record.name,
        "sort_name": record.sort_name,
        "country": record.country_id,
        "aliases": sorted(record.aliases.values_list("name", flat=True)),
        "roles": [
            {"title": title, "country": code, "organisation": organisation, "since": since, "until": until}
            for title, code, organisation, since, until in sorted(
                record.roles.values_list("title", "country", "organisation", "since", "until"),
                key=lambda role: [part or "" for part in role],
            )
        ],
        **_standing(record),
    }


def _statement(record: Statement) -> Face:
    plain = ("text", "kind", "cue", "edtf", "response", "start", "end")
    return {
        "id": record.public_id,
        **{name: getattr(record, name) for name in plain},
        "speaker": {
            "person": record.speaker_person.public_id if record.speaker_person else None,
            "org": record.speaker_org,
            "country": record.speaker_country_id,
        },
        "about_countries": sorted(record.about_countries.values_list("code", flat=True)),
        "about_persons": sorted(record.about_persons.values_list("public_id", flat=True)),
        "event": record.event.public_id if record.event else None,
        "responds_to": record.responds_to.public_id if record.responds_to else None,
        "source": record.source.public_id if record.source else None,
        **_standing(record),
    }


def _source(record: Source) -> Face:
    return {
        "id": record.public_id,
        **{name: getattr(record, name) for name in FIELDS["source"]},
        "published": record.published.isoformat() if record.published else None,
        "held": record.locked,
    }


def _standing(record: Any) -> Face:
    return {
        "review": record.review,
        "held": [name for name in record.locked if name != "public_id"],
        "visible": record.visible,
        "merged_into": record.merged_into.public_id if record.merged_into else None,
    }


_FACES: dict[str, Callable[[Any], Face]] = {
    "event": _event,
    "person": _person,
    "statement": _statement,
    "source": _source,
}


def differs(before: Face, after: Face | None) -> bool:
    """Whether a reader would call it another state. One more source that says the same, or a later day on which an office
    is reported, is none: `events.asof` works both out for any day from the sources that the archive had then.
    """
    if after is None:
        return True
    return bool(set(before.get("reports", ())) - set(after.get("reports", ()))) or _plain(before) != _plain(after)


def _plain(face: Face) -> Face:
    plain = {name: value for name, value in face.items() if name != "reports"}
    if "roles" in plain:
        plain["roles"] = [{**role, "since": "", "until": ""} for role in plain["roles"]]
    return plain


def changes(before: Face, after: Face, names: Iterable[str] | None = None) -> list[tuple[str, Any, Any]]:
    """(field, from, to) of everything that differs, in the order of the face."""
    wanted = names or [name for name in after if name != "id"]
    return [(name, before.get(name), after.get(name)) for name in wanted if before.get(name) != after.get(name)]
