"""Names an event in plain words, and makes its record. May import records, states and coreference."""

import functools
from collections.abc import Sequence

from events import states
from events.extraction.coreference import Referents
from events.extraction.joining import Telling
from events.records import Document, EventRecord
from events.vocabulary import DateBasis, EventType, Mode, Part, Status

_DEEDS: dict[EventType, tuple[str, str, str]] = {
    EventType.AGREE: ("agrees with", "agree", "to agree with"),
    EventType.CONSULT: ("consults with", "consult", "to consult with"),
    EventType.SUPPORT: ("supports", "support one another", "to support"),
    EventType.CONCEDE: ("yields to", "yield", "to yield to"),
    EventType.COOPERATE: ("cooperates with", "cooperate", "to cooperate with"),
    EventType.AID: ("aids", "aid one another", "to aid"),
    EventType.RETREAT: ("withdraws or releases towards", "withdraw or release", "to withdraw or release towards"),
    EventType.REQUEST: ("makes a request of", "make requests", "to make a request of"),
    EventType.ACCUSE: ("accuses or criticises", "accuse one another", "to accuse"),
    EventType.REJECT: ("refuses", "refuse", "to refuse"),
    EventType.THREATEN: ("threatens or warns", "threaten", "to threaten"),
    EventType.PROTEST: ("protest against", "protest", "to protest against"),
    EventType.SANCTION: ("sanctions", "under sanctions", "to sanction"),
    EventType.MOBILIZE: ("mobilizes forces towards", "mobilize forces", "to mobilize forces towards"),
    EventType.COERCE: ("coerces", "coerce", "to coerce"),
    EventType.ASSAULT: ("attacks", "fight", "to attack"),
}
_MODES: dict[Mode, tuple[str, str, str]] = {
    Mode.VISIT: ("visits", "exchange visits", "to visit"),
    Mode.MEETING: ("meets", "meet", "to meet"),
    Mode.CALL: ("writes or calls to", "exchange letters or calls", "to write or call to"),
}
_LONGEST = 160


@functools.cache
def _names() -> dict[str, str]:
    return {state.code: state.name for state in states.all_states()}


def record(telling: Telling, referents: Referents, document: Document) -> EventRecord:
    """The telling as a record, with a title in plain words."""
    persons = tuple(telling.persons)
    return EventRecord(
        type=telling.type,
        mode=telling.mode,
        title=title(telling, referents),
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


def title(telling: Telling, referents: Referents) -> str:
    """ "Vladimir Putin to visit Vietnam"; "Japan and South Korea meet"; persons stand for their states where they are named."""
    verb = _MODES[telling.mode] if telling.mode else _DEEDS[telling.type]
    state_of = {person.name: person.country for person in referents.persons}
    doers = _actors(telling, state_of, initiators=True)
    others = _actors(telling, state_of, initiators=False)
    if not doers:
        doers, others = others, []
    if not others and telling.mode is Mode.VISIT:
        return _cut(f"{_listed(doers)} {'to go on a visit' if telling.status is Status.PLANNED else 'on a visit'}")
    if not others:
        if len(doers) == 1 and telling.type is EventType.SANCTION:
            return _cut(f"Sanctions: {doers[0]}")
        return _cut(f"{_listed(doers)}: {_lone(telling)}" if len(doers) == 1 else _mutual(doers, verb, telling.status))
    word = verb[2] if telling.status is Status.PLANNED else verb[0]
    if len(doers) > 1 and telling.status is not Status.PLANNED:
        word = _plural(word)
    said = f"{_listed(doers)} {word} {_listed(others)}"
    return _cut({Status.ALLEGED: f"{said} (alleged)", Status.REFUSED: f"{said} (refused)"}.get(telling.status, said))


def _lone(telling: Telling) -> str:
    return telling.mode.label.lower() if telling.mode else telling.type.label.lower()


def _mutual(doers: Sequence[str], verb: tuple[str, str, str], status: Status) -> str:
    return f"{_listed(doers)} {'to ' if status is Status.PLANNED else ''}{verb[1]}"


def _actors(telling: Telling, state_of: dict[str, str | None], initiators: bool) -> list[str]:
    people = [n for n, part in telling.persons.items() if (part is Part.INITIATOR) == initiators]
    spoken_for = {state_of.get(name) for name in people}
    codes = [
        c for c, part in telling.countries.items() if (part is Part.INITIATOR) == initiators and c not in spoken_for
    ]
    everywhere = {state_of.get(name) for name in telling.persons}
    if people:
        codes = [c for c in codes if c not in everywhere]
    return [*people[:3], *(_names().get(code, code) for code in codes[:4])]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _plural(phrase: str) -> str:
    head, _, rest = phrase.partition(" ")
    plain = head[:-1] if head.endswith("s") and not head.endswith("ss") else head
    return f"{plain} {rest}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _confidence(telling: Telling) -> float:
    """Explainable: a verb tells more surely than a noun, two states than one, a stated date than none."""
    score = 0.4 + 0.2 * telling.is_verb + 0.15 * (len(telling.countries) > 1)
    score += 0.15 if telling.date and telling.basis is not DateBasis.INFERRED else 0
    return round(min(score + 0.1 * (telling.status is Status.OCCURRED), 1.0), 2)
