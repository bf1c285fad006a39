"""Names an event in plain words, and makes its record. May import records, states and coreference."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from events import states
from events.extraction import roles
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.records import Document, EventRecord, Span
from events.vocabulary import DateBasis, EventType, Mode, Part, Status


class _Deed(NamedTuple):
    """How a title says a kind of deed: done by one to another, by all of several, to come, and with nobody to do it to."""

    to_another: str
    together: str
    ahead: str
    alone: str
    suffered: str
    """Of whom it is done to, where nobody is known to have done it."""


_DEEDS: dict[EventType, _Deed] = {
    EventType.AGREE: _Deed("agrees with", "agree", "to agree with", "makes a promise", "is promised something"),
    EventType.CONSULT: _Deed("consults with", "consult", "to consult with", "holds talks", "is consulted"),
    EventType.SUPPORT: _Deed("supports", "support one another", "to support", "gives support", "is given support"),
    EventType.CONCEDE: _Deed("concedes to", "concede", "to concede to", "makes a concession", "is given a concession"),
    EventType.COOPERATE: _Deed(
        "cooperates with", "cooperate", "to cooperate with", "cooperates", "is offered cooperation"
    ),
    EventType.AID: _Deed("aids", "aid one another", "to aid", "gives aid", "is given aid"),
    EventType.RETREAT: _Deed(
        "withdraws from or gives way to", "give way", "to give way to", "withdraws or gives way", "sees a withdrawal"
    ),
    EventType.REQUEST: _Deed(
        "makes a request to", "make requests", "to make a request to", "makes a request", "is asked"
    ),
    EventType.ACCUSE: _Deed(
        "criticises", "criticise one another", "to criticise", "makes an accusation", "is criticised"
    ),
    EventType.REJECT: _Deed("says no to", "refuse", "to say no to", "refuses", "is refused"),
    EventType.THREATEN: _Deed("warns", "threaten", "to warn", "gives a warning", "is warned"),
    EventType.PROTEST: _Deed("protests against", "protest", "to protest against", "protests", "faces protests"),
    EventType.SANCTION: _Deed("sanctions", "under sanctions", "to sanction", "imposes sanctions", "is under sanctions"),
    EventType.MOBILIZE: _Deed(
        "mobilises forces towards", "mobilise forces", "to mobilise forces towards", "mobilises forces", "faces forces"
    ),
    EventType.COERCE: _Deed("coerces", "coerce one another", "to coerce", "uses coercion", "is put under constraint"),
    EventType.ASSAULT: _Deed("attacks", "fight", "to attack", "uses force", "is attacked"),
}
_MODES: dict[Mode, tuple[str, str, str]] = {
    Mode.VISIT: ("visits", "exchange visits", "to visit"),
    Mode.MEETING: ("meets", "meet", "to meet"),
    Mode.CALL: ("writes or calls to", "exchange letters or calls", "to write or call to"),
}
_ALONE = {
    Mode.VISIT: ("on a visit", "to go on a visit"),
    Mode.MEETING: ("holds talks", "to hold talks"),
    Mode.CALL: ("writes or calls", "to write or call"),
}
_LONGEST = 160
_MOST_WORDS = 26


def _name(code: str) -> str:
    """A state's name as it stands in a sentence: "the United States", "Cuba"."""
    return states.in_a_sentence(code)


def record(telling: Telling, referents: Referents, document: Document) -> EventRecord:
    """The telling as a record, with a title in plain words."""
    persons = tuple(telling.persons)
    return EventRecord(
        type=telling.type,
        mode=telling.mode,
        title=title(telling, referents, document.text),
        trigger=document.text[telling.span.start : telling.span.end],
        span=telling.span,
        status=telling.status,
        countries=tuple(telling.countries),
        persons=persons,
        date=telling.date,
        date_basis=telling.basis,
        date_span=telling.date_span,
        place=telling.place,
        mentions=telling.mentions or (telling.span,),
        parts=(*telling.countries.items(), *telling.persons.items()),
        rule=telling.rule,
        confidence=_confidence(telling),
    )


