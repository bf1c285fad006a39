"""Who takes part in an event: states and persons from the noun phrases around its trigger. May import clauses, frames, origins and
antecedents."""

from collections.abc import Iterable

from spacy.tokens import Token

from events.extraction import clauses, frames, origins
from events.extraction.antecedents import REASONS, SETTINGS, Antecedents, Cast
from events.vocabulary import EventType, Mode, Part

_TOWARDS = frozenset(
    "with to against on from at for of toward towards over between by into in among upon about via near outside inside under behind "
    "along".split()
)

_ASIDE = 12
"""Words before a participle in which stands of whom something is said."""

_HELPING = frozenset({"help", "assist", "aid", "support", "protect"})
"""What aid is sent to do: "sent soldiers to help Peru"."""


_DONE_TO = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.REJECT})
"""Types whose nouns have whom it is done to behind "of": "the invasion of Kuwait", "criticism of China"."""

_MUTUAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
_VERBAL = frozenset(
    {EventType.SUPPORT, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE}
)


def _towards(type_: EventType, mode: Mode | None, of_verb: bool = False) -> frozenset[str]:
    """The prepositions that bring participants: talks are with and between states, whatever they are on, wherever held."""
    if mode is Mode.VISIT:
        return frozenset({"to", "in", "into", "with", "by", "of", "from", "between"})
    if mode is Mode.MEETING and of_verb:
        return frozenset({"with", "between", "by", "among"})
    if type_ in {EventType.CONSULT, EventType.AGREE}:
        return frozenset({"with", "between", "by", "to", "of", "from", "among"})
    if type_ is EventType.PROTEST:
        return _TOWARDS | {"through", "across"}  # "marched through Lahore"
    return _TOWARDS - {"in", "at"} if type_ in _VERBAL else _TOWARDS


_BLOWS = frozenset(
    "strike airstrike raid attack bombing shelling bombardment ambush offensive fire assault blast".split()
)
"""What people are killed or hurt in."""

_HARMED = frozenset({"die", "kill", "wound", "injure", "perish", "hurt"})
_FORCEFUL = frozenset({EventType.ASSAULT, EventType.COERCE})
_UNFRIENDLY = frozenset({EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE})
_COMPRISING = frozenset({"group", "involve", "include", "comprise", "gather", "bring"})
_LEAVING = frozenset({"leave", "depart", "head", "embark", "sail"})
_BRINGING_ABOUT = frozenset(
    "declare impose order launch stage carry conduct mount hold issue announce slap place enforce introduce lodge make deliver sign "
    "conclude reach begin start open".split()
)
"""Participles behind a deed that say whose it was: "sanctions imposed by Peru on Chile"."""

_UPON = frozenset({"on", "upon", "against", "with", "between"})
_ARRIVING = frozenset({"arrive", "fly", "come", "return", "travel", "land", "head", "proceed", "go"})
_OWNERS = frozenset({"poss", "compound", "amod", "nmod"})


def _means_sayer(subject: Token) -> bool:
    """ "it", "its air defences", "his government": of whoever says so."""
    return subject.lower_ == "it" or any(
        c.lower_ in {"its", "his", "her", "their"} for c in subject.children if c.dep_ == "poss"
    )


