"""Pages in several languages: the address decides, and nothing else does."""

import html
import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from events import presentation, states
from events.models import Country, Event, Person, Source, Statement
from tests.conftest import DENIAL, read_text

client = Client(headers={"host": "localhost"})


def shown(address: str, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("prefix", "opening"),
    [("", '<html lang="en" dir="ltr">'), ("/fr", '<html lang="fr" dir="ltr">'), ("/ar", '<html lang="ar" dir="rtl">')],
)
def test_the_address_decides_the_language_of_every_page(seed, prefix, opening):
    records = [Event.objects.first().get_absolute_url(), Source.objects.first().get_absolute_url()]
    lists = [
        "/",
        "/events/",
        "/people/",
        "/countries/",
        "/statements/",
        "/sources/",
        "/countries/RU/",
        "/countries/RU/KP/",
    ]
    others = ["/search/?q=Putin", "/about/", "/about/design/", "/help/", "/api/", "/events/?from=2024-13", "/nowhere/"]
    for address in [*lists, *records, *others]:
        assert opening in shown(prefix + address, **{"accept-language": "fr, ar;q=0.5"}), address


def test_a_page_is_the_same_for_every_browser(archive):
    answers = [client.get("/events/", headers={"accept-language": tongue}) for tongue in ("fr", "ar", "en")]
    assert len({answer.content for answer in answers}) == 1
    assert "Accept-Language" not in answers[0].get("Vary", "")
    assert answers[0]["Content-Language"] == "en"


def test_every_page_leads_to_itself_in_the_other_languages_with_its_filters(archive):
    read_text(DENIAL)
    page = shown("/fr/events/?country=NO&sort=date")
    assert '<a href="/ar/events/?country=NO&amp;sort=date" hreflang="ar" lang="ar">العربية</a>' in page
    assert '<a href="/events/?country=NO&amp;sort=date" hreflang="en" lang="en">English</a>' in page
    assert '<link rel="canonical" href="http://localhost/fr/events/">' in page
    for code, path in (("en", "/events/"), ("fr", "/fr/events/"), ("ar", "/ar/events/"), ("x-default", "/events/")):
        assert f'<link rel="alternate" hreflang="{code}" href="http://localhost{path}">' in page


@pytest.mark.parametrize(
    "address", ["/", "/events/", "/statements/", "/countries/", "/countries/NO/SE/", "/search/?q=Norway"]
)
def test_a_visitor_stays_in_the_language(archive, address):
    read_text(DENIAL)
    page = re.sub(
        r"<nav class=\"languages\".*?</nav>|<aside class=\"offer\".*?</aside>|<head>.*?</head>",
        "",
        shown(f"/fr{address}"),
        flags=re.S,
    )
    inside = re.findall(r'(?:href|action)="(/(?!static/)[^"]*)"', page)
    data = re.compile(r"/(api/.+|[a-z]+\.(csv|jsonl|ics|atom).*|[a-z]+/[a-z2-7]{14}\.[a-z.]+)$")
    assert [link for link in inside if not link.startswith("/fr/") and not data.match(link.split("?")[0])] == []


def test_data_and_citations_keep_one_address_whatever_the_language(seed):
    event = Event.objects.first()
    page = shown(f"/fr{event.get_absolute_url()}")
    assert f'href="{event.get_absolute_url()}.bib"'.replace("/.bib", ".bib") in page
    assert f'"@id": "http://localhost{event.get_absolute_url()}"' in page
    assert client.get("/fr/events.csv").status_code == 404


def test_states_dates_and_numbers_are_written_as_the_language_writes_them(seed):
    assert "Corée du Nord" in shown("/fr/countries/KP/")
    assert "كوريا الشمالية" in shown("/ar/countries/KP/")
    assert "juin 2024" in shown("/fr/events/")
    assert "يونيو 2024" in shown("/ar/events/")
    assert "Asie de l’Est" in shown("/fr/countries/KP/")


SENTENCES = [
    # between two states, each with its article or none
    ("/fr/events/?country=US&country=CU", "entre les États-Unis et Cuba"),
    ("/events/?country=US&country=CU", "between the United States and Cuba"),
    # never "de les", "de Ukraine"
    ("/fr/events/?country=UA", "impliquant l’Ukraine"),
    ("/fr/statements/?country=GB", "par ou concernant le Royaume-Uni"),
    ("/fr/statements/?about=KP", "concernant la Corée du Nord"),
    ("/fr/people/?country=NL", "servant les Pays-Bas"),
    ("/ar/events/?country=US", "بمشاركة الولايات المتحدة"),
    # regions
    ("/fr/countries/?region=Americas", "région : Amériques"),
    ("/countries/?region=Americas", "in the Americas"),
    # days take an article, months and years none, April no elision
    ("/fr/events/?from=2024-04", "depuis avril 2024"),
    ("/fr/events/?from=2024-06-18", "depuis le 18 juin 2024"),
    ("/fr/events/?to=2024-06-18", "jusqu’au 18 juin 2024"),
    ("/fr/events/?to=2024", "jusqu’en 2024"),
    ("/fr/events/?from=2024-04&to=2024-06-18", "entre avril 2024 et le 18 juin 2024"),
    ("/fr/events/?from=1960&to=1969", "dans les années 1960"),
    ("/fr/events/?from=2024-06-01&to=2024-06-01", "le 1er juin 2024"),
    ("/events/?from=2024-04&to=2024-06-18", "from April 2024 to 18 June 2024"),
]