def title(telling: Telling, referents: Referents, text: str) -> str:
    """ "Vladimir Putin to visit Vietnam", "Joe Biden and Xi Jinping meet"; of other deeds the words that tell them, where they stand
    for themselves ("Taiwan broke relations with Nauru"), else who did what kind of thing to whom."""
    state_of = {person.name: person.country for person in referents.persons}
    ahead = telling.status is Status.PLANNED
    if telling.mode is Mode.VISIT:
        return _cut(_visit(telling, state_of, ahead))
    if telling.mode is not None:
        return _cut(_exchange(telling, state_of, _MODES[telling.mode], ahead))
    words = _own_words(telling, text) or _by_noun(telling, referents, text)
    if words is not None:
        return words
    return _cut(_deed(telling, state_of, _DEEDS[telling.type], ahead))


def _own_words(telling: Telling, text: str) -> str | None:
    """The clause that tells the event, as who did what, when it is whole and neither a stump nor a paragraph."""
    wording = telling.wording
    if wording is None:
        return None
    doers = _without_days(text[wording.doers.start : wording.doers.end]) if wording.doers is not None else "they"
    if wording.is_pronoun or doers.lower().startswith(_COLLECTIVES):
        named = [n for n, part in telling.persons.items() if part is Part.INITIATOR]
        if doers.lower() not in {"he", "she"}:
            named = named or [_name(c) for c, part in telling.countries.items() if part is not Part.COUNTERPART]
        if not named or doers.lower() in {"i", "we", "you", "this", "that"}:
            return None
        doers = _listed(named[:3])
    named = [n for n, part in telling.persons.items() if part is Part.INITIATOR]
    states_ = [_name(c) for c, part in telling.countries.items() if part is Part.INITIATOR]
    if _ITS_OWN.match(doers) and (named or states_):
        doers = _listed((states_ or named)[:3])  # "his country would never give up its claim"
    deed_words = text[slice(*wording.deed)]
    if named and _BARE_ROLE.match(doers) and roles.find(doers.split()[-1]) and not _PASSIVE.match(deed_words):
        doers = _listed(named[:3])  # "the president warned"
    told = [name.rsplit(" ", 1)[-1] in doers for name in named]
    if any(told) and not all(told) and not _PASSIVE.match(deed_words):
        doers = _listed(named[:4])  # the small model lost one of them
    deed = _without_days(_to_its_end(telling, text, wording.deed))
    words = f"{doers} {wording.verb} {deed}" if wording.verb else f"{doers} {deed}"
    if len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        words = _shortened(words)
    words = _balanced(words)
    first = words.split(" ", 1)[0].lower().rstrip(",.")
    if not deed or first in _POINTING or not 3 <= len(words.split()) <= _MOST_WORDS or len(words) > _LONGEST:
        return None
    return words[0].upper() + words[1:]


_ITS_OWN = re.compile(
    r"(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:country|nation|government|people|troops|forces|army|countries|governments)$"
)
_PASSIVE = re.compile(r"(?:was|were|been|has been|have been|had been|is to be|will be|would be)\b")
_BARE_ROLE = re.compile(r"[Tt]he [a-z]+$")
_COLLECTIVES = ("the two ", "the sides", "the leaders", "the countries", "the ministers", "both ")


def _to_its_end(telling: Telling, text: str, deed: Span) -> str:
    """The deed's words; of one that stops at its verb ("Kennedy has warned") with what follows in its sentence.

    Empty when what follows is no part of it: a quotation, another clause.
    """
    clause = text[deed.start : deed.end]
    clause = _without_days(clause)
    if deed.end <= telling.at:
        return clause  # "charges that both deny"
    after = _without_days(" ".join(text[telling.at : deed.end].split())).split()[1:]
    if len(after) >= 2 or (after and after[0][0].isupper()):
        return _TAIL.sub("", clause)
    rest = text[deed.end : deed.end + _LONGEST]
    end = _SENTENCE_END.search(rest)
    more = _FOLLOWS.match(rest[: end.start()] if end else "")
    whole = after or clause.split()[-1] in _WHOLE
    return f"{clause}{more[0]}" if more else _without_days(clause) if whole else ""


