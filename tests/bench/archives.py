"""The archives that are measured: made once under var/bench (or in the kept PostgreSQL), with the figures of their loading beside them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.plain import Plain


@dataclass(frozen=True)
class Archive:
    name: str
    url: str
    var: Path
    figures: dict[str, Any]


def archive(database: str, size: str, folder: Path, fresh: bool, raw: bool = True) -> Archive:
    """The archive of that size: the one kept, or made now. `size` is as given: 100k."""
    var = folder / f"{database}-{size}"
    var.mkdir(parents=True, exist_ok=True)
    kept = var / "load.json"
    url = _url(database, size, var)
    if fresh or not kept.exists():
        kept.unlink(missing_ok=True)
        _empty(database, size, var)
        told = module("tests.bench.loading", url, var, size, *(["--raw"] if raw else []))
        kept.write_text(told, "utf-8")
    else:
        command(["manage.py", "migrate", "--verbosity", "0"], url, var)
    return Archive(f"{database} {size}", url, var, json.loads(kept.read_text("utf-8")))


def nothing(database: str, folder: Path) -> Archive:
    """An archive without a single event, to weigh a worker of."""
    var = folder / f"{database}-none"
    var.mkdir(parents=True, exist_ok=True)
    _empty(database, "none", var)
    url = _url(database, "none", var)
    command(["manage.py", "migrate", "--verbosity", "0"], url, var)
    return Archive(f"{database} none", url, var, {})


def _url(database: str, size: str, var: Path) -> str:
    if database == "sqlite":
        return f"sqlite:///{var / 'archive.sqlite3'}"
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/chancery_{size}"


def _empty(database: str, size: str, var: Path) -> None:
    if database == "sqlite":
        for file in var.glob("archive.sqlite3*"):
            file.unlink()
        return
    server = Plain(os.environ["DATABASE_URL"])
    server.rows(f"DROP DATABASE IF EXISTS chancery_{size} WITH (FORCE)")
    server.rows(f"CREATE DATABASE chancery_{size}")
    server.close()


def plain(archive: Archive) -> Plain:
    """A connection to its tables that knows nothing of ours."""
    return Plain(archive.url)


def module(name: str, url: str, var: Path, *arguments: str) -> str:
    """What a module of the bench prints when it works on that archive."""
    return command(["-m", name, *arguments], url, var)


def command(arguments: list[str], url: str, var: Path) -> str:
    environment = {**os.environ, "DATABASE_URL": url, "ARCHIVE_VAR": str(var)}
    ran = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{' '.join(arguments)} on {url} failed:\n{ran.stderr[-3000:]}")
    return ran.stdout
