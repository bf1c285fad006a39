"""A source's text on its page: its front matter folded away, its words and their addresses as they were."""

import html
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from events import annotating, curation
from events.models import Event, Evidence, Source
from tests.conftest import DENIAL, read_text
from tests.world import load_world

client = Client(headers={"host": "localhost"})

FRONT = "---\npublisher: Oslo Gazette\nlicence: CC0-1.0\n---\n"


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_front_matter_stands_folded_before_the_article(archive):
    read_text(FRONT + DENIAL)
    source = Source.objects.get()
    page = client.get(source.get_absolute_url()).content.decode()
    article = re.search(r'<div class="source-text".*?<div class="columns">', page, re.S)[0]
    folded = re.search(r'<details class="front-matter">.*?</details>', article, re.S)[0]
    assert "publisher: Oslo Gazette" in text_of(folded)
    assert "publisher:" not in text_of(article.replace(folded, ""))


def test_a_source_as_it_stood_is_shown_without_its_front_matter(archive):
    read_text(FRONT + DENIAL)
    address = f"{Source.objects.get().get_absolute_url()}?asof={timezone.now().date()}"
    past = text_of(client.get(address).content.decode())
    assert "Norway denied the accusation." in past
    assert "publisher:" not in past


def test_a_text_with_front_matter_is_kept_and_marked_as_it_is(archive):
    read_text(FRONT + DENIAL)
    source = Source.objects.get()
    assert source.text == FRONT + DENIAL
    page = client.get(source.get_absolute_url()).content.decode()
    evidence = Evidence.objects.filter(source=source)
    assert evidence.count() > 3
    for row in evidence:
        anchored = re.search(rf'id="c{row.start}-{row.end}"></a>(.*?)</p>', page, re.S)[1]
        assert text_of(anchored).startswith(source.text[row.start : row.end]), row


def test_a_rule_of_dashes_further_down_is_no_front_matter():
    text = "A title\n\n---\nShare this\n---\n"
    blocks = annotating.paragraphs(text, {"title": (0, 7), "noise": [(9, len(text))]}, [])
    assert [block.kind for block in blocks] == ["title", "noise"]
    assert "".join(block.text for block in blocks) == text.replace("\n\n", "", 1)


def shown_words(text: str, *words: str) -> list[str]:
    """The excerpts of these words of a text, with the marked ones in brackets."""
    rows = [SimpleNamespace(start=text.index(each), end=text.index(each) + len(each)) for each in words]
    found = annotating.excerpts(text, rows)
    return ["".join(f"[{run.text}]" if run.anchor else run.text for run in excerpt) for excerpt in found]


LONG = "Ministers met in Oslo on Monday. " * 8

EXCERPTS = [
    # words within wider ones are left to them
    ("They held talks about fish.", ["held talks about fish", "talks"], ["They [held talks about fish]."]),
    # neighbours share one sentence, which is shown once
    ("Norway left, and Sweden stayed.", ["Sweden stayed", "Norway left"], ["[Norway left], and [Sweden stayed]."]),
    # words that overlap are said once
    ("Norway left Oslo at noon.", ["Norway left Oslo", "Oslo at noon"], ["[Norway left Oslo][ at noon]."]),
    # another paragraph is another excerpt
    ("Norway left.\nSweden stayed.", ["Norway left", "Sweden stayed"], ["[Norway left].", "[Sweden stayed]."]),
    # words far apart are two excerpts, neither of which reaches into the other
    (f"Norway left. {LONG}Sweden stayed.", ["Norway left", "Sweden stayed"], None),
]


@pytest.mark.parametrize(("text", "words", "excerpts"), EXCERPTS)
def test_no_words_stand_twice_in_the_excerpts_of_a_source(text, words, excerpts):
    found = shown_words(text, *words)
    if excerpts is not None:
        assert found == excerpts
    else:
        assert len(found) == 2
        assert found[0].startswith("[Norway left]. Ministers")
        assert found[1].endswith("Monday. [Sweden stayed].")


def test_an_event_that_one_source_tells_twice_shows_its_sentence_once(archive):
    world = load_world()
    curation.merge([Event.objects.get(type="MOBILIZE")], world.accusation, None)
    page = client.get(world.accusation.get_absolute_url()).content.decode()
    assert len(world.accusation.reports.filter(current=True)) == 2
    evidence = re.search(r'aria-labelledby="evidence">.*?</section>', page, re.S)[0]
    assert "1 source</span>" in evidence
    assert evidence.count("Norwegian ships had") == 1
    assert re.findall(r"<mark>(\w+)</mark>", evidence) == ["said", "entered"]
    told = " ".join(text_of(evidence).split())
    assert told.endswith("reported 14 March 2014. Gives the date as 13 March 2014, occurred; not known, alleged.")
