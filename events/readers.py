"""Who does the reading: this process, several of this machine, or a cluster. May import extraction only, so that a worker needs no Django.

Each way is an ordered `map`: results come in the order of the items, and only a few items are in flight, however many there are.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from events import tongue
from events.extraction import layout, reading
from events.records import Document, Extraction

AHEAD = 2
"""Documents that wait for each worker besides the one it reads: it never idles, and memory stays bounded."""

LONGEST = 1_000_000
"""Characters that spaCy parses at once: more would take it a gigabyte and more of memory."""

ROOT = Path(__file__).resolve().parent.parent
"""The folder that this project is imported from."""

CONNECT_WITHIN = 10
"""Seconds in which a scheduler must answer."""


@dataclass(frozen=True)
class Item:
    """A source to be: its path and bytes, or why it could not be read."""

    path: str
    data: bytes = b""
    error: str | None = None


@dataclass(frozen=True)
class Read:
    """What reading an item came to: an extraction, or why there is none."""

    path: str
    extraction: Extraction | None = None
    error: str | None = None


Reader = Callable[[str, bytes], Extraction]
"""Path and bytes -> what is read in them. Raises UnreadableText, whose message is the one line that the user gets."""

Engine = Callable[[Callable[[Item], Read], Iterable[Item]], Iterable[Read]]
"""An ordered map, such as the built-in one."""


class Unavailable(RuntimeError):
    """The processes or the cluster can't do the reading; the message says what to do."""


def document(path: str, data: bytes) -> Document:
    """The text of an article. UnreadableText also when it is longer than the parser takes."""
    found = reading.read(path, data)
    if len(found.text) > LONGEST:
        raise reading.UnreadableText(
            f"{path} has {len(found.text):,} characters: split it into articles of at most {LONGEST:,}"
        )
    return found


def news(path: str, data: bytes) -> Extraction:
    """The reader of news texts. UnreadableText also when no day of publication or no state is found."""
    from events.extraction import pipeline  # spaCy takes seconds, and who has others read never needs it

    extraction = pipeline.extract(document(path, data))
    if (missing := incomplete(extraction)) is not None:
        raise reading.UnreadableText(missing)
    strange = layout.strange_front(extraction.document.text)
    return replace(extraction, notes=(*extraction.notes, strange)) if strange else extraction


def incomplete(extraction: Extraction) -> str | None:
    """Why a text that could be read is still no source: an archive of events between states needs a day and a state."""
    missing, foreign = _missing(extraction), tongue.doubt(extraction.document)
    return f"{missing}; besides, {foreign}" if missing and foreign else missing


def _missing(extraction: Extraction) -> str | None:
    document = extraction.document
    if document.misdated:
        years = f"a year from {layout.FIRST_YEAR} to {layout.LAST_YEAR}"
        return (
            f"published: {document.misdated[:60]} is no day: write it as YYYY-MM-DD in the front matter, with {years}"
        )
    if document.url and not reading.is_address(document.url):
        return f"url: {document.url[:60]} is no address of the web: write it as https://… in the front matter, or leave it out"
    if document.published is None:
        strange = layout.strange_front(document.text)
        missing = (
            "no date of publication found: put the date on a line of its own, or published: YYYY-MM-DD in front matter"
        )
        return f"{missing}; {strange}" if strange else missing
    if not extraction.countries:
        return "no state is named in it: check that this is news about states, in English"
    return None


def read(reader: Reader, item: Item) -> Read:
    """Bytes -> everything that is read out of them. What can't be read is a Read too."""
    if item.error:
        return Read(item.path, error=item.error)
    try:
        return Read(item.path, reader(item.path, item.data))
    except reading.UnreadableText as error:
        return Read(item.path, error=str(error))
    except Exception as error:  # noqa: BLE001  of thousands of texts one may meet a fault of ours, and the others are to go on
        return Read(item.path, error=fault(error))


def fault(error: Exception) -> str:
    """What is to be reported of an error that no text should cause, and where it arose."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    said = " ".join(str(error).split())[:120]
    return f"a fault of the reader, not of the text ({type(error).__name__}: {said}, {where}): report it with the text"


def engine(jobs: int = 1, dask: str | None = None) -> AbstractContextManager[Engine]:
    """The way of reading that was asked for, as long as the context lasts."""
    if dask is not None:
        return cluster(dask)
    return here() if jobs == 1 else processes(jobs)


@contextmanager
def here() -> Iterator[Engine]:
    """In this process, one after the other."""
    yield map


@contextmanager
def processes(jobs: int) -> Iterator[Engine]:
    """In so many processes of this machine, forked from one that has loaded the model: they share it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["events.readers", "events.extraction.loaded"])
    with _deaf_to_interrupts(), _knowing_the_way():
        forkserver.ensure_running()
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare)
    try:
        yield _ahead(pool.submit, jobs)
    except BrokenProcessPool as error:
        raise Unavailable(
            "a process that was reading has died, perhaps for want of memory: run it again with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """The process that starts all others is started with interrupts ignored, which they inherit: an interrupt is the parent's affair.

    Were each to see to it by itself, one that has only just begun would die of it, and take the pool with it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does, and only it is interrupted
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _knowing_the_way() -> Iterator[None]:
    """It looks for what it loads in the folder that the command was given in, and only then in these."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), before)))
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _prepare() -> None:
    """In a new process: the model is loaded before the first text comes."""
    from events.extraction import parsing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parsing.model()


@contextmanager
def cluster(address: str) -> Iterator[Engine]:
    """On the workers of a dask.distributed scheduler, each of which has this project installed."""
    try:
        from distributed import Client
    except ImportError as error:
        raise Unavailable("--dask needs the package distributed: pip install distributed") from error
    try:
        client = Client(address, timeout=CONNECT_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unavailable(
            f"no scheduler answers at {address} ({error}): start `dask scheduler` there, or correct --dask tcp://HOST:8786"
        ) from error
    try:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise Unavailable(
                f"the scheduler at {address} has no workers: start `dask worker {address}` beside this project"
            )
        yield _ahead(lambda function, item: client.submit(function, item, pure=False), workers)
    finally:
        client.close()


def _ahead(submit: Callable[..., Future[Any] | Any], workers: int) -> Engine:
    """An ordered map over futures that keeps every worker busy and no more than a few items waiting."""

    def mapped(function: Callable[[Item], Read], items: Iterable[Item]) -> Iterator[Read]:
        waiting: deque[Any] = deque()
        try:
            for item in items:
                waiting.append(submit(function, item))
                if len(waiting) >= workers * (1 + AHEAD):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    return mapped
