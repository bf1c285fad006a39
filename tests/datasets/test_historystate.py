"""The lists of the Office of the Historian, tried on made-up records of their shape."""

import pytest

from events.datasets import historystate
from events.datasets.composing import UnknownDataset, name_and_office, state_code
from events.models import Event, Person, Source
from tests.conftest import read_text

STAMP = "<last-modified-datetime>2012-04-02T10:53:34.11-04:00</last-modified-datetime>"


def visit(number: int, visitor: str, home: str, start: str, end: str, slug: str = "", remarks: str = "") -> str:
    return (
        f"<visit><id>{number}</id><start-date>{start}</start-date><end-date>{end}</end-date><visitor>{visitor}</visitor>"
        f'<from id="{slug}">{home}</from><description>{remarks}</description>{STAMP}</visit>'
    )


VISITS = "".join(
    (
        visit(1, "King Torvald II", "Norway", "1962-03-05", "1962-03-09", remarks="State visit."),
        visit(2, "Premier Anna Brezina", "U.S.S.R.", "1963-01-02", "1963-01-02"),
        visit(3, "President Lucia Vidal and Prime Minister Ugo Bassi", "Italy", "1964-07-01", "1964-07-03"),
        visit(4, "President Ortega", "Peru", "1965-02-02", "1965-02-02"),
        visit(5, "President Ortega", "Chile", "1966-02-02", "1966-02-02"),
        visit(6, "President Kim", "Korea", "1967-02-02", "1967-02-02", slug="korea-south"),
        visit(7, "King Rollo", "Ruritania", "1968-02-02", "1968-02-02"),
        visit(8, "King Rollo", "Norway", "1968-02-30", "1968-03-02"),
        visit(9, "King Rollo", "Norway", "1968-05-02", "1968-03-02"),
    )
)


def leader_visits(rows: str = VISITS):
    return historystate.leader_visits("visits/1960.xml", f"<visits>{rows}</visits>".encode())


TRIP = (
    '<trips><trip role="president" who="doe-john"><id>1</id><role>president</role><name>John Q. Doe</name><start-date>1962-05-01'
    '</start-date><end-date>1962-05-02</end-date><country id="france">France</country><locale>Paris</locale><remarks>Met with '
    f"President Vidal.</remarks>{STAMP}</trip></trips>"
).encode()


def test_a_visit_is_one_event_with_guest_host_days_and_words():
    found = leader_visits()
    event = found.events[0]
    assert (event.type.value, event.mode.value, event.status.value) == ("CONSULT", "visit", "occurred")
    assert (event.countries, event.persons, event.date) == (("NO", "US"), ("Torvald II",), "1962-03-05/1962-03-09")
    assert dict(event.parts)["US"].value == "host"
    assert found.document.text[slice(*event.span)] == "1962-03-05/1962-03-09. King Torvald II, Norway. State visit."


def test_every_mention_is_of_the_words_it_names():
    found = leader_visits()
    for person in found.persons:
        assert {found.document.text[slice(*span)] for span in person.mentions} == {person.name}


def test_a_former_state_is_itself_and_two_visitors_are_two():
    events = leader_visits().events
    assert events[1].countries == ("SUHH", "US")
    assert events[2].persons == ("Lucia Vidal", "Ugo Bassi")
    assert events[5].countries == ("KR", "US")


def test_a_single_name_that_fits_two_is_left_unresolved_and_said_so():
    found = leader_visits()
    assert [event.persons for event in found.events[3:5]] == [(), ()]
    assert "Ortega fits visitors of Peru and Chile: left unresolved" in found.notes


def test_a_record_that_can_not_be_used_is_left_out_and_said_so():
    found = leader_visits()
    assert len(found.events) == 6
    told = "\n".join(found.notes)
    assert "record 7: “Ruritania” is no state the archive knows" in told
    assert "record 8: a date is missing or no day of the calendar" in told
    assert "record 9: ends before it begins" in told


