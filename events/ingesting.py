"""From what a user names on the command line (files, folders, globs, -) to sources loaded, one by one, errors told apart.

News and outside datasets take the same way; they differ in what reads an item (`news`, or a reader of `events.datasets`).
"""

import glob
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from events import loading, readers, tongue
from events.loading import Outcome
from events.readers import Engine, Item, Read, Reader, incomplete, news

__all__ = ["Item", "Result", "find", "gather", "incomplete", "ingest", "news", "opened", "totals"]

SUFFIXES = {".txt", ".text", ".htm", ".html", ".xhtml"}
"""What is taken from a folder; a file named outright is read whatever it is called. README files are left out."""


EMPTY = "an empty name, as of a variable that is not set: name a file, a folder, a glob, or - for standard input"
"""Else it would be the folder in which the command runs, with all that lies in it."""


@dataclass(frozen=True)
class Result:
    """What became of one source. `state`: created, updated, unchanged, failed, or read (dry run)."""

    path: str
    state: str
    outcome: Outcome | None = None
    error: str | None = None
    found: tuple[tuple[str, int], ...] = ()
    doubt: str | None = None
    """Why its text is hardly the English that the reader takes it for."""


def gather(paths: Iterable[str], suffixes: Collection[str] = SUFFIXES) -> Iterator[Item]:
    """Read what the paths name, in the order given, folders in order of name. Never raises: what can't be read is an Item too."""
    return opened(find(paths, suffixes))


def find(paths: Iterable[str], suffixes: Collection[str] = SUFFIXES) -> Iterator[Path | Item]:
    """The files that the paths name, none of them opened yet; standard input and what is not there are Items."""
    for path in paths:
        if path == "-":
            yield Item("-", sys.stdin.buffer.read())
            continue
        found = _expand(path, suffixes) if path.strip() else EMPTY
        if isinstance(found, str):
            yield Item(path, error=found)
        else:
            yield from found


def opened(found: Iterable[Path | Item]) -> Iterator[Item]:
    """Each file's bytes, read when its turn comes."""
    for file in found:
        if isinstance(file, Item):
            yield file
            continue
        try:
            yield Item(str(file), file.read_bytes())
        except OSError as error:
            yield Item(str(file), error=f"can't be read ({error.strerror}): check the path and its permissions")


def _expand(path: str, suffixes: Collection[str]) -> list[Path] | str:
    """The files that a path names, or why it names none."""
    here = Path(path)
    try:
        if here.is_dir():
            files = sorted(f for f in here.rglob("*") if f.is_file() and _is_wanted(f.relative_to(here), suffixes))
            return files or f"a folder without texts: it should hold {' or '.join(sorted(suffixes))} files"
        if here.exists():
            return [here]
        matched = sorted(Path(name) for name in glob.glob(path, recursive=True))
    except (OSError, ValueError) as error:
        return f"can't be read ({error}): check the path and its permissions"
    return [f for f in matched if f.is_file()] or "no such file: name a file, a folder, a glob, or - for standard input"


def _is_wanted(path: Path, suffixes: Collection[str]) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in suffixes and path.stem.upper() != "README" and not hidden


def ingest(items: Iterable[Item], dry_run: bool = False, read: Reader = news, engine: Engine = map) -> Iterator[Result]:
    """Read each item, by whichever engine of `readers`, and load it here; a failure is a Result and the rest goes on.

    Sources are loaded in the order of the items, whoever read them. A dry run writes nothing.
    """
    for found in engine(partial(readers.read, read), items):
        yield _load(found, dry_run, read is news)


def _load(found: Read, dry_run: bool, is_news: bool) -> Result:
    extraction = found.extraction
    if extraction is None:
        return Result(found.path, "failed", error=found.error)
    counted = tuple((kind, len(getattr(extraction, kind))) for kind in ("events", "statements", "persons", "countries"))
    doubt = tongue.doubt(extraction.document) if is_news else None
    if dry_run:
        return Result(found.path, "read", found=counted, doubt=doubt)
    outcome = loading.load(extraction)
    return Result(found.path, outcome.state, outcome, found=counted, doubt=doubt)


def totals(results: Iterable[Result]) -> Counter[str]:
    """How many sources came to each state."""
    return Counter(result.state for result in results)
