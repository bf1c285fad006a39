"""`manage.py ingest` and `extract`: what goes in, what is told, what happens to bad input."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from events import identity, ingesting
from events.extraction import pipeline, reading
from events.loading import load
from events.models import Event, Evidence, Naming, Original, Person, Report, Source, Statement
from events.revision import current_revision
from tests.conftest import DENIAL, SEED, VISIT, environment, read_text

ROOT = SEED.parent.parent
COUNTED = (Source, Original, Event, Report, Person, Naming, Statement, Evidence)


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_it_ingests_a_file_and_says_what_it_found(archive, run):
    status, out, _ = run("ingest", str(SEED))
    assert status == 0
    assert "created" in out
    assert "1 sources: 1 created, 0 updated, 0 unchanged" in out
    assert Event.objects.public().filter(countries="KP").exists()


def test_it_changes_nothing_the_second_time(archive, run):
    run("ingest", str(SEED))
    before, revision = rows(), current_revision()
    status, out, _ = run("ingest", str(SEED))
    assert (status, rows(), current_revision()) == (0, before, revision)
    assert "0 created, 0 updated, 1 unchanged" in out


def test_a_dry_run_writes_nothing(archive, run):
    status, out, _ = run("ingest", "--dry-run", str(SEED))
    assert status == 0
    assert "1 read" in out
    assert set(rows().values()) == {0}


def test_the_same_sources_give_the_same_addresses_in_any_order(archive):
    def addresses() -> set[str]:
        return {r.get_absolute_url() for m in (Source, Event, Person, Statement) for r in m.objects.all()}

    texts = [SEED.read_text("utf-8"), VISIT, DENIAL]
    for text in texts:
        read_text(text)
    first = addresses()
    Event.objects.update(merged_into=None)
    for model in (Evidence, Statement, Report, Event, Naming, Person, Source, Original):
        model.objects.all().delete()
    for text in reversed(texts):
        read_text(text)
    assert addresses() == first
    assert len(first) > 10


def test_bad_sources_are_told_one_by_one_and_the_good_go_on(archive, run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "big.txt").write_text("Sweden visited Norway. " * 1_000_000, "utf-8")
    (tmp_path / "undated.txt").write_text(
        "Minister in Oslo\n\nThe Swedish minister visited Norway for talks.\n", "utf-8"
    )
    (tmp_path / "stateless.txt").write_text("Rain\n\nWed Mar 12 2014\n\nIt rained all day, and nobody came.\n", "utf-8")
    (tmp_path / "good.txt").write_text(VISIT, "utf-8")
    (tmp_path / "nothing").mkdir()
    status, out, err = run("ingest", str(tmp_path), str(tmp_path / "nothing"), str(tmp_path / "missing.txt"))
    assert status == 1
    failures = [line for line in err.splitlines() if line.startswith("failed")]
    assert len(failures) == 7
    assert "8 sources: 1 created" in out
    assert "7 failed" in out
    assert Source.objects.count() == 1


def test_a_day_of_publication_that_is_none_is_named(archive, run, tmp_path):
    (tmp_path / "a.txt").write_text(
        "---\npublished: yesterday\n---\nPeru protested to Chile.\n\nPeru protested to Chile, its minister said.\n"
    )
    status, out, err = run("ingest", str(tmp_path / "a.txt"))
    assert status == 1
    assert "published: yesterday is no day: write it as YYYY-MM-DD" in out + err


@pytest.mark.parametrize(
    ("front", "named"),
    [
        ("published: 2024-13-45", "published: 2024-13-45 is no day"),
        ("published: 18/06/2024", "published: 18/06/2024 is no day"),
        ("published: 0001-01-01", "published: 0001-01-01 is no day"),
        ("published: 9999-12-31", "with a year from 1500 to 2199"),
        ("url: javascript:alert(1)", "url: javascript:alert(1) is no address of the web"),
        ("url: not an address", "or leave it out"),
    ],
)
def test_front_matter_that_can_not_be_right_is_refused_by_name_and_the_others_go_on(
    archive, run, tmp_path, front, named
):
    """Even where the text has a date line: whoever wrote the front matter meant something else."""
    (tmp_path / "a.txt").write_text(f"---\n{front}\n---\n{VISIT}", "utf-8")
    (tmp_path / "b.txt").write_text(VISIT, "utf-8")
    status, out, err = run("ingest", str(tmp_path))
    assert (status, Source.objects.count()) == (1, 1)
    assert named in err
    assert "2 sources: 1 created" in out


def test_a_name_in_front_matter_that_is_not_read_is_told(archive, run, tmp_path):
    (tmp_path / "a.txt").write_text(f"---\npublised: 2014-03-14\n---\n{VISIT}", "utf-8")
    status, out, _ = run("ingest", str(tmp_path))
    assert status == 0
    assert "note: publised of the front matter is not read: it may hold title, place" in out


def test_front_matter_without_an_end_is_told(archive, run, tmp_path):
    (tmp_path / "a.txt").write_text("---\npublisher: El Faro\nPeru protested to Chile, its minister said.\n", "utf-8")
    status, _, err = run("ingest", str(tmp_path))
    assert status == 1
    assert "a line --- ends it" in err


def test_an_old_encoding_is_understood_and_its_bytes_are_kept(archive, run, tmp_path):
    data = VISIT.replace("Lindholm", "Björk").encode("latin-1")
    (tmp_path / "old.txt").write_bytes(data)
    status, _, _ = run("ingest", str(tmp_path / "old.txt"))
    assert status == 0
    source = Source.objects.get()
    assert "Karin Björk" in source.text
    assert bytes(source.original.data) == data


def test_a_fault_of_the_reader_at_one_text_stops_no_other(archive):
    def faulty(path, data):
        return [].pop() if path == "second" else ingesting.news(path, data)

    items = [ingesting.Item(path, data) for path, data in (("second", b""), ("seed", SEED.read_bytes()))]
    first, second = ingesting.ingest(items, read=faulty)
    assert (first.state, second.state) == ("failed", "created")
    assert "a fault of the reader, not of the text (IndexError: pop from empty list, test_ingest.py:" in first.error


def test_an_unreadable_file_is_named_and_the_others_go_on(archive, run, tmp_path):
    (tmp_path / "good.txt").write_text(VISIT, "utf-8")
    (tmp_path / "closed.txt").symlink_to("/proc/self/mem")  # refuses to be read, even by root
    status, out, err = run("ingest", str(tmp_path))
    assert status == 1
    assert "closed.txt" in err
    assert "can't be read" in err
    assert "1 created" in out


def test_extract_prints_a_json_object_a_source_and_writes_nothing(archive, run):
    status, out, _ = run("extract", str(SEED), "--json")
    found = json.loads(out)
    assert status == 0
    assert set(found) == {"source", "persons", "countries", "statements", "events"}
    text = SEED.read_text("utf-8")
    for statement in found["statements"]:
        assert text[slice(*statement["span"])] == statement["text"]
    assert set(rows().values()) == {0}


def test_two_processes_at_once_leave_the_same_rows_as_one(committed_archive, run):
    run("ingest", str(SEED))
    once = rows()
    for model in (Evidence, Statement, Report, Event, Naming, Person, Source, Original):
        model.objects.all().delete()
    command = [sys.executable, "manage.py", "ingest", str(SEED)]
    both = [subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    for process in both:
        process.communicate()
    assert rows() == once


def test_talks_with_a_visiting_minister_are_a_meeting_and_a_visit_in_the_same_words(archive):
    text = (
        "Talks in Oslo\n\nWed Mar 12 2014\n\nOSLO, Norway: Norwegian Foreign Minister Elin Solberg held talks on Wednesday"
        " with visiting Swedish Foreign Minister Karin Lindholm.\n"
    )
    read_text(text)
    modes = set(Event.objects.values_list("mode", flat=True))
    assert {"meeting", "visit"} <= modes
    assert read_text(text).state == "unchanged"


def test_a_sovereign_of_one_name_is_one_person_and_a_prince_is_one_of_many(archive):
    def tell(title: str, state: str, day: int) -> str:
        return (
            f"LIMA, Peru, May {day}, 2019: {title} Akihito of {state} met Peruvian President Luis Prado on Monday.\n\n"
            f"{title} Akihito praised the trade between Peru and {state}.\n"
        )

    read_text(tell("Emperor", "Japan", 7), "one.txt")
    read_text(tell("Emperor", "Japan", 8), "two.txt")
    (sovereign,) = Person.objects.public().filter(name="Akihito")
    assert sovereign.namings.count() == 2
    assert sovereign.country_id == "JP"
    for day in (9, 10):
        read_text(tell("Prince", "Japan", day), f"{day}.txt")
    assert Person.objects.public().filter(name="Akihito").count() == 3


def test_a_naming_that_is_read_otherwise_moves_to_whom_it_names(archive):
    """As when a newer reader finds the title that an older one missed."""
    text = (
        "LIMA, Peru, May 7, 2019: Emperor Akihito of Japan met Peruvian President Luis Prado on Monday.\n\n"
        "Emperor Akihito praised the trade between Peru and Japan.\n"
    )
    found = pipeline.extract(reading.read("one.txt", text.encode()))
    plain = tuple(replace(person, title=None) if person.name == "Akihito" else person for person in found.persons)
    load(replace(found, persons=plain))
    (before,) = Person.objects.public().filter(name="Akihito")
    load(found)
    (after,) = Person.objects.public().filter(name="Akihito")
    assert after.public_id == identity.person_id("akihito", "", "Emperor", "JP") != before.public_id
    assert not Person.objects.get(pk=before.pk).current


def test_the_readme_shows_what_is_printed(archive, run):
    readme = (SEED.parent.parent / "README.md").read_text("utf-8")
    run("ingest", "fixtures/seed.txt")
    _, again, _ = run("ingest", "fixtures/seed.txt")
    assert again.splitlines()[0] in readme
    _, read, _ = run("extract", "fixtures/seed.txt")
    shown = readme.split("extract fixtures/seed.txt\n")[1].split("\n\n")[0]
    for line in (line.strip() for line in shown.splitlines()):
        assert line.removesuffix("…").strip() in read, line


def test_whoever_has_read_enough_sees_no_traceback(tmp_path):
    asked = f"{sys.executable} manage.py extract fixtures/seed.txt fixtures/seed.txt | head -1"
    done = subprocess.run(["bash", "-c", asked], cwd=SEED.parent.parent, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout.startswith("Putin Promises")


def test_an_empty_name_is_not_the_folder_in_which_the_command_runs(archive, run, tmp_path, monkeypatch):
    (tmp_path / "good.txt").write_text(VISIT, "utf-8")
    monkeypatch.chdir(tmp_path)
    status, out, err = run("ingest", "")
    assert (status, Source.objects.count()) == (1, 0)
    assert "an empty name" in err
    assert "1 failed" in out


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_a_text_longer_than_the_parser_takes_is_refused_with_what_to_do(archive, run, tmp_path, command):
    (tmp_path / "long.txt").write_text(VISIT + "Sweden visited Norway. " * 45_000, "utf-8")
    status, _out, err = run(command, str(tmp_path / "long.txt"))
    assert status == 1
    assert "split it into articles of at most 1,000,000" in err
    assert "fault" not in err


def test_a_fault_of_the_reader_at_one_text_keeps_no_other_from_being_shown(archive, run, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(DENIAL, "utf-8")
    (tmp_path / "b.txt").write_text(VISIT, "utf-8")
    whole = pipeline.extract

    def faulty(document):
        return [].pop() if document.path.endswith("a.txt") else whole(document)

    monkeypatch.setattr(pipeline, "extract", faulty)
    status, out, err = run("extract", str(tmp_path))
    assert status == 1
    assert "a fault of the reader, not of the text" in err
    assert "Karin Lindholm" in out
