"""What an archive lacks is said in a line that names the remedy: by commands, by the log of a server, and to whoever watches it."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from events import readiness


def manage(var, *arguments, **environment):
    told = {
        **os.environ,
        "ARCHIVE_VAR": str(var),
        "DATABASE_URL": "",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        **environment,
    }
    return subprocess.run([sys.executable, "manage.py", *arguments], env=told, capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [
        ("ingest", "fixtures/seed.txt"),
        ("import_dataset", "leader-visits", "fixtures"),
        ("remove_sources", "--publisher", "Nobody"),
        ("export_curation",),
        ("import_curation", "fixtures/seed.txt"),
        ("restore_indexes",),
    ],
)
def test_a_command_says_that_the_database_was_not_migrated(tmp_path, command):
    ran = manage(tmp_path, *command)
    assert ran.returncode == 1
    assert "run manage.py migrate" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""


def test_a_database_of_an_earlier_version_is_told_by_what_it_lacks(tmp_path):
    for target in ((), ("events", "0008")):
        assert manage(tmp_path, "migrate", *target, "--verbosity", "0").returncode == 0
    ran = manage(tmp_path, "ingest", "fixtures/seed.txt")
    assert ran.returncode == 1
    assert "from events 0009_merged on" in ran.stderr


def test_a_database_that_does_not_answer_is_named_with_what_to_do():
    environment = {"DATABASE_URL": "postgres://nobody:secret@127.0.0.1:1/none"}
    ran = manage("var", "export_curation", **environment)
    assert ran.returncode == 1
    assert "DATABASE_URL does not answer" in ran.stderr
    assert "secret" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_migrating_a_database_that_does_not_answer_is_told_in_a_line(tmp_path):
    ran = manage(tmp_path, "migrate", DATABASE_URL="postgres://nobody:secret@127.0.0.1:1/none")
    assert ran.returncode == 1
    assert ran.stderr.startswith("The database of DATABASE_URL does not answer (")
    assert "secret" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_database_that_answers_is_not_said_to_be_silent(tmp_path):
    """SQLite tells of a missing table by the same kind of error as of a missing file."""
    ran = manage(tmp_path, "shell", "-c", "from events.models import Event; Event.objects.count()")
    assert ran.returncode == 1
    assert "no such table" in ran.stderr
    assert "does not answer" not in ran.stderr


def test_an_archive_that_can_be_read_is_ready(archive):
    assert readiness.database() == ""
    assert Client().get("/healthz").json()["status"] == "ok"


def test_a_server_says_in_its_log_what_its_pages_lack_and_is_not_healthy(tmp_path):
    script = """
import time, threading
from django.test import Client
import archive.wsgi
answer = Client().get("/healthz")
print(answer.status_code, answer.json())
[t.join(20) for t in threading.enumerate() if t.name == "readiness"]
"""
    ran = manage(tmp_path, "shell", "--command", script)
    assert ran.stdout.strip().endswith("503 {'status': 'unavailable'}")
    assert "run manage.py collectstatic" in ran.stderr
    assert "run manage.py migrate" in ran.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "foo"), ("DJANGO_SECRET_KEY", "short"), ("DJANGO_DEBUG", "maybe"), ("ARCHIVE_CDN_SECONDS", "x")],
)
def test_a_wrong_variable_is_named_in_a_line(tmp_path, name, value):
    ran = manage(tmp_path, "check", **{name: value})
    assert ran.returncode == 1
    assert ran.stderr.startswith(name)
    assert len(ran.stderr.splitlines()) == 1
