"""`python -m tests.bench.indexing`: build the facet index of DATABASE_URL, keep it where workers look for it, load it; timed, as JSON."""

import json
import os
import time


def main() -> None:
    """Seconds to build and to load, bytes of the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.db import connection

    from events.faceting import keeping, storing

    keeper = keeping.Keeper("default")
    path = keeper._path()
    path.unlink(missing_ok=True)
    began = time.perf_counter()
    with keeping.consistent(connection):
        held = keeping.made(connection)
    built = time.perf_counter()
    assert held.mark is not None, "an archive that nothing was ever written to has no index to keep"
    storing.save(path, held.snapshot, held.mark)
    saved = time.perf_counter()
    assert keeping.Keeper("default")._loaded() is not None
    loaded = time.perf_counter()
    print(
        json.dumps(
            {
                "build": built - began,
                "save": saved - built,
                "load": loaded - saved,
                "megabytes": path.stat().st_size / 1e6,
            }
        )
    )


if __name__ == "__main__":
    main()
