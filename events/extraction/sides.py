"""Whom an event is with, where the words beside its trigger leave it out: the host of a visit, those last told of, whom a clause
names deeper down. May import records, clauses, participants, parties, joining, origins and triggers.
"""

from spacy.tokens import Doc, Token

from events.extraction import clauses, frames, origins
from events.extraction.antecedents import Cast
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.extraction.participants import Casting
from events.extraction.parties import ORGANISATIONS, Parties
from events.extraction.spans import Shelf
from events.extraction.triggers import Trigger
from events.records import Span
from events.vocabulary import EventType, Mode, Part

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
_ANSWERING = frozenset({"respond", "reply", "retort", "counter", "react"})
TELLING_VERBS = frozenset({"tell", "brief", "assure", "inform"})
_DEEPEST = 300
"""Words of a clause that are looked through for another side."""


_BY_HOSTS = frozenset(
    {"summon", "call", "convoke", "expel", "declare", "arrest", "detain", "deport", "order", "tell", "jail"}
)
"""What is done to foreigners by those in whose country they are."""

_APOLOGIES = frozenset({"apologise", "apologize", "offer+apology", "express+regret", "offer+regret"})
_WHOM = frozenset(
    {"counterpart", "colleague", "minister", "president", "premier", "leader", "king", "envoy", "ambassador"}
)

_TIMES = frozenset({"minute", "hour", "day", "week"})
_SCENE = 5
"""Sentences for which a report of a meeting tells what was said there."""

_NEAR_ACTS = 2
_ON_DEEDS = frozenset({EventType.SUPPORT, EventType.ACCUSE, EventType.REJECT})
_SILENT = frozenset({EventType.CONCEDE, EventType.AGREE, EventType.REJECT})
_FACING = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE, EventType.AGREE}
)
_REPLIES = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.THREATEN, EventType.REJECT})
_BLOWS = frozenset(
    {EventType.COERCE, EventType.ASSAULT, EventType.SANCTION, EventType.ACCUSE, EventType.THREATEN, EventType.MOBILIZE}
)
"""What one answers with a protest, a demand, a threat."""

_CHARGES = frozenset({"accusation", "charge", "allegation", "claim", "complaint", "protest", "criticism"})
_ACTS = frozenset(
    "decision move step announcement offer proposal remark comment plan agreement deal accord attack raid accusation charge "
    "claim request demand visit initiative test launch killing idea call allegation action suggestion gesture invitation "
    "threat warning measure arrest expulsion appeal ruling protest complaint note vote verdict return exchange swap strike "
    "criticism overture release withdrawal crackdown repression coup invasion bombing shelling blockade decree execution detention "
    "exercise manoeuvre manoeuvres maneuver maneuvers drill parade "
    "deportation project programme program occupation incursion seizure abduction kidnapping poisoning ban embargo tariff sanction".split()
)
"""What "the decision" and the like point back to."""


def is_another(noun: Token) -> bool:
    """ "the next meeting": none that was told of."""
    return any(c.dep_ == "amod" and c.lower_ in {"next", "another", "previous", "last", "first"} for c in noun.children)


