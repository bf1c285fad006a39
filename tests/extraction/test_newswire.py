"""Invented sentences as the wires write them, for every type of event (newswire.tsv): who takes part, and whether it happened."""

import csv
from pathlib import Path

import pytest

from events.extraction import pipeline, reading

LINES = Path(__file__).with_name("newswire.tsv").read_text("utf-8").splitlines()
SENTENCES = list(csv.DictReader(LINES, delimiter="\t", quoting=csv.QUOTE_NONE))
TOLD = [s for s in SENTENCES if s["type"] != "-"]
NOTHING = [s for s in SENTENCES if s["type"] == "-"]


def happened(year: str, sentence: str):
    text = f"News of the day\n\nWed Jun 19 {year}\n\n{sentence}\n"
    return pipeline.extract(reading.read("test.txt", text.encode())).events


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["sentence"][:40])
def test_it_tells_the_type_the_states_and_the_status(told):
    found = [
        (e.type.value, " ".join(sorted(e.countries)), e.status.value) for e in happened(told["year"], told["sentence"])
    ]
    assert (told["type"], told["states"], told["status"]) in found


@pytest.mark.parametrize("told", NOTHING, ids=lambda told: told["sentence"][:40])
def test_what_did_not_happen_is_not_told_as_done(told):
    events = happened(told["year"], told["sentence"])
    assert [e.title for e in events if e.status.value in ("occurred", "ongoing")] == []