def test_a_president_abroad_is_the_guest_of_the_state():
    event = historystate.president_travels("doe-john.xml", TRIP).events[0]
    assert (event.countries, event.persons, event.place) == (("US", "FR"), ("John Q. Doe",), "Paris")
    assert dict(event.parts)["FR"].value == "host"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<trips/>", "opens with <trips>, not <visits>"),
        (b"<visits>", "is no well-formed XML"),
        (b"<visits/>", "holds no record that the archive can use"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><visits/>', "declares entities"),
    ],
)
def test_what_is_no_file_of_the_list_is_refused_by_name(data: bytes, why: str):
    with pytest.raises(UnknownDataset, match=why) as refused:
        historystate.leader_visits("some.xml", data)
    assert "some.xml" in str(refused.value)


@pytest.mark.parametrize(
    ("words", "name", "office"),
    [
        # the office goes, and what is of the name stays
        ("Prime Minister Macrae", "Macrae", "Prime Minister"),
        ("President-elect Ana Costa e Silva", "Ana Costa e Silva", "President-elect"),
        ("President- elect Ana Costa", "Ana Costa", "President-elect"),
        # an office may have an "of" in it, and so may a name
        ("Head of State Samuel Kofi", "Samuel Kofi", "Head of State"),
        ("President of the Council of Ministers Rashid Ali", "Rashid Ali", "President of the Council of Ministers"),
        ("Governor General Earl of Orkney", "Earl of Orkney", "Governor General"),
        # a title behind an office is one too, unless it is a usual name
        ("Governor General Lord Gray", "Gray", "Governor General Lord"),
        ("Prime Minister Amir Abbasi", "Amir Abbasi", "Prime Minister"),
        # without an office there is none
        ("Maria Lind", "Maria Lind", None),
    ],
)
def test_it_tells_name_from_office(words: str, name: str, office: str | None):
    assert name_and_office(words) == (name, office)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, South", "KR"),
        ("Germany, Federal Republic of", "DE"),
        ("China, People’s Republic of", "CN"),
        ("Dahomey (Benin)", "BJ"),
        ("Ruritania (Norway)", "NO"),
        ("The Gambia", "GM"),
        ("Saint Lucia", "LC"),
        ("Ruritania", None),
    ],
)
def test_it_knows_a_state_by_a_lists_way_of_writing(name: str, code: str | None):
    assert state_code(name) == code


def test_it_is_imported_once(archive, run, tmp_path):
    file = tmp_path / "1960.xml"
    file.write_text(f"<visits>{VISITS}</visits>", "utf-8")
    status, printed, _ = run("import_dataset", "leader-visits", str(tmp_path))
    assert (status, "1 sources: 1 created" in printed) == (0, True)
    assert Event.objects.filter(mode="visit").count() == 6
    assert Person.objects.filter(name="Torvald II", country="NO").exists()
    assert Source.objects.get().licence == "CC0-1.0"
    status, printed, _ = run("import_dataset", "leader-visits", str(tmp_path))
    assert "1 sources: 0 created, 0 updated, 1 unchanged" in printed


def test_a_visit_that_the_news_tell_too_is_one_event_with_two_sources(archive, run, tmp_path):
    read_text(
        "Torvald in Washington\n\nTue Mar 6 1962\n\nWASHINGTON: King Torvald II of Norway visited the United States on Monday.\n"
    )
    (tmp_path / "1960.xml").write_text(f"<visits>{VISITS}</visits>", "utf-8")
    run("import_dataset", "leader-visits", str(tmp_path))
    visits = Event.objects.involving("NO", "US").filter(mode="visit")
    assert [event.reports.count() for event in visits] == [2]


def test_a_file_of_another_list_is_one_line_and_nothing_is_written(archive, run, tmp_path):
    file = tmp_path / "doe.xml"
    file.write_bytes(TRIP)
    status, _, complained = run("import_dataset", "leader-visits", str(file))
    assert (status, complained.count("\n")) == (1, 1)
    assert not Source.objects.exists()
