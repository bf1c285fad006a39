"""The search box in a real browser: suggestions by keyboard and mouse, and a search without them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import SEED, read_text

pytestmark = [pytest.mark.browser]


@pytest.fixture
def filled(committed_archive):
    read_text(SEED.read_text("utf-8"), "seed.txt")


def test_a_suggestion_is_chosen_by_keyboard(filled, page):
    page.goto("/")
    box = page.get_by_role("combobox").first
    box.focus()
    box.press_sequentially("north k")
    option = page.locator(".suggestions [role=option]", has_text="North Korea")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert Axe().run(page).violations_count == 0
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("o")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/countries/KP/")


def test_a_suggestion_is_chosen_by_mouse_in_arabic(filled, page):
    page.goto("/ar/")
    page.get_by_role("combobox").first.press_sequentially("روس")
    page.locator(".suggestions [role=option]").first.click()
    page.wait_for_url("**/ar/countries/RU/")


def test_enter_searches_for_what_was_typed(filled, page):
    page.goto("/about/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("Putin")
    expect(page.locator(".suggestions [role=option]").first).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/search/?q=Putin")
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_the_box_searches_without_javascript(filled, page):
    page.goto("/")
    page.get_by_role("searchbox").first.fill("Putin")
    page.get_by_role("searchbox").first.press("Enter")
    assert "q=Putin" in page.url
    assert page.locator("mark").count() > 0
