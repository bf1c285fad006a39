"""Date, length and place of an event, from the clause that tells it. May import circumstances, clauses, dates and coreference."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Token

from events import edtf
from events.extraction import calendars, circumstances, clauses, datelines, triggers
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.triggers import Trigger
from events.records import Document, Span
from events.vocabulary import EventType, Mode, Status

_OCCASIONS = frozenset({"during", "at", "in", "on"})
"""Prepositions by which a deed has the date of its occasion: "told him during a visit to China last week"."""


_REASONS = frozenset({"of", "for", "over"})
_ACCUSING = frozenset(
    {"accuse", "blame", "criticise", "criticize", "condemn", "denounce", "thank", "praise", "congratulate", "suspect"}
)

_OPENING = 60
"""Characters within which a readout names its day."""

_LATE = 3
"""Days by which a readout may be published late."""

_NEAR_WORDS = 80
"""Words between a deed and its date that are looked through for the end of a clause."""


class Dates:
    """The dates of a document, found by the clause they stand in."""

    def __init__(self, mentions: Sequence[DateMention]) -> None:
        self.mentions = sorted((m for m in mentions if m.edtf), key=lambda m: m.span)
        self._starts = [m.span.start for m in self.mentions]

    def within(self, span: Span) -> list[DateMention]:
        first = max(0, bisect_left(self._starts, span.start) - 1)
        return [m for m in self.mentions[first : first + 12] if m.span.start < span.end and m.span.end > span.start]

    def opening(self, document: Document) -> str | None:
        """The day that a readout without a dateline opens with, a day or two before it was published: "On 15 May, the ministers met"."""
        if document.dateline_span is not None:
            day = datelines.written(document)
            return day.isoformat() if day is not None else None
        if not document.paragraphs or document.published is None:
            return None
        start = document.paragraphs[0].start
        first = next((m for m in self.within(Span(start, start + _OPENING)) if m.span.start >= start), None)
        day = calendars.whole_day(first.edtf or "") if first is not None else None
        if day is None:
            return None
        return day.isoformat() if 0 < (date.fromisoformat(document.published) - day).days <= _LATE else None

    def begun(self, noun: Token) -> tuple[str, DateMention] | None:
        """ "a five-day visit which started Sunday": from the day it began, as long as it is said to last."""
        begin = [c for c in noun.children if c.dep_ in {"relcl", "acl"}]
        above = circumstances.governor(noun)
        if above is not None and noun.dep_ in {"nsubj", "nsubjpass"}:
            begin.append(above)
        comes = above is not None and above.lemma_ in _COMING and noun.i in {stay.i for stay in _stays(above)}
        if above is not None and comes:
            begin.append(above)  # "arrived here on Monday at the start of a three-day visit"
        back = (
            above is not None
            and above.lemma_ in {"return", "come"}
            and noun.dep_ == "pobj"
            and noun.head.lower_ == "from"
        )
        if above is not None and back:
            begin.append(above)  # "returned on Tuesday from a two-day visit"
        for verb in begin:
            for below in (g for c in verb.children if c.dep_ == "acomp" for g in c.children if g.dep_ == "xcomp"):
                if below.lemma_ in circumstances.TAKES_PLACE:
                    verb = below  # "is due to be held on Saturday"
            ends = verb.lemma_ in circumstances.ENDS or back
            if not ends and verb.lemma_ not in circumstances.TAKES_PLACE and not comes:
                continue
            found = self.of(verb, None)
            if found is None or not found.edtf:
                continue
            days = _length(noun)
            known, other = calendars.whole_day(found.edtf), timedelta(days=days - 1)
            if days > 1 and known is not None:
                return (f"{known - other}/{known}" if ends else f"{known}/{known + other}"), found
            return found.edtf, found
        return None

    def of(self, trigger: Token, noun: Token | None) -> DateMention | None:
        """The date in the trigger's own clause: hanging on it, on its noun, or on the light verb above it."""
        sentence = trigger.sent
        if trigger.dep_ == "relcl":
            # "in February when the two met"
            for mention in self.within(Span(trigger.head.idx, trigger.head.idx + len(trigger.head))):
                return mention
        found = self.within(Span(sentence.start_char, sentence.end_char))
        own = [m for m in found if self._belongs(m, trigger, noun)]
        if (
            not own
            and trigger.dep_ == "advcl"
            and any(c.lower_ == "when" and c.i < trigger.i for c in trigger.children)
        ):
            return (
                self.of(trigger.head, None) if trigger.head.i < trigger.i else None
            )  # "in December when rebels seized it"
        made = circumstances.concluded(trigger) if not own and trigger.pos_ == "NOUN" else None
        if made is not None:
            return self.of(made, None)  # "under an accord signed on Tuesday"
        if (days := _days_after(trigger)) is not None:
            return self._earlier(trigger, days)
        if not own and trigger.tag_ == "VBG" and trigger.dep_ == "advcl" and trigger.head.i < trigger.i:
            return self.of(trigger.head, None)  # "broke with Peru in 1994, accusing it of …"
        if not own and (later := _goes_on_with(trigger)) is not None:
            return self.of(later, None)
        if len(own) > 1:  # "to meet Hu on Tuesday and see Wen on Wednesday": each verb has its own
            own = [m for m in own if _hangs_on(m, trigger)] or own
        return min(own, key=lambda m: abs(m.span.start - trigger.idx), default=None)

    def _earlier(self, trigger: Token, days: int) -> DateMention | None:
        """ "was expelled on Sunday, a day after troops crossed the border": so many days before what stands above."""
        told = self.of(trigger.head, None)
        day = calendars.whole_day(told.edtf or "") if told is not None else None
        return told._replace(edtf=(day - timedelta(days=days)).isoformat()) if told is not None and day else None

    def _belongs(self, mention: DateMention, trigger: Token, noun: Token | None) -> bool:
        span = trigger.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None:
            return False
        before = trigger.doc[max(span.start - 5, span.root.sent.start) : span.start]
        if any(t.lower_ == "since" and t.dep_ != "mark" for t in before) and not any(t.text == "," for t in before):
            return (mention.edtf or "").endswith("/..")  # "the first since Brezhnev in 1973"
        first, last = sorted((span.start, trigger.i))
        if any(t.text == ";" for t in trigger.doc[first : min(last, first + _NEAR_WORDS)]):
            return False
        if span.start > trigger.i and trigger.lemma_ in _ACCUSING and calendars.whole_day(mention.edtf or "") is None:
            told = [h for h in clauses.objects(trigger) if triggers.of_noun(h) is not None and h.i < span.start]
            if told and span.root.head.i == trigger.i:
                return False  # "condemned the attack on a hotel last month"
        token = span.root
        for _ in range(7):
            token = _before_its_mark(token, span.start)
            if (
                token.dep_ == "prep"
                and token.lower_ in _REASONS
                and token.head.i == trigger.i
                and trigger.lemma_ in _ACCUSING
            ):
                return False  # "accused Iran of an attack in July"
            if token.i == trigger.i or (noun is not None and token.i == noun.i):
                return True
            if token.i == span.root.head.i and _is_of_a_thing(span.root):
                return False  # "would not rescind its Oct. 31 decision"
            if trigger.pos_ == "ADJ" and token.i == trigger.head.i:
                return True
            if (
                token.pos_ == "NOUN"
                and triggers.of_noun(token) is not None
                and token.i not in {trigger.i, noun.i if noun else -1}
            ):
                occasion = token.head.dep_ == "prep" and token.head.lower_ in _OCCASIONS
                occasion = occasion or (token.head.lower_ == "for" and token.lemma_ == "consultation")
                if occasion and token.head.head.i in {trigger.i, noun.i if noun else -1}:
                    return True
                return (
                    circumstances.governor(trigger) is not None and trigger.pos_ == "NOUN" and token.head.i == trigger.i
                )
            if token.pos_ == "AUX" and token.dep_ == "relcl" and not token.is_ancestor(trigger):
                return False  # "Kerry, who is due here on Tuesday, warned"
            if token.pos_ == "AUX" and trigger.dep_ == "xcomp" and trigger.head.i == token.i:
                return True  # "The next day he is to attend the summit"
            if token.pos_ == "VERB" and token.i != trigger.i:
                light = trigger.dep_ == "dobj" and trigger.head.i == token.i and token.lemma_ in _ACCUSING
                light = light and calendars.whole_day(mention.edtf or "") is None and span.start > trigger.i
                joined = trigger.dep_ == "xcomp" or (trigger.dep_ == "conj" and clauses.sayer_beside(trigger) is None)
                joined = joined and _is_perfect(trigger) <= _is_perfect(
                    token
                )  # "opened an office in 1990 and has sent aid"
                return light or (joined and trigger.head.i == token.i)
            if token.head.i == token.i:
                return False
            token = token.head
        return False


