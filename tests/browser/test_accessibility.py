"""Nothing that axe finds, and a whole visit by keyboard: every kind of page, light and dark, from left and from right."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events.models import Event, Person, Source, Statement
from tests.conftest import SEED, read_text

pytestmark = [pytest.mark.browser]

PAGES = (
    *("/", "/events/?country=RU", "/events/?view=map", "/people/", "/countries/", "/statements/", "/sources/"),
    *("/countries/RU/KP/", "/countries/RU/", "/search/?q=putin", "/search/?q=nothing+at+all", "/about/", "/help/"),
    *("/api/", "/about/design/", "/events/?from=2024-13", "/events/?country=BR", "/nowhere/"),
)


@pytest.fixture
def filled(committed_archive):
    read_text(SEED.read_text("utf-8"), "seed.txt")


def records() -> list[str]:
    found = [model.objects.public().first().get_absolute_url() for model in (Event, Person, Source, Statement)]
    gone = Statement.objects.public().last()
    Statement.objects.filter(pk=gone.pk).update(visible=False)
    return [*found, gone.get_absolute_url()]


EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
"""The rules on which light and dark can differ, since the style sheet changes nothing but colours for the dark."""


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["from the left", "from the right"])
def test_axe_finds_nothing(filled, page, prefix):
    for address in [*PAGES, *records()]:
        page.goto(prefix + address)
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=options)
            assert found.violations_count == 0, f"{address}, {scheme}: {found.generate_report()}"
        levels = [
            int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
        ]
        if address != "/about/design/":  # which shows a heading as a component
            assert levels.count(1) == 1, address
            assert all(after - before <= 1 for before, after in pairwise(levels)), (
                address,
                levels,
            )


def tab_to(page: Page, selector: str, most: int = 200) -> None:
    """Press Tab until what the selector finds first has the focus; each stop on the way must be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " return e === document.body || e.type === 'date' || (s.outlineStyle !== 'none' && b.width > 0 && b.height > 0); }"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            return
    raise AssertionError(f"{selector} can't be reached by keyboard at {page.url}")


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["from the left", "from the right"])
def test_a_whole_visit_by_keyboard(filled, page, prefix):
    page.goto(f"{prefix}/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip").first).to_be_focused()
    expect(page.locator("a.skip").first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto(f"{prefix}/")
    tab_to(page, f'.nav a[href="{prefix}/events/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/events/")
    tab_to(page, 'a.facet-value[href*="country=RU"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**country=RU**")
    tab_to(page, "#f-from")
    page.keyboard.type("2024")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2024**")
    assert "country=RU" in page.url
    tab_to(page, ".pages-size a")
    page.keyboard.press("Enter")
    page.wait_for_url("**size=50**")
    tab_to(page, "a.chip")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "country=RU" not in url or "from=2024" not in url)
    tab_to(page, ".event-title a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*/")
    tab_to(page, ".report .excerpt a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/*/#c*")
    expect(page.locator(".is-target").first).to_be_visible()
    tab_to(page, ".to-words")
    expect(page.locator(".source-text .is-lit").first).to_be_visible()


@pytest.mark.parametrize("page", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_a_small_screen_from_the_right_scrolls_one_way_only(filled, page):
    for address in (
        "/ar/",
        "/ar/events/",
        "/ar/countries/",
        "/ar/help/",
        "/ar" + Source.objects.get().get_absolute_url(),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("page", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_a_small_screen_shows_every_column_of_the_people(filled, page):
    page.goto("/people/")
    table = page.locator(".scroll")
    expect(table.get_by_text("foreign policy adviser")).to_be_visible()
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_whoever_prefers_another_language_is_offered_it_once(filled, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="fr-CA")
    page = context.new_page()
    page.goto("/events/?country=RU")
    offer = page.locator('[data-offer="fr"]')
    expect(offer).to_be_visible()
    expect(page.locator('[data-offer="ar"]')).to_be_hidden()
    offer.get_by_role("link").click()
    page.wait_for_url("**/fr/events/?country=RU")
    expect(page.locator("[data-offer]").first).to_be_hidden()
    context.close()


def test_what_is_printed_has_the_record_and_not_the_furniture(filled, page):
    page.goto(Event.objects.first().get_absolute_url())
    page.emulate_media(media="print")
    expect(page.locator(".masthead nav")).to_be_hidden()
    expect(page.locator(".cite")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
