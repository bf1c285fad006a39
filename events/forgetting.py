"""Rows out of the archive, and their past with them. Only `removing`, and what reads its traces back, may.

Imports models and what curators hold.
"""

from events import holding
from events.models import Decision, Event, PastState, Person
from events.vocabulary import Verb


def delete(model: type[Event] | type[Person], kind: str, keys: list[int]) -> None:
    """Rows, with all that was merged into them; nothing else may lead to them then."""
    model.objects.filter(pk__in=keys).update(merged_into=None)
    past_of(kind, keys)
    model.objects.filter(pk__in=keys).delete()


def past_of(kind: str, keys: list[int]) -> None:
    """The past of a record goes with it: removing is for what may not be kept."""
    PastState.objects.filter(kind=kind, row__in=keys).delete()


def unnamed(persons: set[int]) -> int:
    """Persons that no source names any longer go, unless a curator entered them or something else still speaks of them."""
    entered = Decision.objects.filter(verb=Verb.ADD.value, kind="person").values("record")
    found = Person.objects.filter(pk__in=persons).exclude(public_id__in=entered)
    unnamed = found.filter(namings=None, statements=None, event_parts=None, statements_about=None)
    gone = [member.pk for person in unnamed for member in holding.tree(person)]
    delete(Person, "person", gone)
    return len(gone)


def untold(events: set[str]) -> None:
    """Of the events at some addresses those go that no report tells or ever told, unless a curator entered them or they lead on."""
    entered = Decision.objects.filter(verb=Verb.ADD.value, kind="event").values("record")
    found = Event.objects.filter(public_id__in=events, reports=None, merged_into=None, merged=None)
    delete(Event, "event", list(found.exclude(public_id__in=entered).values_list("pk", flat=True)))
