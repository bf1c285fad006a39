"""What happened: type, mode, states, status and date, each pair with the words that it is about."""

import pytest

from events.extraction import pipeline, reading
from events.records import EventRecord

HEAD = "News of the day\n\nTue Jun 18 2024\n\nOSLO, Norway: "


def happened(body: str) -> tuple[EventRecord, ...]:
    return pipeline.extract(reading.read("test.txt", (HEAD + body + "\n").encode())).events


TOLD = [
    # a visit that took place, by weekday
    ("Brazilian President Ana Prado visited Angola on Monday.", "CONSULT", "visit", {"BR", "AO"}, "occurred", "2024-06-17"),
    # a visit to come, by days without a year
    ("Brazilian President Ana Prado is to visit Kenya on July 3-4.", "CONSULT", "visit", {"BR", "KE"}, "planned", "2024-07-03/2024-07-04"),
    # a visit told by a noun
    ("The visit of Swedish Premier Olof Lind to Peru in May was his first.", "CONSULT", "visit", {"SE", "PE"}, "occurred", "2024-05"),
    # talks
    ("Japan and Mongolia held talks in Ulan Bator on Saturday.", "CONSULT", "meeting", {"JP", "MN"}, "occurred", "2024-06-15"),
    ("Chile and Peru agreed on Friday to open the border.", "AGREE", None, {"CL", "PE"}, "occurred", "2024-06-14"),
    ("Egypt accused Ethiopia on Sunday of breaking the treaty.", "ACCUSE", None, {"EG", "ET"}, "occurred", "2024-06-16"),
    ("Norway has rejected Iceland's proposal.", "REJECT", None, {"NO", "IS"}, "occurred", "2024-06-18"),
    ("Canada expelled two Iranian diplomats on Thursday.", "SANCTION", None, {"CA", "IR"}, "occurred", "2024-06-13"),
    ("Libya has faced sanctions by Italy since 2011.", "SANCTION", None, {"LY", "IT"}, "occurred", "2011/.."),
    ("Turkey threatened to close its border with Greece.", "THREATEN", None, {"TR", "GR"}, "occurred", "2024-06-18"),
    ("Germany gave Somalia 20 million euros in aid on Monday.", "AID", None, {"DE", "SO"}, "occurred", "2024-06-17"),
    ("Argentina praised Uruguay on Monday.", "SUPPORT", None, {"AR", "UY"}, "occurred", "2024-06-17"),
    # what is only to come is a promise where it is kind, a threat where it is not
    ("Finland will give Tanzania a grant of 5 million euros.", "AGREE", None, {"FI", "TZ"}, "planned", None),
    # an attack by forces is no criticism; one on a policy is
    ("Kenyan troops attacked a town in Somalia on Monday.", "ASSAULT", None, {"KE", "SO"}, "occurred", "2024-06-17"),
    ("Kenyan President Ana Prado attacked the policy of Somalia on Monday.", "ACCUSE", None, {"KE", "SO"}, "occurred", "2024-06-17"),
    # two adjectives before one noun
    ("French and Egyptian warships began war games on Monday.", "COOPERATE", None, {"FR", "EG"}, "occurred", "2024-06-17"),
    # the end of talks is talks, not a sanction
    ("Chile and Peru ended two days of talks in Lima on Monday.", "CONSULT", "meeting", {"CL", "PE"}, "occurred", "2024-06-17"),
    # whoever is told something on a visit has met who told it
    (
        "Norwegian Premier Ana Prado told visiting Chilean Minister Luis Torres that ties were good.",
        "CONSULT", "meeting", {"NO", "CL"}, "occurred", "2024-06-18"),
    # a deed has the date of the visit on which it is done
    (
        "Chilean President Luis Torres criticised Peru during a visit to Kenya last week.",
        "ACCUSE", None, {"CL", "PE"}, "occurred", "2024-06-10/2024-06-16"),
    # a visit lasts as long as it is said to, from the day it begins
    (
        "Chilean President Luis Torres will make a four-day visit to Peru from July 3.",
        "CONSULT", "visit", {"CL", "PE"}, "planned", "2024-07-03/2024-07-06",
    ),
    (
        "Chilean President Luis Torres ended a two-day visit to Peru on Monday.",
        "CONSULT", "visit", {"CL", "PE"}, "occurred", "2024-06-16/2024-06-17",
    ),
    # who is due somewhere is to go there
    ("Chilean President Luis Torres is due in Peru next week.", "CONSULT", "visit", {"CL", "PE"}, "planned", "2024-06-24/2024-06-30"),
    # a strike from the air is no strike of workers
    ("Chile launched air strikes on Peru over the weekend.", "ASSAULT", None, {"CL", "PE"}, "occurred", "2024-06-15/2024-06-16"),
    # what it is for is told by what is done, and who only comes up in the reason takes no part
    ("Chile summoned the Peruvian ambassador on Monday to complain about Kenya.", "ACCUSE", None, {"CL", "PE"}, "occurred", "2024-06-17"),
    ("Chile criticised Peru on Monday for a deal with Kenya.", "ACCUSE", None, {"CL", "PE"}, "occurred", "2024-06-17"),
    # a promise is made when it is said
    ("Chile said on Monday that it was ready to help Peru.", "AGREE", None, {"CL", "PE"}, "occurred", "2024-06-17"),
    # a visit that is the first since a year was not in that year
    ("The visit of Chilean President Luis Torres to Peru is the first since 2017.", "CONSULT", "visit", {"CL", "PE"}, "occurred", None),
    # background of another year keeps its own date
    ("France recognised Algeria in 1962.", "SUPPORT", None, {"FR", "DZ"}, "occurred", "1962"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "type_", "mode", "states", "status", "date"), TOLD)
