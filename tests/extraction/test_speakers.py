"""Who speaks: whose an office is, what states say, whom "he" means."""

import pytest

from tests.extraction.test_statements import read, said

OFFICES = [
    ("In Paris, a spokeswoman for the French foreign ministry said that talks were over.", "FR"),
    ("The Belarusian ministry rose. Talks are over, the ministry's press service said.", "BY"),
    ("Mali's junta rose. The junta said that talks were over.", "ML"),
    ("Norway rose. Talks are over, the foreign ministry in Dushanbe announced.", "TJ"),
    ("Chile sent a ship, but its Defense Ministry denied that it was armed.", "CL"),
    ("Peru's embassy in Rome rose. The embassy said that talks were over.", "PE"),
    ("The government in Kaunas rose. The government said that talks were over.", "LT"),
]


@pytest.mark.parametrize(("body", "state"), OFFICES)
def test_an_office_is_of_the_state_that_it_was_named_with(body, state):
    assert read(body).statements[-1].speaker.country == state


@pytest.mark.parametrize(("name", "code"), [("Soviet Union", "SUHH"), ("Russian Federation", "RU")])
def test_a_union_or_a_federation_may_be_a_state(name, code):
    body = f"The {name} said that the talks were over."
    assert [(s.speaker.org, s.speaker.country) for s in read(body).statements] == [(None, code)]


NOBODYS = [
    "The two governments agreed to open embassies.",
    "The presidents said that the border was open.",
    "The Lima Declaration says that the border is open.",
]


@pytest.mark.parametrize("body", NOBODYS)
def test_what_several_states_say_is_not_said_by_the_host(body):
    assert {s.speaker.country for s in read(body).statements} == {None}


def test_he_is_no_state():
    body = "Peruvian spokesman Rui Sarmento denied that Lima had offered to trade a spy. “There was no such offer,” he said."
    assert ("Rui Sarmento", "“There was no such offer,”") in said(body)


def test_he_is_whoever_spoke():
    body = "Swedish Foreign Minister Karl Lindholm met President Rui Sarmento. Lindholm praised Portugal. He said Sweden would sign."
    assert ("Karl Lindholm", "Sweden would sign") in said(body)
