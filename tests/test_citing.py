"""Citations and files for reference managers: each format is read back by a program that was made to read it."""

import json
import re
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
import rispy
from django.test import Client
from icalendar import Calendar
from pybtex.database import Entry, parse_string

from events import citations
from events.models import Event, Person, Source, Statement
from tests.conftest import DENIAL, VISIT, read_text

client = Client(headers={"host": "localhost"})


def read_bibtex(text: str) -> Entry:
    (entry,) = parse_string(text, "bibtex").entries.values()
    return entry


KINDS = ("events", "people", "statements", "sources", "countries")


@pytest.fixture(scope="module")
def told(standing) -> dict[str, str]:
    return standing(_tell)


@pytest.fixture
def bases(told, archive) -> dict[str, str]:
    """Address, without its last stroke, of a record of each kind."""
    return told


def _tell() -> dict[str, str]:
    read_text(VISIT)
    read_text(DENIAL)
    person = Person.objects.get(name="Karin Lindholm")
    said = Statement.objects.filter(speaker_person=person).first()
    records = (Event.objects.get(mode="visit"), person, said, Source.objects.first())
    addresses = [*(record.get_absolute_url() for record in records), "/countries/SE/"]
    return dict(zip(KINDS, (address.rstrip("/") for address in addresses), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_offers_every_format_and_its_permanent_address(bases, kind):
    page = client.get(f"{bases[kind]}/").content.decode()
    for suffix in ("bib", "ris", "csl.json", "jsonld"):
        assert f'href="{bases[kind]}.{suffix}"' in page
        assert client.get(f"{bases[kind]}.{suffix}").status_code == 200
    for name in ("citation_title", "citation_public_url", "citation_publisher"):
        assert f'<meta name="{name}" content="' in page
    for name in ("og:title", "og:url", "og:description", "og:type"):
        assert f'<meta property="{name}" content="' in page
    assert f'<link rel="canonical" href="http://localhost{bases[kind]}/">' in page
    assert f"http://localhost{bases[kind]}/." in page  # the end of the Chicago form


@pytest.mark.parametrize("kind", KINDS)
def test_bibtex_is_read_back(bases, kind):
    entry = read_bibtex(client.get(f"{bases[kind]}.bib").content.decode())
    assert entry.fields["url"] == f"http://localhost{bases[kind]}/"
    assert entry.type == ("article" if kind == "sources" else "misc")
    assert entry.fields["title"]
    assert [person.last_names for person in entry.persons.get("author", [])] == (
        [["Lindholm"]] if kind == "statements" else []
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ris_is_read_back_and_its_lines_end_as_they_should(bases, kind):
    text = client.get(f"{bases[kind]}.ris").content.decode()
    assert "\n" not in text.replace("\r\n", "")
    (entry,) = rispy.loads(text)
    assert entry["urls"] == [f"http://localhost{bases[kind]}/"]
    assert entry["type_of_reference"] == {"sources": "NEWS", "statements": "GEN"}.get(kind, "ELEC")
    assert entry["title"]


@pytest.mark.parametrize("kind", KINDS)
def test_csl_json_has_what_its_schema_asks(bases, kind):
    (item,) = client.get(f"{bases[kind]}.csl.json").json()
    assert item["type"] in {"webpage", "speech", "article-newspaper"}
    assert {"id", "title", "URL", "accessed"} <= set(item)
    assert all(isinstance(part, int) for part in item["accessed"]["date-parts"][0])
    assert all({"family", "given"} == set(name) or {"literal"} == set(name) for name in item.get("author", []))


SCHEMA_TYPES = {
    "events": "Event",
    "people": "Person",
    "statements": "Quotation",
    "sources": "NewsArticle",
    "countries": "Country",
}


@pytest.mark.parametrize("kind", KINDS)
def test_linked_data_stands_in_the_page_and_in_a_file(bases, kind):
    page = client.get(f"{bases[kind]}/").content.decode()
    inside = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert inside == client.get(f"{bases[kind]}.jsonld").json()
    assert inside["@context"] == "https://schema.org"
    assert inside["@type"] == SCHEMA_TYPES[kind]
    assert inside["@id"] == f"http://localhost{bases[kind]}/"


def test_a_claim_that_was_answered_is_a_claim_with_its_appearance(bases):
    claim = Statement.objects.filter(answers__isnull=False).first()
    linked = client.get(f"{claim.get_absolute_url().rstrip('/')}.jsonld").json()
    assert linked["@type"] == ["Quotation", "Claim"]
    assert linked["author"] == {
        "@type": "Country",
        "@id": "http://localhost/countries/SE/",
        "identifier": "SE",
        "name": "Sweden",
    }
    assert linked["appearance"]["headline"] == "Norway Denies Charge"
    assert linked["appearance"]["url"].startswith("http://localhost/sources/")


def test_a_speaker_is_cited_as_their_own_language_orders_names():
    shared = {"key": "k", "title": "T", "url": "https://a.example/", "archive": "A", "accessed": date(2024, 7, 1)}
    putin = citations.Citation(
        "speech", issued=date(2024, 6, 30), author="Vladimir Putin", author_family="Putin", **shared
    )
    hu = citations.Citation("speech", issued=date(2024, 6, 30), author="Hu Jintao", **shared)
    assert citations.chicago(putin).startswith("Putin, Vladimir. “T.” A. Last modified June 30, 2024.")
    assert citations.chicago(hu).startswith("Hu Jintao. ")
    assert citations.apa(putin).startswith("Putin, V. (2024, June 30). T. A.")
    assert citations.csl(hu)["author"] == [{"literal": "Hu Jintao"}]
    assert citations.csl(putin)["author"] == [{"family": "Putin", "given": "Vladimir"}]
    assert str(read_bibtex(citations.bibtex(putin)).persons["author"][0]) == "Putin, Vladimir"


ARTICLE = "---\npublisher: The Example\nurl: https://news.example/1\n---\n" + VISIT


def test_an_article_is_cited_as_its_publishers_and_the_archive_as_where_it_was_seen(archive):
    read_text(ARTICLE)
    source = Source.objects.get(publisher="The Example")
    base, day = source.get_absolute_url().rstrip("/"), source.published
    page = client.get(f"{base}/").content.decode()
    assert f"” The Example, {day:%B} {day.day}, {day.year}. Chancery. Accessed " in page
    assert "Last modified" not in page
    assert f"{day.day}). The Example. Chancery. Retrieved " in page
    (item,) = client.get(f"{base}.csl.json").json()
    assert (item["container-title"], item["archive"], item.get("publisher")) == ("The Example", "Chancery", None)
    assert "First published at https://news.example/1" in item["note"]
    (entry,) = rispy.loads(client.get(f"{base}.ris").content.decode())
    assert (entry["secondary_title"], entry["name_of_database"]) == ("The Example", "Chancery")
    assert "publisher" not in entry
    assert "Archived in Chancery" in read_bibtex(client.get(f"{base}.bib").content.decode()).fields["note"]


def test_linked_data_leads_on_to_the_pages_of_states_and_persons(bases):
    linked = client.get(f"{bases['events']}.jsonld").json()
    for party in linked["attendee"]:
        assert client.get(party["@id"].removeprefix("http://localhost")).status_code == 200
    assert {party["@type"] for party in linked["attendee"]} == {"Country", "Person"}
    said = client.get(f"{bases['statements']}.jsonld").json()
    assert said["creator"]["@id"] == f"http://localhost{bases['people']}/"


def test_a_feed_names_a_state_that_speaks(bases):
    text = client.get("/statements.atom?by=NO").content.decode()
    assert "Norway: " in text
    assert "NO: " not in text


def test_signs_that_mean_something_to_tex_are_escaped():
    made = citations.Citation(
        "webpage", "k", "50% & more_of {it} #1 ~ \\ ^", "https://a.example/?a=1&b=2", "A", date(2024, 7, 1), None
    )
    text = citations.bibtex(made)
    assert r"50\% \& more\_of \{it\} \#1" in text
    assert read_bibtex(text).fields["url"] == "https://a.example/?a=1&b=2"


@pytest.mark.parametrize("kind", ["events", "people", "statements", "sources"])
def test_every_list_that_grows_has_a_feed_with_its_filters(bases, kind):
    query = "" if kind == "sources" else "?country=SE"
    answer = client.get(f"/{kind}.atom{query}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{atom}link")}
    assert links == {"alternate": f"http://localhost/{kind}/{query}", "self": f"http://localhost/{kind}.atom{query}"}
    entries = feed.findall(f"{atom}entry")
    assert entries
    for entry in entries:
        assert datetime.fromisoformat(entry.findtext(f"{atom}updated")).tzinfo is not None
        assert entry.findtext(f"{atom}id").startswith(f"http://localhost/{kind}/")
    assert 'type="application/atom+xml" title="' in client.get(f"/{kind}/{query}").content.decode()
    assert client.get(f"/{kind}.atom?from=2024-13").status_code == 400


@pytest.mark.parametrize("kind", ["events", "statements", "sources"])
def test_every_list_with_days_is_a_calendar(bases, kind):
    read_text(
        "Talks\n\nFri Mar 14 2014\n\nOSLO, Norway: Karin Lindholm said on Thursday that Sweden would sign the agreement.\n"
    )
    text = b"".join(client.get(f"/{kind}.ics").streaming_content)
    entries = Calendar.from_ical(text).walk("VEVENT")
    assert entries
    assert all(entry.decoded("dtstart") < entry.decoded("dtend") for entry in entries)
    assert len({entry["uid"] for entry in entries}) == len(entries)
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_a_list_leads_to_the_pages_before_and_after(archive):
    from tests.synthetic import fill

    fill(80)
    page = client.get("/events/?page=2").content.decode()
    assert '<link rel="prev" href="/events/">' in page
    assert '<link rel="next" href="/events/?page=3">' in page


def test_a_feed_is_worded_for_people(bases):
    events = client.get("/events.atom?type=CONSULT").content.decode()
    assert "Consult, occurred, 12 March 2014." in events
    assert "CONSULT, " not in events
    said = ElementTree.fromstring(client.get("/statements.atom?by=NO").content)
    titles = [
        entry.findtext("{http://www.w3.org/2005/Atom}title")
        for entry in said.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert any(title.startswith("Norway: ") for title in titles), titles
