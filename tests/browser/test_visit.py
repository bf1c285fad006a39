"""A visitor in a real browser: by mouse, by keyboard, without JavaScript, on a small screen."""

import pytest

from events.models import Event, Source
from tests.conftest import SEED, read_text

pytestmark = [pytest.mark.browser]


@pytest.fixture
def filled(committed_archive):
    read_text(SEED.read_text("utf-8"), "seed.txt")


def test_a_visitor_filters_by_state_and_opens_the_words(filled, page):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Events").click()
    page.locator("#facet-country + ul a", has_text="Russia").first.click()
    assert "country=RU" in page.url
    page.locator(".event-title a").first.click()
    page.locator(".report .excerpt a").first.click()
    assert "#c" in page.url
    assert page.locator(".is-target").count() >= 1


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_javascript(filled, page):
    page.goto("/events/")
    page.fill("#f-from", "2024")
    page.get_by_role("button", name="Apply").click()
    assert "from=2024" in page.url
    assert page.locator(".event").count() >= 1


@pytest.mark.parametrize("page", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_a_small_screen_scrolls_one_way_only(filled, page):
    for address in (
        "/",
        "/events/",
        "/people/",
        "/countries/",
        Event.objects.first().get_absolute_url(),
        Source.objects.get().get_absolute_url(),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
