"""From what a user names on the command line (files, folders, globs, -) to sources loaded, one by one, errors told apart.

News and outside datasets take the same way; they differ in what reads an item (`news`, or a reader of `events.datasets`).
"""

import glob
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from events import loading
from events.extraction import pipeline, reading
from events.loading import Outcome
from events.records import Extraction

SUFFIXES = {".txt", ".text", ".htm", ".html", ".xhtml"}
"""What is taken from a folder; a file named outright is read whatever it is called. README files are left out."""


@dataclass(frozen=True)
class Item:
    """A source to be: its path and bytes, or why it could not be read."""

    path: str
    data: bytes = b""
    error: str | None = None


@dataclass(frozen=True)
class Result:
    """What became of one source. `state`: created, updated, unchanged, failed, or read (dry run)."""

    path: str
    state: str
    outcome: Outcome | None = None
    error: str | None = None
    found: tuple[tuple[str, int], ...] = ()


def gather(paths: Iterable[str], suffixes: Collection[str] = SUFFIXES) -> Iterator[Item]:
    """Read what the paths name, in the order given, folders in order of name. Never raises: what can't be read is an Item too."""
    for path in paths:
        if path == "-":
            yield Item("-", sys.stdin.buffer.read())
            continue
        found = _expand(path, suffixes)
        if isinstance(found, str):
            yield Item(path, error=found)
            continue
        for file in found:
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


Reader = Callable[[str, bytes], Extraction]
"""Path and bytes -> what is read in them. Raises UnreadableText, whose message is the one line that the user gets."""


def news(path: str, data: bytes) -> Extraction:
    """The reader of news texts. UnreadableText also when no day of publication or no state is found."""
    extraction = pipeline.extract(reading.read(path, data))
    if (missing := incomplete(extraction)) is not None:
        raise reading.UnreadableText(missing)
    return extraction


def ingest(items: Iterable[Item], dry_run: bool = False, read: Reader = news) -> Iterator[Result]:
    """Read and load each item; a failure is a Result and the rest goes on. A dry run writes nothing."""
    for item in items:
        yield _ingest_one(item, dry_run, read)


def _ingest_one(item: Item, dry_run: bool, read: Reader) -> Result:
    if item.error:
        return Result(item.path, "failed", error=item.error)
    try:
        extraction = read(item.path, item.data)
    except reading.UnreadableText as error:
        return Result(item.path, "failed", error=str(error))
    found = tuple((kind, len(getattr(extraction, kind))) for kind in ("events", "statements", "persons", "countries"))
    if dry_run:
        return Result(item.path, "read", found=found)
    outcome = loading.load(extraction)
    return Result(item.path, outcome.state, outcome, found=found)


def incomplete(extraction: Extraction) -> str | None:
    """Why a text that could be read is still no source: an archive of events between states needs a day and a state."""
    if extraction.document.published is None:
        return (
            "no date of publication found: put the date on a line of its own, or published: YYYY-MM-DD in front matter"
        )
    if not extraction.countries:
        return "no state is named in it: check that this is news about states, in English"
    return None


def totals(results: Iterable[Result]) -> Counter[str]:
    """How many sources came to each state."""
    return Counter(result.state for result in results)
