"""Pairs of records that may be one, with the reasons why, and "not the same", which is remembered.

Nothing is compared with everything: persons only with those of the same surname, or whose surname begins alike, and events
only with those of the same type and state within days. So the cost grows with the records, not with their square; and of a large
archive's events one stretch of time is looked through at once, the latest first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from events import faces, identity, likeness
from events.curation.deciding import Account, store
from events.curation.refusals import Refused
from events.models import Apart, Decision, Event, EventCountry, Person, Role
from events.revision import archive_write
from events.vocabulary import Relation, Verb

NEAR = timedelta(days=3)
"""Events so far apart at most may be one told with different days."""

CROWD = 60
"""Of so many with one surname, or events of two states in a week, each is compared with its neighbours in order only."""


STRETCH = 20_000
"""Events that are looked through at once."""

LONGEST = timedelta(days=10)
"""Events that may have lasted longer are compared with none."""


@dataclass(frozen=True)
class Pair:
    """Two public records that may be one. `reasons` are words for the curator; `score` of 1 is the likeliest."""

    first: Any
    second: Any
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Stretch:
    """Pairs of events that happened no earlier than `since` (None: of all there are), and the day to go on from, if there are more."""

    pairs: list[Pair]
    since: date | None = None
    further: date | None = None


def possible_duplicates(kind: str, limit: int = 100, of: Any = None) -> list[Pair]:
    """The likeliest pairs of events or persons, the likeliest first, without those that a curator has found apart.

    With `of`, only pairs of that record; else, of the events of a large archive, those of the latest stretch. ValueError for a kind
    that has none.
    """
    if of is not None:
        _known(kind)
        return _likeliest(kind, _persons(of) if kind == "person" else _events(_around(of), of), limit)
    return stretch(kind, limit).pairs


def stretch(kind: str, limit: int = 100, until: date | None = None) -> Stretch:
    """The likeliest pairs among the latest events up to a day; of persons, whom no day orders, among all."""
    _known(kind)
    if kind == "person":
        return Stretch(_likeliest(kind, _persons(None), limit))
    found = _dated()
    if until is not None:
        found = found.filter(sort_day__lte=until)
    found = found.order_by("-sort_day", "id")
    pairs = _likeliest(kind, _events(found[:STRETCH], None), limit)
    beyond = found.values_list("sort_day", flat=True)[STRETCH - 1 : STRETCH + 1]
    since = beyond[0] if len(beyond) == 2 else None
    if since is None:
        return Stretch(pairs)
    # What lies across the border is found from the other side.
    overlap = since + LONGEST + NEAR
    return Stretch(pairs, since, overlap if until is None or overlap < until else since - timedelta(days=1))


def _known(kind: str) -> None:
    if kind not in {"event", "person"}:
        raise ValueError(f"{kind} has no duplicates: ask for event or person")


def _likeliest(kind: str, candidates: "Iterable[Candidate]", limit: int) -> list[Pair]:
    apart = set(Apart.objects.filter(kind=kind, relation=Relation.SAME.value).values_list("first", "second"))
    best: dict[tuple[int, int], tuple[float, tuple[str, ...], tuple[str, ...]]] = {}
    for score, (one, other), ids, reasons in candidates:
        if tuple(sorted(ids)) not in apart:
            best[min(one, other), max(one, other)] = (score, reasons, ids)
    chosen = sorted(best.items(), key=lambda item: (-item[1][0], sorted(item[1][2])))[:limit]
    rows = faces.MODELS[kind].objects.in_bulk({pk for pair, _ in chosen for pk in pair})
    return [Pair(rows[one], rows[other], reasons, score) for (one, other), (score, reasons, _ids) in chosen]


Candidate = tuple[float, tuple[int, int], tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class _Name:
    pk: int
    public_id: str
    key: str
    surname: str
    country: str | None


def _persons(of: Any) -> Iterator[Candidate]:
    """By surname: the same, or alike in its beginning or end."""
    found = Person.objects.public()
    roles = Role.objects.all()
    if of is not None:
        family = of.sort_name.split(",")[0]
        alike = [person.pk for person in likeness.spelled_like(of.name, 50)]
        namesakes = found.filter(sort_name__startswith=f"{family},").order_by("pk")[:200]
        found = found.filter(pk__in={of.pk, *alike, *namesakes.values_list("pk", flat=True)})
        roles = roles.filter(person__in=list(found.values_list("pk", flat=True)))
    rows = found.values_list("pk", "public_id", "key", "sort_name", "country")
    people = [_Name(pk, pid, key, _surname(key, sort), country) for pk, pid, key, sort, country in rows if key]
    offices = defaultdict(set)
    for person, title, code in roles.values_list("person", "title", "country"):
        offices[person].add((title.casefold(), code))
    people.sort(key=lambda name: (name.surname, name.key))
    for place, part in enumerate(_PARTS):
        buckets: dict[str, list[_Name]] = defaultdict(list)
        for name in people:
            buckets[part(name.surname)].append(name)
        for one, other in (pair for members in buckets.values() for pair in _neighbours(members, of)):
            if any(before(one.surname) == before(other.surname) for before in _PARTS[:place]):
                continue  # compared already
            score, reasons = _alike(one, other, offices[one.pk] & offices[other.pk])
            if score:
                yield score, (one.pk, other.pk), (one.public_id, other.public_id), reasons


_PARTS: tuple[Callable[[str], str], ...] = (lambda name: name, lambda name: name[:3], lambda name: name[-4:])
"""What of two surnames is the same: all, the beginning, the end."""


def _surname(key: str, sort_name: str) -> str:
    """The family name, folded: what stands before the comma, else the first word of a name that opens with it."""
    return identity.name_key(sort_name.split(",")[0]) if "," in sort_name else key.split()[0]


def _alike(one: _Name, other: _Name, shared: set[Any]) -> tuple[float, tuple[str, ...]]:
    reasons: list[str] = []
    if one.country and other.country and one.country != other.country and not shared:
        return 0.0, ()
    score = 0.0
    if one.key == other.key:
        reasons.append("the same name")
        score = 0.8
    elif sorted(one.key.split()) == sorted(other.key.split()):
        reasons.append("the same names in another order")
        score = 0.85
    elif len(one.key) > 8 and (alike := _spelled_alike(one.key, other.key)):
        reasons.append("names spelt almost alike")
        score = alike * 0.9
    elif one.surname == other.surname and _initials(one.key, other.key):
        reasons.append("the same surname, and given names that fit")
        score = 0.6
    if one.surname == other.surname and one.country and one.country == other.country and shared:
        reasons.append("the same surname, state and office")
        score = max(score, 0.55) + 0.1
    elif reasons and one.country and one.country == other.country:
        reasons.append("the same state")
        score += 0.05
    return min(score, 1.0), tuple(reasons)


def _spelled_alike(one: str, other: str) -> float:
    """How alike two names are that differ by two letters at most; 0 when they do by more. The cheap question comes first."""
    if abs(len(one) - len(other)) > 2 or OSA.distance(one, other, score_cutoff=2) > 2:
        return 0.0
    alike: float = fuzz.token_sort_ratio(one, other) / 100
    return alike if alike >= 0.86 else 0.0


def _initials(one: str, other: str) -> bool:
    """Whether one is the other with a given name shortened or left out: "j kerry", "kerry", "john forbes kerry"."""
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) == 1:
        return short[0] in long
    return short[-1] == long[-1] and all(
        any(word.startswith(given) or given.startswith(word) for word in long[:-1]) for given in short[:-1]
    )


def _neighbours(members: list[Any], of: Any) -> Iterator[tuple[Any, Any]]:
    """Each pair of a bucket; of a crowd only those that stand near one another in its order."""
    reach = len(members) if len(members) <= CROWD else CROWD // 4
    for place, one in enumerate(members):
        for other in members[place + 1 : place + 1 + reach]:
            if of is None or of.pk in (one.pk, other.pk):
                yield one, other


@dataclass(frozen=True)
class _Deed:
    pk: int
    public_id: str
    type: str
    mode: str
    title: str
    earliest: date
    latest: date
    countries: frozenset[str]


def _dated() -> QuerySet[Event]:
    return Event.objects.public().filter(earliest__isnull=False, latest__isnull=False)


def _around(of: Any) -> QuerySet[Event]:
    """The events that one may be the same as."""
    if of.earliest is None or of.latest is None:
        return Event.objects.none()
    near = {"earliest__lte": of.latest + NEAR, "latest__gte": of.earliest - NEAR}
    # The same in terms of the day that there is an index of, since none lasts longer than that.
    indexed = {"sort_day__lte": of.latest + NEAR, "sort_day__gte": of.earliest - NEAR - LONGEST}
    return _dated().filter(type=of.type, **near, **indexed)


def _events(found: QuerySet[Event], of: Any) -> Iterator[Candidate]:
    """Of one type and with a state in common, by the days on which they may have happened."""
    codes: dict[int, set[str]] = defaultdict(set)
    parts = EventCountry.objects.filter(event__in=found.values("pk"))
    for event, code in parts.values_list("event", "country"):
        codes[event].add(code)
    buckets: dict[tuple[str, str, str], list[_Deed]] = defaultdict(list)
    rows = found.values_list("pk", "public_id", "type", "mode", "title", "earliest", "latest")
    for pk, public_id, type_, mode, title, earliest, latest in rows.iterator(5000):
        if earliest is None or latest is None or latest - earliest > LONGEST or len(codes[pk]) < 2:
            continue
        deed = _Deed(pk, public_id, type_, mode, title, earliest, latest, frozenset(codes[pk]))
        first, second = sorted(deed.countries)[:2]
        buckets[type_, first, second].append(deed)
    for members in buckets.values():
        members.sort(key=lambda deed: (deed.earliest, deed.public_id))
        yield from _near(members, of)


def _near(members: list[_Deed], of: Any) -> Iterator[Candidate]:
    for place, one in enumerate(members):
        for other in members[place + 1 : place + 1 + CROWD]:
            if other.earliest > one.latest + NEAR:
                break
            if of is None or of.pk in (one.pk, other.pk):
                score, reasons = _same_deed(one, other)
                if score:
                    yield score, (one.pk, other.pk), (one.public_id, other.public_id), reasons


def _same_deed(one: _Deed, other: _Deed) -> tuple[float, tuple[str, ...]]:
    if one.mode != other.mode and one.mode and other.mode:
        return 0.0, ()
    reasons = ["the same type"]
    score = 0.3
    if one.countries == other.countries:
        reasons.append("the same states")
        score += 0.3
    else:
        reasons.append(f"states in common: {', '.join(sorted(one.countries & other.countries))}")
        score += 0.1
    if one.earliest <= other.latest and other.earliest <= one.latest:
        reasons.append("the same days")
        score += 0.2
    else:
        apart = (max(one.earliest, other.earliest) - min(one.latest, other.latest)).days
        reasons.append("a day apart" if apart == 1 else f"{apart} days apart")
        score += 0.2 - apart * 0.05
    score += 0.2 * fuzz.token_set_ratio(one.title.casefold(), other.title.casefold()) / 100
    return (score, tuple(reasons)) if score >= 0.55 else (0.0, ())


def distinct(first: Any, second: Any, who: Account, why: str = "", relation: str = "same") -> Decision:
    """The two are not the same (or, `relation="answers"`, the one does not answer the other): never offered again."""
    kind = faces.kind_of(first)
    if kind != faces.kind_of(second) or first.pk == second.pk:
        raise Refused("Two records of one kind are found apart, not one record from itself")
    pair = sorted([first.public_id, second.public_id])
    with archive_write() as write:
        if Apart.objects.filter(kind=kind, relation=relation, first=pair[0], second=pair[1]).exists():
            raise Refused(f"{pair[0]} and {pair[1]} have been found apart already")
        details = {"pair": pair, "relation": Relation.of(relation).value}
        return store(Verb.DISTINCT, first, details, who, why, write, _others(pair, first))


def _others(pair: Iterable[str], first: Any) -> list[str]:
    return [public_id for public_id in pair if public_id != first.public_id]
