"""Whom words mean: the states and persons of a noun phrase, and those of "the two", "both sides", "it" and "whose", named before.

May import clauses, origins and coreference. Used by participants.py.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Token

from events.extraction import clauses, origins
from events.extraction.coreference import Referents
from events.vocabulary import Part

SETTINGS = frozenset({"in", "at", "on", "near", "over", "about", "during", "into"})

_STAGE = 300
"""Words back to which "the two" may reach."""

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}

_MOST = 40
"""Words of a clause that are looked through for how many "the leaders" are."""

_OFTEN = 4
"""Mentions of each of two states in a text that is about them."""

_SEVERAL = frozenset(
    "sides countries leaders ministers nations presidents governments states premiers men officials delegations parties neighbours "
    "neighbors powers capitals allies premier chiefs diplomats envoys heads".split()
)
_STATES = frozenset("countries nations governments states sides capitals neighbours neighbors powers allies".split())
"""Of these the states act, not whoever was named with them."""

_COUNTED = frozenset("the two three four five six both these its their".split())

REASONS = frozenset({"for", "over", "about"})


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


_OPPOSITES = frozenset(
    "counterpart colleague successor predecessor ally allies backer patron rival foe neighbour neighbor enemy".split()
)


def is_opposite(token: Token) -> bool:
    """ "his Egyptian colleague, Ismail Fahmy": he is not meant."""
    return token.dep_ == "poss" and token.head.lemma_.lower() in _OPPOSITES


_HELD = frozenset(
    "talk talks meeting summit conference negotiation negotiations round session agreement accord treaty process protocol convention "
    "declaration forum conclave".split()
)
_CALLS = frozenset({"call", "telephone", "conversation", "phone", "meeting", "talk", "letter"})
_COINS = frozenset({"dollar", "franc", "pound", "rouble", "ruble"})


def is_currency(token: Token) -> bool:
    """ "350 million U.S. dollars", "US$5 million", "Swiss francs": their state has no part in it."""
    if token.text.endswith("$") or (
        token.i + 1 < len(token.doc) and token.nbor().text.startswith("$") and not token.whitespace_
    ):
        return True
    return token.dep_ in {"compound", "amod", "nmod"} and token.head.lemma_.lower() in _COINS


def _is_told_beside(token: Token, head: Token) -> bool:
    """Whether a word stands, below its head, in what a participle tells."""
    for _ in range(8):
        if token.i == head.i or token.head.i == token.i:
            return False
        if token.dep_ == "acl":
            return True
        token = token.head
    return False


_DRAFTED = frozenset({"sponsored", "drafted", "born", "made", "owned"})


def only_drafted(token: Token) -> bool:
    """ "the U.S.-sponsored resolution": it speaks for those who passed it."""
    if "-" in token.text[:-1]:
        return token.lower_.rsplit("-", 1)[1] in _DRAFTED
    dash = token.nbor() if token.i + 2 < len(token.doc) else token
    return dash.text == "-" and dash.nbor().lower_ in _DRAFTED


class Antecedents:
    """Finds whom words of one document mean."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self._cities = {m.span.start for m in referents.country_mentions if m.kind == "city"}
        self.state_of = {person.name: person.country for person in referents.persons}
        self.title_of = {person.name: person.title for person in referents.persons}
        counts = Counter(mention.code for mention in referents.country_mentions)
        counts.update(p.country for p in referents.persons if p.country for _ in p.mentions)
        often = sum(count >= _OFTEN for count in counts.values()) > 1
        self.passing = {code for code, count in counts.items() if count == 1} if often else set()
        """States that the text names once, while it is about two others: "the two" are none of these."""
        most = [*counts.most_common(3), ("", 0), ("", 0), ("", 0)][:3]
        about = most[1][1] >= _OFTEN and most[2][1] * 2 <= most[1][1]
        self.main = frozenset(code for code, _count in most[:2]) if about else frozenset()
        """The two states that the text is about, if it is about two."""

    def take(
        self, cast: Cast, heads: Iterable[Token], part: Part, mutual: bool = False, outright: bool = False
    ) -> None:
        """The states and persons of noun phrases; of talks and accords (`mutual`) not those that only tell where or on what; of what is
        asked for (`outright`) not those who did what the words beside it tell: "to keep a truce brokered by Peru"."""
        for head in heads:
            tokens = clauses.phrase(head) + [t for c in clauses.coordinated(head)[1:] for t in clauses.phrase(c)]
            persons: dict[str, None] = {}
            codes: dict[str, None] = {}
            for token in sorted(tokens, key=lambda t: t.i):
                if (
                    self._is_setting(token, head, mutual)
                    or is_opposite(token)
                    or is_currency(token)
                    or only_drafted(token)
                    or (mutual and token.lower_ == "here")
                    or self.is_venue(token)
                ):
                    continue
                if outright and _is_told_beside(token, head):
                    continue
                name = self.referents.person_at(token)
                if name is not None:
                    persons[name] = None
                    if state := self.state_of.get(name):
                        codes[state] = None
                if (code := self.referents.country_at(token)) is not None:
                    codes[code] = None
                elif (group := self.referents.group_at(token)) is not None:
                    codes[group] = None
                elif token.lower_ == "whose" and (owner := self._whose(token)) is not None:
                    codes[owner] = None
            cast.add(codes, persons, part)

    def is_venue(self, word: Token) -> bool:
        """ "the Geneva talks": where they are held."""
        held = word.dep_ in {"compound", "nmod"} and word.head.lemma_.lower() in _HELD
        return held and (word.idx in self._cities or word.lower_ in origins.SEATS)

    def _whose(self, whose: Token) -> str | None:
        """ "Turkey, whose president visited Riyadh": the state that "whose" means."""
        clause = whose.head
        while clause.dep_ != "relcl" and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ != "relcl":
            return None
        beside = (c for c in clause.head.children if c.dep_ in {"amod", "compound", "nmod"})
        owners = (self.referents.country_at(t) for t in [clause.head, *beside])
        return next((code for code in owners if code is not None), None)

    def _is_setting(self, token: Token, head: Token, mutual: bool) -> bool:
        """Whether a word of a phrase hangs, below its head, on "in", "at", "on" or the like: of talks anywhere, else in what happened
        to them ("the family of a man killed in Gaza")."""
        found, is_named = False, head.pos_ == "PROPN" and self.referents.country_at(head) is not None
        for _ in range(8):
            if token.i == head.i or token.head.i == token.i:
                return False
            if token.dep_ == "prep" and token.lower_ in SETTINGS:
                found = True
            if token.dep_ == "prep" and token.lower_ in REASONS and token.head.i == head.i and is_named:
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

    def _other_state(self, verb: Token) -> list[Token]:
        """Whom "accused it of siding" means: the state that acts in the main clause, else in the sentence before."""
        above = verb.head
        main = verb.dep_ in {"advcl", "conj"} and above.i < verb.i and above.pos_ == "VERB"
        acting = list(clauses.subjects(above)) if main else self._subjects_before(verb)
        own = {self.referents.country_at(head) for head in clauses.subjects(verb)}
        return [h for h in acting if (state := self.referents.country_at(h)) is not None and state not in own]

    def _those_above(self, verb: Token) -> list[Token]:
        """Whom "expelled two envoys of Peru, accusing them of spying" means: those to whom the main clause does something."""
        above = verb.head
        if verb.dep_ not in {"advcl", "conj"} or above.pos_ != "VERB" or above.i > verb.i:
            return []
        whom = clauses.objects(above)
        whom += [inner for head in whom for p, inner in clauses.prepositions(head) if p == "of"]
        return [head for head in whom if head.tag_ in {"NNS", "NNPS"} or self._is_named(head)]

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

    def _who_just_met(self, verb: Token, cast: Cast, of_states: bool) -> bool:
        """ "Liu met with Prapat. The two sides signed …": those two, whoever was named side by side before."""
        start = verb.sent.start
        before = verb.doc[start - 1].sent.root if start else verb
        told = before.lemma_ == "tell" and any(h.lemma_ in _CALLS for _p, h in clauses.prepositions(before))
        if not (told or before.lemma_ in {"meet", "talk", "confer", "speak", "hold", "receive"}) or before.i == verb.i:
            return False
        met = Cast()
        self.take(met, clauses.subjects(before), Part.PARTICIPANT)
        whom = [h for head in clauses.objects(before) for p, h in clauses.prepositions(head) if p == "with"]
        whom += [h for p, h in clauses.prepositions(before) if p == "with"]
        self.take(met, [*clauses.objects(before), *whom] if before.lemma_ != "hold" else whom, Part.PARTICIPANT)
        if len(met.countries) != 2:
            return False
        if of_states:
            met.persons.clear()
        self.merge(cast, met)
        return True

    def _the_two(self, verb: Token, cast: Cast) -> None:
        """Whom "the two" means: the last group of two states and more that one phrase named, else the two last on stage."""
        before = verb.doc[max(0, verb.i - _STAGE) : verb.i]
        of_states = any(head.lower_ in _STATES for head in clauses.subjects(verb))
        if verb.dep_ == "relcl" and any(p == "during" and h.lower_ == "which" for p, h in clauses.prepositions(verb)):
            return  # "a trip during which the two sides agreed": those of the trip
        if verb.dep_ == "relcl" and any(t.lower_ == "they" for t in clauses.subjects(verb)):
            above = Cast()
            self.take(above, [h for h in self._main_subjects(verb) if h.i < verb.i], Part.INITIATOR)
            if len(above.countries) > 1:
                self.merge(cast, above)  # "Peru and Chile cut off ties to Bolivia, which they accuse of …"
                return
        if self._who_just_met(verb, cast, of_states):
            return
        asking, states = set(cast.countries), set[str]()
        names_states = any(t.lower_ in _STATES - {"sides"} for t in islice(verb.subtree, _MOST))
        number = next((_NUMBERS[t.lower_] for t in islice(verb.subtree, _MOST) if t.lower_ in _NUMBERS), 0)
        for token in reversed(before):
            if (
                names_states
                and (pair := self._hyphened(token))
                and not asking & set(pair)
                and not set(pair) <= self.passing
            ):
                cast.add(pair, [], Part.PARTICIPANT)
                return
            if token.dep_ == "conj" or not any(c.dep_ == "conj" for c in token.children):
                continue
            group = Cast()
            members = clauses.coordinated(token)
            self.take(group, members, Part.PARTICIPANT, mutual=True)
            if of_states and not all(self._is_named(head) for head in members):
                continue  # "freed two Swiss engineers and a German priest"
            if group.countries.keys() <= self.passing or (number and len(group.countries) != number):
                continue
            if len(group.countries) > 1 and len(members) > 1 and token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"}:
                if of_states:
                    group.persons.clear()
                self.merge(cast, group)
                return
        heads: list[Token] = []
        if number == 2 and self.main and not asking & self.main:
            cast.add(sorted(self.main), [], Part.PARTICIPANT)  # "Pakistan appealed to both sides"
            return
        for token in reversed(before):
            if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "appos"}:
                continue
            if token.dep_ == "pobj" and token.head.lower_ in {"in", "at"}:
                continue  # a place is no party
            name = self.referents.person_at(token)
            state = self.state_of.get(name) if name else self.referents.country_at(token)
            if state is not None and state not in states | asking | self.passing:
                heads.append(token)
                states.add(state)
            if len(states) == 2:
                self.take(cast, reversed(heads), Part.PARTICIPANT)
                if of_states:
                    cast.persons.clear()
                return

    def _main_subjects(self, clause: Token) -> list[Token]:
        """Who acts in the clause that a relative clause belongs to."""
        above = clause.head
        while above.pos_ not in {"VERB", "AUX"} and above.head.i != above.i:
            above = above.head
        return list(clauses.subjects(above))

    def _hyphened(self, dash: Token) -> tuple[str, str] | None:
        """ "the Kyrgyz-Tajik border": the two states that a hyphen joins."""
        if dash.text not in {"-", "–"} or dash.i == 0 or dash.i + 1 >= len(dash.doc):
            return None
        first, second = self.referents.country_at(dash.nbor(-1)), self.referents.country_at(dash.nbor())
        return (first, second) if first and second and first != second else None

    def _is_named(self, head: Token) -> bool:
        return self.referents.country_at(head) is not None or self.referents.person_at(head) is not None

    def _means_several(self, head: Token) -> bool:
        """ "they", "the two", "both sides", "the three governments": several who were named before."""
        word = head.lower_
        if word in {"two", "both", "they", "pair"}:
            return True
        if word not in _SEVERAL:
            return False
        words = {c.lower_ for c in head.children}
        return bool(words & _COUNTED) and not any(self.referents.country_at(c) for c in head.children)
