"""The facet index while others write: it answers as plain SQL does of the same state of the archive, or leaves the answer to it."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from events import counting, facets
from events.criteria import Criteria, Kind
from events.faceting import helping, keeping
from events.faceting.snapshots import answered, paged
from events.models import Source
from events.revision import Stamp, revision_stamp, seen
from events.vocabulary import EventType
from tests import synthetic
from tests.conftest import environment
from tests.upheaval import upheaval

WRITERS, READERS, WRITES, READS = 2, 3, 12, 25


@contextmanager
def one_state() -> Iterator[None]:
    """Everything within sees one state of the database, as a page does whose questions are few and quick."""
    with keeping.consistent(connection):
        connection.in_atomic_block = True
        try:
            with seen(revision_stamp()):
                yield
        finally:
            connection.in_atomic_block = False


def question(chance: random.Random) -> Criteria:
    kind = chance.choice((Kind.EVENTS, Kind.EVENTS, Kind.STATEMENTS, Kind.PEOPLE, Kind.SOURCES))
    return Criteria(
        kind=kind,
        countries=(frozenset({chance.choice(synthetic.CODES)}),) if chance.random() < 0.6 else (),
        types=(str(chance.choice(list(EventType))),) if kind is Kind.EVENTS and chance.random() < 0.3 else (),
        q="meet" if chance.random() < 0.3 else "",
        sort=chance.choice(("date", "-date", "recorded", "-recorded")),
        page=chance.choice((1, 2)),
        size=25,
    )


def test_a_second_process_reads_half_of_a_large_archive(committed_archive, monkeypatch):
    synthetic.fill(60)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    with keeping.consistent(connection):
        stamp = revision_stamp()
        with helping.helped("default", keeping.matches("default")) as half:
            layers = half(stamp)
        assert layers is not None
        assert set(layers) == set(helping.APART)
        assert layers[Kind.SOURCES].base.size == Source.objects.public().count() > 0
        with helping.helped("default", keeping.matches("default")) as half:
            assert half(Stamp(stamp.number + 1, stamp.at, stamp.noted)) is None
    monkeypatch.setattr(helping, "WORTH", 10)
    with keeping.consistent(connection):
        held = keeping.made(connection)
    for kind in keeping.KINDS:
        asked = Criteria(kind=kind, size=25)
        assert answered(held.snapshot.count(asked), paged(held.snapshot.listing(asked), asked)) == counting.answer(
            asked
        )


def test_without_a_second_process_all_is_read_here(committed_archive, monkeypatch):
    synthetic.fill(60)
    monkeypatch.setattr(helping, "WORTH", 10)
    monkeypatch.setenv("DATABASE_URL", "nonsense://nowhere")
    with keeping.consistent(connection):
        held = keeping.made(connection)
    assert set(held.snapshot.layers) == set(keeping.KINDS)
    assert held.snapshot.layers[Kind.STATEMENTS].base.size > 0


def test_readers_and_writers_at_once(committed_archive):
    synthetic.fill(150)
    with connection.cursor() as cursor:
        # Else PostgreSQL may take the tables for as empty as they were, and plan for a minute of work.
        cursor.execute("ANALYZE")
    facets.answer(Criteria())
    wrong: list[object] = []
    answered: list[bool] = []
    stamps = set()

    def write(number: int) -> None:
        for turn in range(WRITES):
            upheaval(number * 1000 + turn, 3)

    def read(number: int) -> None:
        chance = random.Random(number)
        for _ in range(READS):
            with one_state():
                index = facets.snapshot()
                answered.append(index is not None)
                if index is None:
                    continue
                stamps.add(index.stamp)
                for asked in (question(chance), question(chance)):
                    told, truth = facets.answer(asked), counting.answer(asked)
                    if told != truth:
                        wrong.append((asked, told, truth))

    def guarded(work, number: int) -> None:
        try:
            work(number)
        except Exception as error:  # noqa: BLE001  told by the main thread
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(write, n)) for n in range(WRITERS)]
    threads += [threading.Thread(target=guarded, args=(read, 100 + n)) for n in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(answered) > len(answered) / 4
    assert len(stamps) > 3
    last = Criteria(size=100)
    assert facets.answer(last) == counting.answer(last)
