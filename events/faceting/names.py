"""What records are called, one text each, side by side in one array, so that workers share them in a mapped file. Imports bitmaps alone."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from events.faceting.bitmaps import Array


@dataclass(frozen=True)
class Names:
    """The name of record n is `letters[ends[n - 1]:ends[n]]` (that of the first begins at 0), in UTF-8."""

    ends: Array
    letters: Array

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, record: int) -> bytes:
        first = int(self.ends[record - 1]) if record else 0
        return self.letters[first : int(self.ends[record])].tobytes()

    def stand(self, sequence: Array, name: bytes) -> tuple[int, int]:
        """From where to where a name stands among the records of a descending sequence."""
        last_first = range(len(sequence) - 1, -1, -1)

        def from_end(place: int) -> bytes:
            return self[int(sequence[place])]

        below = bisect_left(last_first, name, key=from_end)
        upto = bisect_left(last_first, name + b"\0", lo=below, key=from_end)
        return len(sequence) - upto, len(sequence) - below


def names(texts: Sequence[bytes]) -> Names:
    """The names of records in the order of their numbers."""
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))
    return Names(ends, np.frombuffer(b"".join(texts), dtype=np.uint8))