def _is_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in verb.children)


def _days_after(verb: Token) -> int | None:
    """ "a day after they had met": so many days, of the verb behind "after"."""
    after = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "after" and c.i < verb.i), None)
    before = after.nbor(-1) if after is not None and after.i > verb.sent.start else None
    if before is None or before.lemma_ != "day" or verb.head.i == verb.i or verb.head.i > before.i:
        return None
    return calendars.number(before.nbor(-1).lower_) if before.i > verb.sent.start else None


def _goes_on_with(verb: Token) -> Token | None:
    """ "expelled the envoy and sent troops on Sunday": the deed joined to a verb that has no date of its own, in the same breath."""
    joined = [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i]
    if verb.tag_ != "VBD" or verb.dep_ != "ROOT" or len(joined) != 1 or joined[0].tag_ != "VBD":
        return None
    between = verb.doc[verb.i : joined[0].i]
    alone = not any(c.dep_ in clauses.SUBJECTS for c in joined[0].children)
    return joined[0] if alone and not any(t.text == "," for t in between) else None


def _before_its_mark(verb: Token, at: int) -> Token:
    """Of "recalled its envoy last month after a court set two free": the verb that a date before "after" belongs to, though the small
    parser hangs it on the one behind."""
    subject = next((c for c in verb.children if c.dep_ in clauses.SUBJECTS), None)
    said = verb.dep_ == "ccomp" and verb.head.i < at <= verb.head.i + 2 and subject is not None and subject.i > at
    if said and not any(c.dep_ == "mark" and c.i < at for c in verb.children):
        return verb.head  # "said on Friday Peru had attacked"
    late = verb.dep_ == "advcl" and any(c.dep_ == "mark" and at < c.i < verb.i for c in verb.children)
    return verb.head if late else verb


