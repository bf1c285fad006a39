"""A curator in a real browser: by keyboard through the queue, then merging, correcting, reverting; nothing decided moves."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.test import Client

from events import curation
from events.models import Event, Person, Source, Statement
from tests.conftest import SEED, read_text
from tests.desk import PASSWORD, account

pytestmark = [pytest.mark.browser]

TEXT = SEED.read_text("utf-8")
FOLLOWING = (
    "Kremlin Aide Speaks on Visit\n\nThu Jun 20 2024\n\nMOSCOW, Russia: Yury Ushakov, foreign policy adviser to Russian President"
    " Vladimir Putin, said on Thursday that Russia and Vietnam signed an agreement. Vietnam thanked Russia.\n"
)


@pytest.fixture
def filled(committed_archive):
    """Read two days ago, so that there is a yesterday to look back at."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=2)):
        read_text(TEXT, "seed.txt")
    account("curator", "vera")
    account("editor", "edda")


def log_in(page, name: str) -> None:
    page.goto("/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/admin/$"))


def log_out(page) -> None:
    page.locator("#logout-form button").click()


def press(page, key: str) -> None:
    """Press a key that decides, and wait for the next record."""
    with page.expect_navigation():
        page.keyboard.press(key)


def status(record) -> int:
    return Client(headers={"host": "localhost"}).get(record.get_absolute_url()).status_code


def test_a_curator_decides_by_keyboard_and_nothing_decided_moves(filled, page):
    source = Source.objects.get()
    log_in(page, "vera")
    page.goto(f"/admin/queue/event/?source={source.public_id}")
    total = Event.objects.count()
    assert page.locator("#progress").inner_text().startswith(f"0 of {total} decided")
    assert page.locator(".desk-passages mark.m-event").count() >= 1

    corrected = Event.objects.get(pk=page.url.split("/")[-2])
    before = corrected.edtf
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(" ras")
    assert page.input_value("#id_title").endswith(" ras"), "keys do nothing while typing"
    page.fill("#id_title", corrected.title)
    page.fill("#id_edtf", "2024-06-17")
    page.fill("#id_why", "the letter was written the day before")
    page.keyboard.press("Escape")
    press(page, "s")

    rejected = Event.objects.get(pk=page.url.split("?")[0].split("/")[-2])
    press(page, "r")
    skipped = page.url
    press(page, "n")
    press(page, "b")
    assert page.url == skipped
    for _ in range(total - 2):
        press(page, "a")
    assert f"All {total} records of this queue are decided" in page.inner_text("#content")
    assert Event.objects.filter(review="approved").count() == total - 1

    read_text(FOLLOWING, "following.txt")
    log_out(page)
    log_in(page, "edda")
    page.goto("/admin/duplicates/person/")
    page.locator("li", has_text="Yury Ushakov").get_by_role("link", name=re.compile("Compare")).first.click()
    page.fill("#id_why", "one spelling of the same name")
    page.get_by_role("button", name="They are the same: merge").click()
    gone = Person.objects.get(merged_into__isnull=False)
    kept = gone.merged_into
    assert status(gone) == 301
    assert {gone.name, kept.name} == {"Yuri Ushakov", "Yury Ushakov"}

    decided = {e.pk: (e.title, e.edtf, e.review, e.public_id) for e in Event.objects.exclude(review="unreviewed")}
    read_text(TEXT, "seed.txt")
    read_text(TEXT.replace("unwavering support for Pyongyang", "firm support for Pyongyang"), "changed.txt")
    again = {e.pk: (e.title, e.edtf, e.review, e.public_id) for e in Event.objects.filter(pk__in=decided)}
    assert again == decided
    assert status(rejected) == 410
    assert status(gone) == 301

    public = Event.objects.get(pk=corrected.pk).get_absolute_url()
    page.goto(public)
    told = page.inner_text("main")
    assert "17 June 2024" in told
    assert "vera" not in told.lower(), "who decided is nobody else's business"
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    page.goto(f"{public}?asof={yesterday}")
    assert "17 June 2024" not in page.inner_text("main")
    assert "18 June 2024" in page.inner_text("main")
    page.goto(f"{rejected.get_absolute_url()}?asof={yesterday}")
    assert rejected.title in page.inner_text("main"), "it was shown then"

    page.goto(f"/admin/events/event/{corrected.pk}/history/")
    told = page.inner_text("#content")
    assert "the letter was written the day before" in told
    assert "17 June 2024 (2024-06-17)" in told
    page.get_by_role("button", name="Revert to how it stood before this").last.click()
    assert "As it stood then" in page.inner_text(".messagelist")
    corrected.refresh_from_db()
    assert corrected.edtf == before

    page.goto(f"/admin/events/person/{kept.pk}/history/")
    page.get_by_role("button", name="Take back “Merged”").click()
    assert status(Person.objects.get(pk=gone.pk)) == 200


