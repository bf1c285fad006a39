"""Who takes part in an event: states and persons from the noun phrases around its trigger. May import clauses and coreference."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents
from events.vocabulary import EventType, Mode, Part

_TOWARDS = frozenset(
    "with to against on from at for of toward towards over between by into in among upon about via near outside inside under behind".split()
)
_SETTINGS = frozenset({"in", "at", "on", "near", "over", "about", "during", "into"})
_STAGE = 300
"""Words back to which "the two" may reach."""

_ASIDE = 12
"""Words before a participle in which stands of whom something is said."""

_HELPING = frozenset({"help", "assist", "aid", "support", "protect"})
"""What aid is sent to do: "sent soldiers to help Peru"."""

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}
_MOST = 40
"""Words of a clause that are looked through for how many "the leaders" are."""

_OFTEN = 4
"""Mentions of each of two states in a text that is about them."""

_DONE_TO = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.REJECT})
"""Types whose nouns have whom it is done to behind "of": "the invasion of Kuwait", "criticism of China"."""

_MUTUAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
_VERBAL = frozenset(
    {EventType.SUPPORT, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE}
)


def _towards(type_: EventType, mode: Mode | None, of_verb: bool = False) -> frozenset[str]:
    """The prepositions that bring participants: talks are with and between states, whatever they are on, wherever held."""
    if mode is Mode.VISIT:
        return frozenset({"to", "in", "into", "with", "by", "of", "from"})
    if mode is Mode.MEETING and of_verb:
        return frozenset({"with", "between", "by", "among"})
    if type_ in {EventType.CONSULT, EventType.AGREE}:
        return frozenset({"with", "between", "by", "to", "of", "from", "among"})
    if type_ is EventType.PROTEST:
        return _TOWARDS | {"through", "across"}  # "marched through Lahore"
    return _TOWARDS - {"in", "at"} if type_ in _VERBAL else _TOWARDS


_REASONS = frozenset({"for", "over", "about"})
_SEVERAL = frozenset(
    "sides countries leaders ministers nations presidents governments states premiers men officials delegations parties neighbours "
    "neighbors powers capitals allies premier chiefs diplomats envoys".split()
)
_STATES = frozenset("countries nations governments states sides capitals neighbours neighbors powers allies".split())
"""Of these the states act, not whoever was named with them."""

_COUNTED = frozenset("the two three four five six both these its their".split())
_BLOWS = frozenset(
    "strike airstrike raid attack bombing shelling bombardment ambush offensive fire assault blast".split()
)
"""What people are killed or hurt in."""

_FORCEFUL = frozenset({EventType.ASSAULT, EventType.COERCE})
_UNFRIENDLY = frozenset({EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE})
_COMPRISING = frozenset({"group", "involve", "include", "comprise", "gather", "bring"})
_LEAVING = frozenset({"leave", "depart", "head", "embark", "sail"})
_OWNERS = frozenset({"poss", "compound", "amod", "nmod"})


@dataclass(slots=True)
class Cast:
    """States and persons with their parts, in the order in which they were found."""

    countries: dict[str, Part] = field(default_factory=dict)
    persons: dict[str, Part] = field(default_factory=dict)

    def add(self, other_countries: Iterable[str], other_persons: Iterable[str], part: Part) -> None:
        for code in other_countries:
            self.countries.setdefault(code, part)
        for name in other_persons:
            self.persons.setdefault(name, part)


def _means_sayer(subject: Token) -> bool:
    """ "it", "its air defences", "his government": of whoever says so."""
    return subject.lower_ == "it" or any(
        c.lower_ in {"its", "his", "her", "their"} for c in subject.children if c.dep_ == "poss"
    )


class Casting:
    """Finds the cast of triggers in one document."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.state_of = {person.name: person.country for person in referents.persons}
        self.title_of = {person.name: person.title for person in referents.persons}
        counts = Counter(mention.code for mention in referents.country_mentions)
        counts.update(p.country for p in referents.persons if p.country for _ in p.mentions)
        often = sum(count >= _OFTEN for count in counts.values()) > 1
        self.passing = {code for code, count in counts.items() if count == 1} if often else set()
        """States that the text names once, while it is about two others: "the two" are none of these."""

    def of_verb(self, verb: Token, noun: Token | None, type_: EventType, mode: Mode | None) -> Cast:
        """Subject first, then objects and prepositional phrases; then what hangs on the noun of the frame ("talks with X")."""
        cast = Cast()
        is_visit, towards = mode is Mode.VISIT, _towards(type_, mode, of_verb=True)
        accord = type_ in {EventType.CONSULT, EventType.AGREE} and not is_visit
        initiators = [head for head in self._doers(verb) if not self._is_collective(head)]
        self.take(cast, initiators, Part.INITIATOR, accord)
        for head in initiators:
            if head.dep_ == "attr" and verb.dep_ == "relcl":  # "He is the first leader who has visited Peru"
                self.take(cast, list(clauses.subjects(head.head)), Part.INITIATOR, accord)
        if not cast.countries and any(_means_sayer(h) for h in clauses.subjects(verb)):
            self.take(cast, self._sayers(verb), Part.INITIATOR, accord)
        if self._is_collective_subject(verb, is_visit) and len(cast.countries) < 2:
            self._the_two(verb, cast)
        others = [] if verb.lemma_ in {"discuss", "negotiate"} else [h for h in clauses.objects(verb) if h is not noun]
        if verb.lemma_ in {"discuss", "negotiate"}:  # "discussed the plant with the Czech premier"
            about = (pair for h in clauses.objects(verb) for pair in clauses.prepositions(h))
            others = [h for preposition, h in about if preposition in {"with", "between"}]
        doing = len(cast.countries)
        self.take(cast, others, Part.HOST if is_visit else Part.COUNTERPART, accord)
        named = any(h.pos_ == "PROPN" for h in others)
        told = type_ in _VERBAL and (len(cast.countries) > doing or named)
        for preposition, head in clauses.prepositions(verb):
            if preposition in _REASONS and (told or (type_ in _UNFRIENDLY and len(cast.countries) > max(1, doing))):
                continue  # "criticised Budapest for a meeting with Moscow" is no quarrel with Moscow
            if preposition == "under" and head.lemma_ == "pressure":
                continue  # "reopened the crossing under pressure from Washington"
            if preposition == "at" and head.lemma_ in {"request", "behest", "urging", "insistence"}:
                continue  # "was arrested at the request of Spain"
            if type_ is EventType.RETREAT and preposition in _SETTINGS and doing > 1:
                continue  # "the two exchanged prisoners in Ankara"
            bound = is_visit and preposition == "for" and verb.lemma_ in _LEAVING  # "left for China"
            if (preposition in towards or bound) and head is not noun and not self._is_date(head):
                part = Part.HOST if is_visit and preposition in {"to", "in", "into", "for"} else Part.COUNTERPART
                self.take(cast, [head], part, accord)
        mutual = type_ in _MUTUAL and len(cast.countries) > 1
        for clause in verb.children:
            asked = any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
            purpose = clause.dep_ == "advcl" and (
                asked or type_ is EventType.PROTEST or (type_ is EventType.AID and clause.lemma_ in _HELPING)
            )  # "marched to demand that Peru …"
            if (clause.dep_ in {"xcomp", "ccomp"} or purpose) and clause.i > verb.i and not mutual:
                self.take(cast, self._below(clause, type_), Part.COUNTERPART)
        self.members(others, cast)
        if (type_ in _FORCEFUL and clauses.is_passive(verb)) or verb.dep_ == "acl":
            self._by_their_deed(verb, cast)
        if len(cast.countries) < 2 and type_ in _VERBAL:
            below = [
                c for clause in verb.children if clause.dep_ == "ccomp" for c in clause.children if c.dep_ == "nsubj"
            ]
            whom = [*others, *(h for _p, h in clauses.prepositions(verb)), *below]
            whom += [
                h for head in others for p, h in clauses.prepositions(head) if p == "of"
            ]  # "the courage of both leaders"
            if any(
                head.lower_ == "them" or self._means_several(head) for head in whom
            ):  # "called on both governments to stop"
                self._the_two(verb, cast)
        if noun is not None:
            self.merge(cast, self.of_noun(noun, type_, mode))
        return cast

    def _doers(self, verb: Token) -> list[Token]:
        """The subjects of a verb. Of "the spokesman highlighted Putin's despair, seeking arms from Iran" he of whom it is said."""
        doers = list(clauses.subjects(verb))
        if verb.tag_ != "VBG" or verb.dep_ not in {"acl", "advcl"} or not any(self._is_spokesman(h) for h in doers):
            return doers
        last = max(head.i for head in doers)
        for token in reversed(verb.doc[max(last + 1, verb.i - _ASIDE) : verb.i]):
            if token.dep_ == "poss" and (self.referents.person_at(token) or self.referents.country_at(token)):
                return [token]
        return doers

    def _is_spokesman(self, head: Token) -> bool:
        name = self.referents.person_at(head)
        words = (self.title_of.get(name) or "") if name else head.text
        return "spokes" in words.lower()

    def _by_their_deed(self, verb: Token, cast: Cast) -> None:
        """ "was killed in an Israeli air strike": whose strike it was did it."""
        for preposition, head in clauses.prepositions(verb):
            if preposition not in {"in", "during", "by", "from"} or head.lemma_.lower() not in _BLOWS:
                continue
            done = Cast()
            self.take(done, [c for c in head.children if c.dep_ in _OWNERS and c.i < head.i], Part.INITIATOR)
            for code in done.countries:
                if len(cast.countries) > 1:
                    cast.countries[code] = Part.INITIATOR

    @staticmethod
    def turn_round(cast: Cast, is_visit: bool) -> None:
        """Swap who does it and whom it is done to: of hosts who receive, of those who come under fire."""
        for parts in (cast.countries, cast.persons):
            for key, part in parts.items():
                if part is Part.INITIATOR:
                    parts[key] = Part.HOST if is_visit else Part.COUNTERPART
                elif part in (Part.HOST, Part.COUNTERPART):
                    parts[key] = Part.INITIATOR

    def of_noun(self, noun: Token, type_: EventType, mode: Mode | None) -> Cast:
        """Possessors and adjectives first ("Putin's visit", "Russian troops"), then "to", "with", "between", "against" X."""
        cast = Cast()
        is_visit, towards = mode is Mode.VISIT, _towards(type_, mode)
        accord = type_ in {EventType.CONSULT, EventType.AGREE} and not is_visit
        owners = [c for c in noun.children if c.dep_ in _OWNERS and c.i < noun.i]
        self.take(cast, owners, Part.INITIATOR)
        for preposition, head in clauses.prepositions(noun):
            if preposition not in towards or self._is_date(head):
                continue
            if preposition == "between" and any(self._means_several(h) for _p, h in clauses.prepositions(head)):
                self._the_two(noun, cast)  # "talks between the foreign ministers of the two countries"
                continue
            part = Part.COUNTERPART
            if preposition in {"by", "between"} or (preposition == "of" and type_ not in _DONE_TO):
                part = Part.INITIATOR
            elif is_visit and preposition in {"to", "in"}:
                part = Part.HOST
            self.take(cast, [head], part, accord)
        if accord:
            self.members(clauses.phrase(noun, 12), cast)
        return cast

    def _sayers(self, verb: Token) -> list[Token]:
        """ "Iran said that it was ready": whom "it" means in what somebody says of themselves."""
        below = verb
        for _ in range(3):
            above = below.head
            if above.pos_ == "VERB" and {below.dep_, verb.dep_} & {"ccomp", "conj", "advcl", "acomp"}:
                return [head for head in clauses.subjects(above) if head.lower_ != "it"]
            below = above
        main = verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
        if main and any(head.lower_ == "it" for head in clauses.subjects(verb)):
            return self._subjects_before(verb)
        return []

    def _subjects_before(self, verb: Token) -> list[Token]:
        """ "The ministry of Peru said … It thanked Chile": who acts in the sentence before, where that is no person."""
        start = verb.sent.start
        for _ in range(3):
            if start == 0:
                return []
            before = verb.doc[start - 1].sent
            if not before.root.is_space:
                acting = clauses.subjects(before.root)
                return [head for head in acting if head.lower_ != "it" and self.referents.person_at(head) is None]
            start = before.start
        return []

    def _below(self, clause: Token, type_: EventType) -> list[Token]:
        """The noun phrases of a complement: "urged Iran to free the hostages"."""
        heads = [c for c in clause.children if c.dep_ in {"nsubj", "dobj", "nsubjpass", "attr"}]
        heads += [
            head
            for preposition, head in clauses.prepositions(clause)
            if preposition
            in (_TOWARDS - {"in", "at"} if type_ is EventType.AGREE and clause.lemma_ == "meet" else _TOWARDS)
            and not self._is_date(head)
        ]
        for inner in clause.children:
            if inner.dep_ in {"xcomp", "ccomp"} or (
                inner.dep_ == "conj" and inner.pos_ == "VERB" and clauses.sayer_beside(inner) is None
            ):
                heads += self._below(inner, type_)
        return heads

    def members(self, heads: Iterable[Token], cast: Cast) -> None:
        """Add whom a relative clause lists: "the Quartet, which groups the United States and Russia", "talks which involve …"."""
        for head in heads:
            for clause in head.children:
                if clause.dep_ == "relcl" and clause.lemma_.lower() in _COMPRISING:
                    self.take(cast, [h for h in clause.children if h.dep_ == "dobj"], Part.PARTICIPANT)

    def take(self, cast: Cast, heads: Iterable[Token], part: Part, mutual: bool = False) -> None:
        """The states and persons of noun phrases; of talks and accords (`mutual`) not those that only tell where or on what."""
        for head in heads:
            tokens = clauses.phrase(head) + [t for c in clauses.coordinated(head)[1:] for t in clauses.phrase(c)]
            persons: dict[str, None] = {}
            codes: dict[str, None] = {}
            for token in sorted(tokens, key=lambda t: t.i):
                if self._is_setting(token, head, mutual):
                    continue
                name = self.referents.person_at(token)
                if name is not None:
                    persons[name] = None
                    if state := self.state_of.get(name):
                        codes[state] = None
                if (code := self.referents.country_at(token)) is not None:
                    codes[code] = None
                elif token.lower_ == "whose" and (owner := self._whose(token)) is not None:
                    codes[owner] = None
            cast.add(codes, persons, part)

    def _whose(self, whose: Token) -> str | None:
        """ "Turkey, whose president visited Riyadh": the state that "whose" means."""
        clause = whose.head
        while clause.dep_ != "relcl" and clause.head.i != clause.i:
            clause = clause.head
        return self.referents.country_at(clause.head) if clause.dep_ == "relcl" else None

    def _is_setting(self, token: Token, head: Token, mutual: bool) -> bool:
        """Whether a word of a phrase hangs, below its head, on "in", "at", "on" or the like: of talks anywhere, else in what happened
        to them ("the family of a man killed in Gaza")."""
        found, is_named = False, head.pos_ == "PROPN" and self.referents.country_at(head) is not None
        for _ in range(8):
            if token.i == head.i or token.head.i == token.i:
                return False
            if token.dep_ == "prep" and token.lower_ in _SETTINGS:
                found = True
            if token.dep_ == "prep" and token.lower_ in _REASONS and token.head.i == head.i and is_named:
                return True  # "broke with Egypt over its peace with Israel"
            if found and (mutual or token.dep_ == "acl"):
                return True
            token = token.head
        return False

    def merge(self, cast: Cast, other: Cast) -> None:
        for code, part in other.countries.items():
            cast.countries.setdefault(code, part)
        for name, part in other.persons.items():
            cast.persons.setdefault(name, part)

    def _is_date(self, head: Token) -> bool:
        return head.ent_type_ in {"DATE", "TIME"}

    def _is_collective(self, head: Token) -> bool:
        return head.lower_ in {"they", "both", "it", "we", "two"}

    def _is_collective_subject(self, verb: Token, is_visit: bool) -> bool:
        doers = clauses.subjects(verb)
        return any(self._means_several(head) for head in doers if not (is_visit and head.lower_ == "they"))

    def _means_several(self, head: Token) -> bool:
        """ "they", "the two", "both sides", "the three governments": several who were named before."""
        word = head.lower_
        if word in {"two", "both", "they", "pair"}:
            return True
        if word not in _SEVERAL:
            return False
        words = {c.lower_ for c in head.children}
        return bool(words & _COUNTED) and not any(self.referents.country_at(c) for c in head.children)

    def _the_two(self, verb: Token, cast: Cast) -> None:
        """Whom "the two" means: the last group of two states and more that one phrase named, else the two last on stage."""
        before = verb.doc[max(0, verb.i - _STAGE) : verb.i]
        of_states = any(head.lower_ in _STATES for head in clauses.subjects(verb))
        number = next((_NUMBERS[t.lower_] for t in islice(verb.subtree, _MOST) if t.lower_ in _NUMBERS), 0)
        for token in reversed(before):
            if token.dep_ == "conj" or not any(c.dep_ == "conj" for c in token.children):
                continue
            group = Cast()
            members = clauses.coordinated(token)
            self.take(group, members, Part.PARTICIPANT, mutual=True)
            if group.countries.keys() <= self.passing or (number and len(group.countries) != number):
                continue
            if len(group.countries) > 1 and len(members) > 1 and token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"}:
                if of_states:
                    group.persons.clear()
                self.merge(cast, group)
                return
        heads: list[Token] = []
        states: set[str] = set()
        for token in reversed(before):
            if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "appos"}:
                continue
            if token.dep_ == "pobj" and token.head.lower_ in {"in", "at"}:
                continue  # a place is no party
            name = self.referents.person_at(token)
            state = self.state_of.get(name) if name else self.referents.country_at(token)
            if state is not None and state not in states and state not in self.passing:
                heads.append(token)
                states.add(state)
            if len(states) == 2:
                self.take(cast, reversed(heads), Part.PARTICIPANT)
                if of_states:
                    cast.persons.clear()
                return
