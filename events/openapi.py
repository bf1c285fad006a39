"""The API described in OpenAPI 3.1, made from the filters themselves so that the description can't lag behind."""

from typing import Any

from django.utils.translation import gettext_noop as N_

from events.criteria import PAGE_SIZES, Kind
from events.filters import ONLY_OF, ORDERS, SORTS, VIEWS, ArchiveFilter
from events.vocabulary import EventType, Mode, Review, Status

TAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "country": (N_("ISO 3166 code of a state that takes part; repeat it and all must"), {"type": "string"}),
    "person": (
        N_("identifier of a person who takes part (of statements: who speaks); repeat it and all must"),
        {"type": "string"},
    ),
    "type": (
        N_("PLOVER event type; repeat it and any will do"),
        {"type": "string", "enum": [str(t) for t in EventType]},
    ),
    "mode": (N_("how states consulted"), {"type": "string", "enum": [str(m) for m in Mode]}),
    "status": (N_("whether it happened"), {"type": "string", "enum": [str(s) for s in Status]}),
    "from": (
        N_("a year, month or day: possible dates end on or after it; what has no date is left out"),
        {"type": "string", "examples": ["2024-06"]},
    ),
    "to": (
        N_("a year, month or day: possible dates begin on or before it; what has no date is left out"),
        {"type": "string", "examples": ["2024-06-30"]},
    ),
    "source": (N_("identifier of a source"), {"type": "string"}),
    "review": (
        N_("what curators have decided"),
        {"type": "string", "enum": [str(r) for r in Review if str(r) != "rejected"]},
    ),
    "by": (N_("of statements: the state that speaks"), {"type": "string"}),
    "about": (N_("of statements: the state spoken of"), {"type": "string"}),
    "region": (N_("of states: region of UN M49 by its English name, e.g. Africa"), {"type": "string"}),
    "q": (N_('full text: words, "phrases", -not'), {"type": "string"}),
    "disputed": (N_("1: only what somebody has answered, or answers"), {"type": "string", "enum": ["0", "1"]}),
    "stated": (N_("1: leave out dates that were inferred"), {"type": "string", "enum": ["0", "1"]}),
    "undated": (N_("1: only what has no known date"), {"type": "string", "enum": ["0", "1"]}),
    "former": (N_("1: a state stands for its predecessors too"), {"type": "string", "enum": ["0", "1"]}),
    "sort": (N_("order"), {"type": "string", "enum": list(SORTS)}),
    "view": (
        N_("list or map: how the page of events shows them; the API takes no notice"),
        {"type": "string", "enum": list(VIEWS)},
    ),
    "page": (N_("page, from 1"), {"type": "integer", "minimum": 1}),
    "size": (N_("records a page"), {"type": "integer", "enum": list(PAGE_SIZES)}),
}
"""What each filter takes; a test holds this table and the filters to the same names."""

REPEATED = {"country", "person", "type"}


def parameters(kind: Kind | None = None) -> list[dict[str, Any]]:
    """Every filter as an OpenAPI parameter, in the order of the filters; of one list those that it takes, but for `view`."""
    every = ArchiveFilter.base_filters
    taken = [name for name in every if kind is None or (name != "view" and kind in ONLY_OF.get(name, Kind))]
    return [_parameter(name, kind) for name in taken]


def _parameter(name: str, kind: Kind | None) -> dict[str, Any]:
    description, schema = TAKES[name]
    if name == "sort" and kind is not None:
        schema = {**schema, "enum": [sort for sort in SORTS if sort.removeprefix("-") in ORDERS[kind]]}
    if name in REPEATED:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "description": description, "schema": schema, "explode": True}


_PAGE = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "facets": {"type": "object"},
        "results": {"type": "array", "items": {"type": "object"}},
    },
}
_ERRORS = {
    "description": "What was refused: parameter and message",
    "content": {"application/json": {"schema": {"type": "object", "properties": {"errors": {"type": "array"}}}}},
}


_AS_OF = {
    "name": "asof",
    "in": "query",
    "description": "How the record stood at the end of a day (UTC), or at an instant: 2026-01-31, 2026-01-31T12:00:00Z",
    "schema": {"type": "string"},
}


def document(root: str, title: str) -> dict[str, Any]:
    """The whole description. `root` is the address that the archive is served at."""
    paths: dict[str, Any] = {}
    for kind in Kind:
        key = "code" if kind is Kind.COUNTRIES else "id"
        found = {"description": "A page of the list", "content": {"application/json": {"schema": _PAGE}}}
        paths[f"/api/{kind}/"] = {
            "get": {
                "operationId": f"list_{kind}",
                "summary": f"List {kind}",
                "parameters": parameters(kind),
                "responses": {"200": found, "400": _ERRORS},
            }
        }
        one = {"description": "The record", "content": {"application/json": {"schema": {"type": "object"}}}}
        paths[f"/api/{kind}/{{{key}}}/"] = {
            "get": {
                "operationId": f"get_{kind}",
                "summary": f"One of the {kind}",
                "parameters": [
                    {"name": key, "in": "path", "required": True, "schema": {"type": "string"}},
                    *([] if kind is Kind.COUNTRIES else [_AS_OF]),
                ],
                "responses": {"200": one, "400": _ERRORS, "404": _ERRORS, "410": _ERRORS},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} API",
            "version": "1",
            "description": "Read-only. The filters are those of the pages.",
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": paths,
    }
