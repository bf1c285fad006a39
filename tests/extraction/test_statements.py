"""What is said, by whom: sentences of the kinds that news is made of, and what is to be read in each."""

import pytest

from events.extraction import pipeline, reading
from events.records import Extraction
from events.vocabulary import StatementKind

HEAD = "Talks in Oslo\n\nWed Mar 12 2014\n\nOSLO, Norway: "


def read(body: str) -> Extraction:
    return pipeline.extract(reading.read("test.txt", (HEAD + body + "\n").encode()))


def said(body: str) -> list[tuple[str, str]]:
    """(who, what) of every statement."""
    return [(s.speaker.person or s.speaker.org or s.speaker.country or "", s.text) for s in read(body).statements]


SAID = [
    # the day on which something is said is no part of it
    (
        "Yemen said on Friday Saudi forces had penetrated its territory.",
        [("YE", "Saudi forces had penetrated its territory")],
    ),
    # a letter speaks for who wrote it
    (
        "Kenyan President Peter Otieno delivered a letter to Premier Ana Prado saying he was glad.",
        [("Peter Otieno", "he was glad")],
    ),
    # a condition is part of a warning
    (
        "Kenyan President Peter Otieno warned that his country could intervene if the killings in Peru continued.",
        [("Peter Otieno", "his country could intervene if the killings in Peru continued")],
    ),
    # who is asked for restraint is part of what is asked
    (
        "The United States called for restraint by both sides on Monday.",
        [("US", "restraint by both sides")],
    ),
    # the paper says it, not its issuing; and it speaks for who issued it
    (
        "The Ministry of Foreign Affairs of Peru issued a statement on Monday. The statement said that the raid was a crime.",
        [("Ministry of Foreign Affairs", "the raid was a crime")],
    ),
    # who stands right before a cue, though another name stands before him
    (
        "The minister will meet his Chilean counterpart, Juan Rios, ministry spokesman Nils Dahl told a briefing.",
        [("Nils Dahl", "The minister will meet his Chilean counterpart, Juan Rios")],
    ),
    # an office told with its state before the name
    (
        "Minister of Foreign Affairs of Norway Nils Dahl said that talks had failed.",
        [("Nils Dahl", "talks had failed")],
    ),
    # what an office regretted and hoped is one report
    (
        "Singapore's foreign ministry said it regretted the incident and hoped the matter would be laid to rest.",
        [("Singapore's foreign ministry", "it regretted the incident and hoped the matter would be laid to rest")],
    ),
    # who telephones somebody to say something says it
    (
        "Nils Dahl telephoned Ana Prado on Tuesday to voice opposition to the attack.",
        [("Nils Dahl", "opposition to the attack")],
    ),
    # a clause behind its cue
    (
        "Swedish Foreign Minister Karin Lindholm said that Sweden would open an embassy in Chad.",
        [("Karin Lindholm", "Sweden would open an embassy in Chad")],
    ),
    # a quotation before its cue, the cue before its speaker
    (
        '"We shall not sign this treaty," said Portuguese President Rui Sarmento.',
        [("Rui Sarmento", '"We shall not sign this treaty,"')],
    ),
    # curly marks
    ("Norwegian Prime Minister Erna Dahl said: “The border stays open.”", [("Erna Dahl", "“The border stays open.”")]),
    # according to
    (
        "The plan, according to Danish Defence Minister Lars Holm, threatens the peace of the region.",
        [("Lars Holm", "threatens the peace of the region")],
    ),
    # who speaks is set between commas before the cue
    (
        "There will be no quick deal with Russia over four disputed islands, Japan's chief government spokesman, Yoshihide Suga, "
        "cautioned Tuesday.",
        [("Yoshihide Suga", "There will be no quick deal with Russia over four disputed islands")],
    ),
    # who asks not to be named, or has yet to say something, says nothing of it
    ("A Danish diplomat, who asked not to be named, has yet to say if Denmark will go.", []),
    # joint speakers are a statement each
    (
        "Russia and China argued that the sanctions would fail.",
        [("RU", "the sanctions would fail"), ("CN", "the sanctions would fail")],
    ),
    # an infinitive that is promised
    (
        "Finnish President Aino Virtanen pledged to send 300 doctors to Kenya.",
        [("Aino Virtanen", "to send 300 doctors to Kenya")],
    ),
    # the office stands for whoever holds it, with a capital and of two words as well
    (
        "President Ana Prado met Prime Minister Luis Torres of Chile. The Prime Minister said talks would go on. "
        "The President said they were over.",
        [("Luis Torres", "talks would go on"), ("Ana Prado", "they were over")],
    ),
    # who is called upon is part of what is asked; no mention is none
    (
        "Chilean Foreign Minister Luis Torres called on the Peruvian government to rescue them.",
        [("Luis Torres", "the Peruvian government to rescue them")],
    ),
    ("Chilean Foreign Minister Luis Torres made no mention of the execution.", []),
    # when it was said is no part of it; what two things are called; whom "many of whom" means
    (
        "Chilean Foreign Minister Luis Torres said after the meeting he would not accept the offer.",
        [("Luis Torres", "he would not accept the offer")],
    ),
    (
        "Democrats called the contempt citation and the demand for documents a transparent political ploy.",
        [("Democrats", "the contempt citation and the demand for documents a transparent political ploy")],
    ),
    ("The envoys, many of whom say the talks are over, left.", [("envoys", "the talks are over")]),
    (
        "According to conservative talk radio host Rush Limbaugh, the move reeks of fear.",
        [("Rush Limbaugh", "the move reeks of fear")],
    ),
    # an agency is its name; a person is not the party that explains him
    (
        "Talks will go on, the state news agency IRNA reported.",
        [("IRNA", "Talks will go on")],
    ),
    (
        "One of the men was on holiday, the newspaper Mlada Fronta Dnes reported.",
        [("newspaper Mlada Fronta Dnes", "One of the men was on holiday")],
    ),
    (
        "Chile praised Alfred Dregger, a leader of the ruling Christian Democrats, who said that the visit was off.",
        [("CL", "Alfred Dregger"), ("Alfred Dregger", "the visit was off")],
    ),
    # he who called it so is he who welcomed it, whoever spoke before
    (
        "Luis Torres said that he was glad. Swedish minister Olof Lind welcomed what he called the return of a friend.",
        [("Luis Torres", "he was glad"), ("Olof Lind", "the return of a friend")],
    ),
    # an office speaks
    (
        "The French Foreign Ministry said the envoy would return on Monday.",
        [("French Foreign Ministry", "the envoy would return on Monday")],
    ),
    # the adviser speaks, not the possessor
    (
        "President Rui Sarmento's adviser, Ana Prado, stated that Portugal would wait.",
        [("Ana Prado", "Portugal would wait")],
    ),
    # a relative clause behind a comma is the reporter's aside
    (
        "Finnish President Aino Virtanen said the border would open in May, which Norway has long opposed.",
        [("Aino Virtanen", "the border would open in May")],
    ),
    # what somebody tells of others is his own statement
    (
        "Swedish Foreign Minister Karin Lindholm said the court had ruled that the tax was void.",
        [("Karin Lindholm", "the court had ruled that the tax was void")],
    ),
    # what a state wants is the reporter's reading, not its word
    ("Sweden wants to open an embassy in Chad.", []),
    # an agency that quotes somebody: the quoted one speaks
    (
        "Kyodo quoted a Danish foreign ministry official as saying the talks had failed.",
        [("foreign ministry", "the talks had failed")],
    ),
    # the cue of the next report ends the content
    (
        "Norwegian Prime Minister Erna Dahl said the talks had failed, adding that Norway would wait.",
        [("Erna Dahl", "the talks had failed"), ("Erna Dahl", "Norway would wait")],
    ),
    # unnamed speakers who speak together make one statement
    (
        "Critics and supporters said the treaty would be signed.",
        [("Critics", "the treaty would be signed")],
    ),
    # a headline or a transcript in which a name and a colon introduce what is said
    (
        "Swedish Foreign Minister Karin Lindholm spoke.\n\nLINDHOLM: The border stays open.",
        [("Karin Lindholm", "The border stays open")],
    ),
    # a cue that opens the sentence
    (
        "As Danish Defence Minister Lars Holm noted, the treaty protects both sides.",
        [("Lars Holm", "the treaty protects both sides")],
    ),
    # the papers' word for a message is no statement of the papers
    (
        'Ali Noor said in a message that Chad would wait. "The blockade is unjust and must be lifted now," '
        "the message said, according to local newspapers.",
        [("Ali Noor", "Chad would wait"), ("Ali Noor", '"The blockade is unjust and must be lifted now,"')],
    ),
    # what a survey shows
    ("The survey shows that most Danes want to join the treaty.", [("survey", "most Danes want to join the treaty")]),
    # a term in quotation marks is no statement
    ('The "iron bridge" between Norway and Sweden was closed.', []),
    # "that" belongs to the nearest cue
    (
        "Danish Prime Minister Lars Holm pointed to the harvest, noting that Denmark had sold more grain than ever.",
        [("Lars Holm", "the harvest"), ("Lars Holm", "Denmark had sold more grain than ever")],
    ),
    # what a semicolon parts from a cue is no content of it
    (
        "The talks failed; Danish Prime Minister Lars Holm argued that Norway had never wanted them.",
        [("Lars Holm", "Norway had never wanted them")],
    ),
    # an object with what is said of it
    (
        "Danish Prime Minister Lars Holm defended his call to raise the price of grain.",
        [("Lars Holm", "his call to raise the price of grain")],
    ),
    # what somebody did while saying it is none of it
    (
        "The harvest was poor, Danish Prime Minister Lars Holm said, putting on his coat.",
        [("Lars Holm", "The harvest was poor")],
    ),
    # what follows a quotation and its comma is the reporter's
    (
        "Danish Prime Minister Lars Holm said the border was “open to all,” referring to the harbour of Esbjerg.",
        [("Lars Holm", "the border was “open to all,”"), ("Lars Holm", "the harbour of Esbjerg")],
    ),
    # a passive and who does it; a stance that is only told of has no words
    ("The treaty was condemned by Danish Prime Minister Lars Holm.", [("Lars Holm", "The treaty")]),
    ("The treaty is supported by Germany.", []),
    # figures show, soldiers do not
    ("A poll showed the Liberals with a narrow lead.", [("poll", "the Liberals with a narrow lead")]),
    ("The army showed restraint.", []),
    # adjectives are cues too, of persons; "it" says nothing
    (
        "Danish Prime Minister Lars Holm is confident that the tunnel will be built.",
        [("Lars Holm", "the tunnel will be built")],
    ),
    ("It was clear that the tunnel would be built.", []),
    # a noun and its clause parted by "was"
    (
        "Danish Prime Minister Lars Holm's answer was that Norway had broken its word.",
        [("Lars Holm", "Norway had broken its word")],
    ),
    # who is made to say something says it
    (
        "The court forced the banker, Ola Berg, to admit that the money was gone.",
        [("Ola Berg", "the money was gone")],
    ),
    ("The film shows footage of Lars Holm saying the money was gone.", [("Lars Holm", "the money was gone")]),
    # what is cited as a reason does not speak
    (
        "Danish Prime Minister Lars Holm cited the drought as a reason for the tariff.",
        [("Lars Holm", "the drought as a reason for the tariff")],
    ),
    # a cue with a colon is of the quotation behind it
    (
        "“We are fishermen,” said Kari Moen. “We are no smugglers.” Lars Holm said: “The border is shut.”",
        [
            ("Kari Moen", "“We are fishermen,”"),
            ("Kari Moen", "“We are no smugglers.”"),
            ("Lars Holm", "“The border is shut.”"),
        ],
    ),
    # the nearer of two subjects speaks
    (
        "If it rains, it will, at some point, sooner or later, end the drought, said Danish minister Lars Holm.",
        [("Lars Holm", "If it rains, it will, at some point, sooner or later, end the drought")],
    ),
    # a verb and its particle are one cue; verb, noun and preposition too
    ("Danish Prime Minister Lars Holm ruled out a tariff on salt.", [("Lars Holm", "a tariff on salt")]),
    ("Norwegian Prime Minister Erik Dahl cast doubt on the figures.", [("Erik Dahl", "the figures")]),
    ("Norwegian fishermen cast a net on the beach.", []),
    # "he" is the subject of his own sentence
    (
        "Norwegian Prime Minister Erik Dahl spoke first. In a later interview, Danish minister Lars Holm criticised the papers, "
        "though he added that the salt tax would stay.",
        [("Lars Holm", "the papers"), ("Lars Holm", "the salt tax would stay")],
    ),
    # "he" is no average
    (
        "The harvest was poor, according to the latest averages. “It is of no importance to anybody,” he said.",
        [("latest averages", "The harvest was poor")],
    ),
    # words quoted in the middle of a paragraph are not those of whoever spoke before
    (
        "Norwegian Prime Minister Erik Dahl said the talks were over.\n\n"
        "The law protects “all who fish in the waters of the north” from seizure.",
        [("Erik Dahl", "the talks were over")],
    ),
    # what stands behind an exclamation is not its cue
    ("“Open this gate!” The Danes have come to accept him for it.", []),
    # a span has no hole: what a cue interrupts has it in it
    (
        "The grain, Danish Prime Minister Lars Holm told the farmers, was spoilt.",
        [("Lars Holm", "The grain, Danish Prime Minister Lars Holm told the farmers, was spoilt")],
    ),
    # where and when it was said, and what the reporter makes of it, is none of it
    ("Danish Prime Minister Lars Holm criticised the tariff in an interview.", [("Lars Holm", "the tariff")]),
    (
        "Danish Prime Minister Lars Holm endorsed the tunnel, a sign of his hopes for trade.",
        [("Lars Holm", "the tunnel")],
    ),
    ("Danish Prime Minister Lars Holm refused to answer as he left the harbour.", [("Lars Holm", "to answer")]),
    (
        "Danish Prime Minister Lars Holm pledged to leave when the treaty is signed.",
        [("Lars Holm", "to leave when the treaty is signed")],
    ),
    ("Danish Prime Minister Lars Holm tore into the tariff on salt.", [("Lars Holm", "the tariff on salt")]),
    # a day is nothing to speak of
    ("Danish Prime Minister Lars Holm testified on Monday.", []),
    # some cues tell of deeds as well: by soldiers, or to a guest
    ("Danish troops attacked the harbour of Bergen.", []),
    ("Danish Prime Minister Lars Holm welcomed the guests.", []),
    ("Danish Prime Minister Lars Holm welcomed the decision.", [("Lars Holm", "the decision")]),
    # nor is the letter it was said in
    (
        "Danish Prime Minister Lars Holm welcomed the decision in a letter to Norway.",
        [("Lars Holm", "the decision")],
    ),
    # "they" are the two whom the sentence before joins
    (
        "Danish Prime Minister Lars Holm and Norwegian Prime Minister Erik Dahl met in Bergen. They said the tunnel would be built.",
        [("Lars Holm", "the tunnel would be built"), ("Erik Dahl", "the tunnel would be built")],
    ),
    # harvests add nothing: who said the one thing adds the other
    (
        "Danish Prime Minister Lars Holm said the harvest was poor but added that Denmark had enough grain.",
        [("Lars Holm", "the harvest was poor"), ("Lars Holm", "Denmark had enough grain")],
    ),
]


