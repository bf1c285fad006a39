"""Whether a line of an export is one that `replaying` can take: its names, forms, words and lengths. Every fault is named.

What a line speaks of is looked for when it is taken; here only its own content counts.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from events import holding
from events.curation import keeping, values
from events.faces import FIELDS, MODELS
from events.models.record import PUBLIC_ID_LENGTH
from events.vocabulary import Relation, Review, Verb

KEPT: dict[str, tuple[str, ...]] = {
    "report": (*keeping.REPORT, "source", "words"),
    "naming": (*keeping.NAMING, "source", "country", "words"),
    "person": ("name", "key"),
    "event": keeping.EVENT,
    "statement": (*keeping.STATEMENT, "source"),
}
"""What a line must say of a reading or record that it brings along, by kind."""

DECISION = ("at", "by", "decision", "details", "kind", "record", "subjects", "verb", "why")
_MUST = {
    Verb.MERGE: ("merged",),
    Verb.SPLIT: ("made", "readings"),
    Verb.UNDO: ("undoes",),
    Verb.DISTINCT: ("pair", "relation"),
    Verb.ADD: ("entered", "fields"),
}
"""What the details of a decision hold; of every other verb `fields`."""

_FORMS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "fields": ("an object of objects", lambda v: _object(v) and all(_object(change) for change in v.values())),
    "pins": (
        "an object of lists of identifiers",
        lambda v: _object(v) and all(_ids(p) for p in v.values()) and _ids([*v]),
    ),
    "fixed": ("a list of identifiers", lambda v: _ids(v)),
    "merged": ("a list of identifiers", lambda v: _ids(v) and bool(v)),
    "readings": (
        "an object of identifiers",
        lambda v: _object(v) and _ids([*v, *(home for home in v.values() if home)]),
    ),
    "made": ("an identifier", lambda v: _ids([v])),
    "undoes": ("an identifier", lambda v: _ids([v])),
    "report": ("an identifier", lambda v: _ids([v])),
    "pair": ("a list of two identifiers", lambda v: _ids(v) and len(v) == 2),
    "relation": ("one of same, answers", lambda v: v in [str(word) for word in Relation]),
    "entered": ("an object", lambda v: _object(v)),
}


def check(content: Any) -> None:
    """ValueError names what is wrong with a line that was read as JSON."""
    if not isinstance(content, dict):
        raise ValueError(f"it is no JSON object but {str(content)[:40]}: give a file that export_curation wrote")
    if "kept" in content:
        _kept(content)
    else:
        _decision(content)


def _kept(content: dict[str, Any]) -> None:
    kind = content["kept"]
    if kind not in KEPT:
        raise ValueError(f"kept: {kind} is not known: it is one of {', '.join(KEPT)}")
    _needs(content, ("id", *KEPT[kind]))
    _identifiers([content["id"], *([content["source"]] if content.get("source") else ())])
    if "stood" in content:
        if not _object(content["stood"]):
            raise ValueError(f"stood: {str(content['stood'])[:40]} is no object")
        _needs(content["stood"], FIELDS["event"], "stood")


def _decision(content: dict[str, Any]) -> None:
    _needs(content, DECISION)
    for name, longest in (("by", 150), ("why", None), ("record", PUBLIC_ID_LENGTH), ("decision", PUBLIC_ID_LENGTH)):
        if not isinstance(content[name], str) or (longest is not None and len(content[name]) > longest):
            raise ValueError(
                f"{name}: {str(content[name])[:40]} is no text"
                + (f" of {longest} characters at most" if longest else "")
            )
    _moment(content["at"])
    if content["kind"] not in FIELDS:
        raise ValueError(f"kind: {content['kind']} is not known: it is one of {', '.join(FIELDS)}")
    if not isinstance(content["subjects"], list):
        raise ValueError(f"subjects: {str(content['subjects'])[:40]} is no list of identifiers")
    _identifiers(content["subjects"])
    details = content["details"]
    if not _object(details):
        raise ValueError(f"details: {str(details)[:40]} is no object")
    _needs(details, _MUST.get(Verb.of(content["verb"]), ("fields",)), "details")
    for name, value in details.items():
        if name not in _FORMS:
            raise ValueError(f"details: {name[:40]} is not known: they hold {', '.join(_FORMS)}")
        form, fits = _FORMS[name]
        if not fits(value):
            raise ValueError(f"details: {name} is {str(value)[:40]}, and should be {form}")
    if content["record"] in details.get("merged", ()):
        raise ValueError(f"merged: {content['record']} would be merged with itself")
    for name, change in details.get("fields", {}).items():
        _change(content["kind"], name, change)


def _moment(at: Any) -> None:
    try:
        aware = datetime.fromisoformat(at).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if not aware:
        raise ValueError(f"at: {str(at)[:40]} is no moment: write it as 2026-01-31T12:00:00+00:00")


def _change(kind: str, name: str, change: dict[str, Any]) -> None:
    if name == "review":
        _needs(change, ("from", "to"), name)
        for value in (change["from"], change["to"]):
            Review.of(value)
        return
    if name not in FIELDS[kind]:
        raise ValueError(f"fields: {name[:40]} is no field of {kind}s: they have {', '.join(FIELDS[kind])}")
    _needs(change, ("from", "to", *(("machine",) if "lock" in change else ())), name)
    if "was" in change:
        _needs(change["was"], ("value", "machine", "decision"), f"was of {name}")
    if "lock" not in change:
        return
    if name in holding.DELTAS:
        lock = change["lock"]
        if not _object(lock) or not all(isinstance(lock.get(part), list) for part in ("add", "drop")):
            raise ValueError(f"{name}: {str(lock)[:40]} should be what is added and dropped, two lists")
    elif name not in _SPOKEN_OF:
        values.clean(MODELS[kind](), {name: change["lock"]})


_SPOKEN_OF = {"persons", "about_persons", "speaker", "event", "responds_to"}
"""Fields that name records, which may have left the archive since."""


def _needs(content: dict[str, Any], names: Iterable[str], where: str = "") -> None:
    for name in names:
        if name not in content:
            raise ValueError(f"{where or 'it'} has no {name}")


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and 0 < len(v) <= PUBLIC_ID_LENGTH for v in value)


def _identifiers(found: list[Any]) -> None:
    wrong = next((one for one in found if not _ids([one])), None)
    if wrong is not None:
        raise ValueError(f"{str(wrong)[:40]} is no identifier: it has {PUBLIC_ID_LENGTH} characters at most")
