"""Whom a deed is meant for that the text does not name beside it: whose decision "the decision" was, who was met, who was charged before.

May import records, edtf, clauses, participants, parties, joining, origins and triggers. Used by sides.py.
"""

from spacy.tokens import Doc, Token

from events import edtf
from events.extraction import clauses, origins
from events.extraction.antecedents import Cast, is_currency, is_opposite, only_drafted
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.extraction.participants import Casting
from events.extraction.parties import ORGANISATIONS, Parties
from events.extraction.spans import Shelf
from events.extraction.triggers import Trigger
from events.records import Span
from events.vocabulary import EventType, Mode, Part

ECHO = 2500
"""Characters back to which "the agreement" may point."""

POINTERS = frozenset({"the", "this", "that", "their", "his", "her", "these"})

_OCCASIONS = {
    "visit": Mode.VISIT,
    "trip": Mode.VISIT,
    "tour": Mode.VISIT,
    "talk": Mode.MEETING,
    "meeting": Mode.MEETING,
    "summit": Mode.MEETING,
}

_DEEPEST = 300
"""Words of a clause that are looked through for another side."""

_APOLOGIES = frozenset({"apologise", "apologize", "offer+apology", "express+regret", "offer+regret"})

_TIMES = frozenset({"minute", "hour", "day", "week"})

_BESIDE = 250
"""Characters within which accords are those of the talks just told of."""

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

_CHARGES = frozenset({"accusation", "charge", "allegation", "claim", "complaint", "protest", "criticism"})

_ACTS = frozenset(
    "decision move step announcement offer proposal remark comment plan agreement deal accord attack raid accusation charge "
    "claim request demand visit initiative test launch killing idea call allegation action suggestion gesture invitation "
    "veto refusal rejection "
    "threat warning measure arrest expulsion appeal ruling protest complaint note vote verdict return exchange swap strike "
    "criticism overture release withdrawal crackdown repression coup invasion bombing shelling blockade decree execution detention "
    "exercise manoeuvre manoeuvres maneuver maneuvers drill parade "
    "deportation project programme program occupation incursion seizure abduction kidnapping poisoning ban embargo tariff sanction".split()
)
"""What "the decision" and the like point back to."""


_DECIDED = _ACTS - frozenset(
    "visit offer proposal remark comment announcement initiative agreement deal accord suggestion idea plan invitation call gesture "
    "overture exchange note demand request appeal".split()
)
"""Of these what is no talk and no visit, and nothing said there."""


_ROUNDS = frozenset({"round", "talk", "talks", "meeting", "negotiation", "session", "summit"})
_KINDS = {
    **dict.fromkeys(("release", "withdrawal"), EventType.RETREAT),
    **dict.fromkeys(("expulsion", "sanction", "embargo", "ban", "tariff"), EventType.SANCTION),
    **dict.fromkeys(("arrest", "detention", "seizure", "abduction", "kidnapping", "crackdown"), EventType.COERCE),
    **dict.fromkeys(
        ("attack", "raid", "killing", "bombing", "shelling", "invasion", "incursion", "strike"), EventType.ASSAULT
    ),
    **dict.fromkeys(("test", "launch", "parade"), EventType.MOBILIZE),
}
"""What kind of deed such a noun is."""


def has_name(noun: Token) -> bool:
    """ "the Geneva talks", "the fifth meeting"; "the 20-minute meeting" has none."""
    own = (c for c in noun.children if c.lemma_.lower() not in _TIMES)
    return any(c.dep_ in {"nummod", "compound"} or (c.dep_ == "amod" and c.text[0].isupper()) for c in own)


def is_definite(noun: Token) -> bool:
    """ "the treaty", "their accord": one known from before, not "the Kyoto protocol"."""
    pointed = any(c.lower_ in POINTERS and c.i < noun.i for c in noun.children)
    return noun.pos_ == "NOUN" and pointed and not has_name(noun)


def _is_witness(token: Token) -> bool:
    """ "was signed in the presence of the Peruvian minister"."""
    for _ in range(4):
        token = token.head
        if token.lower_ in {"presence", "absence"}:
            return True
    return False


