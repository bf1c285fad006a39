"""The facet index answers what plain SQL answers, for any archive and any question, before and after any edit."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from events import counting, facets, listing
from events.addresses import Address
from events.criteria import Criteria, Kind
from events.faceting import keeping, storing
from events.faceting.snapshots import answered, paged
from events.models import Event, Person, Source
from events.revision import archive_write
from events.vocabulary import EventType, Mode, Review, Status
from tests import synthetic
from tests.upheaval import upheaval

CODES = st.sampled_from([*synthetic.CODES, "BR"])
DAYS = st.dates(date(1945, 1, 1), date(2026, 12, 31))
SORTS = {
    Kind.EVENTS: ("date", "-date", "reported", "-reported", "recorded", "-recorded", "name", "-name", "relevance"),
    Kind.STATEMENTS: ("date", "-date", "reported", "-reported", "recorded", "-recorded", "relevance"),
    Kind.PEOPLE: ("name", "-name", "recorded", "-recorded", "-date", "relevance"),
    Kind.SOURCES: ("date", "-date", "recorded", "-recorded", "name", "-name"),
    Kind.COUNTRIES: ("name", "-name"),
}
WORDS = ("", "", "", "meet", "meet again", "event", "number1", '"would meet" -number3', "consult", "capital")


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(list(Kind)))
    since, until = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if since and until and since > until:
        since, until = until, since
    people = [*Person.objects.order_by("public_id").values_list("public_id", flat=True)[:30], "aaaaaaaaaaaaaa"]
    sources = [*Source.objects.order_by("public_id").values_list("public_id", flat=True)[:30], "aaaaaaaaaaaaaa"]
    return Criteria(
        kind=kind,
        countries=tuple(draw(st.lists(st.frozensets(CODES, min_size=1, max_size=2), max_size=2))),
        initiators=draw(st.just(frozenset()) | st.frozensets(CODES, max_size=2)),
        receivers=draw(st.just(frozenset()) | st.frozensets(CODES, max_size=2)),
        by=draw(st.just(frozenset()) | st.frozensets(CODES, max_size=2)),
        about=draw(st.just(frozenset()) | st.frozensets(CODES, max_size=2)),
        persons=tuple(draw(st.lists(st.sampled_from(people), max_size=1))) if draw(st.booleans()) else (),
        types=tuple(draw(st.lists(st.sampled_from([str(t) for t in EventType]), max_size=3, unique=True))),
        mode=draw(st.sampled_from(["", "", *map(str, Mode)])),
        status=draw(st.sampled_from(["", "", *map(str, Status)])),
        since=since,
        until=until,
        source=draw(st.sampled_from(sources)) if draw(st.integers(0, 4)) == 0 else "",
        review=draw(st.sampled_from(["", "", *map(str, Review)])),
        region=draw(st.sampled_from(["", "Europe", "Asia"])) if kind is Kind.COUNTRIES else "",
        q=draw(st.sampled_from(WORDS)),
        disputed=draw(st.integers(0, 4)) == 0,
        stated_only=draw(st.integers(0, 4)) == 0,
        undated=kind not in {Kind.PEOPLE, Kind.SOURCES} and draw(st.integers(0, 4)) == 0,
        sort=draw(st.sampled_from(SORTS[kind])),
        page=draw(st.integers(1, 4)),
        size=draw(st.sampled_from([3, 25])),
    )


def same(criteria: Criteria) -> None:
    with transaction.atomic():  # so that a question that the database refuses spoils no other
        _same(criteria)


def _same(criteria: Criteria) -> None:
    index = facets.snapshot()
    assert index is not None
    told = facets.answer(criteria)
    assert told == counting.answer(criteria)
    assert facets.total(criteria) == told.total
    if criteria.kind is Kind.EVENTS:
        assert facets.pairs(criteria) == counting.pairs(criteria)
        assert facets.events_per_country(criteria) == counting.events_per_country(criteria)
    for kind, column, model in ((Kind.PEOPLE, "name", Person), (Kind.SOURCES, "title", Source)):
        called = dict(model.objects.filter(visible=True).values_list("public_id", column))
        assert facets.named(kind, [*called, "aaaaaaaaaaaaaa"]) == called
    for code in sorted({code for codes in criteria.countries for code in codes}):
        assert facets.busiest(code, 5) == counting.busiest(code, 5)


@pytest.fixture
def filled(upheaved, archive):
    return archive


@pytest.fixture(scope="module")
def upheaved(standing):
    return standing(_fill)


def _fill():
    synthetic.fill(120)
    upheaval(1, 250)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # else the planner takes the tables for as empty as they were, and some questions last minutes


@settings(max_examples=60)
@given(data=st.data())
def test_it_answers_as_plain_sql_does(filled, data):
    same(data.draw(questions()))


@pytest.mark.parametrize("kind", [Kind.EVENTS, Kind.STATEMENTS, Kind.PEOPLE, Kind.SOURCES])
def test_it_has_every_order_that_readers_are_offered(filled, kind):
    for order in listing.orders(Address.to(str(kind)), Criteria(kind=kind)):
        asked = Criteria(kind=kind, sort=parse_qs(urlsplit(order.url).query)["sort"][0], size=25)
        found = facets.snapshot().listing(asked)
        assert found is not None
        assert paged(found, asked) == counting.page(asked)


AGAIN = [Criteria(), Criteria(types=("CONSULT",)), Criteria(stated_only=True), Criteria(disputed=True)]
"""Asked after every edit, so that what is kept of one question is told from what has become of it."""


@settings(max_examples=12, phases=[Phase.generate])
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_it_still_does_after_any_edit_and_reads_only_what_was_touched(filled, data, seed):
    with (
        transaction.atomic()
    ):  # taken back at the end, so that every example begins alike, and so that this is tried too
        before = facets.snapshot()
        for more in range(3):
            upheaval(seed + more, 4)
            after = facets.snapshot()
            assert after is not before
            assert after.layers[Kind.EVENTS].base is before.layers[Kind.EVENTS].base
            for question in [*AGAIN, *(data.draw(questions()) for _ in range(4))]:
                same(question)
        transaction.set_rollback(True)


def test_a_moment_just_before_the_full_second_stays_before_it(filled):
    last, first = Event.objects.order_by("pk")[:2]
    with transaction.atomic():
        with archive_write() as write:
            Event.objects.filter(pk=last.pk).update(created_at=datetime(2031, 1, 1, 12, 0, 0, 999_900, UTC))
            Event.objects.filter(pk=first.pk).update(created_at=datetime(2031, 1, 1, 12, 0, 1, 100_000, UTC))
            write.changed = True
        same(Criteria(sort="-recorded"))
        assert facets.answer(Criteria(sort="-recorded")).keys[:2] == (first.pk, last.pk)
        transaction.set_rollback(True)


def test_what_one_worker_has_saved_another_answers_from(filled, tmp_path):
    keeper = keeping.keeper()
    held = keeping.made(connection)
    path = tmp_path / "facets.index"
    assert storing.save(path, held.snapshot, held.mark)
    loaded, mark = storing.load(path, keeping.matches(keeper.alias))
    assert (mark, loaded.stamp) == (held.mark, held.snapshot.stamp)
    for kind in (Kind.EVENTS, Kind.STATEMENTS, Kind.PEOPLE, Kind.SOURCES):
        asked = Criteria(kind=kind, countries=(frozenset({"RU"}),), size=25)
        assert answered(loaded.count(asked), paged(loaded.listing(asked), asked)) == counting.answer(asked)


@pytest.mark.parametrize("spoilt", [b"", b"{}\n", b"no index at all\n"])
def test_a_spoilt_file_is_no_index_and_stops_nothing(filled, tmp_path, spoilt):
    path = tmp_path / "facets.index"
    path.write_bytes(spoilt)
    assert storing.load(path, keeping.matches("default")) is None


def test_a_folder_that_takes_no_file_stops_nothing(filled, tmp_path):
    held = keeping.made(connection)
    nowhere = tmp_path / "missing" / "facets.index"
    with storing.alone(nowhere):
        assert not storing.save(nowhere, held.snapshot, held.mark)
