"""Reading: words a second beside the parser alone, and what a second process brings."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
ARTICLES = 200
DISPATCHES = 4
"""Dispatches of the sample chronicle that make one article, so that it is as long as news is."""


def articles(folder: Path, count: int = ARTICLES) -> list[Path]:
    """Write that many articles, each of several dispatches of the chronicle under the first one's head."""
    dispatches = sorted((ROOT / "fixtures" / "chronicle").glob("*.txt"))
    texts = [_parts(file.read_text("utf-8")) for file in dispatches]
    made = []
    for number in range(count):
        bodies = [texts[(number + step) % len(texts)] for step in range(DISPATCHES)]
        file = folder / f"{number:04d}.txt"
        # The turn of the chronicle that it is of, so that no two articles are one.
        file.write_text(bodies[0][0] + "\n\n".join(body for _, body in bodies) + f"\n\n({number})\n", "utf-8")
        made.append(file)
    return made


def _parts(text: str) -> tuple[str, str]:
    """The front matter, title and date; and what follows them."""
    blocks = text.split("\n\n")
    return "\n\n".join(blocks[:2]) + "\n\n", "\n\n".join(blocks[2:]).strip()


def measure(folder: Path) -> dict[str, Any]:
    """Words a second of reading and of spaCy by itself, text by text in turn; seconds of `ingest` by one process and by two."""
    with tempfile.TemporaryDirectory(dir=folder) as kept:
        files = articles(Path(kept))
        ran = subprocess.run(
            [sys.executable, "-m", "tests.bench.reading", *map(str, files[:60])],
            cwd=ROOT,
            env={**os.environ, "ARCHIVE_VAR": kept},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = {jobs: min(_ingest(Path(kept), files, jobs) for _ in range(2)) for jobs in (1, 2)}
    return {
        "reading": json.loads(ran.stdout),
        "jobs": {"one": seconds[1], "two": seconds[2], "ratio": seconds[1] / seconds[2], "articles": len(files)},
    }


def _ingest(kept: Path, files: list[Path], jobs: int) -> float:
    """Seconds that `manage.py ingest --jobs N` takes, its start included, into an empty archive on SQLite."""
    for file in kept.glob("ingest.sqlite3*"):
        file.unlink()
    environment = {**os.environ, "ARCHIVE_VAR": str(kept), "DATABASE_URL": f"sqlite:///{kept / 'ingest.sqlite3'}"}
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    began = time.perf_counter()
    subprocess.run(
        [*run, "ingest", "--jobs", str(jobs), *map(str, files)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def main(files: list[Path]) -> None:
    """Read each text with and without ours; the figures as JSON."""
    from events.extraction import parsing, pipeline, reading

    documents = [reading.read(str(file), file.read_bytes()) for file in files]
    words = sum(len(document.text.split()) for document in documents)
    pipeline.extract(documents[0])  # the model is loaded then
    ours = bare = 0.0
    for document in documents:
        began = time.perf_counter()
        pipeline.extract(document)
        between = time.perf_counter()
        parsing.model()(document.text)
        ours += between - began
        bare += time.perf_counter() - between
    print(
        json.dumps(
            {"words": words, "words_per_second": words / ours, "spacy": words / bare, "times_spacy": ours / bare}
        )
    )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
