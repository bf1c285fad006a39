"""How an event is told: who does it to whom, in what words, and once however often: claims about titles, parts and joined mentions."""

import pytest

from events.extraction import pipeline, reading, wordlists
from events.extraction.conditions import CONDITIONS
from events.records import EventRecord


def happened(body: str) -> tuple[EventRecord, ...]:
    text = f"News of the day\n\nTue Jun 18 2024\n\nOSLO, Norway: {body}\n"
    return pipeline.extract(reading.read("test.txt", text.encode())).events


def parts(event: EventRecord) -> dict[str, str]:
    return {name: part.value for name, part in event.parts}


DIRECTIONS = [
    # of a charge, whom it is about is who did it
    ("Peru accused Chile of shelling a village in Bolivia.", "ASSAULT", "CL", "initiator"),
    # whoever receives is the host, and the guest the visitor
    ("Kenyan President Ana Prado received Chilean Premier Luis Torres on Monday.", "CONSULT", "KE", "host"),
    (
        "Kenyan President Ana Prado received Chilean Premier Luis Torres on Monday.",
        "CONSULT",
        "Luis Torres",
        "initiator",
    ),
    ("Chile came under criticism from Peru on Monday.", "ACCUSE", "PE", "initiator"),
    # what is joined to the words said is done by who said them
    (
        "Kenyan President Ana Prado said that the accord was a success, and thanked Chile.",
        "SUPPORT",
        "Ana Prado",
        "initiator",
    ),
    ("Chilean troops were attacked by Peru.", "ASSAULT", "PE", "initiator"),
]


@pytest.mark.parametrize(("body", "type_", "who", "part"), DIRECTIONS)
def test_it_knows_who_does_it_to_whom(body, type_, who, part):
    event = next(e for e in happened(body) if e.type.value == type_)
    assert parts(event)[who] == part


def test_who_talks_by_telephone_does_not_meet():
    body = "Kenyan President Peter Otieno spoke by telephone with Peruvian President Ana Prado. The two leaders discussed trade."
    assert [e.mode.value for e in happened(body) if e.mode] == ["call"]


def test_a_readout_without_a_dateline_tells_of_the_day_it_opens_with():
    text = (
        "Talks\n\n16 May 2019\n\nOn 15 May, Kenyan President Peter Otieno met Peruvian Premier Ana Prado.\n\n"
        "Kenya signed a treaty with Peru.\n"
    )
    events = pipeline.extract(reading.read("test.txt", text.encode())).events
    assert [e.date for e in events] == ["2019-05-15", "2019-05-15"]


TITLES = [
    ("Kenyan President Ana Prado said that the accord was good, and thanked Chile.", "Kenyan President Ana Prado thanked Chile"),
    ("Chile is ready to help Peru, officials in Lima said.", "Chile is ready to help Peru"),
    ("Kenyan President Ana Prado met reporters. She accused Chile of greed.", "Ana Prado accused Chile of greed"),
    ("Kenyan President Ana Prado received Chilean Premier Luis Torres on Monday.", "Ana Prado and Luis Torres meet"),
    ("Chile has broken relations with Peru and expelled its ambassador.", "Chile has broken relations with Peru"),
    ("Kenyan President Ana Prado met reporters, urging Chile to leave Peru.", "Ana Prado urged Chile to leave Peru"),
    ("The envoy spoke of the Soviet invasion of Chad.", "Soviet invasion of Chad"),
    ("A Peruvian nurse killed in a Chilean air raid was buried in Lima.", "A Peruvian nurse killed in a Chilean air raid"),
    ("Kenyan President Ana Prado said that Chile must leave Peru.", "Kenyan President Ana Prado said that Chile must leave Peru"),
    ("Chile accepted an invitation to visit Peru next year.", "Chile to visit Peru"),
    ("Peru accused Chile of an attempt to close the port.", "Peru accused Chile of an attempt to close the port"),
    ("Peru called on Chile and Kenya to cease fire.", "Peru called on Chile and Kenya to cease fire"),
    ("Chile bombed a Peruvian village on Saturday and Sunday.", "Chile bombed a Peruvian village"),
    ("The village, in which two Chilean soldiers were killed, is quiet.", "Two Chilean soldiers were killed"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "title"), TITLES)
