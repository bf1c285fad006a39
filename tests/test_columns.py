"""What the facet index reads: whole columns as integers, however many rows and in whatever way the database hands them over."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.faceting import reading
from events.faceting.reading import Reading, lettered
from events.models import Country, Event, Person, Revision
from tests.synthetic import fill

pytestmark = pytest.mark.django_db


def columns(*names: str) -> list[str]:
    say = Reading(connection)
    return [*names, say.letters("code"), say.day("valid_to"), say.truth("valid_to IS NULL")]


def told() -> list[tuple[int, int, int]]:
    found = Country.objects.values_list("code", "valid_to")
    return sorted((int(lettered([code])[0]), day.toordinal() if day else 0, int(day is None)) for code, day in found)


def test_columns_come_as_they_stand(archive):
    found = Reading(connection).integers(columns(), "FROM events_country")
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == told()
    assert {len(code) for code in Country.objects.values_list("code", flat=True)} == {2, 4}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's codes are read as they stand")
def test_codes_are_told_by_their_letters_where_two_states_share_a_hash(archive, monkeypatch):
    monkeypatch.setattr(Reading, "_hashes", None)
    found = Reading(connection).integers(columns(), "FROM events_country")
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == told()


def test_small_columns_that_share_an_integer_keep_their_values(archive):
    fill(300)
    say = Reading(connection)
    words = ["CONSULT", "VISIT", "ACCUSE"]
    names = ["id", say.day("sort_day"), say.word("type", words), say.day("latest"), say.truth("date_basis = ''")]
    found = say.integers([*names, say.day("reported"), "-id"], "FROM events_event")
    expected = [
        (
            event.pk,
            event.sort_day.toordinal() if event.sort_day else 0,
            words.index(event.type) if event.type in words else reading.NONE,
            event.latest.toordinal() if event.latest else 0,
            int(event.date_basis == ""),
            event.reported.toordinal() if event.reported else 0,
            -event.pk,
        )
        for event in Event.objects.all()
    ]
    assert {row[2] for row in expected} > {reading.NONE}
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == sorted(expected)


@pytest.mark.parametrize("largest", [999_999, 2**31, 2**62])
def test_keys_and_days_share_integers_however_large_they_are(largest, archive):
    """A key that leaves just room for two days puts the second on the sign."""
    fill(20)
    recorded = datetime(2026, 11, 26, 10, 20, 30, 123456, UTC)
    ending = {"earliest": date.max, "latest": date.max, "sort_day": date.max}
    Event.objects.create(
        pk=largest, public_id="e-largest", type="CONSULT", status="occurred", created_at=recorded, **ending
    )
    say = Reading(connection)
    days = [say.day(name) for name in ("sort_day", "earliest", "latest")]
    key = say.record("id", "events_event")
    found = say.integers(
        [key, *days, say.moment("created_at"), say.perhaps("NULL", "events_person")], "FROM events_event"
    )
    expected = [
        (
            event.pk,
            *(day.toordinal() if day else 0 for day in (event.sort_day, event.earliest, event.latest)),
            (event.created_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1),
            0,
        )
        for event in Event.objects.all()
    ]
    assert len(expected) > 20
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == sorted(expected)


def test_a_table_of_nothing_has_empty_columns(db):
    found = Reading(connection).integers(["id", Reading(connection).letters("place")], "FROM events_source")
    assert [column.tolist() for column in found] == [[], []]
    assert [len(column) for column in Reading(connection).addresses("events_source", "")] == [0, 0]


def test_a_value_that_is_missing_is_refused_rather_than_moved_up(archive):
    with pytest.raises(ValueError, match="is NULL somewhere"):
        Reading(connection).integers(["length(code)", "length(cast(valid_to AS text))"], "FROM events_country")


def test_addresses_come_beside_their_keys(visit):
    keys, names = Reading(connection).addresses("events_event", "WHERE visible")
    expected = sorted(Event.objects.public().values_list("pk", "public_id"))
    assert len(expected) > 3
    assert sorted(zip(keys.tolist(), (name.decode() for name in names.tolist()), strict=True)) == expected


def test_an_identifier_too_short_moves_no_other(visit):
    """No command makes one, but a file of decisions written by hand may; the archive stands all the same."""
    Person.objects.create(public_id="abc", name="X", sort_name="X")
    keys, names = Reading(connection).addresses("events_person", "")
    expected = sorted(Person.objects.values_list("pk", "public_id"))
    assert len(expected) > 1
    assert sorted(zip(keys.tolist(), (name.decode() for name in names.tolist()), strict=True)) == expected


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL bundles rows by their keys")
def test_more_than_sqlite_puts_in_a_string_is_read_row_by_row(archive):
    fill(300)
    letters = ["id", Reading(connection).letters("country_id")]
    plain = Reading(connection).integers(letters, "FROM events_eventcountry")
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2000)
    try:
        found = Reading(connection).integers(letters, "FROM events_eventcountry")
        keys, names = Reading(connection).addresses("events_event", "")
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000_000)
    assert [column.tolist() for column in found] == [column.tolist() for column in plain]
    assert sorted(zip(keys.tolist(), names.tolist(), strict=True)) == [
        (pk, public_id.encode()) for pk, public_id in Event.objects.order_by("pk").values_list("pk", "public_id")
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(at=st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_exact_to_the_microsecond(at, db):
    Revision.objects.update_or_create(id=1, defaults={"number": 1, "changed_at": at})
    say = Reading(connection)
    (found,) = say.integers([say.moment("changed_at")], "FROM events_revision")
    assert found.tolist() == [(at - datetime(1970, 1, 1, tzinfo=UTC)) // np.timedelta64(1, "us").item()]


def test_codes_are_taken_apart_wherever_they_stand():
    for codes in ([], ["US"], ["SUHH"], ["US", "SUHH", "FR", "CSHH", "YUCS", "DE"]):
        assert reading._letters(",".join(codes)).tolist() == lettered(codes).tolist()
