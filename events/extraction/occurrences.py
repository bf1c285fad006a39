"""Finds the events that a text tells: triggers with their cast, status, date and place, joined to one record per real event.

May import records, states and sibling modules.
"""

from spacy.tokens import Doc, Token

from events.extraction import (
    addressees,
    chronology,
    circumstances,
    clauses,
    naming,
    papers,
    parties,
    purposes,
    sides,
    timing,
    triggers,
    wording,
)
from events.extraction.antecedents import Cast
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.joining import Telling, join
from events.extraction.participants import Casting
from events.extraction.sides import Sides
from events.extraction.spans import Shelf
from events.extraction.timing import Dates
from events.extraction.triggers import Trigger
from events.records import Document, EventRecord, Span, StatementRecord
from events.vocabulary import DateBasis, EventType, Mode, Part, StatementKind, Status

_ALLEGING = ("accus", "alleg", "charg", "claim", "den")
"""How the words of a cue begin that does not vouch for what follows."""

_PRESUMING = (
    "demand",
    "urg",
    "call",
    "ask",
    "condemn",
    "welcom",
    "appeal",
    "critic",
    "mourn",
    "thank",
    "prais",
    "apolog",
)
"""How the words of a cue begin that takes what follows for known."""

_NEAR = 3
"""Sentences back to the visit whose states "a potential agreement" is between."""


def find(
    doc: Doc,
    document: Document,
    referents: Referents,
    dates: tuple[DateMention, ...],
    statements: tuple[StatementRecord, ...],
) -> tuple[EventRecord, ...]:
    """Every event, in the order of the text."""
    reader = _Reader(doc, document, referents, Dates(dates), statements)
    tellings = [telling for token in doc if (telling := reader.read(token)) is not None]
    lead = reader.lead_date()
    joined = chronology.settle(join(tellings, lead), lead)
    return tuple(naming.record(telling, referents, document) for telling in joined)


_TALKING = ("discuss", "exchange+view")
_VERBAL = frozenset(
    {EventType.AGREE, EventType.SUPPORT, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN}
)
_FORCEFUL = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE})