class Addressees:
    """Finds who is meant in one document; `last` holds the last event told of each type and mode."""

    def __init__(
        self, doc: Doc, referents: Referents, casting: Casting, claims: Shelf[tuple[Span, str | None]]
    ) -> None:
        self.doc = doc
        self.referents = referents
        self.casting = casting
        self.claims = claims
        self.last: dict[tuple[EventType, Mode | None], Telling] = {}
        self.parties = Parties(referents, casting)

    def deeper(self, token: Token) -> list[str]:
        """The states that stand anywhere in a clause; not "at the United Nations in New York"."""
        several = sum(1 for _ in clauses.subjects(token)) > 1  # "Israel and the PLO signed a declaration in Oslo"
        found = ((t, self.referents.country_at(t)) for t in clauses.own_words(token, _DEEPEST))
        return [
            code
            for t, code in found
            if code is not None
            and not is_currency(t)
            and not only_drafted(t)
            and not is_opposite(t)
            and not self.casting.is_venue(t)
            and not _is_witness(t)
            and t.lower_ not in origins.SEATS | {"new", "here"}
            and not (several and t.dep_ == "pobj" and t.head.lower_ in {"in", "at"})
        ]

    def add_meant(self, trigger: Trigger, cast: Cast, told: Telling, sentences: int) -> None:
        """Whose decision "the decision" was, and to whom is apologised without a word of it: those told of just before."""
        objects = clauses.objects(trigger.token)
        if trigger.type is EventType.THREATEN:  # "threatened to counter the manoeuvres"
            meant = [h for c in trigger.token.children if c.dep_ == "xcomp" for h in clauses.objects(c)]
            objects += [h for h in meant if h.lemma_.lower() in _ACTS]
        verb = trigger.token
        if verb.dep_ == "conj" and verb.head.idx == told.at and cast.countries.keys() < told.countries.keys():
            cast.add(told.countries, [], Part.COUNTERPART)  # "summoned Israel's ambassador and demanded an apology"
        elif (accuser := self._accuser(verb, objects, cast, told.sentence + sentences)) is not None:
            cast.add([accuser], [], Part.COUNTERPART)
        elif sentences == 0 and cast.countries.keys() < told.countries.keys() and self._means_them(objects):
            cast.add(told.countries, [], Part.COUNTERPART)  # "withdrew its troops after Mali demanded their departure"
        elif (occasion := self._occasion(verb)) is not None and cast.countries.keys() < occasion.countries.keys():
            cast.add(occasion.countries, [], Part.COUNTERPART)  # "is to propose a pact during the visit"
        elif (
            trigger.type in _ON_DEEDS or (trigger.type is EventType.THREATEN and objects)
        ) and sentences <= _NEAR_ACTS:
            about = [h for p, h in clauses.prepositions(trigger.token) if p in {"from", "at", "over", "to"}]
            about += [
                h for head in objects for p, h in clauses.prepositions(head) if p == "over"
            ]  # "a protest over the raid"
            of_before = any(h.lemma_.lower() in _ACTS and is_definite(h) for h in [*objects, *about])
            decided = next((h for h in [*objects, *about] if h.lemma_.lower() in _DECIDED), None)
            before_talks = self._deed_before(told, decided) if decided is not None else told
            told = before_talks or told
            if of_before and not any(self.referents.country_at(t) for h in objects for t in clauses.phrase(h, 12)):
                doers = [c for c, part in told.countries.items() if part is Part.INITIATOR]
                cast.add(doers if set(doers) - cast.countries.keys() else told.countries, [], Part.COUNTERPART)
        elif self._goes_on_at(trigger, cast, told, sentences):
            cast.add(told.countries, [], Part.COUNTERPART)  # "denounced Peru. … It warned that it would hit back"
        elif trigger.type in _REPLIES and sentences <= 1 and told.type in _BLOWS and not self._before_all(verb):
            # "Peru seized two ships of Chile. Chile filed a protest."
            if cast.countries.keys() < told.countries.keys() and not self._names_other(verb, cast):
                did = {c for c, part in told.countries.items() if part is Part.INITIATOR}
                cast.add([] if did & cast.countries.keys() else sorted(did) or told.countries, [], Part.COUNTERPART)
        elif trigger.type in _SILENT and sentences <= 1 and cast.countries.keys() < told.countries.keys():
            below = any(c.dep_ in {"ccomp", "xcomp", "prep", "agent"} for c in trigger.token.children)
            if not objects and not below and len(told.countries) == 2:
                cast.add(told.countries, [], Part.COUNTERPART)
        if len(cast.countries) == 1 and not self._names_other(verb, cast):
            self._add_mourned(trigger, cast, objects, told)
        charge = self.last.get((EventType.ACCUSE, None))
        if len(cast.countries) == 1 and trigger.rule in _APOLOGIES and charge is not None:
            charged = cast.countries.keys() < charge.countries.keys() and len(charge.countries) == 2
            if charged and told.sentence + sentences - charge.sentence <= _NEAR_ACTS:
                cast.add(charge.countries, [], Part.COUNTERPART)  # "Caracas protested. … Bogota apologised."
        if len(cast.countries) == 1 and (other := self._met_with(verb, cast, told.sentence + sentences)) is not None:
            cast.add([other], [], Part.COUNTERPART)

    def _deed_before(self, told: Telling, act: Token) -> Telling | None:
        """ "welcomed the vote", "condemned the arrest": what was done last of that kind, whoever has talked since."""
        if (done_so := self.last.get((_KINDS.get(act.lemma_.lower(), told.type), None))) is not None:
            return done_so
        if told.mode is None:
            return told
        done = (other for (_type, mode), other in self.last.items() if mode is None and other.countries)
        return max(done, key=lambda other: other.at, default=None)

    def _add_mourned(self, trigger: Trigger, cast: Cast, objects: list[Token], told: Telling) -> None:
        """ "expressed condolences to the families": of those who were hit; "boycotted the last round": of the talks told of."""
        about: Telling | None = None
        if trigger.rule.endswith(("condolence", "sympathy", "condolences")):
            about = self.last.get((EventType.ASSAULT, None), told)
        elif any(h.lemma_.lower() in _ROUNDS and any(c.lower_ == "the" for c in h.children) for h in objects):
            about = self.last.get((EventType.CONSULT, Mode.MEETING))
        if about is not None:
            cast.add(about.countries, [], Part.COUNTERPART)

    def _goes_on_at(self, trigger: Trigger, cast: Cast, told: Telling, sentences: int) -> bool:
        """Whether somebody who just charged, warned or asked somebody does so again and names nobody."""
        if trigger.type not in _REPLIES or told.type not in _REPLIES or sentences > _NEAR_ACTS:
            return False
        did = {code for code, part in told.countries.items() if part is Part.INITIATOR}
        if did != set(cast.countries) or list(cast.countries.values()) != [Part.INITIATOR]:
            return False
        return not self._names_other(trigger.token, cast) and not self.parties.faces_others(trigger.token)

    def _met_with(self, verb: Token, cast: Cast, sentence: int) -> str | None:
        """ "The two met. … Torres promised to find a way": who met him, where nobody else is named."""
        exchanges = (self.last.get((EventType.CONSULT, mode)) for mode in (Mode.MEETING, Mode.CALL))
        met = max((told for told in exchanges if told is not None), key=lambda told: told.at, default=None)
        if met is None or len(met.countries) != 2 or sentence - met.sentence > _SCENE:
            return None
        persons = set(cast.persons)
        if not persons:  # "stressed that the United States stands ready": what he says who met him
            over = self.claims.over(Span(verb.idx, verb.idx + len(verb)))
            persons = {name for _span, code in over if code in cast.countries for name in met.persons}
        if not persons or not persons <= set(met.persons) or not cast.countries.keys() < met.countries.keys():
            return None
        if self._names_other(verb, cast) or self.parties.faces_others(verb):
            return None
        return next(code for code in met.countries if code not in cast.countries)

    def _accuser(self, verb: Token, objects: list[Token], cast: Cast, sentence: int) -> str | None:
        """Of "Vilnius rejected the accusation": who just accused, else the state whose words were told last."""
        of_it = verb.lemma_ == "deny" and any(h.lower_ in {"that", "this", "it"} for h in objects)
        if not of_it and not any(h.lemma_.lower() in _CHARGES and is_definite(h) for h in objects):
            return None
        told = self.last.get((EventType.ACCUSE, None))
        if told is not None and sentence - told.sentence <= _NEAR_ACTS:
            accusing = (c for c, part in told.countries.items() if part is Part.INITIATOR and c not in cast.countries)
            if (accuser := next(accusing, None)) is not None:
                return accuser
        said = (code for _span, code in self.claims.before(verb.idx, ECHO) if code is not None)
        return next((code for code in said if code not in cast.countries), None)

    def _means_them(self, objects: list[Token]) -> bool:
        return any(c.lower_ == "their" and c.dep_ == "poss" for head in objects for c in head.children)

    def _occasion(self, verb: Token) -> Telling | None:
        """The visit or meeting told before on which something is done: "during the visit"."""
        for preposition, head in clauses.prepositions(verb):
            if preposition == "during" and head.lower_ == "which" and verb.head.lemma_ in _OCCASIONS:
                return self.last.get((EventType.CONSULT, _OCCASIONS[verb.head.lemma_]))
            if preposition != "during" or head.lemma_ not in _OCCASIONS or not is_definite(head):
                continue
            return self.last.get((EventType.CONSULT, _OCCASIONS[head.lemma_]))
        return None

    def add_occasion(self, trigger: Trigger, cast: Cast) -> None:
        """Whose accords "Ten accords were signed during the visit" or "after talks" are: of those who visit and are visited, who met."""
        verb = trigger.token
        if not cast.countries and (occasion := self._occasion(verb)) is not None:
            cast.add(occasion.countries, [], Part.PARTICIPANT)
        if not cast.countries and trigger.type in _ON_DEEDS:
            objects = clauses.objects(verb)
            told = max(self.last.values(), key=lambda other: other.at, default=None)
            act = next((h for h in objects if h.lemma_.lower() in _DECIDED and is_definite(h)), None)
            done = self._deed_before(told, act) if told is not None and act is not None else None
            if done is not None and verb.idx - done.at < ECHO and self.parties.speaks_for_several(verb):
                cast.add(done.countries, [], Part.COUNTERPART)  # "The UN envoy welcomed the release"
        idle = clauses.is_passive(verb) and not any(True for _ in clauses.agents(verb))
        if cast.countries or trigger.type is not EventType.AGREE or trigger.noun is None or not idle:
            return
        met = [told for mode in (Mode.MEETING, Mode.VISIT) if (told := self.last.get((EventType.CONSULT, mode)))]
        latest = max(met, key=lambda told: told.at, default=None)
        if latest is not None and verb.idx - latest.at < _BESIDE and len(latest.countries) == 2:
            cast.add(latest.countries, [], Part.PARTICIPANT)  # "The ministers held talks. Four accords were signed."

    def date_of_occasion(self, verb: Token, published: str | None) -> str | None:
        """ "During the visit, they signed …": the days of the visit, once it is over."""
        occasion = self._occasion(verb)
        if occasion is None or not occasion.date or published is None:
            return None
        latest = edtf.parse(occasion.date).latest
        return occasion.date if latest is not None and latest.isoformat() < published else None

    def _before_all(self, verb: Token) -> bool:
        """ "complained to the Security Council": to others than who did it."""
        return any(t.i > verb.i and t.lower_ in ORGANISATIONS for t in clauses.own_words(verb, _DEEPEST))

    def _names_other(self, verb: Token, cast: Cast) -> bool:
        return any(code not in cast.countries for code in self.deeper(verb))

    def is_of_the_other_side(self, span: Span, at: int, cast: Cast) -> bool:
        """ "Moscow said that Chinese soldiers had opened fire": told by one of those it was done to, who is no judge of it."""
        doers = {code for code, part in cast.countries.items() if part is Part.INITIATOR}
        sayers = {
            code for claim, code in self.claims.over(span) if claim.start <= span.start or claim.start <= at < claim.end
        }
        others = cast.countries.keys() - doers
        return bool(doers) and bool(sayers & others if others else sayers) and not sayers & doers
