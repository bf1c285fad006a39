"""What a process remembers of the archive for as long as it stands as it is. May import Django and `revision`."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from events.revision import Stamp, present_stamp

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_ALL: "list[Kept]" = []


class Kept(Generic[Key, Value]):
    """Values by key, worked out once for each state of the archive: any write empties it, so nothing stale is ever shown.

    At most `most` values; the one that was not asked for longest makes room. With DEBUG nothing is kept, since templates change too.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.stamp = Stamp()
        self.values: dict[Key, Value] = {}
        self.lock = Lock()
        _ALL.append(self)

    def many(self, keys: Iterable[Key], make: Callable[[list[Key]], Mapping[Key, Value]]) -> dict[Key, Value]:
        """Those of the keys that there are, in their order; what is not known yet is asked of `make`, all at once."""
        stamp = present_stamp()
        with self.lock:
            if stamp != self.stamp:
                self.stamp, self.values = stamp, {}
            values = self.values  # a later write leaves these to whoever began before it
            wanted = list(dict.fromkeys(keys))
            known = {key: values.pop(key) for key in wanted if key in values}
            values.update(known)  # now the last to go
        missing = [key for key in wanted if key not in known]
        if missing:
            made = make(missing)
            known |= made
            if not settings.DEBUG:
                with self.lock:
                    values.update(made)
                    for oldest in list(islice(values, max(0, len(values) - self.most))):
                        del values[oldest]
        return {key: known[key] for key in wanted if key in known}

    def forget(self) -> None:
        with self.lock:
            self.values = {}


def forget_everything() -> None:
    """For whoever turns the archive back to a state that it was in before, as tests do."""
    for kept in _ALL:
        kept.forget()