_OCCURRING = frozenset(
    "meeting talk summit conference briefing session speech address statement interview ceremony visit trip letter call message news "
    "broadcast vote debate hearing dinner event gathering press morning afternoon evening night".split()
)


def _is_of_a_thing(date: Token) -> bool:
    """Whether a date only tells one thing from others of its kind: "the 1994 accord"; not when something is said or done."""
    return date.dep_ in {"nmod", "compound", "nummod", "amod"} and date.head.lemma_.lower() not in _OCCURRING


def _hangs_on(mention: DateMention, trigger: Token) -> bool:
    """Whether the first verb above a date is the trigger."""
    span = trigger.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    token = span.root if span is not None else trigger
    for _ in range(7):
        if token.pos_ == "VERB" or token.head.i == token.i:
            break
        token = token.head
    return span is not None and _before_its_mark(token, span.start).i == trigger.i


_LENGTH = re.compile(r"^(\w+)-days?$")


def _length(noun: Token) -> int:
    """Days that a visit lasts by its adjective: "five-day"; 1 where none says."""
    words = noun.doc[noun.left_edge.i : noun.i].text.lower().split()
    for word in words:
        if found := _LENGTH.match(word):
            return calendars.number(found[1])
    return 1


def as_long_as_told(trigger: Token, day: str) -> str:
    """ "a four-day visit from September 14": the days that it lasts, where the clause says so of a visit dated by one day."""
    days = max((_length(noun) for noun in [trigger, *_stays(trigger)]), default=1)
    known, other = calendars.whole_day(day), timedelta(days=days - 1)
    if known is None or not 2 <= days <= 31:
        return day
    return f"{known - other}/{known}" if trigger.lemma_ in circumstances.ENDS else f"{known}/{known + other}"


