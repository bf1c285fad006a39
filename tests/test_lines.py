"""The line of an event says what its record, its states and its sources say, whoever wrote them and in whatever way."""

import json
import os
import subprocess
import sys
import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections

from events import bulk, schema, shown
from events.models import Event, EventCountry, EventLine, Person, Report, Source, Statement
from events.revision import archive_write
from tests import synthetic
from tests.bench import generator
from tests.upheaval import upheaval


def expected(event: Event) -> list[object]:
    """The line of an event, asked of the tables by other means than the line is."""
    reports = event.reports.filter(current=True).order_by("pk").select_related("source")
    days = [day and day.isoformat() for day in (event.earliest, event.latest, event.sort_day)]
    return [
        *(event.public_id, event.type, event.mode, event.status, event.title, event.edtf, *days),
        *(event.date_basis, event.place, event.review),
        [part.country_id for part in event.country_parts.order_by("rank", "pk")],
        reports.count(),
        [
            [
                *(report.start, report.end, report.reading.get("trigger", "")),
                *(report.source.public_id, report.source.title, report.source.publisher),
                report.source.published and report.source.published.isoformat(),
            ]
            for report in reports[:2]
        ],
    ]


def in_step() -> int:
    """Compare every line with its event. How many there are."""
    lines = {line.event_id: json.loads(line.told) for line in EventLine.objects.all()}
    assert lines == {event.pk: expected(event) for event in Event.objects.all()}
    return len(lines)


@pytest.mark.parametrize("chance", range(6))
def test_lines_follow_every_edit(archive, chance):
    synthetic.fill(40, seed=chance)
    for edits in (1, 5, 30, 60):
        upheaval(chance, edits)
        assert in_step() > 20
    keys = list(Event.objects.order_by("-pk").values_list("pk", flat=True))
    rows = shown.events(keys)
    assert [row.pk for row in rows] == keys
    assert [[state.code for state in row.states] for row in rows] == [
        list(EventCountry.objects.filter(event=key).order_by("rank", "pk").values_list("country_id", flat=True))
        for key in keys
    ]


def test_lines_follow_what_is_read_out_of_a_text(seed):
    assert in_step() == Event.objects.count() > 10


def test_lines_follow_a_load_of_rows_into_an_empty_archive_and_into_one_that_has_some(committed_archive, monkeypatch):
    monkeypatch.setattr(generator, "BATCH", 100)
    one, two, three = generator.batches(250)
    bulk.load([one, two])  # a first load, whose triggers are away meanwhile
    assert in_step() == 200
    bulk.load([three])
    assert in_step() == 250


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET title = 'A title nobody had given', earliest = NULL WHERE id = {event}",
        "UPDATE events_source SET publisher = '<b>\"A\" & ''b''</b>', published = NULL",
        "UPDATE events_report SET current = false",
        "UPDATE events_report SET event_id = {other} WHERE event_id = {event}",
        "UPDATE events_eventcountry SET rank = 5 - rank",
        "DELETE FROM events_eventcountry",
        "INSERT INTO events_eventcountry(event_id, country_id, part, rank) VALUES ({event}, 'BR', 'participant', 9)",
    ],
)
def test_lines_follow_what_is_typed_into_a_database_shell(archive, statement):
    synthetic.fill(12)
    before = set(EventLine.objects.values_list("event", "told"))
    event, other = Event.objects.order_by("pk").values_list("pk", flat=True)[:2]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(event=event, other=other))
    assert in_step() == 12
    assert set(EventLine.objects.values_list("event", "told")) != before


def test_lines_follow_writers_who_do_not_mind_conflicts(archive):
    synthetic.fill(5)
    event = Event.objects.first()
    parts = [EventCountry(event=event, country_id=code, rank=7) for code in ("BR", "CL")]
    EventCountry.objects.bulk_create(parts, ignore_conflicts=True)
    EventCountry.objects.bulk_create(parts, ignore_conflicts=True)
    assert in_step() == 5
    assert json.loads(EventLine.objects.get(event=event).told)[12][-2:] == ["BR", "CL"]


def test_an_event_that_goes_takes_its_line_along(archive):
    synthetic.fill(5)
    event = Event.objects.last()
    Statement.objects.filter(event=event).delete()
    Report.objects.filter(event=event).delete()
    event.delete()
    assert in_step() == 4


def test_a_flushed_archive_has_no_lines(committed_archive):
    synthetic.fill(5)
    call_command("flush", interactive=False, verbosity=0)
    assert not EventLine.objects.exists()


def test_lines_are_written_anew_where_they_were_lost(committed_archive):
    synthetic.fill(8)
    EventLine.objects.all().delete()
    schema.install(connection)
    assert in_step() == 8


def test_nothing_is_written_where_nothing_shown_has_changed(archive):
    synthetic.fill(3)
    EventLine.objects.update(told="[]")
    Event.objects.update(confidence=0.1, summary="Of no line.")
    Source.objects.update(place="of no line")
    Report.objects.update(cluster="of no line")
    Person.objects.update(name="Of no line")
    assert set(EventLine.objects.values_list("told", flat=True)) == {"[]"}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
def test_of_two_who_write_at_once_the_later_sees_what_the_earlier_wrote(committed_archive):
    synthetic.fill(1)
    event = Event.objects.get()
    began, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with archive_write():
            EventCountry.objects.create(event=event, country_id="BR", rank=8)
            began.set()
            go_on.wait(20)
        connections.close_all()

    def second() -> None:
        began.wait(20)
        EventCountry.objects.create(event=event, country_id="CL", rank=9)
        connections.close_all()

    writers = [threading.Thread(target=write) for write in (first, second)]
    for writer in writers:
        writer.start()
    began.wait(20)
    writers[1].join(0.5)  # waits for the first, or would have been done
    go_on.set()
    for writer in writers:
        writer.join(20)
    assert in_step() == 1
    assert json.loads(EventLine.objects.get().told)[12][-2:] == ["BR", "CL"]


def test_the_migration_can_be_taken_back_and_made_again(tmp_path):
    environment = {**os.environ, "ARCHIVE_VAR": str(tmp_path), "DATABASE_URL": ""}

    def manage(*arguments: str) -> None:
        ran = subprocess.run([sys.executable, "manage.py", *arguments], env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr

    manage("migrate", "--verbosity", "0")
    manage("ingest", "fixtures/seed.txt")
    manage("migrate", "events", "0008", "--verbosity", "0")
    manage("migrate", "--verbosity", "0")
    check = "from tests.test_lines import in_step; assert in_step() > 10"
    manage("shell", "--command", check)
