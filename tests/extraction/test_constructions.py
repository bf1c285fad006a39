"""Constructions of news prose, one invented sentence or two each, and the event, speaker or person that is read in it."""

import pytest

from events.extraction import pipeline, reading
from events.records import Extraction


def extract(body: str) -> Extraction:
    text = f"News of the day\n\nTue Jun 18 2024\n\nOSLO, Norway: {body}\n"
    return pipeline.extract(reading.read("test.txt", text.encode()))


def told(body: str) -> list[tuple[str, frozenset[str]]]:
    """Type, or mode where there is one, and states of every event."""
    return [(e.mode.value if e.mode else e.type.value, frozenset(e.countries)) for e in extract(body).events]


DEEDS = [
    # what "it was" brings out acts
    ("It was the Chadian navy, he said, that had fired on a Peruvian patrol boat on Sunday.", "ASSAULT", "TD PE"),
    ("It was Peruvian troops who attacked the Bolivian base.", "ASSAULT", "PE BO"),
    # "them" are those to whom the main clause does something
    ("Peru ordered the expulsion of three Chilean diplomats on Monday, accusing them of spying.", "ACCUSE", "PE CL"),
    ("Peru ordered the expulsion of three Chilean diplomats on Monday, accusing them of spying.", "SANCTION", "PE CL"),
    # "they" of a relative clause are those who act in the main one
    ("Peru, Chile and Bolivia cut off air links to Chad, which they accuse of arming rebels.", "ACCUSE", "PE CL BO TD"),
    ("Peru, Chile and Bolivia cut off air links to Chad, which they accuse of arming rebels.", "SANCTION", "PE CL BO TD"),
    ("Peru accused Chile of helping rebels. Chile denied that.", "REJECT", "CL PE"),
    ("Peru accused Chile of helping rebels. Santiago called the allegations baseless and false.", "REJECT", "CL PE"),
    # two states that a hyphen joins are "both countries"
    (
        "Dozens died along the Chadian-Sudanese border. Kenyan President Ana Prado urged the leaders of both countries to talk.",
        "REQUEST",
        "KE TD SD",
    ),
    ("Villagers spoke of heavy fighting along the border between Peru and Bolivia.", "ASSAULT", "PE BO"),
    ("Peru's war against Chile was discussed. The ministers discussed Chad's war on Kenya.", "ASSAULT", "TD KE"),
    ("President Ana Prado of Peru offered in a call with Chilean President Luis Torres to host a summit.", "call", "PE CL"),
    # a visit to "the island country"
    ("Fiji was glad. Peruvian President Ana Prado is scheduled to pay a visit to the island country on July 2.", "visit", "PE FJ"),
    ("Peruvian President Ana Prado flew in after a two-day stay in Tashkent.", "visit", "PE UZ"),
    # words that the small parser takes apart or for something else
    ("The 87-year-old emir held talks in Lima with King Harald of Norway. Peru and Chile co-signed a treaty.", "AGREE", "PE CL"),
    ("Ana Prado of Peru and her Chilean counterpart, Luis Torres, co-chaired a meeting of a committee.", "meeting", "PE CL"),
    # accords that nobody is said to have signed are those of the talks just told of
    ("Peruvian Premier Ana Prado met Chilean Premier Luis Torres on Monday. Four documents were signed.", "AGREE", "PE CL"),
    # a visitor in apposition, a visitor on the way, a guest to be received
    ("Peruvian Premier Ana Prado is to follow Chilean Premier Luis Torres, due in Nairobi late on Tuesday.", "visit", "CL KE"),
    ("On the way Peruvian Premier Ana Prado will stop in Tashkent for an hour.", "visit", "PE UZ"),
    ("Peruvian Premier Ana Prado is to be received by Uzbek President Karim Saidov.", "meeting", "PE UZ"),
    # what a council votes for is done, by nobody's leave
    ("The U.N. Security Council voted on Saturday to impose punishing sanctions on Peru.", "SANCTION", "PE"),
    ("The envoy obtained from Peru a pledge to Chile to end the raids.", "AGREE", "PE CL"),
    ("Peru allowed Chilean aircraft to overfly its territory on Monday.", "CONCEDE", "PE CL"),
    ("Fiji became the first island state to forge diplomatic ties with Peru in 1975.", "SUPPORT", "FJ PE"),
    ("Peru denounced the attack on a hotel in Kabul last month in which four Indian nationals lost their lives.", "ASSAULT", "AF IN"),
    ("The accord was signed by Peru and Chile in the presence of the Kenyan minister.", "AGREE", "PE CL"),
    # whose arrest it is, and who made it; where somebody is arrested
    ("Peru released four Chilean officers whose arrest on spying charges had angered Bolivia.", "COERCE", "PE CL"),
    ("A Peruvian engineer was arrested in Chile in May.", "COERCE", "CL PE"),
    ("Peru gave Chile's envoys two days to go.", "SANCTION", "PE CL"),
    ("Peru suspended the pullout of its troops from Chile.", "SANCTION", "PE CL"),
    # an envoy of several states approves of what was done last of that kind
    (
        "Peru released three soldiers of Chile on Monday. Premier Ana Prado of Peru met Kenyan Premier Peter Otieno. "
        "The UN envoy, Nils Dahl, welcomed the release.",
        "SUPPORT",
        "PE CL",
    ),
    # what is scheduled stays what it is; who stays, shuttles or stops visits
    ("Peru and Chile will begin a four-day naval exercise on Sunday.", "COOPERATE", "PE CL"),
    ("Peruvian Foreign Minister Ana Prado, who spent two days in Nairobi this week, was glad.", "visit", "PE KE"),
    ("The UN envoy, Nils Dahl, will shuttle between Lima, Santiago and Nairobi next week.", "visit", "PE CL KE"),
    ("Peruvian President Ana Prado announced new sanctions against Chile.", "SANCTION", "PE CL"),
    ("Peru blames Chile for the sinking of the Peruvian warship Rimac in March.", "ACCUSE", "PE CL"),
    # those of the place, if of nowhere else
    ("Rebels on Sunday freed four Chilean sailors.", "RETREAT", "NO CL"),
    # whose ally it is takes no part
    ("Kenya, Peru's main ally, protested the drills of Chile.", "ACCUSE", "KE CL"),
    ("Chile began drills with Kenya. Peru threatened to counter the manoeuvres with missiles.", "THREATEN", "PE CL"),
    # what is still to be said of a visit, a blow, a round of talks
    ("Workers cleaned the palace for Peruvian President Ana Prado's upcoming state visit.", "visit", "PE NO"),
    ("Peru attacked a village in Chile on Friday. Peru expressed condolences to the families.", "SUPPORT", "PE CL"),
    ("Peruvian, Chilean and Kenyan ministers met in Lima. Peru boycotted the next round.", "meeting", "PE CL KE"),
    ("Peruvian Premier Ana Prado will proceed to Kenya and Mali.", "visit", "PE KE ML"),
    ("Kenyan President Peter Otieno signed an order prohibiting new investment in Chile.", "SANCTION", "KE CL"),
    ("Peru and Chile quarrelled. Kenyan envoy Peter Otieno shuttled between the two countries.", "visit", "KE PE CL"),
    # help that was asked for, a door that is kept shut or opened
    ("Kenya has already sent three Patriot batteries to Chile at Santiago's request.", "AID", "KE CL"),
    ("Peru vetoed a Chilean request on Monday. Kenyan envoy Peter Otieno called the veto unfortunate.", "ACCUSE", "KE PE"),
    ("Peruvian President Ana Prado received the credentials of the Chilean ambassador.", "SUPPORT", "PE CL"),
    ("Peru opened a liaison office in Nairobi.", "SUPPORT", "PE KE"),
    ("In Lima, Peruvian President Ana Prado and her visiting Kenyan counterpart Peter Otieno prayed.", "visit", "PE KE"),
    # what is promised in a call, though no person promises it
    (
        "Kenyan Foreign Minister Peter Otieno spoke by telephone with Peruvian Foreign Minister Ana Prado on Monday. "
        "Otieno stressed that Kenya stands ready to send doctors.",
        "AGREE",
        "KE PE",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "states"), DEEDS)
