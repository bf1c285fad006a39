"""Values of fields in a curator's words: names for identifiers, labels for codes. Asks three questions, however many values."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import edtf
from events.models import Country, Event, Person, Statement
from events.vocabulary import DateBasis, EventType, Mode, Part, Response, Review, StatementKind, Status

LABELS = {
    "type": gettext_lazy("Type"),
    "mode": gettext_lazy("Mode"),
    "status": gettext_lazy("Status"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "edtf": gettext_lazy("Date"),
    "date_basis": gettext_lazy("Basis of the date"),
    "place": gettext_lazy("Place"),
    "countries": gettext_lazy("States"),
    "persons": gettext_lazy("People"),
    "name": gettext_lazy("Name"),
    "sort_name": gettext_lazy("Name in lists"),
    "country": gettext_lazy("State"),
    "aliases": gettext_lazy("Other forms of the name"),
    "roles": gettext_lazy("Offices"),
    "kind": gettext_lazy("Kind"),
    "cue": gettext_lazy("Cue"),
    "speaker": gettext_lazy("Speaker"),
    "about_countries": gettext_lazy("States it speaks of"),
    "about_persons": gettext_lazy("People it speaks of"),
    "event": gettext_lazy("Event it belongs to"),
    "responds_to": gettext_lazy("Statement it answers"),
    "response": gettext_lazy("How it answers"),
    "review": gettext_lazy("Review"),
    "text": gettext_lazy("Text"),
    "merged_into": gettext_lazy("Merged into"),
    "publisher": gettext_lazy("Publisher"),
    "url": gettext_lazy("Address"),
    "published": gettext_lazy("Published"),
    "language": gettext_lazy("Language"),
    "licence": gettext_lazy("Licence"),
    "visible": gettext_lazy("Shown to the public"),
}
_WORDS: dict[str, Any] = {
    "type": EventType,
    "mode": Mode,
    "status": Status,
    "date_basis": DateBasis,
    "kind": StatementKind,
    "response": Response,
    "review": Review,
}
_NAMED = {"persons", "about_persons", "speaker", "event", "responds_to", "merged_into"}
_STATES = {"country", "countries", "about_countries", "speaker", "roles"}


def label(field: str) -> str:
    return str(LABELS.get(field, field))


class Teller:
    """Tells values of fields; made with all (field, value) that it will be asked for."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        found: set[str] = set()
        for field, value in pairs:
            if value and field in _NAMED | _STATES:
                found |= set(_strings(value))
        self.states = dict(Country.objects.filter(code__in=found).values_list("code", "name"))
        self.names: dict[str, str] = {}
        for model, column in ((Person, "name"), (Event, "title"), (Statement, "text")):
            self.names |= dict(model.objects.filter(public_id__in=found).values_list("public_id", column))  # type: ignore[attr-defined]

    def __call__(self, field: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return "—"
        if field in _WORDS:
            return str(_WORDS[field].of(value).label)
        if field == "edtf":
            return f"{edtf.display(edtf.parse(value))} ({value})"
        if field == "visible":
            return _("yes") if value else _("no")
        if field in {"countries", "persons"}:
            return "; ".join(f"{self._name(key)} ({Part.of(part).label.lower()})" for key, part in value)
        if field == "speaker":
            return ", ".join(self._name(part) for part in (value["person"], value["org"], value["country"]) if part)
        if field == "roles":
            return "; ".join(self._role(role) for role in value)
        if isinstance(value, dict):  # what a curator adds to and drops from a list
            return "; ".join(
                f"{sign} {self._plain(field, item)}"
                for sign, key in (("+", "add"), ("−", "drop"))
                for item in value.get(key, ())
            )
        if isinstance(value, list):
            return "; ".join(self._name(item) for item in value)
        return self._name(value)

    def _plain(self, field: str, item: Any) -> str:
        if isinstance(item, dict):
            return self._role(item)
        return ", ".join(self._name(part) for part in item if part) if isinstance(item, list) else self._name(item)

    def _role(self, role: dict[str, Any]) -> str:
        years = "–".join(filter(None, (role.get("since"), role.get("until"))))
        return ", ".join(
            filter(None, (role["title"], self._name(role["country"] or ""), role.get("organisation"), years))
        )

    def _name(self, key: Any) -> str:
        return self.states.get(key) or self.names.get(key) or str(key)


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
