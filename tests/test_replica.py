"""Public pages from a streaming replica: a real primary, a real hot standby, the site as in production, and what each of them is asked."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection

from tests.bench import serving
from tests.conftest import SEED

ROOT = SEED.parent.parent
BIN = Path("/usr/lib/postgresql/15/bin")
PAGE = "/events/?country=KP"
ASKED_ANEW = "/api/events/?country=KP"
"""An answer that is read from the database every time; rows of a list may be remembered."""
pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="replicas are PostgreSQL's")


@dataclass
class Pair:
    """The two servers, the site in front of them, and what one may do to them."""

    environment: dict[str, str]
    port: int = 0
    turn: int = field(default=0)

    def page(self, path: str = PAGE) -> str:
        """A page that no cache has: the parameter changes nothing that is shown."""
        self.turn += 1
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}&utm_source={self.turn}", timeout=60) as answer:
            return answer.read().decode()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def rename(self, title: str) -> None:
        """What a curator's edit comes to: one event's title, through the door that every write passes."""
        code = (
            "from events.models import Event; from events.revision import archive_write\n"
            "with archive_write() as write:\n"
            f"    Event.objects.filter(pk=Event.objects.filter(countries='KP').first().pk).update(title={title!r})\n"
            "    write.changed = True\n"
        )
        ran = self.manage("shell", "-c", code)
        assert ran.returncode == 0, ran.stderr

    def standby(self, *arguments: str) -> None:
        command = [str(BIN / "pg_ctl"), "--pgdata", self.environment["STANDBY"], "--wait", *arguments]
        if os.getuid() == 0:
            command = ["runuser", "--user", "postgres", "--", *command]
        subprocess.run(command, cwd="/tmp", check=True, stdout=subprocess.DEVNULL)

    def replay(self, verb: str) -> None:
        """pg_wal_replay_pause or _resume, on the standby."""
        import psycopg

        with psycopg.connect(self.environment["DATABASE_REPLICA_URL"], autocommit=True) as standby:
            standby.execute(f"SELECT pg_wal_replay_{verb}()")

    def asked(self) -> int:
        """How many questions about events the standby has been asked so far."""
        return Path(self.environment["STANDBY_LOG"]).read_text(errors="replace").count('FROM "events_event')

    def serves(self, within: float = 60) -> bool:
        """Whether pages come to be read from the standby."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            before = self.asked()
            self.page(ASKED_ANEW)
            if self.asked() > before:
                return True
        return False


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Iterator[Pair]:
    told = ("DATABASE_URL", "DATABASE_REPLICA_URL", "STANDBY", "STANDBY_LOG")
    show = "; ".join(f"echo ${name}" for name in told) + "; cat"
    clean = {name: value for name, value in os.environ.items() if name not in {*told, "POSTGRESQL_SOCKET"}}
    servers = subprocess.Popen(
        [str(ROOT / "tests" / "with_replica"), "bash", "-c", show],
        env=clean,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert servers.stdout is not None
    assert servers.stdin is not None
    var = tmp_path_factory.mktemp("replica")
    found = {name: servers.stdout.readline().strip() for name in told}
    made = Pair({**clean, **found, "ARCHIVE_VAR": str(var), "DJANGO_ALLOWED_HOSTS": "127.0.0.1"})
    try:
        for command in (("migrate", "-v0"), ("ingest", str(SEED)), ("collectstatic", "--no-input", "-v0")):
            ran = made.manage(*command)
            assert ran.returncode == 0, ran.stderr
        command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", "{port}", "--log-level", "warning", "archive.wsgi:application"]
        with serving.running("site", command, made.environment, "/healthz", var / "site.log") as site:
            made.port = site.port
            yield made
    finally:
        servers.stdin.close()
        servers.wait(60)
        servers.stdout.close()


def test_public_pages_are_read_from_the_replica(pair):
    assert pair.serves()


def test_an_edit_is_on_the_next_page_however_far_behind_the_replica_is(pair):
    assert pair.serves()
    pair.replay("pause")
    try:
        for title in ("First wording", "Second wording"):
            pair.rename(title)
            assert title in pair.page()
    finally:
        pair.replay("resume")
    assert pair.serves()
    assert "Second wording" in pair.page()


def test_pages_go_on_when_the_replica_goes_and_return_to_it(pair):
    pair.rename("Before it went")
    assert pair.serves()
    pair.standby("--mode", "immediate", "stop")
    try:
        assert "Before it went" in pair.page()
        pair.rename("While it was away")
        assert "While it was away" in pair.page()
        checked = pair.manage("check", "--database", "default", "--database", "replica")
        assert "The replica does not answer" in checked.stderr
    finally:
        folder = str(Path(pair.environment["STANDBY"]).parent)
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c log_statement=all"
        pair.standby("--log", pair.environment["STANDBY_LOG"], "--options", settings, "start")
    assert pair.serves()
    assert "While it was away" in pair.page()


def test_a_download_is_read_from_the_replica_too(pair):
    assert pair.serves()
    before = pair.asked()
    assert "While" in pair.page("/events.csv?country=KP") or pair.asked() > before
    assert pair.asked() > before


def test_check_knows_a_replica_from_a_database_of_its_own(pair):
    assert pair.manage("check", "--database", "replica").returncode == 0
    alone = Pair({**pair.environment, "DATABASE_REPLICA_URL": pair.environment["DATABASE_URL"]})
    checked = alone.manage("check", "--database", "replica")
    assert checked.returncode == 1
    assert "is no replica" in checked.stderr


def test_a_replica_of_sqlite_is_refused(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/a",
        "DATABASE_REPLICA_URL": f"sqlite:///{tmp_path}/b",
    }
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    (told,) = ran.stderr.splitlines()
    assert (ran.returncode, "needs PostgreSQL on both sides" in told) == (1, True)
