"""One record per real event: tellings of one type, mode and cast whose dates agree are joined. May import records and edtf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from events import edtf
from events.extraction.wording import Wording
from events.records import Span
from events.vocabulary import DateBasis, EventType, Mode, Part, Status


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention of an event, as read."""

    type: EventType
    mode: Mode | None
    span: Span
    at: int
    status: Status
    countries: dict[str, Part]
    persons: dict[str, Part]
    date: str | None
    basis: DateBasis | None
    date_span: Span | None
    place: str | None
    rule: str
    is_verb: bool
    is_fresh: bool
    sentence: int
    """The how-many-th sentence of the text."""
    is_echo: bool = False
    """A noun that points back to what was told before: "the agreement", "their talks"."""
    is_perfect: bool = False
    is_aside: bool = False
    """Told by a relative clause: "Torres, who arrived on Saturday, …"."""
    wording: Wording | None = None
    thing: str = ""
    """What is agreed, imposed or held, by its noun: "treaty", "sanction"."""
    is_definite: bool = False
    """ "the treaty", "the sanctions", with no name of its own: one that the reader has met."""
    mentions: tuple[Span, ...] = ()


_GROUPS, _MEMBERS = 60, 20
"""Groups of a kind, and members of a group, that a telling is held against at most: a bound for texts that never end."""

_FRESH_DAYS = 8

_NEAR = 400
"""Characters within which a noun takes up what a verb has told: "They agreed … The agreement …"."""


def join(tellings: Sequence[Telling], lead: tuple[str, DateBasis] | None) -> list[Telling]:
    """The distinct events in the order of their first mention. `lead` is the day of fresh news that gives none of its own."""
    groups: list[list[Telling]] = []
    alike: dict[tuple[EventType, Mode | None], list[list[Telling]]] = {}
    for telling in tellings:
        near = alike.setdefault((telling.type, telling.mode), [])
        for group in reversed(near[-_GROUPS:]):
            if all(_same(telling, other, lead) for other in group[:_MEMBERS]):
                group.append(telling)
                break
        else:
            groups.append([telling])
            near.append(groups[-1])
    return [_one(group) for group in groups]


def _same(a: Telling, b: Telling, lead: tuple[str, DateBasis] | None) -> bool:
    if a.type is not b.type or a.mode is not b.mode or not _agree_in_time(a, b, lead):
        return False
    states, others = set(a.countries), set(b.countries)
    if (a.is_echo or b.is_echo) and states == others:
        return True
    if a.mode is Mode.VISIT and not _same_doers(a, b):
        return False  # "the first visit by a Turkish minister … a trip to Ankara by the Greek one"
    if a.mode is Mode.VISIT and len(states) > 1 and len(others) > 1 and states != others:
        return False
    if not (states <= others or others <= states):
        return False
    if a.mode is Mode.MEETING and a.sentence == b.sentence and min(len(states), len(others)) > 1 and states != others:
        return False  # "will hold talks in Lima to prepare for a summit with Chile"
    if a.mode is None:
        if (a.status is Status.PLANNED) is not (b.status is Status.PLANNED):
            return False
        if (
            (a.sentence == b.sentence and (_same_doers(a, b) or not (a.type in _BY_ONE or a.status is not b.status)))
            or (a.rule == b.rule and states == others and _same_doers(a, b))
            or _takes_up(a, b)
            or _takes_up(b, a)
        ):
            return True
        if _told_apart(a, b) or _by_other_persons(a, b):
            return False
        return states == others and _same_doers(a, b) and (len(states) > 1 or abs(a.at - b.at) < _NEAR)
    if a.mode is Mode.MEETING and states != others and min(len(states), len(others)) > 1 and _of_more(a, b):
        return False  # "called on President Prado … the progress of the talks between Peru, Chile and Bolivia"
    if a.mode is Mode.VISIT and states == others and _goes_round(a, b):
        return True  # "flew in on Monday … Besides Beijing, he will tour Shanghai"
    ahead = {a.status is Status.PLANNED, b.status is Status.PLANNED}
    leg = (
        a.mode is Mode.VISIT and a.date is not None and b.date is not None
    )  # "He arrived on Monday … will fly to Hue on Wednesday"
    if len(ahead) == 2 and a.is_verb and b.is_verb and a.sentence != b.sentence and not leg:
        return False
    people, company = set(a.persons), set(b.persons)
    if a.mode is Mode.MEETING and len(people) > 1 and len(company) > 1:
        return people <= company or company <= people
    return not people or not company or bool(people & company)


_KIN = (
    frozenset(
        "agreement accord deal pact treaty contract protocol understanding memorandum settlement compromise convention".split()
    ),
    frozenset("sanction embargo blockade ban boycott".split()),
    frozenset("attack raid strike assault bombing offensive airstrike shelling bombardment".split()),
    frozenset("aid assistance loan grant relief help".split()),
    frozenset("exercise drill maneuver manoeuvre game".split()),
    frozenset("ceasefire truce cease-fire armistice".split()),
)
"""Nouns by which a text calls the same thing."""