def _balanced(words: str) -> str:
    """Without a bracket that only opens or only closes; a quotation that was cut short is closed."""
    if words.count('"') % 2 or words.count("“") > words.count("”"):
        words += "”" if "“" in words else '"'
    if words.count("(") == words.count(")"):
        return words
    return re.sub(r"\s*\((?:\S+ ?){1,3}$|[()]", "", words)


def _shortened(words: str) -> str:
    """A clause that is too long for a title, up to where a phrase begins that can be left out; as it is where there is none."""
    kept = " ".join(words.split()[:_MOST_WORDS])[:_LONGEST]
    ends = [m.start() for m in _CAN_END.finditer(kept)]
    return kept[: ends[-1]] if ends and len(kept[: ends[-1]].split()) >= 6 else words


_CAN_END = re.compile(
    r"(?:,| (?:on|in|after|over|for|during|despite|because|when|while|as|who|which|that|amid|following|at|near)) "
)
_WHOLE = frozenset(
    "killed wounded injured arrested detained freed released expelled seized attacked shelled bombed executed shot jailed deported "
    "kidnapped lifted restored signed "
    "resigned quit surrendered apologised apologized abdicated relented retreated capitulated met agreed".split()
)
"""Verbs that say it all: "Charles Hernu resigned"."""

_SENTENCE_END = re.compile(r"(?<=[a-z0-9])[.!?](?=\s|$)|\n|$")
_FOLLOWS = re.compile(r"\s+(?!and\b|but\b|on [A-Z]|by\b|as\b|when\b|after\b)[A-Za-z][^,;:“”\"]{8,}$")
_TAIL = re.compile(
    r",(?: (?:with|and|but|as|while|which|that)(?: [\w’'-]+){0,3})?$"
    r"|(?: (?:with|and|but|as|that|of|to|in|for|on|by|from|the|a|where|if|when|who|which|as soon))+$"
)
"""Where a clause was cut short: "since 2006, with these measures"."""

_DAY = r"(?:(?:early |late |earlier )?(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY += r"(?: (?:morning|afternoon|evening|night))?(?: (?:and|or) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?)"
_DAYS = re.compile(rf"(?:(?<=^){_DAY},? )|(?: (?=(?:early |late |earlier )?on ){_DAY})")


def _without_days(words: str) -> str:
    """Without weekdays, which mean nothing beside a date: "Friday, prosecutors charged", "Russia on Saturday rejected"."""
    return " ".join(_DAYS.sub("", " ".join(words.split())).split())


_POINTING = frozenset(
    "he she it they his her its their him this that these those who which whom whose both and how what when where why whether any".split()
)


def _by_noun(telling: Telling, referents: Referents, text: str) -> str | None:
    """ "US-led war against Iraq", "ceasefire between Chad and Libya": what a noun tells, where it names all who take part."""
    span = telling.span
    comma = text.find(", a", span.start, span.end)
    span = Span(span.start, comma if comma > 0 else span.end)  # "fighting between Chad and Libya, an official said"
    words = _without_days(text[span.start : span.end])
    first = words.split(" ", 1)[0].lower()
    state_of = {person.name: person.country for person in referents.persons}
    named = {*referents.countries_in(span), *(state_of.get(n) for n in referents.persons_in(span))}
    if telling.is_verb or telling.is_echo or telling.status is Status.PLANNED or not set(telling.countries) <= named:
        return None
    if first in _POINTING or not 3 <= len(words.split()) <= _MOST_WORDS or len(words) > _LONGEST:
        return None
    return words[0].upper() + words[1:]


