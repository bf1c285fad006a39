"""`make bench`: see `tests.bench.fill` for the archives that it measures on."""

import argparse

from tests.bench import fill


def main() -> None:
    """Fill the archive of DATABASE_URL, or of var/, and say what that took."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--size", default="100k", help="events: 100k, 1m, 10m")
    parser.add_argument("--db", default="both", choices=("sqlite", "postgresql", "both"))
    fill.main(parser.parse_args().size)


if __name__ == "__main__":
    main()
