"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from events import folding, search
from events.models import Event, Evidence, Person, Source, Statement
from tests.conftest import read_text
from tests.synthetic import fill


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_spans_stay_ordered_and_inside_their_text(seed):
    source = Source.objects.get()
    assert refused(lambda: Evidence.objects.create(source=source, start=5, end=5, country_id="RU"))
    assert refused(lambda: Evidence.objects.create(source=source, start=5, end=source.length + 1, country_id="RU"))
    assert not refused(lambda: Evidence.objects.create(source=source, start=5, end=source.length, country_id="RU"))
    words = {"source": source, "text": "x", "kind": "direct", "speaker_country_id": "RU"}
    assert refused(lambda: Statement.objects.create(public_id="a" * 14, start=3, end=source.length + 1, **words))
    assert refused(lambda: Statement.objects.create(public_id="a" * 14, start=9, end=3, **words))
    assert refused(lambda: Evidence.objects.filter(source=source).update(end=source.length + 9))


def test_evidence_is_of_exactly_one_thing(seed):
    source = Source.objects.get()
    report = Event.objects.first().reports.first()
    assert refused(lambda: Evidence.objects.create(source=source, start=0, end=1))
    assert refused(lambda: Evidence.objects.create(source=source, start=0, end=1, country_id="RU", report=report))


def test_a_statement_has_exactly_one_kind_of_speaker(seed):
    words = {"source": Source.objects.get(), "text": "x", "kind": "direct", "start": 0, "end": 1}
    person = Person.objects.first()
    assert refused(lambda: Statement.objects.create(public_id="b" * 14, **words))
    assert refused(
        lambda: Statement.objects.create(public_id="b" * 14, speaker_person=person, speaker_org="Ministry", **words)
    )
    assert not refused(lambda: Statement.objects.create(public_id="b" * 14, speaker_org="Ministry", **words))


def test_dates_are_ordered_and_words_controlled(archive):
    base = {"type": "AID", "status": "occurred", "title": "x"}
    assert refused(lambda: Event.objects.create(public_id="c" * 14, earliest="2024-02-02", latest="2024-02-01", **base))
    assert refused(lambda: Event.objects.create(public_id="c" * 14, **{**base, "type": "PARTY"}))
    assert refused(lambda: Event.objects.create(public_id="c" * 14, **{**base, "mode": "visit"}))
    Event.objects.create(public_id="c" * 14, **base)
    assert refused(lambda: Event.objects.create(public_id="c" * 14, **base))


def test_nothing_is_merged_into_itself(seed):
    person = Person.objects.first()
    assert refused(lambda: Person.objects.filter(pk=person.pk).update(merged_into=person))


FOUND = [
    # (query, how many of the three texts below)
    ("fishery", 1),
    ("FISHERIES agreement", 1),
    ('"fisheries agreement"', 1),
    ('"agreement fisheries"', 0),
    ("minister -fisheries", 1),
    ("U.S.", 1),
    ("US", 1),
    ("cote", 1),
    ("Côte d'Ivoire", 1),
    ("nothing here", 0),
]


@pytest.mark.parametrize(("query", "hits"), FOUND)
def test_both_databases_find_the_same_words(archive, query, hits):
    heads = ("A fisheries agreement of Portugal", "The U.S. minister in Portugal", "Côte d’Ivoire and Portugal")
    for head in heads:
        read_text(f"{head}\n\nWed Mar 12 2014\n\n{head} were in the news.\n")
    assert search.narrow(Source.objects.all(), query).count() == hits


def test_the_index_follows_every_change(archive):
    fill(10)
    event = Event.objects.first()
    Event.objects.filter(pk=event.pk).update(search_text=folding.fold("Zanzibar treaty"))
    assert list(search.narrow(Event.objects.all(), "zanzibar")) == [event]
    Event.objects.filter(pk=event.pk).update(search_text="")
    assert not search.narrow(Event.objects.all(), "zanzibar").exists()


def test_the_foreign_keys_hold(archive):
    fill(10)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts what is not set by itself")
def test_what_was_merged_into_a_record_is_looked_up_in_whatever_order(archive):
    fill(3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for model in (Event, Person, Statement):
        merged = model.objects.filter(merged_into__in=[1, 2])
        assert f"{model._meta.model_name}_merged" in merged.explain()
        assert f"{model._meta.model_name}_merged" in merged.order_by("public_id").explain()
