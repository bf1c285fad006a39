"""Who takes part in an event: states and persons from the noun phrases around its trigger. May import clauses and coreference."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from events.extraction import clauses
from events.extraction.coreference import Referents
from events.vocabulary import Part

_TOWARDS = frozenset(
    "with to against on from at for of toward towards over between by into in among upon about via near outside inside".split()
)
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


class Casting:
    """Finds the cast of triggers in one document."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.state_of = {person.name: person.country for person in referents.persons}

    def of_verb(self, verb: Token, noun: Token | None, is_visit: bool = False) -> Cast:
        """Subject first, then objects and prepositional phrases; then what hangs on the noun of the frame ("talks with X")."""
        cast = Cast()
        initiators = [head for head in clauses.subjects(verb) if not self._is_collective_pronoun(head)]
        self._take(cast, initiators, Part.INITIATOR)
        if not initiators or self._is_collective_subject(verb):
            self._take(cast, self._the_two(verb), Part.INITIATOR)
        others = [head for head in clauses.objects(verb) if head is not noun]
        self._take(cast, others, Part.HOST if is_visit else Part.COUNTERPART)
        for preposition, head in clauses.prepositions(verb):
            if preposition in _TOWARDS and head is not noun and not self._is_date(head):
                part = Part.HOST if is_visit and preposition in {"to", "in"} else Part.COUNTERPART
                self._take(cast, [head], part)
        for clause in verb.children:
            if clause.dep_ in {"xcomp", "ccomp"} and clause.i > verb.i:
                self._take(cast, self._below(clause), Part.COUNTERPART)
        if noun is not None:
            self._merge(cast, self.of_noun(noun, is_visit))
        return cast

    def of_noun(self, noun: Token, is_visit: bool = False) -> Cast:
        """Possessors and adjectives first ("Putin's visit", "Russian troops"), then "to", "with", "between", "against" X."""
        cast = Cast()
        owners = [c for c in noun.children if c.dep_ in _OWNERS and c.i < noun.i]
        self._take(cast, owners, Part.INITIATOR)
        for preposition, head in clauses.prepositions(noun):
            if preposition not in _TOWARDS or self._is_date(head):
                continue
            part = Part.COUNTERPART
            if preposition in {"by", "of", "between"}:
                part = Part.INITIATOR
            elif is_visit and preposition in {"to", "in"}:
                part = Part.HOST
            self._take(cast, [head], part)
        return cast

    def _below(self, clause: Token) -> list[Token]:
        """The noun phrases of a complement: "urged Iran to free the hostages"."""
        heads = [c for c in clause.children if c.dep_ in {"nsubj", "dobj", "nsubjpass", "attr"}]
        heads += [
            head
            for preposition, head in clauses.prepositions(clause)
            if preposition in _TOWARDS and not self._is_date(head)
        ]
        for inner in clause.children:
            if inner.dep_ == "xcomp":
                heads += self._below(inner)
        return heads

    def _take(self, cast: Cast, heads: Iterable[Token], part: Part) -> None:
        for head in heads:
            tokens = clauses.phrase(head) + [t for c in clauses.coordinated(head)[1:] for t in clauses.phrase(c)]
            persons: dict[str, None] = {}
            codes: dict[str, None] = {}
            for token in sorted(tokens, key=lambda t: t.i):
                name = self.referents.person_at(token)
                if name is not None:
                    persons[name] = None
                    if state := self.state_of.get(name):
                        codes[state] = None
                if (code := self.referents.country_at(token)) is not None:
                    codes[code] = None
            cast.add(codes, persons, part)

    def _merge(self, cast: Cast, other: Cast) -> None:
        for code, part in other.countries.items():
            cast.countries.setdefault(code, part)
        for name, part in other.persons.items():
            cast.persons.setdefault(name, part)

    def _is_date(self, head: Token) -> bool:
        return head.ent_type_ in {"DATE", "TIME"}

    def _is_collective_pronoun(self, head: Token) -> bool:
        return head.lower_ in {"they", "both", "it", "we"}

    def _is_collective_subject(self, verb: Token) -> bool:
        return any(
            head.lower_ in {"two", "both", "they", "sides", "countries", "leaders", "ministers", "nations"}
            for head in clauses.subjects(verb)
        )

    def _the_two(self, verb: Token) -> list[Token]:
        """ "the two met", "both sides agreed": the subjects and objects of the sentence before, when they are two states."""
        start = verb.sent.start
        if start == 0 or not self._is_collective_subject(verb):
            return []
        earlier = verb.doc[start - 1].sent
        heads = [
            t for t in [*earlier, *verb.doc[start : verb.i]] if t.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}
        ]
        return [t for t in heads if self.referents.person_at(t) or self.referents.country_at(t)][:6]