def test_a_title_says_who_did_what(body, title):
    assert title in [e.title for e in happened(body)]


ONCE = [
    ("Chile and Peru signed a treaty in Lima on Monday. Ana Prado of Chile and Luis Torres of Peru signed the accord.", "AGREE"),
    ("Chile welcomed the deal reached between Kenya and Peru. The deal clinched on Monday opens a port.", "AGREE"),
    ("Chile imposed sanctions on Peru on Monday. The embargo imposed by Chile hurts.", "SANCTION"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "type_"), ONCE)
def test_the_accord_is_the_one_told_before(body, type_):
    assert len([e for e in happened(body) if e.type.value == type_]) == 1


def test_his_is_the_subject_of_the_very_clause():
    body = (
        "Premier Luis Torres of Chile met Premier Ola Lind of Norway. Lind smiled when Torres ended his visit to Kenya."
    )
    visit = next(e for e in happened(body) if e.mode and e.mode.value == "visit")
    assert "Luis Torres" in visit.persons
    assert "Ola Lind" not in visit.persons


PAPERS = [
    ("European Union ministers agreed on a resolution criticising Burma.", "ACCUSE"),
    ("Chile sponsored a resolution critical of Burma.", "ACCUSE"),
    ("Chile issued a statement urging Peru to open the border.", "REQUEST"),
]


@pytest.mark.parametrize(("body", "type_"), PAPERS)
def test_a_paper_does_what_it_says(body, type_):
    assert [e.type.value for e in happened(body)] == [type_]


@pytest.mark.parametrize(
    "body", ["Chile called for talks with Peru.", "Chile ruled out talks with Peru.", "Chile sought a pact with Peru."]
)
def test_what_is_asked_for_or_ruled_out_has_not_taken_place(body):
    assert not {"CONSULT", "AGREE"} & {e.type.value for e in happened(body)}


def test_what_is_talked_about_is_no_event():
    assert [e.type.value for e in happened("Chile and Peru discussed a new trade pact on Monday.")] == ["CONSULT"]


def test_what_one_side_says_of_the_other_is_alleged():
    body = "Chile said on Monday that Peruvian soldiers had shelled a Chilean village."
    assert [(e.type.value, e.status.value) for e in happened(body)] == [("ASSAULT", "alleged")]
    body = "Chile said on Monday that Chilean soldiers had shelled a Peruvian village."
    assert [(e.type.value, e.status.value) for e in happened(body)] == [("ASSAULT", "occurred")]


def test_two_who_accuse_each_other_make_two_accusations():
    body = "Chilean President Ana Prado accused Peru of greed. Peruvian President Luis Torres accused Chile of spite."
    assert len([e for e in happened(body) if e.type.value == "ACCUSE"]) == 2


def test_a_president_who_meets_his_own_minister_meets_no_state():
    body = "Chilean President Ana Prado met Chilean Foreign Minister Luis Torres on Monday. Peru was silent."
    assert [e.title for e in happened(body)] == []


def test_the_lexicon_names_the_conditions_there_are():
    named = {w for row in wordlists.rows("event_verbs") for w in wordlists.forms(row["objects"]) if w[0] == "@"}
    assert named == set(CONDITIONS)


def test_a_spokesman_does_not_do_what_he_tells_of():
    body = "The State Department spokesman, Matthew Miller, highlighted Putin's despair, seeking arms from Iran."
    sought = next(e for e in happened(body) if e.type.value == "REQUEST")
    assert set(sought.countries) == {"RU", "IR"}
    assert sought.persons == ("Putin",)


