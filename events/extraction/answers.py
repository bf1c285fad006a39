"""How one answers what another claimed or proposed: the verbs and the words of answers, and their objects in the parse.

May import speakers, wordlists and spaCy's tokens.
"""

import functools

from spacy.tokens import Token

from events.extraction import speakers, wordlists
from events.vocabulary import Response


@functools.cache
def responses() -> dict[str, tuple[Response, ...]]:
    """Answering verb -> how it answers, a claim first."""
    found: dict[str, tuple[Response, ...]] = {}
    for row in wordlists.rows("answer_verbs"):
        found[row["verb"]] = (*found.get(row["verb"], ()), Response.of(row["response"]))
    return found


@functools.cache
def judgements() -> dict[str, Response]:
    """What somebody calls a claim -> how that answers it: "baseless", "true"."""
    return {row["word"]: Response.of(row["response"]) for row in wordlists.rows("answer_words")}


@functools.cache
def answered_verbs() -> dict[str, frozenset[str]]:
    """Verb of what is answered -> the nouns that an answer may call it by: "demanded" by "the demand" or "the ultimatum".

    Of an accusation that is ACCUSES; of thanks and promises nothing. Other verbs say what anybody may confirm or deny.
    """
    return {row["verb"]: frozenset(wordlists.forms(row["answered"])) for row in wordlists.rows("answered_verbs")}


ACCUSES = frozenset({"accusation"})


def is_claim(head: Token) -> bool:
    """ "charges", "the report": words that stand for what somebody claimed. The small model tags some of them as verbs."""
    word = head.lemma_.lower()
    return word in speakers.nouns("claim") or word.rstrip("s") in speakers.nouns("claim")


def answers_relatively(verb: Token) -> bool:
    """ "charges that both Moscow and Pyongyang deny": the answering verb lacks its object, which is the noun before it.

    The small model takes "charges" for a verb and the clause for its complement, as often as not.
    """
    if verb.lemma_.lower() not in responses() or verb.dep_ not in {"relcl", "ccomp", "acl"}:
        return False
    if any(
        child.dep_ in {"ccomp", "xcomp", "dobj"} and child.lower_ not in {"that", "which"} for child in verb.children
    ):
        return False
    opened = any(child.lower_ in {"that", "which"} for child in verb.children) or verb.dep_ == "relcl"
    subject = any(child.dep_ == "nsubj" and child.lower_ not in {"that", "which", "who"} for child in verb.children)
    return opened and subject and is_claim(verb.head) and verb.head.i < verb.i


def answered(verb: Token) -> Token | None:
    """What an answering verb answers: "rejected the accusation", "the charge was denied by Angola". The claim or proposal."""
    if verb.lemma_.lower() not in responses():
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass"} and (
            is_claim(child) or child.lemma_.lower() in speakers.nouns("proposal")
        ):
            return child
    return None
