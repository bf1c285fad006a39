"""Segments out of the database: the records of a kind, all of them or those with given keys, numbered and taken apart."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from events.criteria import Kind
from events.faceting import days, names, orders, terms
from events.faceting.bitmaps import Array, BitMap, bitmap
from events.faceting.orders import Order
from events.faceting.reading import Reading, among, lettered
from events.faceting.segments import Lookup, Segment
from events.faceting.terms import Terms
from events.vocabulary import DateBasis, EventType, Mode, Part, Quad, Review, Status

Keys = Collection[int] | None
"""Which records: those with these primary keys, or all."""


def _sorted(words: Any) -> list[str]:
    return sorted(str(word) for word in words)


TYPES, MODES, STATUSES, REVIEWS = _sorted(EventType), _sorted(Mode), _sorted(Status), _sorted(Review)
QUADS = _sorted(Quad)
_QUAD_OF = np.array([QUADS.index(EventType.of(name).quad.value) for name in TYPES])


def _bytes(words: Sequence[str]) -> Array:
    return np.array([word.encode() for word in words], dtype="S")


def _one_of(places: Array, words: Sequence[str]) -> Terms:
    return terms.single(len(places), _bytes(words), places)


class Building:
    """What the segments of one snapshot have in common: the database, and the codes of its states."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.codes = sorted(code for (code,) in reading.rows("SELECT code FROM events_country"))
        self.letters = lettered(self.codes)
        self.by_letters = np.argsort(self.letters)
        self.read: dict[tuple[str, ...], tuple[Array, Array]] = {}
        """What more than one segment asks of the whole archive, read once."""

    def segment(self, kind: Kind, only: Keys = None) -> Segment:
        make = {
            Kind.EVENTS: self._events,
            Kind.STATEMENTS: self._statements,
            Kind.PEOPLE: self._people,
            Kind.SOURCES: self._sources,
        }
        return make[kind](only)

    # -- what kinds share --

    def _pairs(self, record: str, value: str, tail: str, lookup: Lookup) -> tuple[Array, Array]:
        """(number, value) of every row whose record the segment has."""
        keys, values = self.reading.integers([record, value], tail)
        return _within(keys, values, lookup)

    def _codes(self, tail: str, record: str, lookup: Lookup, column: str) -> tuple[Array, Array]:
        """(number, place of the state) of every row that names one."""
        numbers, letters = self._pairs(record, self.reading.letters(column), f"{tail} AND {column} IS NOT NULL", lookup)
        return numbers, self._places(letters)

    def _places(self, letters: Array) -> Array:
        """The places of states among the codes."""
        places: Array = self.by_letters[np.searchsorted(self.letters[self.by_letters], letters)]
        return places

    def _named(self, only: Keys, column: str) -> tuple[Array, Array]:
        """(person, source) of every present naming; with `only`, of those whose `column` is one of these."""
        say = self.reading
        columns = [say.record("person_id", "events_person"), say.record("source_id", "events_source")]
        tail = f"FROM events_naming WHERE current{among(column, only)}"
        if only is not None:
            person, source = self.reading.integers(columns, tail)
            return person, source
        if ("naming",) not in self.read:
            person, source = self.reading.integers(columns, tail)
            self.read["naming",] = person, source
        return self.read["naming",]

    def _states(self, lookup: Lookup, *pairs: tuple[Array, Array]) -> Terms:
        records = np.concatenate([pair[0] for pair in pairs])
        places = np.concatenate([pair[1] for pair in pairs])
        return terms.several(lookup.size, _bytes(self.codes), records, places)

    def _addressed(self, table: str, keys: Array, every: bool) -> tuple[Array, Array]:
        """(public identifiers, primary keys) of the records that some keys name, in order of identifier."""
        if every and ("addresses", table) in self.read:
            return self.read["addresses", table]
        ids, names = self.reading.addresses(table, f"WHERE 1 = 1{among('id', None if every else set(keys.tolist()))}")
        order = np.argsort(names, kind="stable")
        found = names[order], ids[order]
        if every:
            self.read["addresses", table] = found
        return found

    def _linked(self, pairs: tuple[Array, Array], lookup: Lookup, table: str, every: bool) -> Terms:
        """Terms of records that a link names: their public identifiers, many a record."""
        records, keys = pairs
        names, ids = self._addressed(table, keys, every)
        places = Lookup(ids).places(keys)
        known = places < len(ids)
        return terms.several(lookup.size, names, records[known], places[known], ids)

    def _linked_once(self, keys: Array, table: str, every: bool) -> Terms:
        """The same where a column names at most one."""
        names, ids = self._addressed(table, keys[keys > 0], every)
        places = Lookup(ids).places(keys) if len(ids) else np.zeros(len(keys), dtype=np.int64)
        return terms.single(len(keys), names, np.where(places < len(ids), places, -1), ids)

    def _dated(self, table: str, columns: Sequence[str], only: Keys, source: str = "") -> tuple[Array, list[Array]]:
        """(keys, the other columns) of the visible records, numbered from the newest day on; the day is the first column."""
        tail = source or f"FROM {table} WHERE visible"
        alias = "s.id" if source else "id"
        found = self.reading.integers([self.reading.record(alias, table), *columns], tail + among(alias, only))
        keys, day = found[0], found[1]
        order = np.argsort(keys, kind="stable")
        order = order[np.argsort(np.where(day[order] == 0, 0, -day[order]), kind="stable")]
        return keys[order], [column[order] for column in found[1:]]

    # -- one by one --

    def _events(self, only: Keys) -> Segment:
        say = self.reading
        columns = [
            *(say.day(name) for name in ("sort_day", "earliest", "latest", "reported")),
            say.moment("created_at"),
            *(say.word(name, words) for name, words in (("type", TYPES), ("mode", MODES), ("status", STATUSES))),
            say.word("review", REVIEWS),
            say.truth(f"date_basis = '{DateBasis.INFERRED}'"),
        ]
        keys, (day, earliest, latest, reported, created, type_, mode, status, review, inferred) = self._dated(
            "events_event", columns, only
        )
        lookup = Lookup(keys)
        every = only is None
        states, began = self._parts(lookup, only)
        tail = f"FROM events_eventperson WHERE 1 = 1{among('event_id', only)}"
        event, person = say.record("event_id", "events_event"), say.record("person_id", "events_person")
        persons = self._pairs(event, person, tail, lookup)
        told = self._told(lookup, only)
        country = self._states(lookup, states)
        made = {
            "country": country,
            "initiator": self._states(lookup, began),
            "person": self._linked(persons, lookup, "events_person", every),
            "source": self._linked(told, lookup, "events_source", every),
            "type": _one_of(type_, TYPES),
            "mode": _one_of(mode, MODES),
            "status": _one_of(status, STATUSES),
            "review": _one_of(review, REVIEWS),
            "quad": _one_of(_QUAD_OF[type_], QUADS),
        }
        flags = {"inferred": bitmap(np.flatnonzero(inferred)), "disputed": self._disputed(lookup, only)}
        return Segment(
            Kind.EVENTS,
            keys,
            made,
            flags,
            _by_days(keys, day, reported, created),
            days.calendar(day, earliest, latest),
            terms.pairs(country),
        )

    def _parts(self, lookup: Lookup, only: Keys) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """(event, place of the state) of all that took part, and of those that began it."""
        event = self.reading.record("event_id", "events_event")
        columns = [event, self.reading.letters("country_id"), self.reading.truth(f"part = '{Part.INITIATOR}'")]
        tail = f"FROM events_eventcountry WHERE 1 = 1{among('event_id', only)}"
        keys, letters, began = self.reading.integers(columns, tail)
        numbers = lookup.places(keys)
        known = numbers < lookup.size
        places = self._places(letters)
        first = known & (began == 1)
        return (numbers[known], places[known]), (numbers[first], places[first])

    def _told(self, lookup: Lookup, only: Keys) -> tuple[Array, Array]:
        """(event, source) of every present report whose source is shown."""
        tail = f"FROM events_report WHERE current{among('event_id', only)}"
        say = self.reading
        event, source = say.record("event_id", "events_event"), say.record("source_id", "events_source")
        events, sources = say.integers([event, source], tail)
        named = among("id", None if only is None else set(sources.tolist()))
        (hidden,) = self.reading.integers(["id"], f"FROM events_source WHERE NOT visible{named}")
        shown = ~np.isin(sources, hidden)
        return _within(events[shown], sources[shown], lookup)

    def _disputed(self, lookup: Lookup, only: Keys) -> BitMap:
        """Events of which something was said that somebody answered."""
        answered = "FROM events_statement a JOIN events_statement s ON s.id = a.responds_to_id"
        tail = f"{answered} WHERE s.visible AND s.event_id IS NOT NULL{among('s.event_id', only)}"
        return bitmap(self._pairs("s.event_id", "0", tail, lookup)[0])

    def _statements(self, only: Keys) -> Segment:
        say = self.reading
        answered = "SELECT responds_to_id FROM events_statement WHERE visible AND responds_to_id IS NOT NULL"
        columns = [
            *(say.day(f"s.{name}") for name in ("sort_day", "earliest", "latest", "reported")),
            say.moment("s.created_at"),
            say.word("s.review", REVIEWS),
            *(say.word(f"e.{name}", words) for name, words in (("type", TYPES), ("mode", MODES), ("status", STATUSES))),
            say.perhaps("s.source_id", "events_source"),
            say.perhaps("s.speaker_person_id", "events_person"),
            say.truth("s.edtf = ''"),
            say.truth(f"s.responds_to_id IS NOT NULL OR s.id IN ({answered})"),
        ]
        source = "FROM events_statement s LEFT JOIN events_event e ON e.id = s.event_id AND e.visible WHERE s.visible"
        keys, rest = self._dated("events_statement", columns, only, source)
        day, earliest, latest, reported, created, review, type_, mode, status, told, person, undated, disputed = rest
        lookup = Lookup(keys)
        every = only is None
        by, about = self._spoken(lookup, person, only)
        made = {
            "country": self._states(lookup, by, about),
            "by": self._states(lookup, by),
            "about": self._states(lookup, about),
            "person": self._linked_once(person, "events_person", every),
            "source": self._linked_once(told, "events_source", every),
            "review": _one_of(review, REVIEWS),
            "type": _one_of(type_, TYPES),
            "mode": _one_of(mode, MODES),
            "status": _one_of(status, STATUSES),
        }
        flags = {"unstated": bitmap(np.flatnonzero(undated)), "disputed": bitmap(np.flatnonzero(disputed))}
        calendar = days.calendar(day, earliest, latest)
        return Segment(Kind.STATEMENTS, keys, made, flags, _by_days(keys, day, reported, created), calendar)

    def _spoken(self, lookup: Lookup, person: Array, only: Keys) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """(statement, state) pairs: spoken by (itself, or by somebody of it), spoken of. `person` is who spoke, by statement."""
        own = f"FROM events_statement s WHERE s.visible{among('s.id', only)}"
        say = self.reading
        by = self._codes(own, say.record("s.id", "events_statement"), lookup, "s.speaker_country_id")
        speaking = None if only is None else set(person[person > 0].tolist())
        people = np.unique(person[person > 0])
        tail = f"FROM events_person p WHERE 1 = 1{among('p.id', speaking)}"
        who, state = self._codes(tail, say.record("p.id", "events_person"), Lookup(people), "p.country_id")
        states = np.full(len(people), -1, dtype=np.int64)
        states[who] = state
        numbers = np.flatnonzero(person > 0)
        theirs = states[np.searchsorted(people, person[numbers])]
        of = f"FROM events_statement_about_countries a WHERE 1 = 1{among('a.statement_id', only)}"
        about = self._codes(of, say.record("a.statement_id", "events_statement"), lookup, "a.country_id")
        known = theirs >= 0
        return (np.concatenate([by[0], numbers[known]]), np.concatenate([by[1], theirs[known]])), about

    def _people(self, only: Keys) -> Segment:
        say = self.reading
        rows = say.rows(
            f"SELECT id, public_id, sort_name, name FROM events_person WHERE visible{among('id', only)} ORDER BY id"
        )
        named = [(row[2].encode(), row[0], row[1].encode(), row[3].encode()) for row in rows]
        named.sort(key=lambda row: row[0], reverse=True)  # stable: namesakes stay in order of key
        keys = np.array([row[1] for row in named], dtype=np.int64)
        sorted_by = np.array([row[0] for row in named], dtype="S") if named else np.zeros(0, dtype="S1")
        lookup = Lookup(keys)
        tail = f"FROM events_person p WHERE p.visible{among('p.id', only)}"
        key = say.record("p.id", "events_person")
        found = say.integers([key, say.moment("p.created_at"), say.word("p.review", REVIEWS)], tail)
        created, review = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        places = lookup.places(found[0])
        known = places < lookup.size
        created[places[known]], review[places[known]] = found[1][known], found[2][known]
        person, source = self._named(only, "person_id")
        made = {
            "id": _identified([row[2] for row in named]),
            "country": self._states(lookup, self._codes(tail, key, lookup, "p.country_id")),
            "source": self._linked(_within(person, source, lookup), lookup, "events_source", only is None),
            "review": _one_of(review, REVIEWS),
        }
        by_name = Order(len(keys), len(keys), None, sorted_by, keys)
        ordered = {"name": by_name, "recorded": orders.by_value(created, keys), "key": _by_key(keys)}
        return Segment(Kind.PEOPLE, keys, made, {}, ordered, names=names.names([row[3] for row in named]))

    def _sources(self, only: Keys) -> Segment:
        say = self.reading
        keys, (published, created) = self._dated(
            "events_source", [say.day("published"), say.moment("created_at")], only
        )
        lookup = Lookup(keys)
        spoken = f"FROM events_evidence v WHERE v.country_id IS NOT NULL{among('v.source_id', only)}"
        heard = say.record("v.source_id", "events_source")
        person, source = self._named(only, "source_id")
        addresses, ids = self._addressed("events_source", keys, only is None)
        numbers = lookup.places(ids)
        by_number = np.zeros(len(keys), dtype="S14")
        by_number[numbers[numbers < lookup.size]] = addresses[numbers < lookup.size]
        made = {
            "id": _identified(by_number.tolist()),
            "country": self._states(lookup, self._codes(spoken, heard, lookup, "v.country_id")),
            "person": self._linked(_within(source, person, lookup), lookup, "events_person", only is None),
        }
        calendar = days.calendar(published, published, published)
        return Segment(Kind.SOURCES, keys, made, {}, _by_days(keys, published, published, created), calendar)

    def titles(self, only: Keys = None) -> tuple[Array, list[bytes]]:
        """(primary keys, titles) of the sources shown."""
        return self.reading.texts("title", f"FROM events_source WHERE visible{among('id', only)}")


