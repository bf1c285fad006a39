"""What somebody stops doing: a kindness, whose end is a sanction, or a harm. May import clauses, frames and coreference.

Used by conditions.py.
"""

from collections.abc import Callable

from spacy.tokens import Token

from events.extraction import frames
from events.extraction.coreference import Referents
from events.vocabulary import EventType

_KIND = frozenset({EventType.AID, EventType.COOPERATE, EventType.SUPPORT})
_HARMFUL = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})


def _stops(types: frozenset[EventType]) -> Callable[[Token, Referents], bool]:
    """Whether the deed that a verb of stopping ends is of these types: "stopped issuing visas", "ceased shelling"."""

    def check(verb: Token, referents: Referents) -> bool:
        deed = next(
            (c for c in verb.children if c.dep_ in {"xcomp", "pcomp"} and c.tag_ == "VBG" and c.i > verb.i), None
        )
        return deed is not None and frames.plain_type(deed) in types

    return check


stops_kindness = _stops(_KIND)
stops_harm = _stops(_HARMFUL)
