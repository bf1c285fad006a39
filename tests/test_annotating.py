"""A source's text on its page: its front matter folded away, its words and their addresses as they were."""

import html
import re

from django.test import Client
from django.utils import timezone

from events import annotating
from events.models import Evidence, Source
from tests.conftest import DENIAL, read_text

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
