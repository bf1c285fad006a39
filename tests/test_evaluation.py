"""Measuring: a reader that is right gets 1, one that is not is told where, in each of the three kinds of annotation."""

import json

import pytest
from django.core.management import CommandError, call_command

from events import evaluation

TEXT = "Talks\n\nWed Mar 12 2014\n\nOSLO, Norway: Norway accused Sweden on Monday of lying.\n"


def annotate(folder, name, **changes):
    (folder / f"{name}.txt").write_text(TEXT, "utf-8")
    trigger = "Norway accused Sweden"
    start = TEXT.index(trigger)
    content = "Sweden on Monday of lying"
    gold = {
        "persons": [],
        "countries": ["NO", "SE"],
        "statements": [
            {
                "text": content,
                "span": [TEXT.index(content), TEXT.index(content) + len(content)],
                "speaker": {"country": "NO"},
            }
        ],
        "events": [
            {
                "type": "ACCUSE",
                "countries": ["NO", "SE"],
                "date": "2014-03-10",
                "trigger": trigger,
                "span": [start, start + len(trigger)],
            }
        ],
        **changes,
    }
    (folder / f"{name}.gold.json").write_text(json.dumps(gold), "utf-8")


def test_what_is_right_counts_and_what_is_wrong_is_told(tmp_path):
    annotate(tmp_path, "right")
    found = evaluation.evaluate(tmp_path)
    assert {n: t.f1 for n, t in found.tallies.items()} == dict.fromkeys(
        ["countries", "statements", "statements with speaker", "events", "event dates"], 1.0
    ) | {"persons": 0.0}
    assert found.errors == []
    annotate(tmp_path, "wrong", countries=["NO", "SE", "FI"])
    found = evaluation.evaluate(tmp_path)
    assert found.tallies["countries"].recall == 0.8
    assert found.errors == [("countries missed", "wrong", "FI")]


def test_attributions_in_brat_files(tmp_path):
    text = "Norway said that Sweden would wait.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    begin = text.index("Sweden")
    ann = f"T1\tContent {begin} {len(text) - 2}\tx\nT2\tSource 0 6\tNorway\nT3\tCue 7 11\tsaid\nE1\tCue:T3 Source:T2 Content:T1\n"
    (tmp_path / "a.ann").write_text(ann, "utf-8")
    found = evaluation.evaluate(tmp_path)
    assert {n: t.f1 for n, t in found.tallies.items()} == {"source": 1.0, "content": 1.0, "characters": 1.0}


def test_sentences_with_one_event_each(tmp_path):
    row = {"id": "x", "text": "Norway accused Sweden of lying.", "type": "ACCUSE", "source": ["NOR"], "target": ["SWE"]}
    (tmp_path / "s.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert {n: t.f1 for n, t in evaluation.evaluate(tmp_path / "s.jsonl").tallies.items()} == {
        "found": 1,
        "type": 1,
        "states": 1,
    }


def test_a_folder_without_annotation_is_refused_by_name(tmp_path):
    with pytest.raises(evaluation.UnknownFolder, match=r"gold\.json"):
        evaluation.evaluate(tmp_path)


def test_the_speed_is_told_beside_that_of_the_bare_parse(tmp_path, capsys):
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(TEXT * 3, "utf-8")
    call_command("evaluate", str(tmp_path), "--speed")
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("3 texts, ")
    whole, bare, ratio = (float(line.split()[-1]) for line in told[1:])
    assert ratio == pytest.approx(whole / bare, abs=0.02)


def test_a_folder_without_texts_has_no_speed(tmp_path):
    with pytest.raises(CommandError, match="name a folder that holds some"):
        call_command("evaluate", str(tmp_path), "--speed")