def _has_name(noun: Token) -> bool:
    """ "the Geneva talks", "the fifth meeting"; "the 20-minute meeting" has none."""
    own = (c for c in noun.children if c.lemma_.lower() not in _TIMES)
    return any(c.dep_ in {"nummod", "compound"} or (c.dep_ == "amod" and c.text[0].isupper()) for c in own)


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
        dateline: str,
    ) -> None:
        self.doc = doc
        self.referents = referents
        self.casting = casting
        self.home = home
        self.claims = claims
        self.is_at_seat = origins.is_seat(dateline)
        """Whether the report is written where organisations of states meet, and so about anybody."""
        self.last: dict[tuple[EventType, Mode | None], Telling] = {}
        self.parties = Parties(referents, casting)

    def echo(self, trigger: Trigger, cast: Cast) -> bool:
        """Let "the agreement", "their talks", "the visit" mean those told last, where they name nobody else; True if so."""
        noun = trigger.noun if trigger.noun is not None else trigger.token
        told = self.last.get((trigger.type, trigger.mode))
        if noun.lemma_ == "invitation":
            told = self.last.get((EventType.CONSULT, Mode.VISIT), told)
        if noun.lemma_ == "invitation" and told is not None and cast.countries.keys() <= told.countries.keys():
            cast.add(told.countries, told.persons, Part.COUNTERPART)
            return False
        if trigger.mode is not None and (_has_name(noun) or is_another(noun)):
            return False
        if told is None or len(cast.countries) > 1 or noun.pos_ != "NOUN" or trigger.token.idx - told.at > _ECHO:
            return False
        if not any(c.lower_ in _POINTERS and c.i < noun.i for c in noun.children):
            return False
        if not (cast.countries.keys() <= told.countries.keys() and cast.persons.keys() <= told.persons.keys()):
            return False
        cast.countries, cast.persons = dict(told.countries), dict(told.persons)
        return True

    def summoned(self, cast: Cast) -> None:
        """ "The envoy was summoned … after the meeting": where no meeting was told of, it was with who was summoned."""
        told = self.last.get((EventType.ACCUSE, None))
        if told is not None and told.rule.startswith("summon") and (EventType.CONSULT, Mode.MEETING) not in self.last:
            cast.add(told.countries, told.persons, Part.PARTICIPANT)

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
            and not (noun.head.lower_ in {"at", "during"} and noun.head.head.head.i == governor.i)
            and not (noun.head.lower_ == "of" and noun.head.head.lemma_ in frames.MEASURES)
        ):
            return  # "reviewed preparations for the summit": who prepares need not be all who meet
        if noun.dep_ == "pobj" and noun.head.lower_ in {"at", "during", "in"} and mode is not Mode.VISIT:
            self.casting.take(above, self._spoken_to(governor), Part.COUNTERPART)
        if noun.dep_ in {"dobj", "pobj"} and mode is not Mode.CALL:
            self.casting.merge(cast, above)
        elif not cast.countries and noun.dep_ != "pobj":
            self.casting.merge(cast, self.casting.of_verb(governor, None, EventType.CONSULT, mode))
        elif mode is Mode.CALL:
            self.casting.merge(cast, above)
        served = not cast.countries and any(self.parties.serves_organisation(t) for t in clauses.subjects(governor))
        if mode is not Mode.VISIT or self.home is None or self.home in cast.countries:
            return
        if len(cast.countries) == 1 or served:
            cast.add([self.home], [], Part.HOST)

    def _spoken_to(self, governor: Token) -> list[Token]:
        """Whom somebody does a thing to on an occasion: "thanked him in a phone call", "promised Peru a loan at talks in Lima"."""
        heads = [h for h in clauses.objects(governor) if h.dep_ in {"dative", "dobj"}]
        heads += [h for h in clauses.objects(governor) for p, h in clauses.prepositions(h) if p == "to"]
        heads += [h for p, h in clauses.prepositions(governor) if p in {"to", "with"}]
        named = [h for h in heads if h.pos_ == "PROPN" and self.referents.country_at(h) is not None]
        return named + [h for h in heads if self.referents.person_at(h) is not None or h.lemma_.lower() in _WHOM]

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

    def add_told(self, verb: Token, trigger: Trigger, cast: Cast, told: Telling | None, sentences: int) -> None:
        """To whom something is said: the visitor who is told, those of whom the sentences before an answer told."""
        if trigger.rule in TELLING_VERBS and trigger.mode is Mode.MEETING:
            guest = self.person_after(verb)
            state = self.casting.state_of.get(guest) if guest else None
            cast.add([state] if state else [], [guest] if guest else [], Part.COUNTERPART)
        answers = verb.lemma_ in _ANSWERING and len(cast.countries) < 2
        if answers and told is not None and sentences <= 2 and cast.countries.keys() <= told.countries.keys():
            cast.add(told.countries, told.persons, Part.COUNTERPART)

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
            and t.lower_ not in origins.SEATS | {"new", "here"}
            and not (several and t.dep_ == "pobj" and t.head.lower_ in {"in", "at"})
        ]

    def add_home(self, verb: Token, trigger: Trigger, cast: Cast) -> None:
        """ "PARIS: The Iranian envoy was summoned": by nobody who is named, where the report is written."""
        alone = len(cast.countries) == 1 and self.home is not None and self.home not in cast.countries
        if not alone or trigger.rule.split("+")[0] not in _BY_HOSTS or not clauses.is_passive(verb):
            return
        if not any(True for _ in clauses.agents(verb)) and not self.is_at_seat and self.home is not None:
            cast.add([self.home], [], Part.INITIATOR)

    def add_host(self, trigger: Trigger, cast: Cast) -> None:
        """ "Torres, who arrived on Sunday": where the report is written."""
        came = trigger.mode is Mode.VISIT and trigger.rule in {"arrive", "fly"} and len(cast.countries) == 1
        if came and self.home is not None and self.home not in cast.countries and not self.is_at_seat:
            cast.add([self.home], [], Part.HOST)

    def add_sayer(self, noun: Token, cast: Cast) -> None:
        """ "Talks with Iran will resume, the Russian ministry said": those who say so are the other side of them."""
        if len(cast.countries) != 1 or not any(p == "with" for p, _h in clauses.prepositions(noun)):
            return
        over = self.claims.over(Span(noun.idx, noun.idx + len(noun)))
        said = next((code for _span, code in over if code is not None and code not in cast.countries), None)
        if said is not None:
            cast.add([said], [], Part.INITIATOR)

    def add_main(self, trigger: Trigger, cast: Cast) -> bool:
        """ "Eritrea ruled out a pullback" in a text about it and Ethiopia: of the other one's asking; "Kenya will host the talks", "Uganda
        warned that …": theirs, of both. Whether there is somebody."""
        talks = trigger.mode is Mode.MEETING and trigger.rule.startswith(("host+", "mediate", "broker+"))
        does = list(cast.countries.values()) == [Part.INITIATOR] and trigger.token.pos_ == "VERB"
        if not self.casting.main or not does or not (trigger.type in _FACING or talks):
            return False
        cast.add(sorted(self.casting.main), [], Part.COUNTERPART)
        return True

    def add_place(self, trigger: Trigger, cast: Cast) -> None:
        """ "The envoy held talks in Hanoi": with those whose city it is, where no other side is named."""
        if len(cast.countries) != 1 or self.parties.is_foreign(cast):
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
            if preposition == "in" and head.pos_ == "PROPN" and code is not None and head.lower_ not in origins.SEATS:
                cast.add([code], [], Part.HOST)

    def add_meant(self, trigger: Trigger, cast: Cast, told: Telling, sentences: int) -> None:
        """Whose decision "the decision" was, and to whom is apologised without a word of it: those told of just before."""
        objects = clauses.objects(trigger.token)
        verb = trigger.token
        if verb.dep_ == "conj" and verb.head.idx == told.at and cast.countries.keys() < told.countries.keys():
            cast.add(told.countries, [], Part.COUNTERPART)  # "summoned Israel's ambassador and demanded an apology"
        elif (accuser := self._accuser(verb, objects, cast, told.sentence + sentences)) is not None:
            cast.add([accuser], [], Part.COUNTERPART)
        elif sentences == 0 and cast.countries.keys() < told.countries.keys() and self._means_them(objects):
            cast.add(told.countries, [], Part.COUNTERPART)  # "withdrew its troops after Mali demanded their departure"
        elif (occasion := self._occasion(verb)) is not None and cast.countries.keys() < occasion.countries.keys():
            cast.add(occasion.countries, [], Part.COUNTERPART)  # "is to propose a pact during the visit"
        elif trigger.type in _ON_DEEDS and sentences <= _NEAR_ACTS:
            about = [
                h for head in objects for p, h in clauses.prepositions(head) if p == "over"
            ]  # "a protest over the raid"
            of_before = any(h.lemma_.lower() in _ACTS and is_definite(h) for h in [*objects, *about])
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
        charge = self.last.get((EventType.ACCUSE, None))
        if len(cast.countries) == 1 and trigger.rule in _APOLOGIES and charge is not None:
            charged = cast.countries.keys() < charge.countries.keys() and len(charge.countries) == 2
            if charged and told.sentence + sentences - charge.sentence <= _NEAR_ACTS:
                cast.add(charge.countries, [], Part.COUNTERPART)  # "Caracas protested. … Bogota apologised."
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
        if self._names_other(verb, cast) or self.parties.faces_others(verb):
            return None
        return next(code for code in met.countries if code not in cast.countries)

    def _accuser(self, verb: Token, objects: list[Token], cast: Cast, sentence: int) -> str | None:
        """Of "Vilnius rejected the accusation": who just accused, else the state whose words were told last."""
        if not any(h.lemma_.lower() in _CHARGES and is_definite(h) for h in objects):
            return None
        told = self.last.get((EventType.ACCUSE, None))
        if told is not None and sentence - told.sentence <= _NEAR_ACTS:
            accusing = (c for c, part in told.countries.items() if part is Part.INITIATOR and c not in cast.countries)
            if (accuser := next(accusing, None)) is not None:
                return accuser
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

    def add_occasion(self, trigger: Trigger, cast: Cast) -> None:
        """ "Ten accords were signed during the visit": by those who visit and are visited."""
        if not cast.countries and (occasion := self._occasion(trigger.token)) is not None:
            cast.add(occasion.countries, [], Part.PARTICIPANT)

    def _before_all(self, verb: Token) -> bool:
        """ "complained to the Security Council": to others than who did it."""
        return any(t.i > verb.i and t.lower_ in ORGANISATIONS for t in clauses.own_words(verb, _DEEPEST))

    def _names_other(self, verb: Token, cast: Cast) -> bool:
        return any(code not in cast.countries for code in self.deeper(verb))

    def person_after(self, token: Token) -> str | None:
        """Whom the words behind a token name first, in the same phrase or so."""
        after = self.doc[token.i + 1 : min(token.i + 14, token.sent.end)]
        return next((name for t in after if t.pos_ == "PROPN" and (name := self.referents.person_at(t))), None)
