"""A text in another language than English is told of by name, read all the same, and never mistaken."""

import importlib
import pkgutil

import pytest
import spacy.lang

from events import tongue
from events.extraction import reading
from events.models import Source
from tests.conftest import SEED
from tests.desk import client_as

FRENCH = """Le ministre russe reçu à Paris

2014-03-12

PARIS, France: Le ministre des Affaires étrangères de la Russie, Sergueï Lavrov, a été reçu mercredi à Paris par le président
François Hollande. Les deux hommes ont parlé de la situation en Ukraine et des sanctions que les États-Unis et l’Union européenne
préparent. « Nous ne voulons pas de rupture », a déclaré le ministre, qui doit se rendre jeudi à Londres. Berlin et Varsovie ont
fait savoir que les entretiens restaient utiles, mais que le temps manquait.
"""


def doubt(text: str) -> str | None:
    return tongue.doubt(reading.read("text.txt", text.encode()))


def samples() -> list[tuple[str, str]]:
    """Sentences in the languages that spaCy knows, of those of which it has enough."""
    found = []
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            text = " ".join(importlib.import_module(f"spacy.lang.{module.name}.examples").sentences)
        except (ImportError, AttributeError):
            continue
        if len(text.split()) > 60:
            found.append((module.name, text))
    return found


def test_it_doubts_every_other_language():
    languages = samples()
    assert len(languages) > 20
    assert [name for name, text in languages if name != "en" and doubt(text) is None] == []


def test_it_doubts_no_english_report():
    reports = [SEED, *(SEED.parent / "chronicle").glob("*.txt")]
    assert len(reports) > 200
    assert [path.name for path in reports if tongue.doubt(reading.read(path.name, path.read_bytes()))] == []


@pytest.mark.parametrize(
    "text",
    [
        # too short to tell
        "Le ministre russe reçu à Paris\n\n2014-03-12\n\nPARIS: Sergueï Lavrov a été reçu mercredi.",
        "Reçu à Paris",
        # foreign names and quotations within English
        "Talks\n\nThe minister, Sergueï Lavrov, told Le Monde that „Nous ne voulons pas de rupture“ was what he had said. "
        * 4,
    ],
)
def test_it_says_nothing_of_short_texts_and_of_foreign_words(text):
    assert doubt(text) is None


def test_it_goes_by_the_article_and_not_by_its_front_matter():
    english = "".join(
        f"{name}: the of and to that with by from this these which were\n" for name in ("title", "publisher")
    )
    assert doubt(f"---\n{english}---\n{FRENCH}") is not None


def test_chinese_which_has_no_spaces_is_told_from_its_letters():
    assert "Latin letters" in doubt(
        "中国外交部长王毅星期三在北京会见了俄罗斯外交部长拉夫罗夫。双方就乌克兰局势交换了意见。" * 3
    )


def test_ingest_warns_by_name_of_file_and_reads_all_the_same(archive, run, tmp_path):
    path = tmp_path / "lavrov.txt"
    path.write_text(FRENCH, "utf-8")
    for dry in (["--dry-run"], []):
        status, out, complaints = run("ingest", *dry, str(path), str(SEED))
        assert status == 0
        assert "1 hardly English, see the warnings" in out
        assert [line.split(":")[0] for line in complaints.splitlines()] == [f"warning    {path}"]
        assert "give a translation into English" in complaints
    assert Source.objects.get(title="Le ministre russe reçu à Paris").text == FRENCH
    assert run("extract", "--json", str(path))[2].startswith(f"warning    {path}: ")
    assert run("ingest", str(SEED))[1].splitlines()[1] == "1 sources: 0 created, 0 updated, 1 unchanged"


def test_what_is_refused_is_told_that_it_is_not_english_either(archive, run, tmp_path):
    path = tmp_path / "undated.txt"
    path.write_text(FRENCH.replace("2014-03-12", "Mercredi 12 mars"), "utf-8")
    status, _out, complaints = run("ingest", str(path))
    assert status == 1
    assert "no date of publication found" in complaints
    assert "give a translation into English" in complaints


def test_the_desk_warns_before_it_stores_a_pasted_text(archive):
    page = client_as("curator").post("/admin/events/source/add/", {"text": FRENCH, "verb": "read"}).content.decode()
    assert "This does not look like English:" in page
    assert "Store the source and what was read" in page
