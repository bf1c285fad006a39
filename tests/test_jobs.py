"""Reading by several processes, or by a cluster: the same archive, told in the same order, and plain words when it can't be done."""

import os
import re
import signal
import subprocess
import sys
from functools import partial

import pytest
from django.core.management import CommandError

from events import ingesting, readers
from events.models import Event, EventCountry, EventPerson, Evidence, Naming, Person, Report, Source, Statement
from events.readers import Item, Read, news
from tests.conftest import DENIAL, SEED, VISIT, environment

ROOT = SEED.parent.parent
TEXTS = {f"{number}.txt": VISIT.replace("Mar 12", f"Mar {number}") for number in range(10, 16)}
TEXTS |= {"20.txt": DENIAL, "21.txt": "", "22.txt": "Nobody did anything anywhere.\n"}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def tables():
    """All that an ingest leaves behind, but for moments."""
    shapes = {
        Source: ("public_id", "title", "reading"),
        Event: ("public_id", "title", "edtf", "status", "search_text"),
        Person: ("public_id", "name", "country"),
        Statement: ("public_id", "text", "event__public_id", "speaker_person__public_id"),
        Report: ("public_id", "event__public_id", "reading"),
        Naming: ("public_id", "person__public_id"),
        EventCountry: ("event__public_id", "country", "part", "rank"),
        EventPerson: ("event__public_id", "person__public_id", "part", "rank"),
        Evidence: ("source__public_id", "start", "end", "report__public_id", "naming__public_id", "country"),
    }
    return {m.__name__: sorted(map(repr, m.objects.order_by().values_list(*columns))) for m, columns in shapes.items()}


def clear():
    for model in (Evidence, Statement, EventCountry, EventPerson, Report, Event, Naming, Person, Source):
        model.objects.all().delete()


def test_two_processes_leave_the_archive_that_one_leaves(archive, run, folder):
    status, told, complaints = run("ingest", str(folder))
    one = tables()
    clear()
    again = run("ingest", "--jobs", "2", str(folder))
    assert again == (status, told, complaints)
    assert status == 1
    assert complaints.count("\n") == 2
    assert tables() == one
    assert len(one["Source"]) == 7


def test_no_more_than_a_few_documents_are_in_flight():
    opened = []

    def items():
        for number in range(60):
            opened.append(number)
            yield Item(f"{number}", error="as if")

    with readers.engine(jobs=2) as engine:
        results = engine(partial(readers.read, news), items())
        for number, result in enumerate(results):
            assert result == Read(f"{number}", error="as if")
            assert len(opened) - number <= 2 * (1 + readers.AHEAD) + 1
    assert len(opened) == 60


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "513", "1.5"])
def test_a_number_of_jobs_that_is_none_is_refused_by_name(archive, run, jobs):
    with pytest.raises(CommandError, match=re.escape(jobs)):
        run("ingest", f"--jobs={jobs}", str(SEED))


def test_a_process_that_dies_is_told_plainly():
    with pytest.raises(readers.Unavailable, match="fewer --jobs"), readers.engine(jobs=2) as engine:
        list(engine(_die, [Item("a"), Item("b")]))


def _die(item: Item) -> Read:
    os._exit(9)


def test_readers_come_with_the_model_wherever_the_command_is_given(tmp_path):
    """Forked from a process that has loaded it; a folder of the same name as ours lies in the way."""
    (tmp_path / "events").mkdir()
    (tmp_path / "asking.py").write_text(ASKING)
    ran = subprocess.run(
        [sys.executable, tmp_path / "asking.py", ROOT], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (ran.stdout, ran.stderr) == ("True\n", "")


ASKING = """
import sys

def loaded(item):
    return "events.extraction.loaded" in sys.modules

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from events import readers

    with readers.engine(jobs=2) as engine:
        print(*engine(loaded, [readers.Item("a")]))
"""


def test_readers_without_a_model_are_told_what_to_install(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import spacy.util; spacy.util.is_package = lambda name: False")
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from events import readers\nwith readers.engine(jobs=2) as engine: print(*engine(print, 'a'))",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "English model is not installed: run `make install`" in ran.stderr
    assert "readers.Unavailable" in ran.stderr


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler of dask.distributed with two workers, each a process of its own, as on two machines."""
    started = []

    def start(*command: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + command[0], *command[1:]],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    found = tmp_path / "scheduler.json"
    quiet = ("--no-dashboard",)
    start("dask_scheduler", "--host", "tcp://127.0.0.1", "--port", "0", "--scheduler-file", str(found), *quiet)
    for _ in range(2):
        start(
            "dask_worker",
            "--scheduler-file",
            str(found),
            "--nthreads",
            "1",
            "--no-nanny",
            "--host",
            "127.0.0.1",
            *quiet,
        )
    from distributed import Client

    with Client(scheduler_file=str(found), timeout=120, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
        address = client.scheduler.address
    yield address
    for process in reversed(started):
        process.terminate()
        process.wait(30)


@pytest.mark.filterwarnings("default")
def test_a_cluster_leaves_the_archive_that_one_process_leaves(archive, run, folder, scheduler):
    expected = run("ingest", str(folder))
    one = tables()
    clear()
    assert run("ingest", "--dask", scheduler, str(folder)) == expected
    assert tables() == one


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_does_not_answer_is_named(archive, run, monkeypatch):
    monkeypatch.setattr(readers, "CONNECT_WITHIN", 1)
    with pytest.raises(CommandError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        run("ingest", "--dask", "tcp://127.0.0.1:9", str(SEED))


def test_without_the_package_it_says_what_to_install(archive, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CommandError, match=r"pip install distributed"):
        run("ingest", "--dask", "tcp://127.0.0.1:8786", str(SEED))


def test_an_interrupt_keeps_what_was_loaded_and_says_so(committed_archive, folder):
    for number in range(60):
        (folder / f"more{number:02}.txt").write_text(
            VISIT.replace("Lindholm", f"Lind{'abcdefghij'[number % 10]}holm{number}")
        )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "ingest", "--jobs", "2", str(folder)],
        cwd=ROOT,
        env={**environment(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Who runs the tests may have interrupts ignored, as what a shell puts in the background has; a terminal has not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("created")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process at once
    told, complaints = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "stopped. What was loaded stays" in complaints
    assert "Traceback" not in complaints
    assert 0 < Source.objects.count() < 60
    assert re.search(r"sources: \d+ created", told)


def test_what_is_named_is_opened_only_when_its_turn_comes(folder):
    found = list(ingesting.find([str(folder), str(folder / "none.txt")]))
    assert [getattr(f, "error", None) is None for f in found] == [True] * len(TEXTS) + [False]
    (folder / "10.txt").unlink()
    items = ingesting.opened(found)
    assert "can't be read" in str(next(items).error)
    assert next(items).data
