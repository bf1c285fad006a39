"""What the machine last said of events and persons that nothing which is read tells of any longer. Imports models and what curators hold.

Readings are gone then, or count no longer, and the record's own columns say what a curator has made of it: so it is kept beside the
record when its last reading goes, until one of its own comes back. Whatever is taken back or given back says that again.
"""

from collections.abc import Iterable
from typing import Any

from events import holding
from events.faces import kind_of
from events.models import Event, LastReading, Lock, Person


def known(model: type[Event] | type[Person], keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What was last said of some records, by their keys, where it is kept."""
    wanted = list(keys)
    if not wanted:
        return {}
    of = str(model._meta.model_name)
    return dict(LastReading.objects.filter(**{f"{of}__in": wanted}).values_list(of, "said"))


def last(own: dict[str, Any], locks: dict[str, Lock]) -> dict[str, Any]:
    """What the machine last said, out of what the record says and what curators hold of it."""
    read = {name: lock.proposed if lock.waiting else lock.machine for name, lock in locks.items() if name in own}
    return {**own, **{name: value for name, value in read.items() if name not in holding.DELTAS}}


def remember(record: Event | Person, said: dict[str, Any]) -> None:
    """Keep what is said of a record, instead of what was kept before."""
    of: dict[str, Any] = {kind_of(record): record}
    LastReading.objects.update_or_create(**of, defaults={"said": said})


def forget(record: Event | Person) -> None:
    """It is read again: its readings say what it says."""
    LastReading.objects.filter(**{kind_of(record): record}).delete()