def test_words_marked_in_a_source_become_an_event(filled, page):
    source = Source.objects.get()
    words = "“illegitimate unilateral restrictions.”"
    start = source.text.index(words)
    log_in(page, "vera")
    page.goto(f"/admin/events/source/{source.pk}/change/")
    page.evaluate(
        """(words) => {
          const walk = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode()); ) {
            const at = node.data.indexOf(words.slice(0, 14));
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            const block = node.parentElement.closest("[data-start]");
            const inside = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            let left = -1;
            for (let piece; (piece = inside.nextNode()); ) {
              if (piece === node) left = words.length + at;
              if (left < 0) continue;
              if (left <= piece.length) { range.setEnd(piece, left); break; }
              left -= piece.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )
    page.wait_for_function("document.querySelector('#id_start').value !== ''")
    assert int(page.input_value("#id_start")) == start
    assert int(page.input_value("#id_end")) == start + len(words)
    page.get_by_role("button", name="An event").click()
    assert page.locator("mark.m-event").inner_text() == words
    page.fill("#id_title", "Putin speaks of restrictions")
    page.select_option("#id_type", "ACCUSE")
    page.select_option("#id_status", "occurred")
    page.get_by_role("button", name="Add").click()
    made = Event.objects.get(title="Putin speaks of restrictions")
    assert made.review == "approved"
    report = made.reports.get()
    assert source.text[report.start : report.end] == words
    read_text(TEXT, "seed.txt")
    assert status(made) == 200


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_the_queue_works_without_javascript(filled, page):
    log_in(page, "vera")
    page.goto("/admin/queue/event/")
    first = Event.objects.get(pk=page.url.split("/")[-2])
    page.get_by_role("button", name="Approve", exact=False).first.click()
    first.refresh_from_db()
    assert first.review == "approved"
    assert page.locator("#progress").inner_text().startswith("1 of")


def desk_pages() -> list[str]:
    event, person = Event.objects.order_by("pk")[0], Person.objects.order_by("pk")[0]
    other = Person.objects.order_by("pk")[1]
    statement, source = Statement.objects.order_by("pk")[0], Source.objects.order_by("pk")[0]
    return [
        "/admin/",
        "/admin/queue/",
        f"/admin/queue/event/{event.pk}/",
        f"/admin/queue/person/{person.pk}/",
        "/admin/queue/statement/several/",
        f"/admin/events/statement/{statement.pk}/change/",
        f"/admin/events/event/{event.pk}/history/",
        f"/admin/events/source/{source.pk}/change/",
        f"/admin/events/source/{source.pk}/remove/",
        "/admin/events/source/add/",
        "/admin/events/statement/add/",
        "/admin/duplicates/person/",
        "/admin/proposals/",
        "/admin/answers/",
        f"/admin/merge/person/{person.pk}/",
        f"/admin/merge/person/{person.pk}/?second={other.pk}",
        f"/admin/split/event/{event.pk}/",
        "/admin/second-factor/set-up/",
    ]


def test_a_pick_list_is_called_by_its_field_and_what_is_chosen(filled, page):
    log_in(page, "vera")
    page.goto(f"/admin/queue/event/{Event.objects.get(mode='visit', place='Vietnam').pk}/")
    picked = page.locator(".select2-selection[aria-label*=Vietnam]").first
    picked.wait_for()
    assert picked.get_attribute("aria-label") == "State: Vietnam (VN)"


def test_all_of_a_list_are_marked_and_decided_on_by_keyboard(filled, page):
    log_in(page, "vera")
    page.goto("/admin/queue/event/several/")
    everything = page.get_by_label("Mark all of these")
    first = page.locator("[name=record]").first
    everything.focus()
    page.keyboard.press("Space")
    assert page.locator("[name=record]:not(:checked)").count() == 0
    first.focus()
    page.keyboard.press("Space")
    assert everything.evaluate("box => box.indeterminate && !box.checked")
    page.get_by_role("button", name="Approve the marked…").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Approve these").focus()
    press(page, "Enter")
    assert Event.objects.filter(review="unreviewed").count() == 1


@pytest.mark.parametrize("page", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_what_is_compared_can_be_read_on_a_small_screen(filled, page):
    log_in(page, "edda")
    first, second = Person.objects.order_by("pk")[:2]
    page.goto(f"/admin/merge/person/{first.pk}/?second={second.pk}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for cell in page.locator(".desk-compare tbody tr:first-child td").all()[:2]:
        assert cell.evaluate("cell => cell.clientWidth") > 150
    assert page.get_by_role("table").get_by_role("rowheader", name="Name", exact=True).is_visible()
    for radio in page.locator("[name=choice-name]").all():
        assert radio.bounding_box()["x"] + 10 < 390
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize(
    "page",
    [
        {"viewport": {"width": 768, "height": 1024}},
        {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    ],
    ids=["tablet", "phone by night"],
    indirect=True,
)
def test_axe_finds_nothing_at_the_desk_and_a_small_screen_scrolls_one_way(filled, page):
    curation.set_fields(Event.objects.order_by("pk")[0], {"place": "Pyongyang"}, None, "it says so")
    log_in(page, "edda")
    for address in desk_pages():
        page.goto(address)
        page.wait_for_function("document.readyState === 'complete'")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_djangos_own_pages_keep_the_policy_too(filled, page):
    """The page fixture fails on any violation of the Content-Security-Policy."""
    root = account("superuser")
    decision = curation.approve(Event.objects.order_by("pk")[0], None)
    log_in(page, "superuser")
    for address in (
        "/admin/events/event/?review__exact=unreviewed&q=visit",
        "/admin/events/source/",
        "/admin/events/evidence/",
        f"/admin/events/decision/{decision.pk}/change/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{root.pk}/change/",
        f"/admin/auth/user/{root.pk}/delete/",
        f"/admin/auth/group/{Group.objects.first().pk}/change/",
        "/admin/password_change/",
    ):
        assert page.goto(address).status == 200, address
    page.goto("/admin/events/event/add/")
    page.locator("#id_countries-0-country + .select2").click()
    page.locator(".select2-search__field").fill("soviet")
    page.get_by_role("option", name="Soviet Union (SUHH; until 1991)").click()
    assert page.input_value("#id_countries-0-country") == "SUHH"


def test_all_buttons_of_the_queue_stand_on_one_line(filled, page):
    log_in(page, "vera")
    page.goto("/admin/queue/event/")
    for part in (".button", ".button kbd"):
        boxes = [found.bounding_box() for found in page.locator(f".desk-acts {part}").all()]
        assert len(boxes) == 5
        assert len({(round(box["y"], 1), round(box["height"], 1)) for box in boxes}) == 1, part
