"""A visitor who reads: from the front page to a state, a year and the words; on a small screen, in the dark, without scripts."""

import re

import pytest

from events.models import Person, Source
from tests.conftest import SEED, read_text

pytestmark = [pytest.mark.browser]

SMALL = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def filled(committed_archive):
    read_text(SEED.read_text("utf-8"), "seed.txt")


def colour(page, selector: str) -> str:
    return page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor")


@pytest.mark.parametrize(
    "page", [{}, {"java_script_enabled": False}, SMALL], indirect=True, ids=["mouse", "no-js", "small"]
)
def test_from_the_front_page_to_a_state_then_to_a_month(filled, page):
    page.goto("/")
    page.get_by_label("Between", exact=True).select_option(label="Russia")
    page.get_by_role("button", name="Show events").click()
    assert "country=RU" in page.url
    fold = page.locator(".panel-fold > summary")
    if fold.is_visible() and page.locator(".panel-fold[open]").count() == 0:
        fold.click()
    page.locator(".periods .facet-value[href*='from=']").last.click()
    assert re.search(r"from=20\d\d&to=20\d\d", page.url)
    assert page.locator(".chip", has_text="Russia").count() == 1
    assert "Russia" in page.locator("#sentence").inner_text()
    assert page.locator(".event").count() >= 1


def test_a_state_on_the_map_leads_to_its_events(filled, page):
    page.goto("/")
    drawn = page.locator(".map svg a", has=page.locator("use[href$='#RU']"))
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box["width"] > 100  # the shape has come out of the sprite
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.55)
    page.wait_for_url("**/events/?country=RU")
    page.get_by_role("link", name="Map", exact=True).click()
    assert "view=map" in page.url
    page.locator(".map-table a", has_text="North Korea").click()
    assert "country=KP" in page.url


def test_a_bar_of_the_timeline_narrows_the_dates(filled, page):
    page.goto("/events/")
    page.locator(".timeline .hits a").last.click(force=True)
    assert "from=" in page.url


def test_a_fact_and_its_words_light_each_other(filled, page):
    page.goto(Source.objects.get().get_absolute_url())
    note = page.locator(".notes li").first
    note.hover()
    assert page.locator(".m.is-lit").count() >= 1
    page.mouse.move(0, 0)
    assert page.locator(".m.is-lit").count() == 0
    page.locator(".source-text .m-event").first.hover()
    assert page.locator(".notes li.is-lit").count() >= 1
    page.mouse.move(0, 0)
    note.locator(".to-words").focus()
    assert page.locator(".m.is-lit").count() >= 1


def test_words_have_an_address_that_scrolls_to_them(filled, page):
    page.goto(Source.objects.get().get_absolute_url())
    page.locator(".source-text .m-event").last.click()
    anchor = page.evaluate("location.hash")
    assert re.fullmatch(r"#c\d+-\d+", anchor)
    page.goto("/")
    page.goto(Source.objects.get().get_absolute_url() + anchor)
    lit = page.locator(".m.is-target").first
    assert lit.is_visible()
    page.wait_for_function(
        "() => { const box = document.querySelector('.m.is-target').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )


def test_a_kind_of_mark_can_be_put_away(filled, page):
    page.goto(Source.objects.get().get_absolute_url())
    assert colour(page, ".m-event") != "rgba(0, 0, 0, 0)"
    page.get_by_label("Events", exact=True).uncheck()
    assert colour(page, ".source-text .m-event") == "rgba(0, 0, 0, 0)"


def test_a_switch_takes_effect_at_once_and_with_a_button_where_scripts_are_off(filled, page):
    page.goto("/events/")
    page.get_by_label("Hide inferred dates").check()
    page.wait_for_url("**stated=1**")
    assert page.locator(".basis").count() == 0


def test_the_statements_of_a_person_are_searched_on_the_page_about_them(filled, page):
    page.goto(Person.objects.get(name="Vladimir Putin").get_absolute_url())
    page.get_by_label("Search only these").fill("security")
    page.get_by_role("region", name="Statements").get_by_role("button").click()
    assert "person=" in page.url
    assert page.locator(".statement").count() >= 1


@pytest.mark.parametrize("page", [SMALL], indirect=True)
def test_the_dark_is_dark_and_small_screens_fold_the_filters(filled, page):
    page.goto("/events/")
    assert colour(page, "html") == "rgb(22, 23, 26)"
    assert page.locator(".panel-fold[open]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_prints_without_its_machinery(filled, page):
    page.goto("/events/")
    page.emulate_media(media="print")
    assert not page.locator(".panel").is_visible()
    assert page.locator(".event").first.is_visible()
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("page", [SMALL], indirect=True)
def test_on_a_small_screen_the_search_stands_edge_under_edge_with_the_page(filled, page):
    for address in ("/events/", "/ar/events/"):
        page.goto(address)
        boxes = [page.locator(part).bounding_box() for part in (".masthead .search", ".listing-head")]
        edges = [(round(box["x"]), round(box["x"] + box["width"])) for box in boxes]
        assert edges[0] == edges[1], address


HALF_LINES = """() => [...document.querySelectorAll('.notes .fact')].filter(note => {
  const line = parseFloat(getComputedStyle(note).lineHeight), cut = note.scrollHeight > note.clientHeight + 1
  return cut && Math.abs(note.clientHeight / line - Math.round(note.clientHeight / line)) > 0.1
}).map(note => note.innerText)"""


def test_no_note_beside_an_article_shows_half_a_line(filled, page):
    page.goto(Source.objects.get().get_absolute_url())
    assert page.locator(".notes:has(li:nth-child(6)) .fact").count() > 6
    assert page.evaluate(HALF_LINES) == []