@pytest.mark.parametrize(("address", "words"), SENTENCES)
def test_the_view_is_said_in_words_as_the_language_joins_them(archive, address, words):
    assert words in html.unescape(re.search(r'id="sentence"[^>]*>(.*?)</span>', shown(address))[1])


def test_every_state_with_a_french_name_has_its_article_or_is_said_to_have_none():
    known = states._table("articles")
    named = {state.code: state.names["fr"] for state in states.all_states() if "fr" in state.names}
    assert named.keys() - {code for code, row in known.items() if row["fr"]} == set()
    said = {name: states.with_article(code, name, "fr") for code, name in named.items()}
    vowel = re.compile("[AEIOUÉÎ]")
    assert [name for name, whole in said.items() if whole.startswith("l’") and not vowel.match(name)] == []
    assert [name for name, whole in said.items() if whole.startswith(("le ", "la ")) and vowel.match(name)] == []


DATES = [
    ("2006/..", "depuis 2006", "منذ 2006"),
    ("2024-06-18/..", "depuis le 18 juin 2024", "منذ 18 يونيو 2024"),
    ("2024-04/", "dès avril 2024", "ابتداءً من أبريل 2024"),
    ("../2024-06-19", "au plus tard le 19 juin 2024", "بحلول 19 يونيو 2024"),
    ("2024-06-01~", "vers le 1er juin 2024", "نحو 1 يونيو 2024"),
    ("1997%", "vers 1997 (incertain)", "نحو 1997 (غير مؤكد)"),
    ("2024-06-01/2024-06-03", "1er–3 juin 2024", "1–3 يونيو 2024"),
]


@pytest.mark.parametrize(("edtf", "french", "arabic"), DATES)
def test_a_date_is_said_as_the_language_says_dates(edtf, french, arabic):
    for language, words in (("fr", french), ("ar", arabic)):
        with translation.override(language):
            assert presentation.when(edtf) == words


def test_the_day_of_a_report_takes_its_article_in_french(archive):
    read_text(DENIAL)
    event, source = Event.objects.public().first(), Source.objects.get()
    for address in ("/events/", event.get_absolute_url()):
        french, english = (" ".join(re.sub(r"<[^>]+>", "", shown(p + address)).split()) for p in ("/fr", ""))
        assert "rapporté le 14 mars 2014" in french
        assert "reported 14 March 2014" in english
    assert "publié le" in shown(f"/fr{source.get_absolute_url()}")
    assert "Tout ce qui concerne la Suède et la Norvège" in html.unescape(shown(f"/fr{event.get_absolute_url()}"))


def test_the_admin_follows_the_browser(db):
    assert '<html lang="fr"' in shown("/admin/login/", **{"accept-language": "fr"})


@pytest.fixture(scope="session")
def said(tmp_path_factory) -> Catalog:
    """Every word of the pages, gathered as `make messages` gathers them."""
    makefile = (settings.BASE_DIR / "Makefile").read_text("utf-8")
    keywords = re.search(r'--keyword "([^"]+)"', makefile)[1]
    gathered = tmp_path_factory.mktemp("words") / "django.pot"
    command = [
        "-m",
        "babel.messages.frontend",
        "--quiet",
        "extract",
        "--mapping-file",
        "babel.cfg",
        "--keyword",
        keywords,
    ]
    subprocess.run([sys.executable, *command, "--output-file", gathered, "."], cwd=settings.BASE_DIR, check=True)
    with gathered.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_every_word_of_the_pages_is_translated(said, language):
    path = settings.BASE_DIR / "events" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        translated = read_po(file, locale=language)
    assert len(said) > 300
    words = [message for message in said if message.id]
    missing = [message.id for message in words if message.id not in translated or not translated[message.id].string]
    assert missing == []
    entries = [translated[message.id] for message in words]
    assert [entry.id for entry in entries if entry.fuzzy] == []
    assert [entry.id for entry in entries if entry.pluralizable and not all(entry.string)] == []
    assert [(entry.id, str(error)) for entry in entries for error in entry.check(translated)] == []
    assert {message.id for message in translated if message.id} == {message.id for message in words}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_address_of_a_record_is_the_one_that_its_page_answers_at(seed, language):
    with translation.override(language):
        for model in (Event, Person, Statement, Source):
            record = model.objects.order_by("pk").first()
            assert record.get_absolute_url() == reverse(model.__name__.lower(), args=[record.public_id])
        assert Country.objects.get(pk="SUHH").get_absolute_url() == reverse("country", args=["SUHH"])
