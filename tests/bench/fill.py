"""`python -m tests.bench.fill 100k`: fill the archive of DATABASE_URL with generated news. Running it again adds nothing."""

import os
import re
import sys
import time
from collections.abc import Iterator

SIZES = {"k": 1_000, "m": 1_000_000}


def number(size: str) -> int:
    """100k, 1m, 2500 as a number of events."""
    found = re.fullmatch(r"(\d+)([km]?)", size.strip().lower())
    if found is None or not int(found[1]):
        raise SystemExit(f"SIZE={size} is no number of events: write 100k, 1m, 10m or a plain number")
    return int(found[1]) * SIZES.get(found[2], 1)


def main(size: str) -> None:
    """Migrate, fill, say how long it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from events import bulk
    from tests.bench import generator

    call_command("migrate", verbosity=0)
    events = number(size)
    spent = [0.0]

    def watched() -> Iterator[object]:
        """The batches, with the time counted that it took to make them up."""
        made = generator.batches(events)
        while True:
            began = time.perf_counter()
            batch = next(made, None)
            spent[0] += time.perf_counter() - began
            if batch is None:
                return
            yield batch

    began = time.perf_counter()
    counts = bulk.load(watched())  # type: ignore[arg-type]
    took = time.perf_counter() - began
    print(f"{events} events: {spent[0]:.1f} s to make them up, {took - spent[0]:.1f} s to load and index them")
    for kind, outcomes in counts.items():
        print(f"  {kind}: {outcomes['created']} created, {outcomes['unchanged']} unchanged")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "100k")