class _Reader:
    """One document being read for events."""

    def __init__(
        self, doc: Doc, document: Document, referents: Referents, dates: Dates, statements: tuple[StatementRecord, ...]
    ) -> None:
        self.doc = doc
        self.document = document
        self.referents = referents
        self.dates = dates
        self.casting = Casting(referents)
        self.consumed: set[int] = set()
        self.quoted = Shelf((s.span for s in statements if s.kind is StatementKind.DIRECT), lambda span: span)
        doubtful = (s.span for s in statements if any(w in s.cue.lower() for w in _ALLEGING))
        self.alleged = Shelf(doubtful, lambda span: span)
        states = {person.name: person.country for person in referents.persons}
        told = (
            (s.span, states.get(s.speaker.person or "") or s.speaker.country)
            for s in statements
            if not s.cue.lower().startswith(_PRESUMING)
        )
        self.claims = Shelf((claim for claim in told if claim[1]), lambda claim: claim[0])
        where = document.dateline_span or Span(0, 0)
        home = referents.countries_in(where)
        self.home = home[-1] if home else None
        self.sides = Sides(doc, referents, self.casting, self.home, self.claims, document.text[slice(*where)])
        self.before: Telling | None = None
        self.told: Telling | None = None
        self.ordinals: dict[int, int] = {}

    def read(self, token: Token) -> Telling | None:
        """The event that a token tells, or None."""
        if self._in_title(token):
            return None
        telling = None
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            telling = self._verb(token)
        elif token.pos_ == "ADJ":
            telling = self._adjective(token)
        elif token.pos_ in {"NOUN", "PROPN"} and token.i not in self.consumed:
            telling = self._noun(token)
        if telling is not None and self._is_of_the_call(telling):
            return None
        if telling is not None and (telling.mode is not None or telling.rule.startswith("invite")):
            self.before = telling
        if telling is not None and not self._is_what_is_charged(telling):
            self.told = telling
        if telling is not None and (len(telling.countries) > 1 or telling.persons):
            self.sides.last[telling.type, telling.mode] = telling
        return telling

    def _is_of_the_call(self, telling: Telling) -> bool:
        """ "spoke by telephone with Torres. The two discussed the border": on the telephone, and no meeting."""
        call, before = self.sides.last.get((EventType.CONSULT, Mode.CALL)), self.before
        if telling.mode is not Mode.MEETING or not telling.rule.startswith(_TALKING) or call is None or before is None:
            return False
        near = telling.sentence - call.sentence <= _NEAR and before.mode is Mode.CALL
        return near and telling.countries.keys() == call.countries.keys()

    def _is_what_is_charged(self, telling: Telling) -> bool:
        """ "accused Peru of sheltering rebels": the accusation is what is answered next, not the shelter."""
        told = self.told
        same = told is not None and told.sentence == telling.sentence
        return same and told is not None and telling.status is Status.ALLEGED and told.type is EventType.ACCUSE

    def _adjective(self, word: Token) -> Telling | None:
        """ "is ready to help", "was critical of", "is due in Lima"."""
        found, status = triggers.of_intent(word, self.referents), Status.OCCURRED
        if found is None and (found := triggers.of_adjective(word)) is not None:
            above = word.head
            if (
                word.dep_ not in {"acomp", "ROOT", "ccomp", "conj"}
                or word.i in self.consumed
                or circumstances.is_undone(above)
            ):
                return None
        if found is None:
            found, status = triggers.of_due(word, self.referents), Status.PLANNED
        if found is None:
            return None
        above = word.head if word.head.pos_ in {"AUX", "VERB"} else word
        cast = self.casting.of_verb(above, None, found.type, found.mode) if above is not word else Cast()
        if word.dep_ in {"amod", "acl"}:
            self.casting.take(cast, [word.head], Part.INITIATOR)  # "Rumsfeld, due in Lima on Friday"
        self.casting.merge(cast, self.casting.of_verb(word, None, found.type, found.mode))
        return self._telling(found, cast, status)

    def _ordinal(self, token: Token) -> int:
        """The how-many-th sentence a token stands in."""
        if not self.ordinals:
            told = (s for s in self.doc.sents if not s.text.isspace())
            self.ordinals = {s.start: n for n, s in enumerate(told)}
        return self.ordinals.get(token.sent.start, -1)

    def _in_title(self, token: Token) -> bool:
        title = self.document.title_span
        return title is not None and title.start <= token.idx < title.end

    def _verb(self, verb: Token) -> Telling | None:
        if (visit := triggers.of_due(verb, self.referents)) is not None:
            cast = Cast()
            self.casting.take(cast, [c for c in verb.children if c.dep_ in clauses.SUBJECTS], Part.INITIATOR)
            self.casting.take(cast, [h for p, h in clauses.prepositions(verb) if p in {"in", "at"}], Part.HOST)
            return self._telling(visit, cast, Status.PLANNED)
        refusal = triggers.of_refusal(verb)
        if refusal is not None:
            return self._telling(refusal, self.casting.of_verb(verb, None, refusal.type, None), Status.OCCURRED)
        if verb.i in self.consumed:
            return None
        if (deed := papers.of_verb(verb, self.referents)) is not None:
            self.consumed |= {deed.word.i, deed.trigger.token.i}
            status = circumstances.of_verb(verb)
            cast = self.casting.of_verb(verb, None, deed.trigger.type, None)
            self.casting.merge(cast, self.casting.of_verb(deed.word, None, deed.trigger.type, None))
            return self._telling(deed.trigger, cast, status) if status is not None else None
        trigger = triggers.of_intent(verb, self.referents) or triggers.of_verb(verb, self.referents)
        if (
            trigger is None
            or purposes.is_content(verb)
            or purposes.is_clause_of_paper(verb)
            or self._is_of_us(verb, trigger)
        ):
            return None
        if trigger.noun is not None:
            self.consumed.add(trigger.noun.i)
        if verb.tag_ == "VBG" and verb.dep_ == "advcl" and self._says_why(verb, trigger):
            return None
        if (verb.dep_ == "amod" and verb.tag_ in {"VBN", "VBG"}) or clauses.is_visiting_guest(verb):
            return self._attribute(verb, trigger)
        status = circumstances.of_verb(verb)
        if status is None or (trigger.type in _VERBAL and circumstances.is_charge(verb)):
            return None
        if trigger.type in _VERBAL and verb.dep_ == "xcomp" and verb.head.lemma_ == "vote":
            status = circumstances.of_verb(verb.head) or status  # "voted to condemn the raid"
        aimed = verb.dep_ == "advcl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
        errand = aimed and self._is_errand(verb, trigger)
        if aimed and trigger.mode is None and not errand and not circumstances.is_first_to(verb):
            return None  # "summoned the ambassador to complain": a purpose, told by what is done for it
        cast = self.casting.of_verb(verb, trigger.noun, trigger.type, trigger.mode)
        aside = verb.dep_ == "acl" and verb.tag_ == "VBN" and trigger.type in (EventType.COERCE, EventType.MOBILIZE)
        idle = verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.dep_ in {"pobj", "dobj", "dative"}
        idle = idle and trigger.type is EventType.ASSAULT and not any(c.dep_ == "agent" for c in verb.children)
        if (aside or idle) and len(cast.countries) < 2:
            return None  # "released a contractor jailed for five years": what he is known by
        self.sides.add_home(verb, trigger, cast)
        self.sides.add_host(trigger, cast)
        if trigger.suffers:
            self.casting.turn_round(cast, trigger.mode is Mode.VISIT or trigger.rule == "receive")
        since = self._ordinal(verb) - self.told.sentence if self.told is not None else 0
        self.sides.add_told(verb, trigger, cast, self.told, since)
        if errand and self.before is not None:
            cast.add(self.before.countries, [], Part.COUNTERPART)
        return self._telling(trigger, cast, status)

    def _says_why(self, verb: Token, trigger: Trigger) -> bool:
        """ "protested the decision, calling it an outrage": the protest again, in other words."""
        pronouns = all(t.lower_ in {"it", "this", "that", "them"} for t in clauses.objects(verb))
        if not pronouns or trigger.type is not EventType.ACCUSE:
            return False
        above = triggers.of_verb(verb.head, self.referents)
        return above is not None and above.type in (EventType.ACCUSE, EventType.REJECT)

    def _is_errand(self, verb: Token, trigger: Trigger) -> bool:
        """ "is due in Moscow to sign an accord": the accord is with those whom the visit just told of is to."""
        signs = trigger.type is EventType.AGREE and trigger.noun is not None
        near = self.before is not None and self.before.sentence == self._ordinal(verb)
        return signs and near and self.before is not None and self.before.mode is Mode.VISIT

    def _is_of_us(self, verb: Token, trigger: Trigger) -> bool:
        """ "We appreciate your decision": words of a speaker, whose deed is to say them."""
        return trigger.mode is None and any(t.lower_ in {"we", "i"} for t in clauses.subjects(verb))

    def _attribute(self, verb: Token, trigger: Trigger) -> Telling | None:
        """ "visiting Russian Deputy Foreign Minister Sultanov": on a visit to where the report is written."""
        host, guest, cast = self.sides.host_of(verb), self.sides.person_after(verb), Cast()
        if verb.lower_ != "visiting" or host is None or (verb.dep_ == "pcomp" and verb.head.lower_ == "by"):
            return None
        if guest is None:
            return None
        state = self.casting.state_of.get(guest)
        cast.add([state] if state else [], [guest], Part.INITIATOR)
        if state != host:
            cast.add([host], [], Part.HOST)
        return self._telling(trigger, cast, Status.ONGOING)

    def _noun(self, noun: Token) -> Telling | None:
        found = triggers.of_noun(noun)
        if found is None:
            return None
        type_, mode, needs = found
        governor = circumstances.governor(noun)
        status = circumstances.of_noun(noun, governor, mode)
        if status is None or purposes.is_wished(noun, mode):
            return None
        if status is Status.REFUSED and noun.dep_ == "nsubjpass" and governor is not None:
            told = triggers.of_verb(governor, self.referents)
            if told is not None and told.noun is not None and told.noun.i == noun.i:
                return None  # "the summit was called off": told by the verb
        cast = self.casting.of_noun(noun, type_, mode)
        trigger = Trigger(noun, type_, mode, None, f"noun-{noun.lemma_.lower()}")
        echo = mode in (Mode.VISIT, Mode.MEETING) and self.sides.echo(trigger, cast)
        if mode is Mode.MEETING and not cast.countries and addressees.is_definite(noun):
            self.sides.summoned(cast)
        if governor is not None and mode is not None and len(cast.countries) < 2:
            self.sides.complete(noun, governor, mode, cast)
        if governor is not None and mode is None and len(cast.countries) < 2 and noun.dep_ == "nsubj":
            self.sides.complete_by_verb(governor, type_, cast)
        errand = (mode is Mode.MEETING and noun.head.lower_ == "for") or (
            mode is Mode.CALL and noun.head.lower_ == "with"
        )
        if errand and len(cast.countries) < 2 and noun.dep_ == "pobj":
            visit = self.before
            if visit is not None and visit.mode is Mode.VISIT and visit.at == noun.head.head.idx:
                cast.add(
                    visit.countries, visit.persons, Part.PARTICIPANT
                )  # "flew into Kiev for talks with the leadership"
        if type_ is EventType.COERCE:
            self.sides.add_captor(noun, cast)
        if mode is Mode.MEETING:
            self.sides.add_sayer(noun, cast)
        lays_down = type_ is EventType.AGREE and noun.dep_ == "pobj" and noun.head.lower_ == "under"
        if lays_down and governor is not None and not cast.countries:
            self.casting.merge(cast, self.casting.of_verb(governor, None, type_, mode))
        inherits = type_ in {EventType.AGREE, EventType.CONSULT} and status is Status.PLANNED
        inherits = inherits and not sides.is_another(noun)
        near = self.before is not None and self._ordinal(noun) - self.before.sentence <= _NEAR
        if inherits and not cast.countries and near and self.before is not None:
            # "a potential agreement" in the talk of a visit is between those who visit and are visited.
            cast.add(self.before.countries, [], Part.PARTICIPANT)
        if needs == "written" and not (len(cast.countries) > 1 or (cast.countries and noun.dep_ == "pobj")):
            return None
        if needs and needs != "written" and len(cast.countries) < 2 and not self.sides.echo(trigger, cast):
            # "the withdrawal of Israeli troops from the territory": the other side has no name.
            leaves = type_ is EventType.RETREAT and any(p == "from" for p, _h in clauses.prepositions(noun))
            at_home = type_ is EventType.PROTEST and self.sides.parties.is_domestic and noun.dep_ == "nsubj"
            if not ((leaves or at_home) and cast.countries):
                return None
        return self._telling(trigger, cast, status, echo)

    def _telling(self, trigger: Trigger, cast: Cast, status: Status, echo: bool = False) -> Telling | None:
        span, last = wording.stretch(trigger.token)
        at = trigger.token.idx
        echo = echo or (
            (trigger.type is EventType.AGREE or trigger.mode is not None) and self.sides.echo(trigger, cast)
        )
        if not cast.countries and trigger.token.pos_ == "VERB" and trigger.mode is None:
            # No phrase beside the verb names a state: one that stands deeper in its clause is whom it touches.
            cast.add(self.sides.deeper(trigger.token), [], Part.COUNTERPART)
            self.sides.add_occasion(trigger, cast)
        elif len(cast.countries) == 1 and trigger.type in parties.OTHERS_NEEDED and trigger.token.pos_ != "NOUN":
            told = self.told
            if told is not None and trigger.token.pos_ in {"VERB", "ADJ"}:
                self.sides.add_meant(trigger, cast, told, self._ordinal(trigger.token) - told.sentence)
            if len(cast.countries) == 1:
                self.sides.add_other(trigger.token, cast)
        if trigger.mode is Mode.MEETING and trigger.token.pos_ == "VERB":
            self.sides.add_place(trigger, cast)
        trigger = triggers.as_intended(trigger, status)
        if not cast.countries or not (self.sides.parties.interact(trigger, cast) or self.sides.add_main(trigger, cast)):
            return None
        if any(quoted.contains(span) for quoted in self.quoted.over(span)) and trigger.mode is None:
            return None
        if status is Status.OCCURRED and any(
            a.start <= span.start or a.start <= at < a.end for a in self.alleged.over(span)
        ):
            status = Status.ALLEGED
        if status is Status.OCCURRED and trigger.type in _FORCEFUL and self.sides.is_of_the_other_side(span, at, cast):
            status = Status.ALLEGED
        dated = self.dates.of(trigger.token, trigger.noun) or timing.of_saying(trigger, self.dates)
        basis = dated.basis if dated else None
        date = dated.edtf if dated else timing.before_next(trigger.token, status, self.dates, self.document.published)
        if trigger.token.pos_ == "NOUN" and (begun := self.dates.begun(trigger.token)) is not None:
            date, dated = begun
            basis = dated.basis
        if dated is not None and trigger.mode is not None and (dated.edtf or "").endswith("/.."):
            date = basis = dated = None  # "the first visit since 2017" was not in 2017
        if date is None and trigger.token.pos_ == "VERB":
            date = self.sides.date_of_occasion(trigger.token, self.document.published)
        if date and trigger.mode is Mode.VISIT:
            date = timing.as_long_as_told(trigger.token, date)
        if dated is None and date is not None:
            basis = DateBasis.INFERRED
        if status in (Status.OCCURRED, Status.ONGOING) and timing.is_to_come(
            trigger.token, dated, self.document.published
        ):
            status = Status.PLANNED  # "He travels on to Lima on Friday"
        where = timing.place(trigger.token, trigger.noun, self.referents, self.document.text)
        return Telling(
            type=trigger.type,
            mode=trigger.mode,
            span=span,
            at=at,
            status=status,
            countries=dict(cast.countries),
            persons=dict(cast.persons),
            date=date,
            basis=basis,
            date_span=dated.span if dated else None,
            place=where,
            rule=trigger.rule,
            is_verb=trigger.token.pos_ == "VERB",
            is_fresh=status is Status.OCCURRED and timing.is_fresh(trigger),
            sentence=self._ordinal(trigger.token),
            is_echo=echo,
            wording=wording.of(trigger.token, last) if trigger.token.pos_ in {"VERB", "ADJ"} else None,
            thing=(trigger.noun or trigger.token).lemma_.lower()
            if (trigger.noun or trigger.token).pos_ == "NOUN"
            else "",
            is_definite=addressees.is_definite(trigger.noun or trigger.token),
            is_aside=trigger.token.dep_ == "relcl",
            is_perfect=any(c.lower_ in {"has", "have", "had"} for c in trigger.token.children if c.dep_ == "aux"),
        )

    def lead_date(self) -> tuple[str, DateBasis] | None:
        """The day of fresh news that gives none of its own: that of publication, marked as inferred."""
        published = self.document.published
        if published is None:
            return None
        return self.dates.opening(self.document) or published, DateBasis.INFERRED
