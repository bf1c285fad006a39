"""Who answers whom: denials, confirmations, acceptances and refusals, and the charge or the proposal that each is to point at."""

import pytest

from events.vocabulary import Response
from tests.extraction.test_statements import read


def test_two_deny_one_allegation_and_the_denials_point_at_it():
    found = read(
        "The U.S. State Department repeated allegations on Monday that Chad had supplied Sudan with rockets, "
        "charges that both N'Djamena and Khartoum deny."
    ).statements
    claim = next(i for i, s in enumerate(found) if "had supplied Sudan" in s.text and s.response is None)
    denials = [s for s in found if s.response is Response.DENIAL]
    assert {s.speaker.country for s in denials} == {"TD", "SD"}
    assert {s.responds_to for s in denials} == {claim}


ANSWERS = [
    # a noun for what was claimed
    ("Chad accused Sudan of arming rebels. Sudan rejected the accusation.", Response.DENIAL),
    # in the perfect
    ("Sweden said Russia had sent divers to Gotland. Russia has always denied the accusations.", Response.DENIAL),
    # in the passive
    ("Zambia said that Angola had bombed a village. The charge was denied by Angola.", Response.DENIAL),
    # behind the claim, as the reporter's aside
    ("Ethiopia claimed that Eritrea had moved its troops, a claim that Asmara denies.", Response.DENIAL),
    # denied in so many words
    ("Turkey accused Greece of breaking the treaty. Athens denied breaking the treaty.", Response.DENIAL),
    # called false
    ("The U.N. report said Uganda had trained the rebels. Kampala has called the report baseless.", Response.DENIAL),
    # confirmed
    (
        "Kyodo reported that France would send troops to Mali. A French Foreign Ministry spokesman confirmed the report.",
        Response.CONFIRMATION,
    ),
    # a proposal accepted, a demand refused
    ("Japan proposed to hold talks in Geneva. South Korea accepted the proposal on Tuesday.", Response.ACCEPTANCE),
    ("Kenya demanded that Somalia return the ship. Somalia refused the demand.", Response.REFUSAL),
    # neither the one nor the other
    ("Israel said Syria had tested a missile. A Syrian spokesman would neither confirm nor deny the report.", None),
]


@pytest.mark.parametrize(("body", "response"), ANSWERS)
def test_an_answer_points_at_what_it_answers(body, response):
    claim, answer = read(body).statements
    assert (claim.response, answer.response) == (None, response)
    assert answer.responds_to == (None if response is None else 0)


ANSWERED = [
    # a charge, not what its maker said last
    (
        "Chad accused Sudan of arming rebels. Chad's minister said that talks were over. Sudan rejected the charge.",
        "arming rebels",
    ),
    # nor what he did not say, nor what he demanded
    (
        "A Peruvian spokesman said that Chilean troops had crossed the river. He demanded that Chile withdraw. "
        "He did not say how many soldiers had died. Chile denied the charge.",
        "Chilean troops had crossed",
    ),
    # not what its own side said
    (
        "Zambia said that Angola had bombed a village. Angolan officials said that the harvest was good. "
        "The charge was denied by Angola's president, Rui Sarmento.",
        "bombed a village",
    ),
    # a proposal, not what was said beside it
    (
        "Spain proposed to hold talks in Madrid. Spain said that the harvest was good. Poland accepted the proposal.",
        "hold talks in Madrid",
    ),
    ("Spain said that talks with Poland went well. Poland accepted an invitation to visit Madrid.", None),
    # nobody proposed what is agreed to
    ("Norway announced that fishing would end. Iceland agreed to call a conference in Bergen.", None),
    # a name in common is not enough
    (
        "The United States announced sanctions on Russian banks. Russia denied that Russian soldiers had planned an invasion.",
        None,
    ),
    # a charge that nobody told
    ("Japan said that eleven men had been set free. A court had convicted them. Canada denied the charge.", None),
]


@pytest.mark.parametrize(("body", "claim"), ANSWERED)
def test_what_is_answered_is_a_charge_or_a_proposal_of_somebody_else(body, claim):
    found = read(body).statements
    answered = [found[s.responds_to].text for s in found if s.responds_to is not None]
    assert [claim in text for text in answered] == ([True] if claim else []), answered