@pytest.mark.parametrize(("body", "expected"), SAID)
def test_it_reads_who_said_what(body, expected):
    assert said(body) == expected


def test_a_transcript_names_whoever_speaks():
    body = "Talks end.\n\nDAHL: We are done here.\n\nQUESTION: Will you go on?\n\nDAHL: No.\n\nQUESTION: Why is that?"
    assert ("QUESTION", "Will you go on?") in said(body)
    assert ("DAHL", "We are done here") in said(body)


def test_a_headline_names_its_source_before_a_colon():
    text = "Poll: Most of Chile wants to stay in the pact\n\nWed Mar 12 2014\n\nSource: NATO.\n"
    found = pipeline.extract(reading.read("test.txt", text.encode())).statements
    assert [(s.speaker.org, s.text) for s in found] == [("Poll", "Most of Chile wants to stay in the pact")]


def test_a_name_behind_a_dash_signs_a_quotation():
    body = "Readers wrote to us.\n\n“The border must be opened to all of us.” — Rosa Almada Brito"
    assert said(body)[-1] == ("Rosa Almada Brito", "“The border must be opened to all of us.”")


KINDS = [
    ('"The border stays open," said Norwegian Prime Minister Erna Dahl.', StatementKind.DIRECT),
    ("Norwegian Prime Minister Erna Dahl said the border would stay open.", StatementKind.INDIRECT),
    (
        'Norwegian Prime Minister Erna Dahl said the border would stay "wide open for everybody who works".',
        StatementKind.MIXED,
    ),
]


@pytest.mark.parametrize(("body", "kind"), KINDS)
def test_it_knows_how_close_the_words_are_to_the_speakers_own(body, kind):
    assert [s.kind for s in read(body).statements] == [kind]