def test_a_conviction_at_home_is_no_matter_between_states():
    body = (
        "A Moscow court sentenced a Russian poet to seven years for a poem on Ukraine. Germany denounced the verdict."
    )
    assert [e.title for e in happened(body) if e.type.value == "SANCTION"] == []
    abroad = "A Moscow court sentenced an American reporter to seven years. Germany denounced the verdict."
    assert [set(e.countries) for e in happened(abroad) if e.type.value == "SANCTION"] == [{"RU", "US"}]


def test_what_others_do_meanwhile_takes_no_part():
    body = "The United States pushed for sanctions on Cuba on Monday, with Russia and China vetoing these efforts."
    assert {"US", "CU"} in [set(e.countries) for e in happened(body) if e.type.value == "REQUEST"]


def test_who_goes_somewhere_to_sign_signs_with_his_host():
    body = "Prime Minister Ana Prado of Mali is due in Moscow on July 20 to sign a military cooperation agreement."
    signed = next(e for e in happened(body) if e.type.value == "AGREE")
    assert (set(signed.countries), signed.status.value) == ({"ML", "RU"}, "planned")


def test_it_is_who_acted_in_the_sentence_before():
    body = "Oman's foreign ministry spoke of talks between Sweden and Iran. It thanked both sides."
    thanked = next(e for e in happened(body) if e.type.value == "SUPPORT")
    assert set(thanked.countries) == {"OM", "SE", "IR"}


def test_what_is_ordered_is_one_thing_and_what_is_done_besides_another():
    body = "Mali's junta ordered the Danish ambassador to leave and closed its airspace to French jets."
    assert [set(e.countries) for e in happened(body) if e.type.value == "SANCTION"] == [{"ML", "DK"}, {"ML", "FR"}]


def test_the_two_are_those_whom_the_text_is_about():
    body = (
        "Thailand and Myanmar quarrelled. Thailand protested to Myanmar. Thailand shut its gates to Myanmar. Myanmar shrugged at Thailand. "
        "The minister asked Laos and Cambodia to listen. The two countries last held border talks in 1996."
    )
    talks = next(e for e in happened(body) if e.mode is not None and e.date == "1996")
    assert set(talks.countries) == {"TH", "MM"}


def test_a_charge_is_answered_not_what_it_tells_of():
    body = "Myanmar accused Thailand in March of giving shelter to rebels. Bangkok rejected the charge."
    rejected = next(e for e in happened(body) if e.type.value == "REJECT")
    assert set(rejected.countries) == {"TH", "MM"}


def test_an_accusation_is_that_of_whoever_spoke_last():
    body = (
        "Belarusian spokesman Igor Novik said that Lithuanian guards had fired at a group of Iraqis. Lithuanian Interior Minister "
        "Ruta Rima rejected the accusation."
    )
    rejected = next(e for e in happened(body) if e.type.value == "REJECT")
    assert set(rejected.countries) == {"LT", "BY"}


def test_both_leaders_are_two():
    body = (
        "The presidents of Ecuador and Peru embraced, watched by the leaders of Argentina, Chile and Brazil. "
        "King Juan Carlos of Spain praised the courage of both leaders."
    )
    praised = next(e for e in happened(body) if e.type.value == "SUPPORT")
    assert set(praised.countries) == {"ES", "EC", "PE"}


def test_what_is_proposed_during_a_visit_is_proposed_to_the_host():
    body = "Thai Premier Ana Prado will visit Myanmar on Thursday. Prado is expected to propose a joint board during the visit."
    proposed = next(e for e in happened(body) if e.type.value == "AGREE")
    assert set(proposed.countries) == {"TH", "MM"}


def test_whose_is_of_the_state_named_before():
    body = "Turkey, whose president visited Saudi Arabia last week, slept."
    assert [set(e.countries) for e in happened(body)] == [{"TR", "SA"}]


def test_each_of_two_meetings_has_its_own_day():
    body = (
        "President Ana Prado of Zambia is scheduled to hold talks with President Hu Jintao of China on Thursday and meet "
        "Premier Wen Jiabao of China on Friday."
    )
    assert sorted(e.date for e in happened(body)) == ["2024-06-20", "2024-06-21"]