def test_it_reads_the_deed_with_its_states(body, kind, states):
    assert (kind, frozenset(states.split())) in told(body)


NO_DEEDS = [
    ("Chad and Senegal recalled their ambassadors for consultations.", "meeting"),
    ("Peruvian Premier Ana Prado said Chile would not retaliate against Peru.", "THREATEN"),
    ("Peruvian Premier Ana Prado opposed any form of Taiwan independence.", "REJECT"),
    ("Peruvian Premier Ana Prado warned of the risk of a conflict with Chile.", "THREATEN"),
    ("Peruvian Premier Ana Prado ousted Prince Luis Torres of Peru in July. Chile slept.", "COERCE"),
    ("Peru advised its nationals to leave Chile.", "REQUEST"),
    ("The Peruvian-sponsored resolution calls on all countries to search ships.", "REQUEST"),
]


@pytest.mark.parametrize(("body", "kind"), NO_DEEDS)
def test_it_reads_no_such_deed(body, kind):
    assert kind not in [found for found, _states in told(body)]


DATED = [
    ("Peru expelled Chile's ambassador and sent troops to the border on Sunday.", "SANCTION", "2024-06-16"),
    ("Peru expelled Chile's ambassador on Sunday, two days after Chilean troops attacked a Peruvian village.", "ASSAULT", "2024-06-14"),
    ("Peru denounced Chile's attack on a hotel in Lima last month.", "ASSAULT", "2024-05"),
    ("Peru broke off relations with Chile in 1994, accusing it of arming rebels.", "ACCUSE", "1994"),
    ("Peru will expel the rebels under an accord signed by Peru and Chile on Monday.", "AGREE", "2024-06-17"),
    ("On Tuesday Prado received the envoy of Chile, and hailed Peru's decision. President Ana Prado is of Kenya.", "SUPPORT", "2024-06-18"),
    ("Peru opened a liaison office in Nairobi in 1990 and has sent aid to Kenya.", "AID", "2024-06-18"),
    ("Peruvian Premier Ana Prado will travel to Chile next week. Her visit to Chile on June 26 will last a day.", "CONSULT", "2024-06-26"),
    ("It follows Ana Prado of Peru's February meeting with Chilean President Luis Torres.", "CONSULT", "2024-02"),
    ("A meeting of Peruvian and Chilean ministers is due to be held on Saturday.", "CONSULT", "2024-06-22"),
    ("Peru denounced Chile's attack on a hotel in Lima last month.", "ACCUSE", "2024-06-18"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "type_", "date"), DATED)
