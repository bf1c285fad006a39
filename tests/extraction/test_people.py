"""Who is read as a person, by which name, of which state: a table of sentences, each with a plain-words line above."""

import pytest

from events.extraction import pipeline, reading

NAMED: list[tuple[str, list[str]]] = [
    # The office of a name does not swallow the name before it, nor the end of another sentence.
    (
        "Secretary of State Dean Rusk and Foreign Minister Andrei Gromyko talked in Geneva. President Josip Broz Tito was absent.",
        ["Dean Rusk", "Andrei Gromyko", "Josip Broz Tito"],
    ),
    # Words that are offices, months, stars or bills elsewhere are given names before a family name.
    ("President Bill Clinton wrote to Prime Minister Jan Smuts.", ["Bill Clinton", "Jan Smuts"]),
    # Three-letter family names that are months.
    ("Prime Minister Theresa May met Chancellor Angela Merkel in Berlin.", ["Theresa May", "Angela Merkel"]),
    # Chinese, Korean and Vietnamese names put the family name first; Un, Do and Moon are words of English, too.
    (
        "Kim Jong Un received President Moon Jae-in. Foreign Minister Tran Van Do and Vice Premier Pak Song Chol were not there.",
        ["Kim Jong Un", "Moon Jae-in", "Tran Van Do", "Pak Song Chol"],
    ),
    # Later mentions by the family name belong to the same person.
    ("Premier Li Peng arrived in Hanoi. Li later met General Secretary Do Muoi.", ["Li Peng", "Do Muoi"]),
    # An office told with its state before the name, as ministries write.
    (
        "The Minister of Foreign Affairs of the Republic of Kenya Peter Otieno met Ambassador of Iran to Russia Kazem Jalali.",
        ["Peter Otieno", "Kazem Jalali"],
    ),
    # Fields of an office and storms are nobody.
    (
        "Minister of Foreign Affairs and Cooperation of the Republic of Mozambique Jose Pacheco spoke of Cyclone Idai.",
        ["Jose Pacheco"],
    ),
    # A form of address between office and name.
    ("The Soviet Ambassador, Mr. Yevgeni Petrov, left. Sir Humphrey Dale stayed.", ["Yevgeni Petrov", "Humphrey Dale"]),
    # Particles: al-, bin, van, de, d'.
    (
        "Foreign Minister Farouk al-Sharaa met Crown Prince Mohammed bin Salman, Foreign Minister Hans van den Broek, "
        "Foreign Minister Dominique de Villepin and Foreign Minister Miguel d'Escoto.",
        ["Farouk al-Sharaa", "Mohammed bin Salman", "Hans van den Broek", "Dominique de Villepin", "Miguel d'Escoto"],
    ),
    # Initials.
    ("Ambassador U. Alexis Johnson and George W. Bush talked.", ["U. Alexis Johnson", "George W. Bush"]),
    # A capital city is a given name behind an office.
    ("Ambassador Wellington Koo signed for China.", ["Wellington Koo"]),
    # Ships, newspapers, squares and atolls are nobody.
    (
        "The destroyer Turner Joy sailed from Mururoa Atoll. The newspaper Frankfurter Rundschau told of Kim Il Sung Square.",
        [],
    ),
    # Whom a state owns, and who is addressed in Italian or serves at an embassy.
    (
        "Germany's Annika Vogt, who visited Bamako, met charge d'affaires Tomas Petraitis and Signor Mussolini.",
        ["Annika Vogt", "Tomas Petraitis", "Mussolini"],
    ),
    # An address elsewhere, behind a name the end of it.
    ("The premier met General Khin Tun in Yangon.", ["Khin Tun"]),
    # An adviser introduced by his employer.
    ("Putin's foreign policy adviser, Yuri Ushakov, said Putin would go.", ["Putin", "Yuri Ushakov"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[text[:40] for text, _ in NAMED])
def test_it_names_the_persons_of_a_text(text: str, names: list[str]) -> None:
    found = pipeline.extract(reading.read("t.txt", text.encode()))
    assert [person.name for person in found.persons] == names


STATES: list[tuple[str, dict[str, str | None]]] = [
    # Of two offices in a row each has its own state.
    (
        "Foreign Minister Andrei Vyshinsky of the Soviet Union and Premier Zhou Enlai of China signed the treaty.",
        {"Andrei Vyshinsky": "SUHH", "Zhou Enlai": "CN"},
    ),
    # A capital that ends a sentence is no office's state; a state that is also a surname is one before an office.
    (
        "Minister Ana Prado left Turkey. President Luis Torres of Chile stayed.",
        {"Ana Prado": None, "Luis Torres": "CL"},
    ),
    ("Jordan's King Omar waved.", {"Omar": "JO"}),
    # Who are listed side by side with their offices are of one state; an office may stand before a comma.
    ("Foreign Minister Sergei Lavrov and Defence Minister Ana Prado sat.", {"Sergei Lavrov": "RU", "Ana Prado": "RU"}),
    ("The head of the Bank of Japan, Masaru Hayami, spoke.", {"Masaru Hayami": "JP"}),
    # Who conveys what a state has to say speaks for it; whom a state owns is of it.
    ("President Ana Prado reaffirmed Peru's commitment to peace.", {"Ana Prado": "PE"}),
    ("Germany's Annika Vogt, who left Rome, slept.", {"Annika Vogt": "DE"}),
    # A bare president with a name that nobody has where the report comes from is of the state that acts before.
    (
        "News\n\nWed Jun 19 2024\n\nTAIPEI, Taiwan: Nauru announced a change. The government of President David Adeang was glad.",
        {"David Adeang": "NR"},
    ),
    # A Secretary of State is an American, whatever else the sentence names.
    ("Secretary of State Wendell Carver left Cairo.", {"Wendell Carver": "US"}),
]


@pytest.mark.parametrize(("text", "states"), STATES, ids=[text[:40] for text, _ in STATES])
def test_it_tells_the_state_of_a_person(text: str, states: dict[str, str | None]) -> None:
    found = pipeline.extract(reading.read("t.txt", text.encode()))
    assert {person.name: person.country for person in found.persons} == states


def test_a_surname_that_fits_two_is_left_unresolved_and_said_so() -> None:
    text = "President Kim Dae-jung met Foreign Minister Kim Young-nam on Monday. Kim was pleased."
    found = pipeline.extract(reading.read("t.txt", text.encode()))
    assert all(text[slice(*span)] != "Kim" for person in found.persons for span in person.mentions)
    assert found.notes[-1] == "Kim fits Kim Dae-jung and Kim Young-nam: left unresolved"


TITLES: list[tuple[str, str, str | None]] = [
    # An office begins behind what it is only joined to.
    ("Ana Prado met the chiefs of the forces and Foreign Minister Karl Holm.", "Karl Holm", "Foreign Minister"),
    ("Peru accepted the report of a board under former Senator Karl Holm.", "Karl Holm", "former Senator"),
    ("Prime Minister and Foreign Minister Karl Holm resigned.", "Karl Holm", "Prime Minister and Foreign Minister"),
    # What several are called together is nobody's title.
    ("The party accused Ana Prado and Karl Holm, two leaders of the movement, of treason.", "Karl Holm", None),
    ("The party accused Karl Holm, one of the leaders of the movement, of treason.", "Karl Holm", "one of the leaders of the movement"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "title"), TITLES)
def test_it_tells_the_office_of_a_person(text: str, name: str, title: str | None) -> None:
    found = pipeline.extract(
        reading.read("test.txt", f"Talks in Lima\n\nWed Mar 12 2014\n\nLIMA, Peru: {text}\n".encode())
    )
    assert {person.title for person in found.persons if person.name == name} == {title}
