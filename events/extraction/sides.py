"""Whom an event is with, where the words beside its trigger leave it out: the host of a visit, those last told of, whom a clause
names deeper down; and whether there is another side at all. May import records, clauses, participants, joining and triggers.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from events.extraction import clauses, frames
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.extraction.participants import Cast, Casting
from events.extraction.spans import Shelf
from events.extraction.triggers import Trigger
from events.records import Span
from events.vocabulary import EventType, Mode, Part

OTHERS_NEEDED = frozenset(
    {EventType.SUPPORT, EventType.COOPERATE, EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.ACCUSE}
    | {EventType.THREATEN, EventType.CONCEDE}
)
"""Types that need another side to be an interaction: a second state, an organisation or a person to whom it is done."""

_ORGANISATIONS = frozenset(
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
    "country neighbor neighbour government world power ally terrorist militant".split()
)

_MATTERS = frozenset({"talks", "talk", "summit", "negotiation", "resolution", "mediation"})
"""What only several states have: "boycotted the talks", "welcomed the resolution"."""

_SERVANTS = frozenset({"secretary-general", "commissioner", "rapporteur", "inspector"})

_POINTERS = frozenset({"the", "this", "that", "their", "his", "her", "these"})
_ECHO = 2500
"""Characters back to which "the agreement" may point."""
_BREAKS_OUT = frozenset(
    "break flare erupt begin start resume continue rage open spread escalate intensify ensue".split()
)
_OCCASIONS = {
    "visit": Mode.VISIT,
    "trip": Mode.VISIT,
    "tour": Mode.VISIT,
    "talk": Mode.MEETING,
    "meeting": Mode.MEETING,
    "summit": Mode.MEETING,
}
_JUDGING = frozenset({"convict", "sentence", "jail", "imprison"})
TELLING_VERBS = frozenset({"tell", "brief", "assure", "inform"})
_DEEPEST = 300
"""Words of a clause that are looked through for another side."""


_SEATS = frozenset({"york", "geneva", "vienna", "brussels", "hague", "strasbourg"})
"""Where organisations of states meet, whosever city it is."""

_SCENE = 5
"""Sentences for which a report of a meeting tells what was said there."""

_NEAR_ACTS = 2
_ON_DEEDS = frozenset({EventType.SUPPORT, EventType.ACCUSE, EventType.REJECT})
_SILENT = frozenset({EventType.CONCEDE, EventType.AGREE, EventType.REJECT})
_REPLIES = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.THREATEN, EventType.REJECT})
_BLOWS = frozenset(
    {EventType.COERCE, EventType.ASSAULT, EventType.SANCTION, EventType.ACCUSE, EventType.THREATEN, EventType.MOBILIZE}
)
"""What one answers with a protest, a demand, a threat."""

_CHARGES = frozenset({"accusation", "charge", "allegation", "claim"})
_ACTS = frozenset(
    "decision move step announcement offer proposal remark comment plan agreement deal accord attack raid accusation charge "
    "claim request demand visit initiative test launch killing idea call allegation action suggestion gesture invitation "
    "threat warning measure arrest expulsion appeal ruling protest complaint note vote verdict return exchange swap strike "
    "criticism overture release withdrawal".split()
)
"""What "the decision" and the like point back to."""


def _has_name(noun: Token) -> bool:
    return any(c.dep_ in {"nummod", "compound"} or (c.dep_ == "amod" and c.text[0].isupper()) for c in noun.children)


def is_definite(noun: Token) -> bool:
    """ "the treaty", "their accord": one known from before, not "the Kyoto protocol"."""
    pointed = any(c.lower_ in _POINTERS and c.i < noun.i for c in noun.children)
    return noun.pos_ == "NOUN" and pointed and not _has_name(noun)


class Sides:
    """Completes casts in one document; `last` holds the last event told of each type and mode."""

    def __init__(
        self,
        doc: Doc,
        referents: Referents,
        casting: Casting,
        home: str | None,
        claims: Shelf[tuple[Span, str | None]],
    ) -> None:
        self.doc = doc
        self.referents = referents
        self.casting = casting
        self.home = home
        self.claims = claims
        self.last: dict[tuple[EventType, Mode | None], Telling] = {}
        self.is_domestic = len({m.code for m in referents.country_mentions}) < 2
        """A text that names no second state: what a state does at home is what it has to tell."""

    def echo(self, trigger: Trigger, cast: Cast) -> bool:
        """Let "the agreement", "their talks", "the visit" mean those told last, where they name nobody else; True if so."""
        noun = trigger.noun if trigger.noun is not None else trigger.token
        told = self.last.get((trigger.type, trigger.mode))
        if noun.lemma_ == "invitation":
            told = self.last.get((EventType.CONSULT, Mode.VISIT), told)
        if noun.lemma_ == "invitation" and told is not None and cast.countries.keys() <= told.countries.keys():
            cast.add(told.countries, told.persons, Part.COUNTERPART)
            return False
        if trigger.mode is not None and _has_name(noun):
            return False
        if told is None or len(cast.countries) > 1 or noun.pos_ != "NOUN" or trigger.token.idx - told.at > _ECHO:
            return False
        if not any(c.lower_ in _POINTERS and c.i < noun.i for c in noun.children):
            return False
        if not (cast.countries.keys() <= told.countries.keys() and cast.persons.keys() <= told.persons.keys()):
            return False
        cast.countries, cast.persons = dict(told.countries), dict(told.persons)
        return True

    def complete(self, noun: Token, governor: Token, mode: Mode, cast: Cast) -> None:
        """Whom the noun leaves out: a visitor is the subject above, a host where the visitor is bound or who awaits him."""
        if mode is Mode.VISIT:
            self._add_host(noun, cast)
        above = Cast()
        self.casting.take(above, clauses.subjects(governor), Part.INITIATOR)
        if (
            noun.dep_ == "pobj"
            and noun.head.head.pos_ == "NOUN"
            and noun.head.head.lemma_ not in {"part", "place", "sidelines", "sideline"}
            and not (noun.head.lower_ == "of" and noun.head.head.lemma_ in frames.MEASURES)
        ):
            return  # "reviewed preparations for the summit": who prepares need not be all who meet
        if noun.dep_ in {"dobj", "pobj"} and mode is not Mode.CALL:
            self.casting.merge(cast, above)
        elif not cast.countries and noun.dep_ != "pobj":
            self.casting.merge(cast, self.casting.of_verb(governor, None, EventType.CONSULT, mode))
        elif mode is Mode.CALL:
            self.casting.merge(cast, above)
        served = not cast.countries and any(self._serves_organisation(t) for t in clauses.subjects(governor))
        if mode is not Mode.VISIT or self.home is None or self.home in cast.countries:
            return
        if len(cast.countries) == 1 or served:
            cast.add([self.home], [], Part.HOST)

    def complete_by_verb(self, governor: Token, type_: EventType, cast: Cast) -> None:
        """ "Fighting flared again between Ecuador and Peru", "a strike brought Dhaka to a standstill": whom the verb's phrases name."""
        if governor.lemma_ not in _BREAKS_OUT and type_ is not EventType.PROTEST:
            return
        heads = [
            h
            for p, h in clauses.prepositions(governor)
            if p in {"between", "with", "in", "against", "among", "on", "near", "across", "to", "through"}
        ]
        heads += clauses.objects(governor) if type_ is EventType.PROTEST else []
        self.casting.take(cast, heads, Part.PARTICIPANT)

    def _add_host(self, noun: Token, cast: Cast) -> None:
        """ "his visit to the country": the state last named that is not the visitor's."""
        for preposition, head in clauses.prepositions(noun):
            if preposition in {"to", "in"} and head.lemma_.lower() in {
                "country",
                "nation",
                "capital",
                "state",
                "region",
                "here",
            }:
                for token in reversed(self.doc[max(0, noun.i - 120) : noun.i]):
                    code = self.referents.country_at(token)
                    if code is not None and code not in cast.countries:
                        cast.add([code], [], Part.HOST)
                        return

    def add_other(self, token: Token, cast: Cast) -> None:
        """Whom the verb itself leaves out: the one who is told it ("told President Jiang that the United States would …"), else the
        states that stand deeper in its clause."""
        above = token
        for _ in range(4):
            if above.lemma_ in TELLING_VERBS and above.i != token.i:
                self.casting.take(cast, clauses.objects(above), Part.COUNTERPART)
                break
            above = above.head
        if len(cast.countries) == 1:
            cast.add(self.deeper(token), [], Part.COUNTERPART)

    def deeper(self, token: Token) -> list[str]:
        """The states that stand anywhere in a clause; not "at the United Nations in New York"."""
        several = sum(1 for _ in clauses.subjects(token)) > 1  # "Israel and the PLO signed a declaration in Oslo"
        found = ((t, self.referents.country_at(t)) for t in clauses.own_words(token, _DEEPEST))
        return [
            code
            for t, code in found
            if code is not None
            and t.lower_ not in _SEATS | {"new"}
            and not (several and t.dep_ == "pobj" and t.head.lower_ in {"in", "at"})
        ]

    def add_place(self, trigger: Trigger, cast: Cast) -> None:
        """ "The envoy held talks in Hanoi": with those whose city it is, where no other side is named."""
        if len(cast.countries) != 1 or self._is_foreign(cast):
            return
        words = [trigger.token] + ([trigger.noun] if trigger.noun is not None else [])
        around = [(p, h) for word in words for p, h in clauses.prepositions(word)]
        around += [pair for p, h in around if p == "of" for pair in clauses.prepositions(h)]
        around += [
            pair
            for h in clauses.objects(trigger.token)
            for p, inner in clauses.prepositions(h)
            if p == "of"
            for pair in clauses.prepositions(inner)
        ]
        for preposition, head in around:
            code = self.referents.country_at(head)
            if preposition == "in" and head.pos_ == "PROPN" and code is not None and head.lower_ not in _SEATS:
                cast.add([code], [], Part.HOST)

    def add_meant(self, trigger: Trigger, cast: Cast, told: Telling, sentences: int) -> None:
        """Whose decision "the decision" was, and to whom is apologised without a word of it: those told of just before."""
        objects = clauses.objects(trigger.token)
        verb = trigger.token
        if verb.dep_ == "conj" and verb.head.idx == told.at and cast.countries.keys() < told.countries.keys():
            cast.add(told.countries, [], Part.COUNTERPART)  # "summoned Israel's ambassador and demanded an apology"
        elif (accuser := self._accuser(verb, objects, cast)) is not None:
            cast.add([accuser], [], Part.COUNTERPART)
        elif sentences == 0 and cast.countries.keys() < told.countries.keys() and self._means_them(objects):
            cast.add(told.countries, [], Part.COUNTERPART)  # "withdrew its troops after Mali demanded their departure"
        elif (occasion := self._occasion(verb)) is not None and cast.countries.keys() < occasion.countries.keys():
            cast.add(occasion.countries, [], Part.COUNTERPART)  # "is to propose a pact during the visit"
        elif trigger.type in _ON_DEEDS and sentences <= _NEAR_ACTS:
            of_before = any(h.lemma_.lower() in _ACTS and is_definite(h) for h in objects)
            if of_before and not any(self.referents.country_at(t) for h in objects for t in clauses.phrase(h, 12)):
                doers = [c for c, part in told.countries.items() if part is Part.INITIATOR]
                cast.add(doers if set(doers) - cast.countries.keys() else told.countries, [], Part.COUNTERPART)
        elif trigger.type in _REPLIES and sentences <= 1 and told.type in _BLOWS and not self._before_all(verb):
            # "Peru seized two ships of Chile. Chile filed a protest."
            if cast.countries.keys() < told.countries.keys() and not self._names_other(verb, cast):
                did = {c for c, part in told.countries.items() if part is Part.INITIATOR}
                cast.add([] if did & cast.countries.keys() else sorted(did) or told.countries, [], Part.COUNTERPART)
        elif trigger.type in _SILENT and sentences <= 1 and cast.countries.keys() < told.countries.keys():
            below = any(c.dep_ in {"ccomp", "xcomp", "prep", "agent"} for c in trigger.token.children)
            if not objects and not below and len(told.countries) == 2:
                cast.add(told.countries, [], Part.COUNTERPART)
        if len(cast.countries) == 1 and (other := self._met_with(verb, cast, told.sentence + sentences)) is not None:
            cast.add([other], [], Part.COUNTERPART)

    def _met_with(self, verb: Token, cast: Cast, sentence: int) -> str | None:
        """ "The two met. … Torres promised to find a way": who met him, where nobody else is named."""
        met = self.last.get((EventType.CONSULT, Mode.MEETING))
        if met is None or len(met.countries) != 2 or sentence - met.sentence > _SCENE:
            return None
        if (
            not cast.persons
            or not set(cast.persons) <= set(met.persons)
            or not cast.countries.keys() < met.countries.keys()
        ):
            return None
        if self._names_other(verb, cast) or self._faces_others(verb):
            return None
        return next(code for code in met.countries if code not in cast.countries)

    def _accuser(self, verb: Token, objects: list[Token], cast: Cast) -> str | None:
        """Of "Vilnius rejected the accusation": the state whose words were told last."""
        if not any(h.lemma_.lower() in _CHARGES and is_definite(h) for h in objects):
            return None
        said = (code for _span, code in self.claims.before(verb.idx, _ECHO) if code is not None)
        return next((code for code in said if code not in cast.countries), None)

    def _means_them(self, objects: list[Token]) -> bool:
        return any(c.lower_ == "their" and c.dep_ == "poss" for head in objects for c in head.children)

    def _occasion(self, verb: Token) -> Telling | None:
        """The visit or meeting told before on which something is done: "during the visit"."""
        for preposition, head in clauses.prepositions(verb):
            if preposition != "during" or head.lemma_ not in _OCCASIONS or not is_definite(head):
                continue
            return self.last.get((EventType.CONSULT, _OCCASIONS[head.lemma_]))
        return None

    def _before_all(self, verb: Token) -> bool:
        """ "complained to the Security Council": to others than who did it."""
        return any(t.i > verb.i and t.lower_ in _ORGANISATIONS for t in clauses.own_words(verb, _DEEPEST))

    def _names_other(self, verb: Token, cast: Cast) -> bool:
        return any(code not in cast.countries for code in self.deeper(verb))

    def interact(self, trigger: Trigger, cast: Cast) -> bool:
        """Whether there is another side: a second state, an organisation of states, somebody of no state or another, a people."""
        if trigger.mode is Mode.VISIT and len(cast.countries) == 1:
            return self._is_foreign(cast)
        if trigger.rule in _JUDGING and not self.is_domestic:
            return self._judges_another(trigger.token, cast)
        if len(cast.countries) > 1:
            return True
        if trigger.mode is not None:
            abroad = len(cast.persons) > 1 and self._is_foreign(cast)  # a president who meets his own minister is none
            return abroad or (trigger.token.pos_ == "VERB" and self._meets_organisation(trigger.token))
        if trigger.type not in OTHERS_NEEDED or (trigger.token.pos_ != "NOUN" and self.is_domestic):
            return True
        return trigger.token.pos_ != "NOUN" and (self._is_foreign(cast) or self._faces_others(trigger.token))

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
        return any(t.lower_ in _STATES_TOGETHER for head in heads for t in clauses.phrase(head, 10))

    def _is_foreign(self, cast: Cast) -> bool:
        """Whether somebody takes part who is of none of the states that do."""
        return any(self.casting.state_of.get(name) not in cast.countries for name in cast.persons)

    def _faces_others(self, token: Token) -> bool:
        """Whether the clause names an organisation of states or a people."""
        clause = [
            *islice(token.subtree, _DEEPEST),
            *(t for head in clauses.subjects(token) for t in clauses.phrase(head, 20)),
        ]
        return any(
            t.lower_ in _ORGANISATIONS
            or t.lemma_.lower() in _PEOPLES
            or t.lemma_.lower() in _MATTERS
            or self._serves_organisation(t)
            for t in clause
        )

    def _serves_organisation(self, token: Token) -> bool:
        """Somebody who acts for states together: a UN envoy, a secretary-general, a commissioner."""
        name = self.referents.person_at(token)
        title = self.casting.title_of.get(name) if name is not None else None
        words = set((title or "").lower().split())
        return bool(words & _STATES_TOGETHER or words & _SERVANTS)

    def person_after(self, token: Token) -> str | None:
        """Whom the words behind a token name first, in the same phrase or so."""
        after = self.doc[token.i + 1 : min(token.i + 14, token.sent.end)]
        return next((name for t in after if t.pos_ == "PROPN" and (name := self.referents.person_at(t))), None)
