"""Envoys sent away, called home, given days to leave or kept out, as what a verb needs to tell of a quarrel.

May import clauses and coreference. Used by conditions.py.
"""

from itertools import islice

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents

_ENVOYS = frozenset(
    "ambassador diplomat envoy attache attaché consul representative staff staffer embassy mission minister chargé".split()
)
_HOME = frozenset({"home", "back"})
_LEAVING = frozenset({"leave", "go", "depart", "quit"})
_MOST = 30
"""Words of a clause that are looked through."""


def _is_envoy(head: Token) -> bool:
    return any(t.lemma_.lower() in _ENVOYS for t in [head, *head.children])


def told_to_leave(verb: Token, referents: Referents) -> bool:
    """ "told the Iranian ambassador to go", "the attache was given 48 hours to leave"."""
    envoy = any(_is_envoy(head) for head in clauses.objects(verb))
    envoy = envoy or any(
        t.lemma_.lower() in _ENVOYS for c in verb.children if c.dep_ in {"ccomp", "xcomp"} for t in c.children
    )
    below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"}]
    below += [g for head in clauses.objects(verb) for g in head.children if g.dep_ in {"relcl", "acl"} and g.i > verb.i]
    times = (g for head in clauses.objects(verb) for g in head.children if g.lemma_ in {"hour", "day", "week"})
    below += [c for time in times for c in time.children]  # "gave the envoys two days to go"
    return envoy and any(c.lemma_ in _LEAVING for c in below)


def called_home(verb: Token, referents: Referents) -> bool:
    """ "called its ambassador in Oslo home", "recalled its minister from Lima", wherever the parser hangs the words."""
    if not any(_is_envoy(head) for head in clauses.objects(verb)):
        return False
    words = list(islice(verb.subtree, _MOST))
    recalled = verb.lemma_ == "recall" and any(t.lower_ == "from" for t in words)
    return recalled or any(t.i > verb.i and t.lower_ in _HOME for t in words)


def is_unwelcome(verb: Token, referents: Referents) -> bool:
    """ "declared two attaches persona non grata"."""
    return any(t.lower_ in {"grata", "unwelcome", "undesirable"} for t in islice(verb.subtree, _MOST))


_ENTERING = frozenset({"enter", "land", "visit", "come", "cross", "dock", "return"})


def kept_out(verb: Token, referents: Referents) -> bool:
    """ "barred a rapporteur from entering"."""
    below = (c for p in verb.children if p.dep_ == "prep" and p.lower_ == "from" for c in p.children)
    return any(c.lemma_ in _ENTERING for c in below)
