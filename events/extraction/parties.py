"""Whether an event has another side at all: a second state, an organisation of states, somebody of no state or another, a people.

May import clauses, coreference, origins, participants and triggers.
"""

from itertools import islice

from spacy.tokens import Token

from events.extraction import clauses, origins
from events.extraction.antecedents import Cast
from events.extraction.coreference import Referents
from events.extraction.participants import Casting
from events.extraction.triggers import Trigger
from events.vocabulary import EventType, Mode, Part

OTHERS_NEEDED = frozenset(
    {EventType.SUPPORT, EventType.COOPERATE, EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.ACCUSE}
    | {EventType.THREATEN, EventType.CONCEDE}
)
"""Types that need another side to be an interaction: a second state, an organisation or a person to whom it is done."""

ORGANISATIONS = frozenset(
    "un u.n. nations eu e.u. union nato asean osce iaea imf opec apec oau oas ecowas wto unscom unhcr council commission league quartet "
    "inspectors peacekeepers bank g8 g7 g20 group alliance bloc community court tribunal agency summit assembly mediators mediator".split()
)

_STATES_TOGETHER = frozenset(
    "un u.n. nations eu e.u. union nato asean osce iaea imf opec oau oas ecowas unscom "
    "quartet league apec commonwealth cis saarc mercosur caricom brics g8 g7 g20".split()
)

_PEOPLES = frozenset(
    "people refugee civilian palestinian kurd tamil tibetan chechen albanian serb rebel guerrilla separatist taliban hamas hezbollah "
    "plo hostage prisoner detainee migrant asylum minority muslim jew population protester demonstrator dissident exile opposition west "
    "western european arab country neighbor neighbour government world power ally terrorist militant".split()
)

_MATTERS = frozenset({"talks", "talk", "summit", "negotiation", "resolution", "mediation"})
"""What only several states have: "boycotted the talks", "welcomed the resolution"."""

_SERVANTS = frozenset({"secretary-general", "commissioner", "rapporteur", "inspector"})

_JUDGING = frozenset({"convict", "sentence", "jail", "imprison", "oust", "overthrow", "topple", "depose"})
_RESIGNING = frozenset({"resign", "abdicate", "step", "submit+resignation", "tender+resignation", "offer+resignation"})
"""What a state's own people do, which is a matter between states only where the text says so."""

_DEEPEST = 300
"""Words of a clause that are looked through for another side."""


class Parties:
    """Judges casts in one document. A text that names no second state (`is_domestic`) tells what a state does at home."""

    def __init__(self, referents: Referents, casting: Casting) -> None:
        self.referents = referents
        self.casting = casting
        self.is_domestic = len({m.code for m in referents.country_mentions}) < 2

    def interact(self, trigger: Trigger, cast: Cast) -> bool:
        """Whether there is another side: a second state, an organisation of states, somebody of no state or another, a people."""
        if trigger.mode is Mode.VISIT and len(cast.countries) == 1:
            return self.is_foreign(cast) and not self._returns_to_seat(trigger.token)
        if trigger.rule in _RESIGNING and not self.is_domestic and len(cast.countries) == 1:
            return False
        if trigger.rule in _JUDGING and not self.is_domestic:
            return self._judges_another(trigger.token, cast)
        if len(cast.countries) > 1:
            return True
        if trigger.mode is not None:
            abroad = len(cast.persons) > 1 and self.is_foreign(cast)  # a president who meets his own minister is none
            return abroad or (trigger.token.pos_ == "VERB" and self._meets_organisation(trigger.token))
        if trigger.type not in OTHERS_NEEDED or (trigger.token.pos_ != "NOUN" and self.is_domestic):
            return True
        return trigger.token.pos_ != "NOUN" and (self.is_foreign(cast) or self.faces_others(trigger.token))

    def _returns_to_seat(self, verb: Token) -> bool:
        """ "The UN envoy left for New York": to where he works."""
        seat = any(p in {"for", "to"} and h.lower_ in origins.SEATS for p, h in clauses.prepositions(verb))
        heads = [*clauses.subjects(verb), *([verb.head] if verb.dep_ == "acl" else [])]
        return seat and any(self.serves_organisation(t) for head in heads for t in clauses.phrase(head, 12))

    def _judges_another(self, verb: Token, cast: Cast) -> bool:
        """Whether whoever is convicted is of another state than the court: at home that is no matter between states."""
        beside = [t for head in clauses.objects(verb) for t in (head, *head.children)]
        judged = {self.referents.country_at(t) for t in beside} | {
            self.casting.state_of.get(name) for t in beside if (name := self.referents.person_at(t)) is not None
        }
        judges = {code for code, part in cast.countries.items() if part is Part.INITIATOR}
        judges = judges or cast.countries.keys() - judged
        return bool(judges) and bool(judged - judges - {None})

    def _meets_organisation(self, verb: Token) -> bool:
        """ "briefed the UN Security Council", "held talks with NATO"."""
        heads = [*clauses.objects(verb), *(h for p, h in clauses.prepositions(verb) if p in {"with", "to"})]
        acting = list(clauses.subjects(verb))
        heads += acting if len(acting) > 1 else []  # "The U.N. Command and the North's army held talks"
        return any(t.lower_ in _STATES_TOGETHER for head in heads for t in clauses.phrase(head, 10))

    def is_foreign(self, cast: Cast) -> bool:
        """Whether somebody takes part who is of none of the states that do."""
        return any(self.casting.state_of.get(name) not in cast.countries for name in cast.persons)

    def faces_others(self, token: Token) -> bool:
        """Whether the clause names an organisation of states or a people."""
        clause = [
            *islice(token.subtree, _DEEPEST),
            *(t for head in clauses.subjects(token) for t in clauses.phrase(head, 20)),
        ]
        return any(
            t.lower_ in ORGANISATIONS
            or t.lemma_.lower() in _PEOPLES
            or t.lemma_.lower() in _MATTERS
            or self.serves_organisation(t)
            for t in clause
        )

    def speaks_for_several(self, verb: Token) -> bool:
        """Whether an organisation of states acts, or somebody who serves one."""
        acting = (t for head in clauses.subjects(verb) for t in clauses.phrase(head, 20))
        return any(t.lower_ in _STATES_TOGETHER or self.serves_organisation(t) for t in acting)

    def serves_organisation(self, token: Token) -> bool:
        """Somebody who acts for states together: a UN envoy, a secretary-general, a commissioner."""
        name = self.referents.person_at(token)
        title = self.casting.title_of.get(name) if name is not None else None
        words = set((title or "").lower().split())
        return bool(words & _STATES_TOGETHER or words & _SERVANTS)