def _visit(telling: Telling, state_of: dict[str, str | None], ahead: bool) -> str:
    guests = [n for n, part in telling.persons.items() if part is not Part.HOST][:3]
    homes = {state_of.get(name) for name in guests}
    hosts = [c for c, part in telling.countries.items() if part is Part.HOST and c not in homes]
    hosts = hosts or [c for c, part in telling.countries.items() if part is not Part.INITIATOR and c not in homes]
    senders = [c for c in telling.countries if c not in hosts]
    if guests and not hosts:
        hosts = [c for c in senders if c not in homes]
    who = guests or [_name(code) for code in senders]
    if not who:
        return f"Visit to {_listed([_name(code) for code in hosts])}"
    if not hosts:
        return f"{_listed(who)} {'to go on a visit' if ahead else 'on a visit'}"
    word = "to visit" if ahead else "visit" if len(who) > 1 else "visits"
    return f"{_listed(who)} {word} {_listed([_name(code) for code in hosts])}"


def _exchange(telling: Telling, state_of: dict[str, str | None], words: tuple[str, str, str], ahead: bool) -> str:
    """Meetings and letters: the persons, and the states that none of them speaks for."""
    people = list(telling.persons)[:4]
    spoken_for = {state_of.get(name) for name in people}
    unknown = any(state_of.get(name) is None for name in people)
    codes = [c for c in telling.countries if c not in spoken_for]
    who = [*people, *(_name(code) for code in ([] if unknown and len(people) > 1 else codes))]
    if len(who) == 1:
        return f"{who[0]} {_ALONE[telling.mode][ahead] if telling.mode else ''}"
    return f"{_listed(who)} {'to ' if ahead else ''}{words[1]}"


def _deed(telling: Telling, state_of: dict[str, str | None], deed: _Deed, ahead: bool) -> str:
    doers = _actors(telling, state_of, initiators=True)
    others = _actors(telling, state_of, initiators=False)
    if not doers and len(others) == 1:
        return f"{others[0]} {'to be ' + deed.suffered.removeprefix('is ') if ahead else deed.suffered}"
    if not doers:
        doers, others = others, []
    if not others:
        if telling.type is EventType.SANCTION:
            return f"Sanctions: {_listed(doers)}"
        if len(doers) == 1:
            return f"{doers[0]} {deed.alone}"
        return f"{_listed(doers)} {'to ' if ahead else ''}{deed.together}"
    word = deed.ahead if ahead else _plural(deed.to_another) if len(doers) > 1 else deed.to_another
    said = f"{_listed(doers)} {word} {_listed(others)}"
    return {Status.ALLEGED: f"{said} (alleged)", Status.REFUSED: f"{said} (refused)"}.get(telling.status, said)


def _actors(telling: Telling, state_of: dict[str, str | None], initiators: bool) -> list[str]:
    people = [n for n, part in telling.persons.items() if (part is Part.INITIATOR) == initiators]
    everywhere = {state_of.get(name) for name in telling.persons}
    codes = [
        c for c, part in telling.countries.items() if (part is Part.INITIATOR) == initiators and c not in everywhere
    ]
    return [*people[:3], *(_name(code) for code in codes[:4])]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _plural(phrase: str) -> str:
    head, _, rest = phrase.partition(" ")
    plain = head[:-1] if head.endswith("s") and not head.endswith("ss") else head
    return f"{plain} {rest}".strip()


def _cut(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _confidence(telling: Telling) -> float:
    """Explainable: a verb tells more surely than a noun, two states than one, a stated date than none."""
    score = 0.4 + 0.2 * telling.is_verb + 0.15 * (len(telling.countries) > 1)
    score += 0.15 if telling.date and telling.basis is not DateBasis.INFERRED else 0
    return round(min(score + 0.1 * (telling.status is Status.OCCURRED), 1.0), 2)
