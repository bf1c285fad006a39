"""Names that are begun, or spelled nearly right."""

import random

import pytest
from django.db import connection

from events import identity, likeness, schema
from events.models import Person, PersonAlias
from events.revision import archive_write
from tests.conftest import read_text

NAMES = (
    "Mikhail Gorbachev",
    "Vladimir Putin",
    "Kim Jong-un",
    "Kim Dae-jung",
    "Karin Lindholm",
    "Nguyễn Phú Trọng",
    "Sergei Lavrov",
    "Park Geun-hye",
    "Sariba Sarakoyama",
    "Nicolas Sarkozy",
)


def name_them(*names: str) -> None:
    with archive_write() as write:
        Person.objects.bulk_create(
            Person(public_id=identity.public_id(name), name=name, sort_name=name, key=identity.name_key(name))
            for name in names
        )
        write.changed = True


@pytest.fixture
def named(archive):
    name_them(*NAMES)
    gorbachev = Person.objects.get(name="Mikhail Gorbachev")
    PersonAlias.objects.create(person=gorbachev, name="Gorby", key="gorby")


SLIPS = [
    # (as typed, who is meant)
    ("Gorbatchev", "Mikhail Gorbachev"),
    ("mihail gorbatchov", "Mikhail Gorbachev"),
    ("Gorbie", "Mikhail Gorbachev"),
    ("Vladimr Puttin", "Vladimir Putin"),
    ("Lindhom", "Karin Lindholm"),
    ("nguyen phu trong", "Nguyễn Phú Trọng"),
    ("Lavrow", "Sergei Lavrov"),
    ("Sarkosy", "Nicolas Sarkozy"),  # and not Sarakoyama, who shares more letters in a row
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_slip_of_the_pen_is_forgiven(named, typed, meant):
    assert likeness.spelled_like(typed, 5)[0].name == meant


def test_what_is_like_no_name_finds_nobody(named):
    assert likeness.spelled_like("agriculture", 5) == []
    assert likeness.spelled_like("x", 5) == []
    assert likeness.beginning("ki", 5) == []


def test_a_name_begun_is_completed_at_the_start_of_any_word(named):
    assert {person.name for person in likeness.beginning("kim", 5)} == {"Kim Jong-un", "Kim Dae-jung"}
    assert [person.name for person in likeness.beginning("kim da", 5)] == ["Kim Dae-jung"]
    assert [person.name for person in likeness.beginning("gorb", 5)] == ["Mikhail Gorbachev"]
    assert likeness.beginning("bachev", 5) == []


def test_whoever_more_sources_name_comes_first(archive):
    for number, name in enumerate(("Karin Lindholm", "Karin Lindholm", "Karin Lindgren")):
        read_text(
            f"Talks {number}\n\nWed Mar 12 2014\n\nOSLO, Norway: Foreign Minister {name} visited Norway on Monday.\n",
            f"{number}.txt",
        )
    assert [person.name for person in likeness.beginning("lind", 5)] == ["Karin Lindholm", "Karin Lindgren"]


def test_the_index_follows_every_change(named):
    Person.objects.filter(name="Sergei Lavrov").update(name="Ivan Maisky", key="ivan maisky")
    Person.objects.filter(name="Vladimir Putin").delete()
    assert likeness.spelled_like("Lavrow", 5) == []
    assert likeness.spelled_like("Puttin", 5) == []
    assert likeness.spelled_like("Majsky", 5)[0].name == "Ivan Maisky"


def test_nobody_is_found_who_is_not_shown(named):
    Person.objects.filter(name="Sergei Lavrov").update(visible=False)
    assert likeness.spelled_like("Lavrow", 5) == []
    assert likeness.beginning("lavr", 5) == []


def test_postgresql_without_its_extension_still_forgives(named):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        assert not schema.has_trigrams(connection)
    assert likeness.spelled_like("Gorbatchev", 5)[0].name == "Mikhail Gorbachev"
    assert likeness.beginning("gorb", 5)[0].name == "Mikhail Gorbachev"


def test_one_name_among_many_is_found(archive):
    chance = random.Random(7)
    parts = "ba de ki lo mu na ro si ta vu ov chev sky son ian shi".split()
    made = {" ".join("".join(chance.choices(parts, k=3)).title() for _ in range(2)) for _ in range(20_000)}
    name_them(*made, "Mikhail Gorbachev")
    assert likeness.spelled_like("Gorbatchev", 5)[0].name == "Mikhail Gorbachev"
