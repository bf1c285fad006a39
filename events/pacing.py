"""How fast the reader reads, as a share of what spaCy's parse alone takes. No Django; may import extraction.

Both read the same texts in the same process in turn, and only the processor time of this process counts; the parse is the longest
part of the work, so a share near 1 says that all that is ours costs next to nothing.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from events.extraction import parsing, pipeline, reading
from events.records import as_json

ROUNDS = 3
"""Each side reads the texts so often, in turn; the best round of each counts, since the others measure the neighbours."""


class Pace(NamedTuple):
    """Words a second of processor time: of the whole reader from bytes to JSON, and of spaCy's pipeline over the bare texts."""

    texts: int
    words: int
    whole: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.whole / self.bare


def measure(files: Sequence[Path]) -> Pace:
    """Read the files with both. UnreadableText for a file that holds no text; ValueError when there is none."""
    if not files:
        raise ValueError("no .txt file to measure the speed on: name a folder that holds some")
    data = [(file.name, file.read_bytes()) for file in files]
    texts = [reading.read(*item).text for item in data]
    model = parsing.model()

    def whole() -> None:
        for extraction in pipeline.extract_many(reading.read(*item) for item in data):
            as_json(extraction)

    def bare() -> None:
        for _doc in model.pipe(texts):
            pass

    whole()  # loads the model, the word lists and whatever is cached
    seconds = [(_seconds(whole), _seconds(bare)) for _round in range(ROUNDS)]
    words = sum(len(text.split()) for text in texts)
    return Pace(len(texts), words, words / min(w for w, _b in seconds), words / min(b for _w, b in seconds))


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
