"""A source added by pasting: read at once, shown, stored only when asked, and the same source as a file of that text."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from events.ingesting import Item, ingest
from events.models import Event, Source
from events.revision import current_revision
from tests.conftest import SEED, VISIT

ADDRESS = "/admin/events/source/add/"


@pytest.fixture
def curator(archive):
    user = get_user_model().objects.create_user("vera", is_staff=True)
    user.groups.add(Group.objects.get(name="curator"))
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def shown(answer) -> str:
    return answer.context["form"]["shown"].value()


def test_reading_shows_what_would_be_created_and_writes_nothing(curator):
    answer = curator.post(ADDRESS, {"text": VISIT, "verb": "read"})
    page = answer.content.decode()
    assert "Nothing has been stored yet" in page
    assert "Karin Lindholm" in page
    assert '<mark class="m-event' in page
    assert (Source.objects.count(), Event.objects.count(), current_revision()) == (0, 0, 0)


def test_saving_stores_what_was_shown(curator):
    form = {"text": VISIT, "publisher": "The Daily Example", "url": "https://news.example/1", "licence": "CC-BY-4.0"}
    first = curator.post(ADDRESS, {**form, "verb": "read"})
    answer = curator.post(ADDRESS, {**form, "verb": "save", "shown": shown(first)})
    source = Source.objects.get()
    assert answer["Location"] == f"/admin/events/source/{source.pk}/change/"
    assert (source.publisher, source.url, source.licence) == (
        "The Daily Example",
        "https://news.example/1",
        "CC-BY-4.0",
    )
    assert source.text.endswith("Sarmento praised Sweden.\n")
    assert Event.objects.filter(reports__source=source).exists()


def test_a_text_edited_since_it_was_shown_is_shown_again(curator):
    first = curator.post(ADDRESS, {"text": VISIT, "verb": "read"})
    edited = {"text": VISIT.replace("fisheries", "trade"), "verb": "save", "shown": shown(first)}
    answer = curator.post(ADDRESS, edited)
    assert "edited after it was read" in answer.content.decode()
    assert Source.objects.count() == 0
    curator.post(ADDRESS, {**edited, "shown": shown(answer)})
    assert Source.objects.count() == 1


def test_a_pasted_text_is_the_same_source_as_its_file(curator):
    """A browser sends line ends of its own."""
    text = SEED.read_text("utf-8")
    list(ingest([Item("seed.txt", text.encode())]))
    answer = curator.post(ADDRESS, {"text": text.replace("\n", "\r\n"), "verb": "read"})
    assert "stored already" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("No day and no state.", "no date of publication found"), ("--", "holds no words"), (" ", "required")],
)
def test_a_text_that_is_no_source_is_refused_with_the_remedy(curator, text, complaint):
    assert complaint in curator.post(ADDRESS, {"text": text, "verb": "read"}).content.decode()


def test_front_matter_in_the_text_and_in_the_fields_are_joined(curator):
    text = "---\npublished: 2014-03-12\n---\nLindholm Visits Lisbon\n\nSwedish Foreign Minister Karin Lindholm visited Portugal.\n"
    first = curator.post(ADDRESS, {"text": text, "publisher": "The Daily Example", "verb": "read"})
    curator.post(ADDRESS, {"text": text, "publisher": "The Daily Example", "verb": "save", "shown": shown(first)})
    source = Source.objects.get()
    assert (str(source.published), source.publisher) == ("2014-03-12", "The Daily Example")