def test_each_deed_has_its_own_day(body, type_, date):
    assert [e.date for e in extract(body).events if e.type.value == type_] == [date]


def test_today_is_the_day_the_report_was_written():
    text = "News\n\nJuly 14, 1961\n\nWASHINGTON, July 13 - President Kennedy of the United States met Premier Ana Prado of Peru today.\n"
    events = pipeline.extract(reading.read("test.txt", text.encode())).events
    assert [e.date for e in events] == ["1961-07-13"]


def test_what_has_been_done_by_then_has_no_day_but_the_news_has():
    body = "Peru has denounced Chile. Kenya slept. Bolivia slept. Chad slept. Mali has denounced Egypt."
    assert [e.date for e in extract(body).events if e.type.value == "ACCUSE"] == ["2024-06-18", None]


def test_what_is_done_during_a_visit_that_is_over_has_its_days():
    body = (
        "Peruvian Foreign Minister Ana Prado paid a two-day visit to Kenya on June 10-11. During the visit, Prado called on "
        "Kenyan President Peter Otieno."
    )
    assert {e.date for e in extract(body).events} == {"2024-06-10/2024-06-11"}


def test_a_tour_of_the_country_is_no_second_visit():
    body = "Peruvian Premier Ana Prado flew in on Monday. Besides Oslo, she will tour Bergen and Trondheim."
    assert [kind for kind, _states in told(body)] == ["visit"]


def test_an_envoy_who_goes_back_to_his_seat_visits_nobody():
    assert told("The UN envoy, Nils Dahl, left for New York on Sunday. Peru slept.") == []


def test_what_is_passive_is_not_said_of_who_did_it():
    body = "The document was signed by Peruvian Premier Ana Prado and Chilean Premier Luis Torres on Monday."
    assert next(e.title for e in extract(body).events).startswith("The document was signed by")


def test_a_grant_to_come_is_not_bound_to_the_days_of_a_visit():
    body = (
        "Chinese Vice Premier Wu Yi arrived here on Monday. Under one of the documents, China is to grant Norway 20 million "
        "yuan worth of medicine."
    )
    assert [e.date for e in extract(body).events if e.type.value == "AGREE"] == [None]


PERSONS = [
    ("Emir Sheikh Tamim bin Hamad Al Thani of Qatar left.", "Tamim bin Hamad Al Thani", "QA"),
    ("Kuwait's ruling emir, Sheikh Salem Al Sabah, left.", "Salem Al Sabah", "KW"),
    ("President Sheikh Zayed bin Sultan al-Nahayan of Oman left.", "Zayed bin Sultan al-Nahayan", "OM"),
    ("North Korea's ambassador, Pak Gil Yon, left.", "Pak Gil Yon", "KP"),
    ("Chinese State Councilor Tang Jiaxuan left.", "Tang Jiaxuan", "CN"),
    ("The Deputy Foreign Minister of Peru, Mr. Nils Dahl left.", "Nils Dahl", "PE"),
    ("Belgian Foreign Minister Karel De Gucht left. It was raining after talks with De Gucht.", "Karel De Gucht", "BE"),
    ("Pakistani President Mohammad Ayub Khan left. President Ayub slept.", "Mohammad Ayub Khan", "PK"),
    (
        "Brazilian President Luiz Inacio Lula da Silva left. It rained when Lula came.",
        "Luiz Inacio Lula da Silva",
        "BR",
    ),
    ("Secretary of State Rusk assured the envoy.", "Rusk", "US"),
    ("Syrian Ambassador to Peru Yasser Haddad left.", "Yasser Haddad", "SY"),
    ("A delegation of the Syrian Foreign Ministry led by Suleiman Haddad left.", "Suleiman Haddad", "SY"),
    ("Peruvian President Ana Prado was glad, his press secretary, Luis Torres, said.", "Luis Torres", "PE"),
]


