"""Rows of lists are drawn once, and drawn again as soon as anything that stands on them has changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import cards, listing, shown
from events.criteria import Kind
from events.kept import Kept
from events.models import Event, Person, Source, Statement
from events.revision import archive_write

client = Client()


def page(address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "model", "column", "words"),
    [
        ("/events/", Event, "title", "A title nobody had given"),
        ("/", Event, "title", "A title nobody had given"),
        ("/countries/SE/", Event, "title", "A title nobody had given"),
        ("/countries/SE/", Statement, "text", "Words that were never said"),
        ("/events/", Source, "title", "A source called otherwise"),
        ("/statements/", Statement, "text", "Words that were never said"),
        ("/statements/", Person, "name", "Somebody Else"),
        ("/people/", Person, "sort_name", "Else, Somebody"),
        ("/sources/", Source, "publisher", "Another paper"),
    ],
)
def test_a_row_shows_what_was_written_a_moment_ago(visit, address, model, column, words):
    assert words not in page(address)
    with archive_write() as write:
        model.objects.update(**{column: words})
        write.changed = True
    assert words in page(address)


@pytest.mark.parametrize(
    ("address", "words"), [("/events/", "Suède"), ("/statements/", "Suède"), ("/people/", "Suède")]
)
def test_a_row_is_drawn_in_the_language_of_each_page(visit, address, words):
    assert words not in page(address)
    assert words in page("/fr" + address)
    assert words not in page(f"{address}?size=25")


def test_rows_that_were_drawn_are_not_fetched_again(visit):
    keys = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    asked: list[int | str] = []

    def fetch(missing):
        asked.extend(missing)
        return shown.events(missing)

    first = cards.cards(Kind.EVENTS, keys[:1], fetch)
    both = cards.cards(Kind.EVENTS, [*reversed(keys)], fetch)
    assert asked == [keys[0], *reversed(keys[1:])]
    assert both[-1] == first[0]
    assert len(both) == len(keys)


def test_what_nobody_asked_for_longest_makes_room(archive):
    memory = Kept[int, int](3)
    asked: list[list[int]] = []

    def make(missing):
        asked.append(missing)
        return {key: -key for key in missing}

    for wanted in ([1, 2, 3], [1], [4, 5], [3, 1]):
        assert memory.many(wanted, make) == {key: -key for key in wanted}
    assert asked == [[1, 2, 3], [4, 5], [3]]
    assert list(memory.values) == [5, 1, 3]


def test_events_come_in_the_order_asked_for_by_one_question(seed):
    listing.states()
    keys = list(Event.objects.order_by("-pk").values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        found = shown.events([*keys, 10**9])
    assert [event.pk for event in found] == keys
    assert len([q for q in asked if "events_revision" not in q["sql"]]) == 1
