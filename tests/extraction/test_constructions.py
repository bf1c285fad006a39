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
]


@pytest.mark.parametrize(("body", "kind"), NO_DEEDS)
def test_it_reads_no_such_deed(body, kind):
    assert kind not in [found for found, _states in told(body)]


def test_a_grant_to_come_is_not_bound_to_the_days_of_a_visit():
    body = (
        "Chinese Vice Premier Wu Yi arrived here on Monday. Under one of the documents, China is to grant Norway 20 million "
        "yuan worth of medicine."
    )
    assert [e.date for e in extract(body).events if e.type.value == "AGREE"] == [None]


PERSONS = [
    ("Emir Sheikh Tamim bin Hamad Al Thani of Qatar left.", "Tamim bin Hamad Al Thani", "QA"),
    ("Kuwait's ruling emir, Sheikh Salem Al Sabah, left.", "Salem Al Sabah", "KW"),
    ("Syrian Ambassador to Peru Yasser Haddad left.", "Yasser Haddad", "SY"),
    ("A delegation of the Syrian Foreign Ministry led by Suleiman Haddad left.", "Suleiman Haddad", "SY"),
    ("Peruvian President Ana Prado was glad, his press secretary, Luis Torres, said.", "Luis Torres", "PE"),
]


@pytest.mark.parametrize(("body", "name", "state"), PERSONS)
def test_it_tells_name_and_state(body, name, state):
    assert [(p.name, p.country) for p in extract(body).persons if name.split()[-1] in p.name] == [(name, state)]


def test_a_mountain_pass_is_no_person():
    assert extract("Peru built a road from Atasu to Alataw Pass.").persons == ()


SPEAKERS = [
    ("In Lima, a defence ministry spokesman said that talks were over.", (None, "PE")),
    ("Chilean Foreign Minister Ana Prado met the premier. The guest said that talks were over.", ("Ana Prado", None)),
    (
        "Chilean President Ana Prado accuses Peruvian Secretary of State John Holm of fomenting violence.",
        ("Ana Prado", None),
    ),
    ("Talks are over, the Kazinform news agency reported.", (None, "KZ")),
]


@pytest.mark.parametrize(("body", "speaker"), SPEAKERS)
def test_it_tells_who_speaks(body, speaker):
    voices = [s.speaker for s in extract(body).statements]
    assert [(v.person, None if v.person else v.country) for v in voices] == [speaker]
