"""Shared by all tests: a real database, the real model, a small world of sources, and for browser tests a real Chromium."""

import functools
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from events import kept, reference_data, roles
from events.extraction import pipeline, reading
from events.loading import Outcome, load
from events.models import Country
from events.records import Extraction

# Playwright drives the browser from a running event loop, in whose thread Django would refuse its synchronous calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The same examples on every machine, and none too slow for it. HYPOTHESIS_PROFILE=explore looks for new ones.
_ANY_PACE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
hypothesis.register_profile("steady", derandomize=True, **_ANY_PACE)
hypothesis.register_profile("explore", max_examples=500, **_ANY_PACE)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

DATABASE = {"db", "transactional_db", "live_server"}
"""Fixtures of which a test that uses the database has one."""

SEED = Path(__file__).parent.parent / "fixtures" / "seed.txt"

VISIT = """Lindholm Visits Lisbon for Talks

Wed Mar 12 2014

LISBON, Portugal: Swedish Foreign Minister Karin Lindholm visited Portugal on Wednesday for talks with President Rui Sarmento.

Lindholm said Sweden would support a fisheries agreement with Portugal. Sarmento praised Sweden.
"""

DENIAL = """Norway Denies Charge

Fri Mar 14 2014

OSLO, Norway: Sweden accused Norway on Thursday of sending warships into its waters. Norway denied the accusation.
"""


def pytest_configure() -> None:
    """Compiles the catalogues of the pages' languages when they were not yet, or have changed since."""
    for catalogue in (settings.BASE_DIR / "events" / "locale").glob("*/LC_MESSAGES/django.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            fresh = compiled.with_name(f"django.{os.getpid()}.tmp")  # several workers may begin at once
            with fresh.open("wb") as file:
                write_mo(file, read_po(io.BytesIO(catalogue.read_bytes())))
            fresh.replace(compiled)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Marks what asks for a database, or is skipped on one of them: what has to run on both. The rest is the same on either."""
    for item in items:
        if DATABASE & {*item.fixturenames} or any(item.get_closest_marker(mark) for mark in ("django_db", "skipif")):
            item.add_marker("database")
    yield
    items.sort(
        key=lambda item: "pair" not in item.fixturenames
    )  # two servers a minute long: not when all others are done


@pytest.fixture(autouse=True)
def no_database_unasked(request, monkeypatch) -> Iterator[None]:
    """Without the mark a database is out of reach: pytest-django refuses it here, and other processes are not told where it is."""
    if request.node.get_closest_marker("database"):
        yield
        return
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield
    assert not DATABASE & {*request.fixturenames}, (
        "ask for the database by a fixture's name, or it is tried on SQLite alone"
    )


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Tests run from a checkout in which nothing was collected."""
    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=settings.BASE_DIR / "static", STORAGES={**settings.STORAGES, "staticfiles": backend}
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords are hashed as in production, but in one round instead of a million: tests log in some hundred times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a test wrote is rolled back, and the next one may bring its archive to the same revision."""
    kept.forget_everything()


@pytest.fixture
def archive(db):
    """An empty archive with the states of the world."""
    return connection.vendor


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Does for all tests of a module what each would do first of all: `standing(load_world)`, in a fixture of the module.

    What a test writes beyond it is rolled back. Whoever needs the archive empty, or commits, belongs in another module.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()

    def begin_with(make: Callable[[], Any]) -> Any:
        kept.forget_everything()
        with django_db_blocker.unblock():
            return make()

    yield begin_with
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def committed_archive(transactional_db):
    """The same with real commits, for tests that use several processes or a browser; a flush took what migrations made."""
    assert not connection.in_atomic_block, "a module whose archive is `standing` can't commit"
    if not Country.objects.exists():
        reference_data.load_countries(Country)
        roles.install(apps)
    return connection.vendor


def environment() -> dict[str, str]:
    """The environment in which another process works on this test's database; needs `committed_archive`."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        server = f"{database['USER']}@{quote(database['HOST'], safe='')}" + (
            f":{database['PORT']}" if database["PORT"] else ""
        )
        url = f"postgres://{server}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url}


def read_text(text: str, path: str = "test.txt") -> Outcome:
    """A text through the reader into the archive, as `ingest` does it."""
    return load(_extraction(path, text))


@functools.cache
def _extraction(path: str, text: str) -> Extraction:
    """The same text gives the same records, which can't be changed (`test_anything` sees to it): each is read once."""
    return pipeline.extract(reading.read(path, text.encode()))


@pytest.fixture
def seed(archive) -> Outcome:
    return read_text(SEED.read_text("utf-8"), str(SEED))


@pytest.fixture
def visit(archive) -> Outcome:
    return read_text(VISIT)


@pytest.fixture
def run(capsys):
    """Run a management command: (exit status, what it printed, what it complained of)."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = 0
        try:
            call_command(*arguments)
        except SystemExit as stop:
            status = int(stop.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Debian's Chromium, once per worker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server, request) -> Iterator:
    """A page at 1280 px on the live site. The test fails on a script error, a refused resource or a foreign request."""
    options = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = chromium.new_context(base_url=live_server.url, **options)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`))"
    )
    opened = context.new_page()
    problems: list[str] = []
    opened.on(
        "console", lambda m: problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
    )
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda r: problems.append(r.url) if not r.url.startswith((live_server.url, "data:")) else None)
    yield opened
    context.close()
    assert problems == []
