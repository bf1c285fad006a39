"""One box over everything."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import searching
from tests.conftest import DENIAL, VISIT, read_text

client = Client(headers={"host": "localhost"})

STATES = [
    # (as typed, code of the state meant)
    ("Deutschland", "DE"),
    ("كوريا الشمالية", "KP"),
    ("Corée du Nord", "KP"),
    ("日本", "JP"),
    ("Швеция", "SE"),
    ("kazakstan", "KZ"),
    ("PRK", "KP"),
    ("SUHH", "SUHH"),
    ("cote d'ivoire", "CI"),
    ("Niger", "NE"),
    ("UK", "GB"),
    ("U.S.", "US"),
    ("DPRK", "KP"),
]


@pytest.mark.parametrize(("typed", "code"), STATES)
def test_a_state_is_found_by_its_name_in_any_language(archive, typed, code):
    group = next(group for group in searching.everywhere(typed) if group.kind == "countries")
    assert group.hits[0].url == f"/countries/{code}/"


def test_hits_are_grouped_and_the_words_marked(archive):
    read_text(VISIT)
    read_text(DENIAL)
    page = client.get("/search/?q=Sweden").content.decode()
    for kind in ("countries", "events", "sources"):
        assert f'id="found-{kind}"' in page
    assert "<mark>Sweden</mark>" in page


def test_the_excerpt_of_a_source_begins_with_its_article(archive):
    read_text("---\npublisher: The Example\nlicence: CC0-1.0\n---\n" + VISIT)
    page = client.get("/search/?q=Sweden").content.decode()
    excerpt = page.split('id="found-sources"')[1]
    assert "<mark>" in excerpt
    assert "licence" not in excerpt
    assert "---" not in excerpt


def test_a_search_of_everything_takes_no_filter_in_silence(archive):
    answer = client.get("/search/?q=Sweden&country=NO")
    assert answer.status_code == 400
    assert "put country to one of the lists" in answer.content.decode()
    assert client.get("/search/?q=Sweden&utm_source=x").status_code == 200


def test_the_list_of_states_finds_whom_the_box_finds(archive):
    for words in ("UK", "DPRK", "Deutschland", "kazakstan", "united", "UN"):
        group = next(group for group in searching.everywhere(words) if group.kind == "countries")
        assert client.get("/api/countries/", {"q": words}).json()["count"] == group.total, words


def test_two_letters_are_sought_where_words_begin(archive):
    titles = [hit.title for group in searching.everywhere("US") if group.kind == "countries" for hit in group.hits]
    assert titles[0] == "United States"
    assert not {"Australia", "Russia", "Cyprus"} & set(titles)


def test_names_that_are_only_alike_stand_after_the_very_words(archive):
    read_text(VISIT + "\nThey ate lindhoms and bread.\n")
    assert [group.kind for group in searching.everywhere("lindhoms")] == ["sources", "alike"]


def test_a_slip_of_the_pen_is_forgiven(archive):
    read_text(VISIT)
    assert "Karin Lindholm" in client.get("/search/?q=Lindhom").content.decode()


def test_a_search_asks_the_same_number_of_questions_however_much_is_found(archive):
    counts = []
    for copies in (range(1), range(1, 12)):
        for number in copies:
            read_text(VISIT.replace("Lindholm", f"Lindholm{number}"), f"{number}.txt")
        with CaptureQueriesContext(connection) as asked:
            searching.everywhere("Sweden")
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def suggested(address: str) -> list[tuple[str, str]]:
    return [(found["label"], found["url"]) for found in client.get(address).json()["suggestions"]]


def test_states_and_persons_are_suggested_in_the_language_of_the_page(archive):
    read_text(VISIT)
    assert suggested("/search/suggest/?q=swe")[0] == ("Sweden", "/countries/SE/")
    assert suggested("/fr/search/suggest/?q=swe")[0] == ("Suède", "/fr/countries/SE/")
    assert [label for label, _url in suggested("/search/suggest/?q=lindh")] == ["Karin Lindholm"]
    assert suggested("/search/suggest/?q=s") == []
    assert client.get("/search/suggest/?q=%00").status_code == 400