def entitled(sources: Segment, keys: Array, titles: Sequence[bytes]) -> Segment:
    """The segment of sources with what they are called, and the order of that."""
    ordered = orders.by_name([titles[place] for place in Lookup(keys).places(sources.keys).tolist()], sources.keys)
    return replace(sources, orders={**sources.orders, "name": ordered}, names=ordered.names)


def _within(keys: Array, values: Array, lookup: Lookup) -> tuple[Array, Array]:
    """(number, value) of the keys that the segment has."""
    places = lookup.places(keys)
    known = places < lookup.size
    return places[known], values[known]


def _identified(names: Sequence[bytes]) -> Terms:
    """Each record under its own public identifier."""
    values = np.array(names, dtype="S14")
    order = np.argsort(values, kind="stable")
    places = np.empty(len(values), dtype=np.int64)
    places[order] = np.arange(len(values))
    return terms.single(len(values), values[order], places)


def _by_days(keys: Array, day: Array, reported: Array, created: Array) -> dict[str, Order]:
    """The orders of dated records, whose numbers follow the day already."""
    dated = int((day > 0).sum())
    return {
        "date": Order(len(keys), dated, None, day.astype(np.int32), keys),
        "reported": orders.by_value(reported.astype(np.int32), keys),
        "recorded": orders.by_value(created, keys),
        "key": _by_key(keys),
    }


def _by_key(keys: Array) -> Order:
    """The latest key first: the order behind the best hits of a search."""
    return orders.by_value(keys, keys)
