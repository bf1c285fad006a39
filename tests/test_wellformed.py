"""A line of an export that can't be right is refused by name, whoever has had it in hand; and nothing of the file is taken."""

import json

import pytest

from events import curation, identity
from events.curation.replaying import Unfit
from events.models import Decision, Event
from tests.test_merging import every_face, wipe
from tests.world import NEWS, load_world, tell


@pytest.fixture
def world(archive):
    return load_world()


def line(world, **changed):
    """A decision as it is exported, otherwise than it was taken, under the identifier that this gives it."""
    curation.set_fields(world.talks, {"place": "Oslo"}, None)
    (told,) = curation.export_lines()
    content = {**json.loads(told), **changed}
    details = json.dumps(content["details"], sort_keys=True, ensure_ascii=False)
    what = (content["at"], content["by"], content["verb"], content["kind"], content["record"])
    return json.dumps({**content, "decision": identity.decision_id(*what, details)})


def field(name, value):
    return {"details": {"fields": {name: {"from": "", "to": value, "lock": value, "machine": ""}}}}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"kind": "dog"}, "kind: dog is not known: it is one of event, person"),
        ({"verb": "eat"}, "eat is no Verb: it is one of set"),
        ({"at": "yesterday"}, "at: yesterday is no moment: write it as 2026"),
        ({"at": "2024-01-01T00:00:00"}, "is no moment"),
        ({"by": "x" * 151}, "is no text of 150 characters at most"),
        ({"why": 5}, "why: 5 is no text"),
        ({"subjects": "abc"}, "subjects: abc is no list of identifiers"),
        ({"details": [1]}, r"details: \[1\] is no object"),
        ({"details": {}}, "details has no fields"),
        ({"details": {"fields": 5}}, "fields is 5, and should be an object of objects"),
        ({"details": {"fields": {}, "pins": {"a": "b"}}}, "pins is .* and should be an object of lists"),
        ({"details": {"fields": {}, "dog": 1}}, "dog is not known"),
        ({"details": {"fields": {"review": {"from": "unreviewed", "to": "maybe"}}}}, "maybe is no Review"),
        ({"verb": "undo", "details": {"undoes": "zzzz"}}, "takes back zzzz, which is no decision of this archive"),
        ({"verb": "merge", "details": {"fields": {}}}, "details has no merged"),
        (field("dog", 1), "dog is no field of events: they have type, mode"),
        (field("edtf", "2024-99"), "edtf: 2024-99 is not a date"),
        (field("countries", [["ZZ", "host"]]), "countries: ZZ is no state: give an ISO 3166 code"),
        (field("title", "x" * 900), "title has 900 characters: 300 fit"),
        (field("title", "a\0b"), "title: it holds control characters"),
    ],
)
def test_a_decision_that_can_not_be_is_refused_by_name(world, changed, named):
    told = line(world, **changed)
    wipe()
    load_world()
    before = every_face()
    with pytest.raises(Unfit, match=f"line 1: .*{named}"):
        curation.import_lines([told])
    assert (every_face(), Decision.objects.count()) == (before, 0)


def test_a_record_is_not_merged_with_itself(world):
    told = line(world, verb="merge", details={"merged": [world.talks.public_id]})
    wipe()
    load_world()
    with pytest.raises(Unfit, match="would be merged with itself"):
        curation.import_lines([told])


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("null", "it is no JSON object but None"),
        ("[]", "it is no JSON object"),
        ("{}", "it has no at"),
        ("[" * 100_000, "nested too deeply"),
        ('{"kept": "dog"}', "kept: dog is not known: it is one of report, naming"),
        ('{"kept": "report", "id": "aaaaaaaaaaaaaa"}', "it has no start"),
        (
            '{"kept": "event", "id": "' + "a" * 40 + '", "type": "AGREE", "mode": "", "status": "occurred"}',
            "is no identifier",
        ),
        (
            '{"kept": "event", "id": "a", "type": "AGREE", "mode": "", "status": "occurred", "stood": {"title": ""}}',
            "stood has no type",
        ),
    ],
)
def test_what_is_no_line_of_an_export_is_refused_by_name(world, told, named):
    with pytest.raises(Unfit, match=f"line 2: .*{named}"):
        curation.import_lines(["", told])
    assert not Event.objects.filter(public_id__startswith="aaaa").exists()


def test_a_reason_with_a_separator_of_lines_is_read_back(world, run, tmp_path):
    curation.approve(world.talks, None, why="so they say\u2028on two lines\x85or three")
    lines = list(curation.export_lines())
    (tmp_path / "decisions.jsonl").write_text("\ufeff" + "\n".join(lines) + "\n", "utf-8")
    wipe()
    for news in NEWS:
        tell(news)
    status, out, err = run("import_curation", str(tmp_path / "decisions.jsonl"))
    assert (status, "1 decisions taken" in out) == (0, True), err
    assert list(curation.export_lines()) == lines
