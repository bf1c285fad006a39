"""A prepared question gives what the query would that it was made of, whatever the keys, on either database."""

import pytest
from django.db.models import Q

from events.models import Event, Report, Source, Statement
from events.prepared import Prepared
from tests.synthetic import fill


@pytest.fixture
def filled(archive):
    fill(60)


def test_the_same_rows_as_the_query(filled):
    columns = ("pk", "public_id", "earliest", "visible", "created_at", "locked")

    def make(keys):
        return Event.objects.filter(pk__in=keys).order_by("-pk").values_list(*columns)

    keys = list(Event.objects.values_list("pk", flat=True))
    prepared = Prepared(make)
    for some in (keys[:1], keys[:7], keys):
        assert prepared.rows(some) == list(make(some))
    assert len(prepared.rows(keys)) == len(keys) > 7


def test_joins_json_and_words_for_keys(filled):
    def make(ids):
        return (
            Report.objects.filter(source__public_id__in=ids, current=True)
            .order_by("pk")
            .values_list("reading", "source__published", "event__title")
        )

    ids = list(Source.objects.values_list("public_id", flat=True))[:5]
    found = Prepared(make).rows(ids)
    assert found == list(make(ids))
    assert found


def test_two_lists_either_of_which_may_be_empty(filled):
    def make(events, keys):
        return Statement.objects.filter(Q(event__in=events) | Q(pk__in=keys)).order_by("pk").values_list("pk", "event")

    keys = list(Statement.objects.values_list("pk", flat=True))[:3]
    prepared = Prepared(make, lists=2)
    assert prepared.rows([], keys) == list(make([], keys))
    assert [row[0] for row in prepared.rows([], keys)] == sorted(keys)
    assert prepared.rows([], []) == []


def test_a_query_that_does_not_use_its_keys_is_refused(archive):
    with pytest.raises(ValueError, match="must stand in one __in look-up"):
        Prepared(lambda keys: Event.objects.values_list("pk")).rows([1])
