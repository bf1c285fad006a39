"""The values that a curator gives a field, checked and brought into the form that decisions keep: JSON in public identifiers.

| field | form |
|---|---|
| type, mode, status, date_basis, kind, response | a code of `vocabulary` ("" where there may be none) |
| edtf | EDTF, "" for unknown |
| country, countries, about_countries | a code; [[code, part], …]; [code, …] |
| persons, about_persons | [[public id, part], …]; [public id, …] |
| speaker | {"person": public id or None, "org": text, "country": code or None} |
| event, responds_to | a public id or None |
| aliases | the other forms of the name, all of them |
| roles | [{"title", "country", "organisation", "since", "until"}, …], all of them |
| the rest | text |
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from events import edtf, folding, holding
from events.curation.refusals import Refused
from events.extraction import reading
from events.faces import FIELDS, MODELS, kind_of
from events.models import Country
from events.vocabulary import DateBasis, EventType, Mode, Part, Response, StatementKind, Status


def clean(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values in the form of decisions; Refused names the field, the value and what it takes."""
    kind = kind_of(record)
    unknown = sorted(set(values) - set(FIELDS[kind]))
    if unknown:
        raise Refused(f"{unknown[0]} is no field of a {kind}: it has {', '.join(FIELDS[kind])}")
    cleaned = {}
    for name, value in values.items():
        try:
            cleaned[name] = _CLEAN.get(name, _text)(value)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise Refused(f"{name}: {error}") from error
        if isinstance(cleaned[name], str):
            _fits(kind, name, cleaned[name])
    return cleaned


def _fits(kind: str, name: str, value: str) -> None:
    longest = getattr(MODELS[kind]._meta.get_field(name), "max_length", None)
    if longest and len(value) > longest:
        raise Refused(f"{name} has {len(value)} characters: {longest} fit")
    if not value.strip() and name in {"title", "name", "sort_name"} and kind in {"event", "person"}:
        raise Refused(f"{name} is empty: every {kind} has one")


def _text(value: Any) -> str:
    text = str(value or "").strip()
    if folding.illegible(text.replace("\n", " ").replace("\t", " ")):
        raise ValueError("it holds control characters: leave them out")
    return text


def _address(value: Any) -> str:
    text = _text(value)
    if text and not reading.is_address(text):
        raise ValueError(f"{text[:60]} is no address of the web: write it as https://…, or leave it empty")
    return text


def _code_of(words: Any, empty: bool) -> Callable[[Any], str]:
    def cleaner(value: Any) -> str:
        text = str(value or "")
        return "" if empty and not text else str(words.of(text))

    return cleaner


def _edtf(value: Any) -> str:
    return edtf.parse(str(value)).edtf if value else ""


def _country(value: Any) -> str | None:
    if not value:
        return None
    code = str(getattr(value, "pk", value))
    if not Country.objects.filter(pk=code).exists():
        raise ValueError(f"{code} is no state: give an ISO 3166 code such as SE, or SUHH for a former state")
    return code


def _record(kind: str) -> Callable[[Any], str | None]:
    def cleaner(value: Any) -> str | None:
        if not value:
            return None
        public_id = str(getattr(value, "public_id", value))
        found = holding.present(kind, public_id)
        if found is None:
            raise ValueError(f"{public_id} is no {kind} of this archive")
        return found

    return cleaner


def _must(cleaner: Callable[[Any], str | None]) -> Callable[[Any], str]:
    def strict(value: Any) -> str:
        found = cleaner(value)
        if found is None:
            raise ValueError("one is empty: leave the row out")
        return found

    return strict


def _parts(one: Callable[[Any], str]) -> Callable[[Any], list[list[str]]]:
    def cleaner(value: Any) -> list[list[str]]:
        pairs = [[one(who), str(Part.of(str(part)))] for who, part in value or ()]
        if len({who for who, _part in pairs}) < len(pairs):
            raise ValueError("one is named twice: name each once")
        return pairs

    return cleaner


def _several(one: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    return lambda value: sorted({one(item) for item in value or ()})


def _speaker(value: Any) -> dict[str, Any]:
    person, org = _record("person")(value.get("person")), _text(value.get("org"))
    country = _country(value.get("country"))
    if person and (org or country):
        raise ValueError("a person speaks, or an organisation or state: empty the others")
    if not (person or org or country):
        raise ValueError("who speaks? Name a person, an organisation or a state")
    if len(org) > 200:
        raise ValueError(f"the organisation has {len(org)} characters: 200 fit")
    return {"person": person, "org": org, "country": country}


def _aliases(value: Any) -> list[str]:
    forms = sorted({_text(form) for form in value or ()} - {""})
    if any(len(form) > 200 for form in forms):
        raise ValueError("a form of a name has 200 characters at most")
    return forms


def _roles(value: Any) -> list[dict[str, Any]]:
    roles = []
    for role in value or ():
        title = _text(role["title"])
        if not title or len(title) > 300:
            raise ValueError("an office has a title, of 300 characters at most")
        roles.append(
            {
                "title": title,
                "country": _country(role.get("country")),
                "organisation": _text(role.get("organisation"))[:200],
                "since": _edtf(role.get("since")),
                "until": _edtf(role.get("until")),
            }
        )
    if len({(role["title"], role["country"]) for role in roles}) < len(roles):
        raise ValueError("one office stands there twice: name each once")
    return sorted(roles, key=lambda role: (role["title"], role["country"] or ""))


def _day(value: Any) -> str | None:
    return date.fromisoformat(str(value)).isoformat() if value else None


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "type": _code_of(EventType, empty=False),
    "mode": _code_of(Mode, empty=True),
    "status": _code_of(Status, empty=False),
    "date_basis": _code_of(DateBasis, empty=True),
    "kind": _code_of(StatementKind, empty=False),
    "response": _code_of(Response, empty=True),
    "edtf": _edtf,
    "country": _country,
    "countries": _parts(_must(_country)),
    "about_countries": _several(_must(_country)),
    "persons": _parts(_must(_record("person"))),
    "about_persons": _several(_must(_record("person"))),
    "speaker": _speaker,
    "event": _record("event"),
    "responds_to": _record("statement"),
    "aliases": _aliases,
    "roles": _roles,
    "published": _day,
    "url": _address,
    "visible": bool,
}


def as_delta(name: str, wanted: list[Any], machine: list[Any]) -> dict[str, list[Any]]:
    """What a curator adds to and drops from what the sources give, for aliases and offices."""
    if name == "aliases":
        return {"add": sorted(set(wanted) - set(machine)), "drop": sorted(set(machine) - set(wanted))}
    kept = [[role["title"], role["country"]] for role in wanted]
    dropped = [[role["title"], role["country"]] for role in machine]
    return {
        "add": [role for role in wanted if role not in machine],
        "drop": [key for key in dropped if key not in kept],
    }
