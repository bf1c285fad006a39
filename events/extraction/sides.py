"""Whom an event is with, where the words beside its trigger leave it out: the host of a visit, those last told of, whom a clause
names deeper down. May import records, addressees, clauses, participants, parties, joining, origins and triggers.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from events.extraction import clauses, frames, origins
from events.extraction.addressees import ECHO, POINTERS, Addressees, has_name
from events.extraction.antecedents import Cast
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.extraction.participants import Casting
from events.extraction.spans import Shelf
from events.extraction.triggers import Trigger
from events.records import Span
from events.vocabulary import EventType, Mode, Part

_BREAKS_OUT = frozenset(
    "break flare erupt begin start resume continue rage open spread escalate intensify ensue".split()
)
_ANSWERING = frozenset({"respond", "reply", "retort", "counter", "react"})
TELLING_VERBS = frozenset({"tell", "brief", "assure", "inform"})


_BY_HOSTS = frozenset(
    {"summon", "call", "convoke", "expel", "declare", "arrest", "detain", "deport", "order", "tell", "jail"}
)
"""What is done to foreigners by those in whose country they are."""

_LOCALS = frozenset(
    "militant rebel guerrilla gunman insurgent separatist police policeman authority court soldier kidnapper".split()
)
"""Those of the place, where the text says of no other that they are of it."""

_MOST = 80
"""Words of a sentence that are looked through for those it is about."""

_WHOM = frozenset(
    {"counterpart", "colleague", "minister", "president", "premier", "leader", "king", "envoy", "ambassador"}
)


_FACING = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE, EventType.AGREE}
)


def is_another(noun: Token) -> bool:
    """ "the next meeting": none that was told of."""
    return any(c.dep_ == "amod" and c.lower_ in {"next", "another", "previous", "last", "first"} for c in noun.children)


class Sides(Addressees):
    """Completes casts in one document."""

    def __init__(
        self,
        doc: Doc,
        referents: Referents,
        casting: Casting,
        home: str | None,
        claims: Shelf[tuple[Span, str | None]],
        dateline: str,
    ) -> None:
        super().__init__(doc, referents, casting, claims)
        self.home = home
        self.is_at_seat = origins.is_seat(dateline)
        """Whether the report is written where organisations of states meet, and so about anybody."""

    def echo(self, trigger: Trigger, cast: Cast) -> bool:
        """Let "the agreement", "their talks", "the visit" mean those told last, where they name nobody else; True if so."""
        noun = trigger.noun if trigger.noun is not None else trigger.token
        told = self.last.get((trigger.type, trigger.mode))
        if noun.lemma_ == "invitation":
            told = self.last.get((EventType.CONSULT, Mode.VISIT), told)
        if noun.lemma_ == "invitation" and told is not None and cast.countries.keys() <= told.countries.keys():
            cast.add(told.countries, told.persons, Part.COUNTERPART)
            return False
        if trigger.mode is not None and (has_name(noun) or is_another(noun)):
            return False
        if told is None or len(cast.countries) > 1 or noun.pos_ != "NOUN" or trigger.token.idx - told.at > ECHO:
            return False
        if not any(c.lower_ in POINTERS and c.i < noun.i for c in noun.children):
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
            self._add_home_to_visit(noun, cast)
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

    def _add_home_to_visit(self, noun: Token, cast: Cast) -> None:
        """ "the arrangements for President Hu's upcoming visit": to where the report is from, where it says of no other place."""
        comes = any(c.lower_ in {"upcoming", "coming", "forthcoming", "planned", "impending"} for c in noun.children)
        alone = len(cast.countries) == 1 and bool(cast.persons) and self.home is not None
        elsewhere = self.home in cast.countries or self.is_at_seat or clauses.brings(noun, "to")
        if comes and alone and not elsewhere and self.home is not None:
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
        there = [("in", c) for c in noun.children if c.lower_ == "there"]
        for preposition, head in [*there, *clauses.prepositions(noun)]:
            if preposition in {"to", "in"} and head.lemma_.lower() in {
                "there",
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

    def _add_locals(self, verb: Token, trigger: Trigger, cast: Cast) -> None:
        """ "Militants freed four Fijian sailors": those of where the report is written."""
        forceful = trigger.type in {EventType.RETREAT, EventType.COERCE, EventType.ASSAULT}
        alone = len(cast.countries) == 1 and not cast.persons and self.home not in cast.countries
        acting = list(clauses.subjects(verb))
        if not (forceful and alone and acting) or self.home is None or self.is_at_seat:
            return
        bare = [{h.lemma_.lower(), h.lower_.removesuffix("s")} & _LOCALS for h in acting]
        named = any(self.referents.country_at(t) for h in acting for t in clauses.phrase(h, 20))
        if all(bare) and not named and not any(t.lower_ == "in" for h in acting for t in h.children):
            cast.countries.update(dict.fromkeys(cast.countries, Part.COUNTERPART))
            cast.add([self.home], [], Part.INITIATOR)

    def add_home(self, verb: Token, trigger: Trigger, cast: Cast) -> None:
        """ "PARIS: The Iranian envoy was summoned": by nobody who is named, where the report is written."""
        self._add_locals(verb, trigger, cast)
        alone = len(cast.countries) == 1 and self.home is not None and self.home not in cast.countries
        if not alone or trigger.rule.split("+")[0] not in _BY_HOSTS or not clauses.is_passive(verb):
            return
        there = [
            code
            for p, h in clauses.prepositions(verb)
            if p == "in" and (code := self.referents.country_at(h)) is not None
        ]
        if there and list(cast.countries) == there[:1]:
            cast.countries[there[0]] = Part.INITIATOR  # "was arrested in Canada": there, by those of the place
            return
        if not any(True for _ in clauses.agents(verb)) and not self.is_at_seat and self.home is not None:
            cast.add([self.home], [], Part.INITIATOR)

    def add_host(self, trigger: Trigger, cast: Cast) -> None:
        """ "Torres, who arrived on Sunday": where the report is written; "to pay a visit to the Central Asian country"."""
        if trigger.mode is Mode.VISIT and trigger.noun is not None and len(cast.countries) == 1:
            self._add_host(trigger.noun, cast)
        came = trigger.mode is Mode.VISIT and trigger.rule in {"arrive", "fly"} and len(cast.countries) == 1
        if came and self.home is not None and self.home not in cast.countries and not self.is_at_seat:
            cast.add([self.home], [], Part.HOST)

    def add_captor(self, noun: Token, cast: Cast) -> None:
        """ "released four officers whose arrest …": by whoever releases them."""
        whose = next((c for c in noun.children if c.lower_ == "whose"), None)
        verb = noun.head
        if whose is None or len(cast.countries) != 1 or verb.dep_ != "relcl":
            return
        held = verb.head.head if verb.head.dep_ == "dobj" else verb
        for code in cast.countries:
            cast.countries[code] = Part.COUNTERPART
        self.casting.take(cast, clauses.subjects(held) if held.i != verb.i else (), Part.INITIATOR)

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
        near = set()
        for token in islice(trigger.token.sent, _MOST):
            person = self.referents.person_at(token)
            near |= {self.casting.state_of.get(person) if person else self.referents.country_at(token)}
        meant = self.casting.main if talks else self.casting.main & near or self.casting.main
        cast.add(sorted(meant), [], Part.COUNTERPART)
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

    def host_of(self, visiting: Token) -> str | None:
        """Where "his visiting Russian counterpart" is: with him; else where the report is from."""
        hosts = (self.referents.person_at(c) for c in visiting.head.children if c.lower_ in {"his", "her"})
        return next((state for name in hosts if name and (state := self.casting.state_of.get(name))), self.home)

    def person_after(self, token: Token) -> str | None:
        """Whom the words behind a token name first, in the same phrase or so."""
        after = self.doc[token.i + 1 : min(token.i + 14, token.sent.end)]
        return next((name for t in after if t.pos_ == "PROPN" and (name := self.referents.person_at(t))), None)
