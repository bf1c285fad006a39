"""Made-up archives of any size from a seed: batches of structured rows with the skew of real ones, for the benchmark and its tests.

Every row is what loading would have made of such news: identifiers, bounds, folded words and spans agree with the text that each
source carries (test_bench holds it to that). The shares of states and years are real; names and wording are not.
"""

import random
from collections.abc import Iterator

from events.rows import Batch
from tests.bench.telling import Telling
from tests.bench.world import World

BATCH = 4000
"""Events in a batch, told by some 800 sources."""


def batches(size: int, seed: int = 1, start: int = 0) -> Iterator[Batch]:
    """Sources telling `size` events in all. The same seed and size give the same rows.

    `start` leaves out so many events at the front, whole batches only: to go on where a broken run stopped.
    """
    world = World(size, seed)
    for first in range(start - start % BATCH, size, BATCH):
        chance = random.Random(f"{seed} {size} {first}")
        yield Telling(world, chance, first, min(BATCH, size - first)).batch
