"""What the generator writes its news with: types of events with the words that tell them, topics, parts of names."""

DEEDS = (
    # (type, mode, share, status of most, words that tell it)
    ("CONSULT", "visit", 14, ("visited", "paid a visit to", "arrived in")),
    ("CONSULT", "meeting", 16, ("met ministers of", "held talks with", "opened negotiations with")),
    ("CONSULT", "call", 5, ("telephoned the leaders of", "wrote to the government of")),
    ("AGREE", "", 11, ("signed an agreement with", "reached an accord with", "agreed to cooperate with")),
    ("SUPPORT", "", 7, ("praised", "backed the position of", "recognised the government of")),
    ("COOPERATE", "", 6, ("held joint exercises with", "exchanged information with")),
    ("AID", "", 6, ("sent aid to", "granted a loan to", "delivered relief goods to")),
    ("CONCEDE", "", 2, ("eased its demands on", "apologised to")),
    ("RETREAT", "", 2, ("withdrew troops from", "released prisoners of")),
    ("REQUEST", "", 6, ("asked for help from", "urged restraint on", "appealed to")),
    ("ACCUSE", "", 8, ("accused", "criticised", "complained of")),
    ("REJECT", "", 4, ("rejected a proposal of", "vetoed a draft of")),
    ("THREATEN", "", 3, ("warned", "threatened")),
    ("PROTEST", "", 2, ("demonstrated against", "boycotted goods from")),
    ("SANCTION", "", 4, ("imposed sanctions on", "expelled envoys of")),
    ("MOBILIZE", "", 2, ("moved troops to the border of", "put its fleet on alert against")),
    ("COERCE", "", 1, ("seized vessels of", "closed the border with")),
    ("ASSAULT", "", 1, ("shelled positions of", "attacked a convoy of")),
)
"""Shares of a hundred, as news of states tends to have them; triggers are invented wording, not a reader's."""

STATUSES = (("occurred", 78), ("ongoing", 3), ("planned", 12), ("alleged", 5), ("refused", 2))
BASES = (("stated", 60), ("relative", 30), ("inferred", 10))

TOPICS = tuple(
    "trade fisheries border security energy grain steel shipping aviation refugees prisoners debt tariffs arms missiles uranium oil gas "
    "water dams railways ports customs visas extradition culture science space satellites patents textiles cotton coffee sugar copper "
    "tin rubber wheat rice cattle timber salmon whaling seabed boundaries islands canals bridges tunnels roads currency loans credits "
    "investment taxation pensions labour migration citizenship passports embassies consulates telephones broadcasting newspapers books "
    "students teachers universities museums antiquities music sport olympics tourism hotels airlines helicopters tanks submarines frigates "
    "bases troops manoeuvres inspections verification testing warheads reactors isotopes coal electricity turbines pipelines refineries "
    "chemicals fertiliser medicine vaccines hospitals famine drought floods earthquakes relief amnesty elections constitutions sanctions "
    "embargoes blockades ceasefires armistices minorities languages schools pilgrims churches mosques monuments cemeteries archives".split()
)
"""Topics, the commonest first: the n-th is drawn with a share that falls as 1/n, as words do."""

KINDS = tuple("agreement policy council programme question dispute conference treaty commission fund plan".split())
VERDICTS = tuple("settled reviewed extended postponed observed welcomed refused published respected widened".split())
PUBLISHERS = ("The Morning Register", "Evening Chronicle", "Northern Wire", "Harbour Gazette", "World Bulletin")
OFFICES = ("Foreign Minister", "President", "Prime Minister", "Ambassador", "Defence Minister", "Trade Minister", "")

GIVEN = tuple(
    "Anton Berta Carl Dora Emil Flora Georg Hilda Igor Jana Karim Lena Marco Nadia Oscar Paula Quentin Rosa Samir Tania Umar Vera "
    "Walter Xenia Yusuf Zora Adil Bela Cesar Dalia Elias Farah Goran Hanna Ivan Julia Kemal Laila Milan Nora Omar Petra Rafael Selma "
    "Tomas Ulla Viktor Wanda Yan Zita".split()
)
SYLLABLES = tuple(
    "ba ben co dar del dim fal gar gor han ib jar kal kor lan lim mar mon nar nov ol par qua ras sal tan ul var wen zel".split()
)
