"""The servers that are measured, each a process of its own on 127.0.0.1, started as its documentation says, and stopped again."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import HOST, Refused, Visitor

BIN = Path(sys.executable).parent
WORKERS = 2
READY_WITHIN = 180
"""Seconds; a worker may have an index to build first."""


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Process identifiers of the workers: the children, or the server itself when it has none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children] or [self.process.pid]

    def heap(self) -> float:
        """Megabytes of memory of its own that the largest worker holds; files mapped into it are not counted."""
        return max(_anonymous(pid) for pid in self.workers())


def _anonymous(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0


def collect(var: Path) -> str:
    """Collect the static files, as before any start in production; the address of the stylesheet."""
    environment = {**os.environ, "ARCHIVE_VAR": str(var)}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)
    names = json.loads((var / "static" / "staticfiles.json").read_text("utf-8"))["paths"]
    return f"/static/{names['chancery.css']}"


def free_port() -> int:
    """A port that nobody listens on, above those that others like to use."""
    for port in range(9300, 9900):
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) != 0:
                try:
                    tried.close()
                    with socket.socket() as bound:
                        bound.bind((HOST, port))
                    return port
                except OSError:
                    continue
    raise SystemExit("no port between 9300 and 9900 is free: stop a server and run again")


@contextmanager
def running(name: str, command: list[str], environment: dict[str, str], path: str, log: Path) -> Iterator[Server]:
    """A server while it is needed: started, waited for until `path` answers, stopped."""
    port = free_port()
    arguments = [part.replace("{port}", str(port)) for part in command]
    with log.open("wb") as out:
        process = subprocess.Popen(
            arguments, env={**os.environ, **environment}, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(process, port, path, name, log)
            yield Server(name, port, process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, name: str, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            visitor = Visitor(port)
            visitor.get(path)
            visitor.close()
            return
        except (OSError, Refused):
            time.sleep(0.2)
    raise SystemExit(
        f"{name} does not answer {path}: see what it wrote in {log}\n{log.read_text(errors='replace')[-2000:]}"
    )


def site(name: str, url: str, var: Path, workers: int = WORKERS) -> "contextmanager":  # type: ignore[valid-type]
    """This archive as production runs it: granian, two workers."""
    environment = {"DATABASE_URL": url, "ARCHIVE_VAR": str(var), "DJANGO_ALLOWED_HOSTS": HOST}
    return running(name, _granian("archive.wsgi:application", workers), environment, "/healthz", var / f"{name}.log")


def empty(var: Path) -> "contextmanager":  # type: ignore[valid-type]
    """A Django that answers one address with one word, under the same server, with the middleware of `startproject`."""
    environment = {"ARCHIVE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "tests.bench.empty", "DJANGO_ALLOWED_HOSTS": HOST}
    return running("empty", _granian("tests.bench.empty:application", WORKERS), environment, "/", var / "empty.log")


def _granian(application: str, workers: int) -> list[str]:
    return [
        *(str(BIN / "granian"), "--interface", "wsgi", "--host", HOST, "--port", "{port}", "--workers", str(workers)),
        *("--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning", application),
    ]


def datasette(file: Path, var: Path) -> "contextmanager":  # type: ignore[valid-type]
    """Datasette on a file of the same events, its limits raised so that it may finish counting, its guesses off."""
    settings = {
        "default_page_size": "50",
        "sql_time_limit_ms": "100000",
        "facet_time_limit_ms": "100000",
        "suggest_facets": "off",
        "default_facet_size": "200",
        "max_returned_rows": "1000",
        "num_sql_threads": "3",
    }
    command = [str(BIN / "datasette"), "serve", "--immutable", str(file), "--host", HOST, "--port", "{port}"]
    for name, value in settings.items():
        command += ["--setting", name, value]
    return running("datasette", command, {}, "/", var / "datasette.log")
