"""Reads the words of language kept as data in lexicon/: tab-separated tables with a header and a source column.

Imports nothing of ours. A line that starts with # is a comment; every table names, for each row, where its words come from.
"""

import functools
from importlib import resources


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of lexicon/NAME.tsv as dicts by column. FileNotFoundError for an unknown table, ValueError for a ragged row."""
    text = resources.files("events.extraction").joinpath("lexicon", f"{name}.tsv").read_text("utf-8")
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    header = lines[0][1].split("\t")
    table = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(
                f"lexicon/{name}.tsv line {number} has {len(cells)} cells: write {len(header)} ({', '.join(header)})"
            )
        table.append(dict(zip(header, cells, strict=True)))
    return tuple(table)


def forms(cell: str) -> tuple[str, ...]:
    """A cell that lists several forms, parted by "; "."""
    return tuple(form.strip() for form in cell.split(";") if form.strip())