def test_it_reads_an_event(body, type_, mode, states, status, date):
    found = [e for e in happened(body) if e.type.value == type_]
    assert len(found) == 1, [(e.type.value, e.countries) for e in happened(body)]
    event = found[0]
    got = (event.mode.value if event.mode else None, set(event.countries), event.status.value, event.date)
    assert got == (mode, states, status, date)


NOTHING = [
    # negated
    "Brazil did not attack Peru.",
    # supposed
    "It would be wrong if Brazil attacked Peru, analysts in Lima thought.",
]


@pytest.mark.parametrize("body", NOTHING)
def test_what_did_not_happen_is_no_event(body):
    assert [e for e in happened(body) if e.type.value == "ASSAULT" and e.status.value == "occurred"] == []


def test_one_event_however_often_it_is_told():
    body = "Brazilian President Ana Prado visited Angola on Monday. During her visit to Angola, Prado met ministers."
    visits = [e for e in happened(body) if e.mode is not None and e.mode.value == "visit"]
    assert len(visits) == 1
    assert len(visits[0].mentions) == 2


def test_an_accusation_is_not_a_fact():
    body = "Egypt accused Ethiopia on Sunday of having attacked Sudan. Egypt alleged that Ethiopia had bombed Sudan."
    assert {e.status.value for e in happened(body) if e.type.value == "ASSAULT"} <= {"alleged"}


def test_they_are_those_whom_the_sentence_before_named_together():
    body = "Chile and Peru held talks in Kenya on Monday. The two countries agreed to open the border."
    agreed = next(e for e in happened(body) if e.type.value == "AGREE")
    assert set(agreed.countries) == {"CL", "PE"}
    assert agreed.date == "2024-06-17"


def test_a_meeting_on_a_visit_to_come_has_the_days_of_the_visit():
    body = (
        "Chilean President Luis Torres will visit Peru on July 3-4. Torres is due to meet Peruvian President Ana Prado."
    )
    meeting = next(e for e in happened(body) if e.mode and e.mode.value == "meeting")
    assert (meeting.date, meeting.date_basis.value) == ("2024-07-03/2024-07-04", "inferred")


def test_what_a_treaty_says_or_somebody_wishes_is_no_event():
    body = "Chile and Peru signed a treaty on Monday that bans arms. Chile wants to buy grain from Peru."
    assert [e.type.value for e in happened(body)] == ["AGREE"]


def test_a_visit_told_of_three_times_is_one_event():
    body = (
        "Chilean President Luis Torres arrived in Peru on Sunday.\n\nTorres met Peruvian President Ana Prado on Monday.\n\n"
        "The visit is the first by a Chilean leader. During his visit, Torres will tour a port."
    )
    assert [e.date for e in happened(body) if e.mode and e.mode.value == "visit"] == ["2024-06-16"]


TITLES = [
    # a deed is told in the source's own words, without the weekday that its date tells
    ("Canada expelled two Iranian diplomats on Thursday.", "Canada expelled two Iranian diplomats"),
    ("Egypt on Sunday accused Ethiopia of breaking the treaty.", "Egypt accused Ethiopia of breaking the treaty"),
    # a pronoun gives way to the name
    ("Swedish Premier Olof Lind flew home. He praised Uruguay.", "Olof Lind praised Uruguay"),
    # visits and meetings are said alike whatever the words
    ("Brazilian President Ana Prado visited the United States on Monday.", "Ana Prado visits the United States"),
    # a clause that stops at its verb goes on to its sentence's end
    (
        "Swedish Premier Olof Lind demanded the return of two fishing boats from Norway.",
        "Swedish Premier Olof Lind demanded the return of two fishing boats from Norway",
    ),
]


@pytest.mark.parametrize(("body", "title"), TITLES)
def test_a_title_says_who_did_what(body, title):
    assert title in [event.title for event in happened(body)]


@pytest.mark.parametrize(
    ("told", "type_", "states"),
    [
        ("Iraqi Foreign Minister Adnan Pachachi, who arrived here on Sunday, asked for help.", "CONSULT", ["IQ", "TR"]),
        ("Iraqi Foreign Minister Adnan Pachachi, who arrived on Sunday, asked for help.", "CONSULT", ["IQ", "TR"]),
        ("Four Greek diplomats were expelled on Monday.", "SANCTION", ["GR", "TR"]),
        ("The Syrian ambassador was summoned to the Foreign Ministry and handed a note.", "ACCUSE", ["SY", "TR"]),
    ],
)
def test_what_is_told_of_foreigners_without_a_place_is_where_the_report_is_from(told, type_, states):
    text = f"News of the day\n\nWed Jun 19 1967\n\nANKARA: {told}\n"
    events = pipeline.extract(reading.read("test.txt", text.encode())).events
    assert (type_, states) in [(e.type.value, sorted(e.countries)) for e in events]
