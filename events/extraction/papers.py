"""What is done by a paper: "adopted a resolution criticising Burma" criticises. May import clauses, triggers and coreference."""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from events.extraction import clauses, triggers
from events.extraction.coreference import Referents
from events.extraction.triggers import Trigger
from events.vocabulary import EventType

PAPERS = frozenset(
    "treaty agreement accord pact deal resolution declaration statement communique communiqué memorandum letter plan law bill protocol "
    "document convention decree article clause draft proposal motion act petition petitions report note order".split()
)
_PASSING = frozenset(
    "agree adopt approve pass sponsor co-sponsor cosponsor table draft introduce submit back issue vote put publish release circulate "
    "endorse sign send propose present hand deliver address lodge file".split()
)
_SAID = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.SUPPORT, EventType.THREATEN, EventType.SANCTION})


class Deed(NamedTuple):
    """What is done by passing a paper, and the word of the paper that says so."""

    trigger: Trigger
    word: Token


def of_verb(verb: Token, referents: Referents) -> Deed | None:
    """The deed of whoever passes, sponsors or issues a paper that criticises, demands or praises; None where it does none of it."""
    if verb.lemma_ not in _PASSING:
        return None
    for paper in _papers(verb):
        for word in paper.children:
            found = None
            if word.dep_ == "acl" and word.tag_ == "VBG":
                found = triggers.of_verb(word, referents)
            elif word.dep_ in {"amod", "acl", "relcl"} and word.pos_ == "ADJ" and word.i > paper.i:
                found = triggers.of_adjective(word)
            if found is not None and found.type in _SAID:
                return Deed(Trigger(verb, found.type, None, paper, f"{verb.lemma_}-paper-{word.lemma_}"), word)
    return None


def _papers(verb: Token) -> Iterator[Token]:
    """The papers that a verb passes, by itself or through "agreed to go ahead with"."""
    around = [*clauses.objects(verb), *(head for _p, head in clauses.prepositions(verb))]
    for below in verb.children:
        if below.dep_ == "xcomp":
            around += [*clauses.objects(below), *(head for _p, head in clauses.prepositions(below))]
    return (head for head in around if head.lemma_.lower() in PAPERS)