_BY_ONE = frozenset({EventType.SANCTION, EventType.ACCUSE})
"""What one side does and the other gives back."""

_SAID_ONCE = frozenset({EventType.SUPPORT, EventType.AGREE, EventType.REQUEST, EventType.THREATEN})
"""Deeds of words, each told once as a rule; an attack or a quarrel is told again in other words."""


def _of_more(a: Telling, b: Telling) -> bool:
    """Whether one tells of two persons who meet, and the other of talks of more states than theirs, named as such."""
    few, many = (a, b) if len(a.countries) < len(b.countries) else (b, a)
    return len(few.persons) > 1 and few.is_verb and not many.persons and not many.is_verb and not many.is_echo


def _goes_round(a: Telling, b: Telling) -> bool:
    """Whether one of two tellings of a visit is only where the visitor will go in the country."""
    later, earlier = (a, b) if a.at > b.at else (b, a)
    return later.rule == "tour" and later.date is None and later.status is Status.PLANNED and bool(earlier.persons)


def _told_apart(a: Telling, b: Telling) -> bool:
    """ "congratulated India … He thanked India": two deeds of one kind, each news, each in a sentence and a word of its own."""
    news = a.is_verb and b.is_verb and a.is_fresh and b.is_fresh
    return news and a.type in _SAID_ONCE and a.sentence != b.sentence and a.rule != b.rule


def _by_other_persons(a: Telling, b: Telling) -> bool:
    """ "The president charged … At the United Nations, the delegate accused …": two who speak for one state."""
    doers, others = ({name for name, part in t.persons.items() if part is Part.INITIATOR} for t in (a, b))
    news = a.is_verb and b.is_verb and a.sentence != b.sentence and a.type in _SAID_ONCE | _BY_ONE
    return news and bool(doers) and bool(others) and not doers & others


def _takes_up(later: Telling, told: Telling) -> bool:
    """ "the deal", "signed the accord" after one between the same states was told of."""
    if not later.is_definite or later.at < told.at or not later.thing or not told.thing:
        return False
    return later.thing == told.thing or any({later.thing, told.thing} <= kin for kin in _KIN)


def _agree_in_time(a: Telling, b: Telling, lead: tuple[str, DateBasis] | None) -> bool:
    """Whether the dates allow one event. Fresh news without a date is of the last days, never of another year."""
    if a.date and b.date:
        return edtf.parse(a.date).compatible(edtf.parse(b.date))
    dated, other = (a, b) if a.date else (b, a)
    if not dated.date or lead is None or not other.is_fresh or other.is_echo:
        return True
    latest = edtf.parse(dated.date).latest
    return latest is None or latest >= date.fromisoformat(lead[0]) - timedelta(days=_FRESH_DAYS)


def _same_doers(a: Telling, b: Telling) -> bool:
    """Not one who accuses and one who is accused: where both tell who did it, they must agree."""
    doers, others = ({code for code, part in t.countries.items() if part is Part.INITIATOR} for t in (a, b))
    return not doers or not others or bool(doers & others)


def _one(group: list[Telling]) -> Telling:
    """The clearest mention, with what the others add."""
    best = min(group, key=lambda t: (-len(t.countries), not t.is_verb, t.date is None, t.at))
    countries, persons = dict(best.countries), dict(best.persons)
    for telling in group:
        for code, part in telling.countries.items():
            countries.setdefault(code, part)
        for name, part in telling.persons.items():
            persons.setdefault(name, part)
    dated = _nearest_dated([t for t in [best, *group] if t.date]) or best
    return replace(
        best,
        countries=countries,
        persons=persons,
        status=_status(group),
        date=dated.date,
        basis=dated.basis,
        date_span=dated.date_span,
        place=best.place or next((t.place for t in group if t.place), None),
        mentions=tuple(sorted({t.span for t in group})),
    )


def _nearest_dated(told: list[Telling]) -> Telling | None:
    """The telling that gives the date: the first, or one whose date lies within: "next week … on September 9"."""
    if not told:
        return None
    first = told[0]
    whole = edtf.parse(first.date or "")
    for other in told[1:]:
        part = edtf.parse(other.date or "")
        if other.date == first.date or None in (whole.earliest, whole.latest, part.earliest, part.latest):
            continue
        if whole.earliest <= part.earliest and part.latest <= whole.latest and other.basis is not DateBasis.INFERRED:  # type: ignore[operator]
            return other
    return first


def _status(group: list[Telling]) -> Status:
    """What most certainly happened outweighs what was planned; a plan outweighs an allegation."""
    for status in (Status.REFUSED, Status.ONGOING, Status.PLANNED, Status.OCCURRED, Status.ALLEGED):
        if group[0].status is status:
            return status
    return group[0].status