def _stays(verb: Token) -> list[Token]:
    """The visits that a clause says somebody comes for, begins or ends."""
    around = list(clauses.prepositions(verb))
    nouns = list(clauses.objects(verb)) + [h for p, h in around if p in {"for", "on"}]
    nouns += [
        inner
        for p, h in around
        if p == "at" and h.lemma_ in {"start", "beginning", "outset"}
        for q, inner in clauses.prepositions(h)
        if q == "of"
    ]
    begun = [c for c in verb.children if c.dep_ == "advcl" and c.lemma_ in {"begin", "start"}]
    nouns += [h for clause in begun for h in clauses.objects(clause)]
    return [noun for noun in nouns if noun.lemma_ in _STAYS]


_COMING = frozenset("arrive fly come land travel leave depart head go".split())
_STAYS = frozenset({"visit", "trip", "tour", "stay", "stopover"})


def place(trigger: Token, noun: Token | None, referents: Referents, text: str) -> str | None:
    """Where: "in", "at" or "to" a place that belongs to a state; of visits also the object."""
    heads = [h for p, h in clauses.prepositions(trigger) if p in {"in", "at", "to"}]
    heads += [h for p, h in clauses.prepositions(noun) if p in {"in", "at", "to"}] if noun is not None else []
    heads += [h for h in clauses.objects(trigger) if h is not noun] if trigger.lemma_ in {"visit", "tour"} else []
    for head in heads:
        if referents.country_at(head) is not None and head.pos_ == "PROPN":
            left = min((c.left_edge for c in head.children if c.dep_ == "compound"), key=lambda t: t.i, default=head)
            return text[left.idx : head.idx + len(head)]
    return None


_SAYING = frozenset(
    {
        "say",
        "tell",
        "announce",
        "declare",
        "add",
        "state",
        "reiterate",
        "reaffirm",
        "stress",
        "assure",
        "promise",
        "pledge",
    }
)


def of_saying(trigger: Trigger, dates: Dates) -> DateMention | None:
    """ "said on Monday that it was ready to talk": a promise is made when it is said."""
    above = trigger.token
    would = above.dep_ == "ccomp" and any(c.tag_ == "MD" for c in above.children)
    told = trigger.rule.endswith("-to") or (trigger.type is EventType.AGREE and trigger.noun is None and would)
    for _ in range(4 if told else 0):
        if above.head.i == above.i:
            break
        above = above.head
        if above.lemma_ in _SAYING:
            return dates.of(above, None)
    return None


def is_fresh(trigger: Trigger) -> bool:
    """News by its verb; a letter or talks named in passing by the verb above them."""
    if trigger.token.pos_ == "VERB":
        return circumstances.is_fresh(trigger.token)
    if trigger.token.pos_ == "ADJ":
        return trigger.token.dep_ in {"acomp", "ccomp"}
    above = circumstances.governor(trigger.token)
    written = trigger.mode is not None and trigger.mode is not Mode.VISIT and trigger.token.dep_ in {"pobj", "dobj"}
    return above is not None and written and circumstances.is_fresh(above)


def is_to_come(verb: Token, dated: DateMention | None, published: str | None) -> bool:
    """ "travels on to Lima on Friday", "is visiting Peru next week": a present tense with a day that is yet to come."""
    if dated is None or dated.edtf is None or published is None or verb.tag_ not in {"VBZ", "VBP", "VBG"}:
        return False
    if any(c.lower_ in {"has", "have", "had", "was", "were", "been"} for c in verb.children if c.dep_ == "aux"):
        return False
    earliest = edtf.parse(dated.edtf).earliest
    return earliest is not None and earliest.isoformat() > published


def before_next(token: Token, status: Status, dates: Dates, published: str | None) -> str | None:
    """ "Following his visit to A, he is to go to B on June 19": the first is over by then; a plan is not yet done today."""
    if token.pos_ == "VERB" or token.head.lower_ not in {"following", "after"}:
        return None
    governor = circumstances.governor(token.head.head) if token.head.pos_ != "VERB" else token.head.head
    if governor is None:
        return None
    below = (dates.of(c, None) for c in governor.children if c.dep_ == "xcomp")
    later = dates.of(governor, None) or next(below, None)
    if later is None or later.edtf is None:
        return None
    latest = edtf.parse(later.edtf).earliest
    if latest is None or published is None or latest.isoformat() < published:
        return None
    ahead = status is Status.PLANNED or governor.lemma_ in calendars.PLANNING
    return f"{published}/{latest}" if ahead else f"../{latest}"
