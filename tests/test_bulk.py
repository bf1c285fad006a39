"""Structured rows written in bulk: the same archive as if they had come one by one, whatever was there before."""

import json

import pytest
from django.db import connection
from django.test import Client

from events import bulk, checks, deferring, deriving, edtf, folding, search
from events.models import Event, Evidence, Naming, Person, Report, Revision, Source, Statement
from events.revision import archive_write, current_revision
from tests.bench import generator

FEW = 120


def few():
    return list(generator.batches(FEW))


def created(counts):
    return {kind: outcomes["created"] for kind, outcomes in counts.items()}


def test_what_was_loaded_is_what_its_sources_say(archive):
    bulk.load(few())
    assert Event.objects.count() == FEW
    for source in Source.objects.all():
        assert source.search_text == folding.fold(source.text)
        assert source.length == len(source.text)
    for report in Report.objects.select_related("source"):
        assert report.source.text[report.start : report.end] == report.reading["trigger"]
    for row in Evidence.objects.select_related("source", "country", "naming"):
        words = row.source.text[row.start : row.end]
        assert row.report_id or words == (row.country.name if row.country else row.naming.name)
    for statement in Statement.objects.select_related("source"):
        assert statement.source.text[statement.start : statement.end] == statement.text
        assert statement.source.text[statement.cue_start : statement.cue_end] == statement.cue


def test_deriving_the_events_anew_changes_nothing(archive):
    bulk.load(few())
    with archive_write() as write:
        assert {deriving.event(event, write) for event in Event.objects.all()} == {"unchanged"}
        assert not write.changed
    for event in Event.objects.all():
        partial = edtf.parse(event.edtf) if event.edtf else None
        assert (event.earliest, event.latest) == ((partial.earliest, partial.latest) if partial else (None, None))
        assert search.fold(event.title) in event.search_text


def test_the_same_rows_again_change_nothing(archive):
    batches = few()
    first = bulk.load(batches)
    revision = current_revision()
    again = bulk.load(batches)
    assert created(first)["events"] == FEW
    assert set(created(again).values()) == {0}
    assert {k: c["unchanged"] for k, c in again.items()} == {k: sum(c.values()) for k, c in first.items()}
    assert current_revision() == revision


@pytest.fixture
def small_batches(monkeypatch):
    """A load is large when it has more than one batch, however small."""
    monkeypatch.setattr(generator, "BATCH", 300)


def test_a_load_that_broke_off_goes_on_where_it_stopped(archive, small_batches):
    big, small = list(generator.batches(generator.BATCH + 40))
    bulk.load([small])
    counts = bulk.load([big, small])
    assert counts["events"] == {"created": generator.BATCH, "unchanged": 40}
    assert Event.objects.count() == generator.BATCH + 40


def test_keys_go_on_after_a_load(archive):
    bulk.load(few())
    from tests.synthetic import fill

    fill(FEW + 10)
    assert Event.objects.count() == FEW + 10


def test_what_a_curator_decided_stays(archive):
    batches = few()
    batches[0].sources.append(batches[0].sources[0]._replace(public_id="z" * 14, sha256="0" * 64, path="later"))
    late = batches[0].sources.pop()
    bulk.load(batches)
    person = Person.objects.filter(namings__isnull=False).first()
    kept = Person.objects.exclude(pk=person.pk).first()
    Person.objects.filter(pk=person.pk).update(merged_into=kept, visible=False)
    row = next(p for p in batches[0].persons if p.public_id == person.public_id)
    naming = batches[0].namings[0]._replace(source=0, person=0, public_id="n" * 14, name=row.name)
    counts = bulk.load([generator.Batch(sources=[late], persons=[row], namings=[naming])])
    assert counts["persons"] == {"created": 0, "unchanged": 1}
    assert Naming.objects.get(public_id="n" * 14).person == kept


def test_a_span_beyond_its_text_is_refused_by_name(archive):
    (batch,) = few()
    row = batch.evidence[0]
    batch.evidence[0] = row._replace(end=10**6)
    with pytest.raises(ValueError, match=batch.sources[row.source].public_id):
        bulk.load([batch])
    assert not Source.objects.exists()


def test_full_text_finds_what_was_loaded(archive):
    bulk.load(few())
    title = Event.objects.first().title
    assert search.narrow(Event.objects.all(), f'"{title}"').exists()
    assert search.narrow(Source.objects.all(), f'"{Source.objects.first().title}"').exists()


@pytest.mark.parametrize("kind", ["events", "people", "statements", "sources"])
def test_every_list_and_every_record_has_its_page(archive, kind):
    bulk.load(few())
    client = Client()
    model = {"events": Event, "people": Person, "statements": Statement, "sources": Source}[kind]
    assert client.get(f"/{kind}/").status_code == 200
    for record in model.objects.order_by("pk")[:5]:
        assert client.get(record.get_absolute_url()).status_code == 200


def test_a_first_large_load_builds_every_index_at_its_end(committed_archive, small_batches):
    Revision.objects.filter(pk=1).delete()
    seen = []

    def watched():
        for batch in generator.batches(generator.BATCH + 40):
            seen.append(len(deferring.missing()))
            yield batch

    bulk.load(watched())
    assert seen[0] == 0  # before anything was written
    assert deferring.missing() == []
    word = Event.objects.first().title.split()[-1]
    assert search.narrow(Event.objects.all(), word).exists()
    Event.objects.filter(pk=Event.objects.first().pk).update(search_text="zanzibar")
    assert search.narrow(Event.objects.all(), "zanzibar").count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)


def test_indexes_that_a_killed_load_left_out_are_built_by_the_next(committed_archive):
    deferring.remove()
    left_out = deferring.missing()
    assert "event_newest" in left_out
    bulk.load(few())
    assert deferring.missing() == []


def test_a_command_builds_what_is_missing_and_a_check_says_so(committed_archive, run):
    deferring.remove()
    assert "run manage.py restore_indexes" in str(checks.databases(["default"])[0].hint)
    assert "built event_newest" in run("restore_indexes")[1]
    assert run("restore_indexes") == (0, "nothing was missing\n", "")
    assert checks.databases(["default"]) == []


def test_the_generator_makes_the_same_archive_from_the_same_seed():
    once, again, other = few(), few(), list(generator.batches(FEW, seed=2))
    assert once == again
    assert once != other
    assert all(json.loads(row.reading_json)["trigger"] for row in once[0].reports)