class Casting(Antecedents):
    """Finds the cast of triggers in one document."""

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
        others += [head for it in others if it.lower_ == "it" for head in self._other_state(verb)]
        others += [head for it in others if it.lower_ == "them" for head in self._those_above(verb)]
        doing = len(cast.countries)
        sends = verb.lemma_ in {"send", "dispatch", "despatch"}  # who is sent is no host
        whom = [] if is_visit and self._goes_elsewhere(verb, cast) else others
        self.take(cast, whom, (Part.INITIATOR if sends else Part.HOST) if is_visit else Part.COUNTERPART, accord)
        own = (c for h in others for c in h.children if c.dep_ == "poss")
        if len(cast.countries) == 1 and verb.dep_ == "ccomp" and any(c.lower_ == "its" for c in own):
            self.take(cast, self._sayers(verb), Part.COUNTERPART)  # "Yemen said Saudi forces had entered its territory"
        if mode is not None and any(self._means_several(h) for h in others):
            self._the_two(verb, cast)  # "visited both capitals", "telephoned both presidents"
        named = any(h.pos_ == "PROPN" for h in others)
        told = type_ in _VERBAL and (len(cast.countries) > doing or named)
        for preposition, head in clauses.prepositions(verb):
            if preposition in REASONS and (told or (type_ in _UNFRIENDLY and len(cast.countries) > max(1, doing))):
                continue  # "criticised Budapest for a meeting with Moscow" is no quarrel with Moscow
            if head.lower_ in origins.SEATS and not is_visit:
                continue  # "recalled his envoy to New York"
            if preposition == "under" and head.lemma_ == "pressure":
                continue  # "reopened the crossing under pressure from Washington"
            if preposition == "at" and head.lemma_ in {"request", "behest", "urging", "insistence"}:
                continue  # "was arrested at the request of Spain"
            if type_ is EventType.RETREAT and preposition in SETTINGS and doing > 1:
                continue  # "the two exchanged prisoners in Ankara"
            if is_visit and preposition == "from" and verb.lemma_ in _ARRIVING:
                continue  # "arrived in Lima from Quito"
            bound = is_visit and preposition == "for" and verb.lemma_ in _LEAVING  # "left for China"
            bound = bound or (mode is Mode.MEETING and preposition == "on" and verb.lemma_ == "call")
            if is_visit and preposition == "between" and self._means_several(head):
                self._the_two(verb, cast)  # "shuttled between the two capitals"
                continue
            if head.lower_ in {"presence", "absence"}:
                continue  # "was signed in the presence of the Peruvian minister"
            if (preposition in towards or bound) and head is not noun and not self._is_date(head):
                part = (
                    Part.HOST
                    if is_visit and preposition in {"to", "in", "into", "for", "between"}
                    else Part.COUNTERPART
                )
                self.take(cast, [head], part, accord)
        if is_visit and (here := clauses.here(verb)) is not None:
            self.take(cast, [here], Part.HOST)
        mutual = type_ in _MUTUAL and len(cast.countries) > 1
        for clause in verb.children:
            asked = any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
            purpose = clause.dep_ == "advcl" and (
                asked or type_ is EventType.PROTEST or (type_ is EventType.AID and clause.lemma_ in _HELPING)
            )  # "marched to demand that Peru …"
            if mutual and clause.dep_ == "xcomp" and clause.i > verb.i:
                around = [pair for h in [clause, *clauses.objects(clause)] for pair in clauses.prepositions(h)]
                self.take(cast, [h for p, h in around if p == "with"], Part.COUNTERPART, accord)
            if (clause.dep_ in {"xcomp", "ccomp"} or purpose) and clause.i > verb.i and not mutual:
                self.take(cast, self._below(clause, type_), Part.COUNTERPART, outright=type_ in _VERBAL)
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

    def _goes_elsewhere(self, verb: Token, cast: Cast) -> bool:
        """ "before leaving China for Japan", not "left China for home": on to a third state."""
        if verb.lemma_ not in _LEAVING:
            return False
        there = {self.referents.country_at(h) for p, h in clauses.prepositions(verb) if p in {"for", "to"}} - {None}
        return bool(cast.countries) and bool(there) and not there & cast.countries.keys()

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
        if type_ is EventType.ASSAULT:
            self.take(cast, self._victims(noun), Part.COUNTERPART)
        above = [noun.head] if noun.dep_ == "nsubjpass" else []  # "denounced the exercises to be staged by Peru"
        for clause in [*noun.children, *above]:
            told = clause.dep_ in {"acl", "relcl"} or clause in above
            if told and clause.tag_ == "VBN" and frames.base(clause) in _BRINGING_ABOUT:
                self.take(cast, clauses.agents(clause), Part.INITIATOR)
                upon = {"with", "between"} if accord else _UPON
                beside = [h for p, h in clauses.prepositions(clause) if p in upon and not self._is_date(h)]
                self.take(cast, beside, Part.COUNTERPART, accord)
        return cast

    @staticmethod
    def _victims(noun: Token) -> list[Token]:
        """ "the attack in which four Indian nationals lost their lives": whom it was on."""
        harmed = [
            c
            for c in noun.children
            if c.dep_ == "relcl"
            and (c.lemma_ in _HARMED or (c.lemma_ == "lose" and any(g.lemma_ == "life" for g in c.children)))
        ]
        where = [c for c in harmed if any(g.lower_ in {"which", "where"} for p in c.children for g in (p, *p.children))]
        return [
            g for c in where for g in c.children if g.dep_ in clauses.SUBJECTS and g.lower_ not in clauses.RELATIVES
        ]

    def _sayers(self, verb: Token) -> list[Token]:
        """ "Iran said that it was ready": whom "it" means in what somebody says of themselves."""
        below = verb
        while below.dep_ == "conj" and below.head.pos_ == "VERB" and below.head.dep_ == "ccomp":
            below = below.head  # "said that it was leaving and would deploy rockets"
        for _ in range(3):
            above = below.head
            if above.pos_ == "VERB" and {below.dep_, verb.dep_} & {"ccomp", "conj", "advcl", "acomp"}:
                return [head for head in clauses.subjects(above) if head.lower_ != "it"]
            below = above
        main = verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
        if main and any(head.lower_ == "it" for head in clauses.subjects(verb)):
            return self._subjects_before(verb)
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
                told = clause.dep_ == "relcl" or (clause.dep_ == "acl" and clause.tag_ == "VBG")
                if told and clause.lemma_.lower() in _COMPRISING:
                    self.take(cast, [h for h in clause.children if h.dep_ == "dobj"], Part.PARTICIPANT)

    def _is_date(self, head: Token) -> bool:
        return head.ent_type_ in {"DATE", "TIME"}

    def _is_collective(self, head: Token) -> bool:
        return head.lower_ in {"they", "both", "it", "we", "two"}

    def _is_collective_subject(self, verb: Token, is_visit: bool) -> bool:
        doers = clauses.subjects(verb)
        return any(self._means_several(head) for head in doers if not (is_visit and head.lower_ == "they"))