def test_talks_and_resolutions_are_between_states():
    body = "Peru and Chile slept. Greece welcomed the resolution on Monday. Britain has offered to host a second round of talks."
    assert [(e.type.value, set(e.countries)) for e in happened(body)] == [("SUPPORT", {"GR"}), ("AGREE", {"GB"})]


def test_an_accusation_is_not_of_the_day_of_what_it_is_about():
    body = "Albania accused Iran of a cyberattack on its networks in July."
    assert [e.date for e in happened(body) if e.type.value == "ACCUSE"] == ["2024-06-18"]


def test_a_visitor_who_serves_many_states_is_the_guest_of_where_the_report_is_from():
    body = "EU Trade Commissioner Peter Lund, who arrived on Sunday for a three-day visit, praised Peru."
    visit = next(e for e in happened(body) if e.mode is not None)
    assert (set(visit.countries), visit.persons, visit.date) == ({"NO"}, ("Peter Lund",), "2024-06-16/2024-06-18")


def test_pressure_from_a_state_does_not_make_it_take_part():
    body = "Sudan reopened the crossing with Chad in May under pressure from Peru."
    assert [set(e.countries) for e in happened(body)] == [{"SD", "TD"}]


def test_thanks_and_congratulations_are_two_deeds():
    body = "Peru congratulated Chile on its launch on Monday. Peru thanked Chile on Monday for its help in the flood."
    assert len([e for e in happened(body) if e.type.value == "SUPPORT"]) == 2


def test_calling_a_visit_a_mistake_is_a_criticism():
    body = "Chinese Premier Li Qiang on Monday called the visit of the Japanese premier to Taiwan a serious mistake."
    accused = next(e for e in happened(body) if e.type.value == "ACCUSE")
    assert (set(accused.countries), accused.date) == ({"CN", "JP", "TW"}, "2024-06-17")


def test_what_is_promised_at_a_meeting_is_promised_to_whoever_was_met():
    body = (
        "Chilean Foreign Minister Luis Torres met his Peruvian counterpart Ana Prado in Lima on Monday. "
        "Torres promised to find a way to pay for the medicine."
    )
    promised = next(e for e in happened(body) if e.type.value == "AGREE")
    assert set(promised.countries) == {"CL", "PE"}


def test_what_it_planned_is_the_plan_of_whoever_denies_it():
    body = "Indonesia and Peru slept. South Korea sent a destroyer to Iran, but its Defense Ministry denied that it planned to use force."
    assert {"ID", "PE"}.isdisjoint(code for e in happened(body) for code in e.countries)


def test_an_expulsion_and_the_answer_to_it_are_two():
    body = "Peru has expelled two Russian diplomats suspected of spying, and Moscow has responded by ordering two Peruvians to leave."
    assert len([e for e in happened(body) if e.type.value == "SANCTION"]) == 2


def test_since_may_begin_a_clause_with_a_date_of_its_own():
    body = "Ties have been strained since Peru agreed in 2008 to host a radar of Chile."
    assert [e.date for e in happened(body) if e.type.value == "AGREE"] == ["2008"]


def test_a_date_before_after_is_that_of_the_deed_before_it():
    body = "Peru recalled its ambassador from Montevideo last month after a Uruguayan court set two rebels free."
    assert [e.date for e in happened(body) if e.type.value == "SANCTION"] == ["2024-05"]


def test_a_demand_is_not_of_the_day_of_what_was_said_beside_it():
    body = "Foreign Minister Ana Prado of Chile said that two men were killed there last week and demanded that Peru remove the mines."
    assert [e.date for e in happened(body) if e.type.value == "REQUEST"] == ["2024-06-18"]


def test_a_film_about_a_war_is_no_war():
    assert happened("A Lima cinema showed a film about the war between Chile and Peru.") == ()


def test_a_question_left_unanswered_is_no_refusal():
    assert happened("Chile declined to comment on reports from Peru.") == ()
    assert [e.type.value for e in happened("Chile declined to meet the envoys of Peru.")] == ["REJECT"]
