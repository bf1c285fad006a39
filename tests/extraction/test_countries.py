"""Which states a text is read to speak of: a table of sentences, each with a plain-words line above."""

import pytest

from events.extraction import pipeline, reading

SPOKEN_OF: list[tuple[str, list[str]]] = [
    # abbreviations, before a hyphen, too
    (
        "The DPRK, the ROK, the PRC and the UAE joined U.S.-led talks with S.Korean envoys.",
        ["KP", "KR", "CN", "AE", "US"],
    ),
    # plural and irregular words for a people
    (
        "Danes, Swedes, Poles, Frenchmen, Filipinos and Spaniards met Iraqis.",
        ["DK", "SE", "PL", "FR", "PH", "ES", "IQ"],
    ),
    # cities that are no capitals
    ("He flew from Chittagong to Donetsk, Mombasa and Cochabamba.", ["BD", "UA", "KE", "BO"]),
    # a building or a parliament stands for the state whose it is
    ("The Kremlin answered the White House; the Blue House and the Knesset were silent.", ["RU", "US", "KR", "IL"]),
    # newspapers and universities are no word of a state
    ("The Korea Times and the Washington Post quoted Oxford University.", []),
    # Brussels is a place in Belgium; who acts there is the European Union
    ("The ministers met in Brussels.", ["BE"]),
    ("Brussels warned the ministers.", []),
    # the "us" of "told us" is no state
    ("The minister told us that he would go to Oslo.", ["NO"]),
    # seas, organisations, airlines and regions with a state's name in them
    ("Latin American ministers of the Organization of American States sailed the Sea of Japan.", []),
    ("Qatar Airways and Air France flew over South America.", []),
    # a people is no state where it is told by its blood; two states of one name are two
    ("Ethnic Albanians and Bosnian Serbs talked.", ["BA"]),
    ("The two Koreas talked.", ["KP", "KR"]),
    # states inside the names of persons
    ("Michael Jordan met Victor Cha.", []),
]


@pytest.mark.parametrize(("text", "codes"), SPOKEN_OF, ids=[text[:40] for text, _ in SPOKEN_OF])
def test_it_finds_the_states_of_a_text(text: str, codes: list[str]) -> None:
    found = pipeline.extract(reading.read("t.txt", text.encode()))
    assert [country.code for country in found.countries] == codes


THEN: list[tuple[str, str, list[str]]] = [
    # capitals and buildings stand for the state of their time
    ("1985-03-01", "Moscow answered Aden.", ["SUHH", "YDYE"]),
    ("2003-03-01", "Moscow answered Aden.", ["RU", "YE"]),
    # but not before there was such a state
    ("1904-03-01", "Moscow answered Belgrade and Prague.", ["RU", "RS", "CZ"]),
    ("1938-03-01", "Kaunas answered Moscow.", ["LT", "SUHH"]),
    # and so do other cities
    ("1986-03-01", "Leningrad, Bratislava, Zagreb and Leipzig were cold.", ["SUHH", "CSHH", "YUCS", "DDDE"]),
    ("1996-03-01", "Vilnius, Bratislava, Zagreb and Leipzig were cold.", ["LT", "SK", "HR", "DE"]),
]


@pytest.mark.parametrize(("day", "text", "codes"), THEN)
def test_a_seat_stands_for_the_state_of_its_time(day: str, text: str, codes: list[str]) -> None:
    found = pipeline.extract(reading.read(f"{day}.txt", text.encode()))
    assert [country.code for country in found.countries] == codes


def test_the_north_is_north_korea_where_both_are_spoken_of() -> None:
    text = "South Korea met North Korea. The North smiled, the North Sea did not."
    found = pipeline.extract(reading.read("t.txt", text.encode()))
    north = next(country for country in found.countries if country.code == "KP")
    assert [text[slice(*span)] for span in north.mentions] == ["North Korea", "North"]