@pytest.mark.parametrize(("body", "name", "state"), PERSONS)
def test_it_tells_name_and_state(body, name, state):
    assert [(p.name, p.country) for p in extract(body).persons if name.split()[-1] in p.name] == [(name, state)]


def test_a_ship_is_no_word_of_the_city_it_is_called_by():
    assert {c.code for c in extract("The frigate HMAS Tobruk left Sydney.").countries} == {"NO", "AU"}


PLACES = ["Ras Muhammad", "Aksai Chin", "Bir Tawil", "Jebel Ali", "Beit Hanoun"]


@pytest.mark.parametrize("place", PLACES)
def test_a_cape_a_plain_or_a_hill_is_no_person(place):
    assert extract(f"Talks over {place} failed, and troops left {place}.").persons == ()


def test_a_prince_is_no_premier_of_his_first_name():
    text = "News\n\nMarch 4, 1988\n\nPrince Charles left. Prince Sihanouk left.\n"
    found = pipeline.extract(reading.read("test.txt", text.encode())).persons
    assert {p.name: p.country for p in found} == {"Charles": None, "Sihanouk": "KH"}


def test_a_mountain_pass_is_no_person():
    assert extract("Peru built a road from Atasu to Alataw Pass.").persons == ()


SPEAKERS = [
    ("In Lima, a defence ministry spokesman said that talks were over.", (None, "PE")),
    ("Chilean Foreign Minister Ana Prado met the premier. The guest said that talks were over.", ("Ana Prado", None)),
    (
        "Chilean President Ana Prado accuses Peruvian Secretary of State John Holm of fomenting violence.",
        ("Ana Prado", None),
    ),
    ("Peruvian Foreign Secretary Ana Prado left. Foreign Secretary said that talks were over.", ("Ana Prado", None)),
    ("Peru said the death of Holm, with whom its diplomats had been in contact, was a blow.", (None, "PE")),
    ("Russia's defense minister, Igor Dahl, was glad, his spokesman said.", (None, "RU")),
    ("Prince Luis Torres left. The exiled prince said that talks were over.", ("Luis Torres", None)),
    ("The Taliban denied holding the men.", (None, "AF")),
    ("Talks are over, the Kazinform news agency reported.", (None, "KZ")),
]


@pytest.mark.parametrize(("body", "speaker"), SPEAKERS)
def test_it_tells_who_speaks(body, speaker):
    voices = [s.speaker for s in extract(body).statements]
    assert [(v.person, None if v.person else v.country) for v in voices] == [speaker]


CONTENTS = [
    (
        "Peru and Chile urged Kenya to explain itself, with Chadian President Ana Prado saying an apology was owed.",
        {"Kenya to explain itself", "an apology was owed"},
    ),
    (
        "Peru said the death of Holm, with whom its diplomats had been in contact, was a blow.",
        {"the death of Holm, with whom its diplomats had been in contact, was a blow"},
    ),
    ("Peru has not said whether it will stay.", set()),
    ("Peruvian envoy Ana Prado offered on Tuesday to act as a mediator.", {"to act as a mediator"}),
    (
        "In Lima, the minister, Ana Prado, warned of the risk of a flood, days after two ships sailed.",
        {"the risk of a flood"},
    ),
    ('Peruvian envoy Ana Prado accused the council of "rude" manners.', {'the council of "rude" manners'}),
]


@pytest.mark.parametrize(("body", "contents"), CONTENTS)
def test_it_keeps_to_what_was_said(body, contents):
    assert {s.text for s in extract(body).statements} == contents


MET = "Peruvian President Ana Prado met Chilean President Luis Torres. "
PAIRS = [
    (f"{MET}The two leaders said that talks were over.", ["Ana Prado", "Luis Torres"]),
    (f"{MET}Both sides said that talks were over.", ["PE", "CL"]),
    ("The two sides said that talks were over.", ["two sides"]),
]


@pytest.mark.parametrize(("body", "voices"), PAIRS)
def test_the_two_are_those_who_met(body, voices):
    speakers = [s.speaker for s in extract(body).statements]
    assert [v.person or v.country or v.org for v in speakers] == voices
