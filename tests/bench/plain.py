"""The archive's questions as SQL by hand, asked of its tables by sqlite3 and psycopg alone: the truth to prove against, and a peer.

Imports nothing of the archive, so that nothing of it can be wrong here in the same way.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

PAGE = 50
FACET_VALUES = 200


@dataclass(frozen=True)
class Asked:
    """Filters of the event list. `word` is one folded word that must stand among an event's words."""

    countries: tuple[str, ...] = ()
    person: str = ""
    types: tuple[str, ...] = ()
    mode: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    source: str = ""
    word: str = ""
    sort: str = "-date"
    page: int = 1

    def address(self) -> str:
        """The query string that asks the archive the same."""
        given: list[tuple[str, object]] = [("country", code) for code in self.countries]
        given += [("type", type_) for type_ in self.types]
        named = (("person", self.person), ("mode", self.mode), ("status", self.status), ("source", self.source))
        more = (("from", self.since), ("to", self.until), ("q", self.word))
        given += [(name, value) for name, value in (*named, *more) if value]
        given += [("sort", self.sort)] if self.sort != "-date" else []
        given += [("page", self.page)] if self.page > 1 else []
        return urlencode([*given, ("size", PAGE)])


class Plain:
    """A connection to the archive's tables, whichever database they lie in."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite:///")
        if self.sqlite:
            self.connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            for pragma in ("cache_size=-65536", "mmap_size=2147483648", "temp_store=MEMORY"):
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            import psycopg

            self.connection = psycopg.connect(url, autocommit=True)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(sql if not self.sqlite else sql.replace("%s", "?"), values)
        return list(cursor.fetchall()) if cursor.description else []

    def close(self) -> None:
        self.connection.close()

    def where(self, asked: Asked, indexed: bool = True) -> tuple[str, list[object]]:
        """The condition on `e`, and its values. Without `indexed` a word is looked for in the text itself."""
        made, values = ["e.visible"], []  # type: ignore[var-annotated]
        for code in asked.countries:
            made.append("e.id IN (SELECT event_id FROM events_eventcountry WHERE country_id = %s)")
            values.append(code)
        if asked.person:
            made.append(
                "e.id IN (SELECT event_id FROM events_eventperson WHERE person_id ="
                " (SELECT id FROM events_person WHERE public_id = %s))"
            )
            values.append(asked.person)
        if asked.types:
            made.append(f"e.type IN ({', '.join(['%s'] * len(asked.types))})")
            values.extend(asked.types)
        for column in ("mode", "status"):
            if getattr(asked, column):
                made.append(f"e.{column} = %s")
                values.append(getattr(asked, column))
        if asked.since or asked.until:
            made.append("e.sort_day IS NOT NULL")
        if asked.since:
            made.append("(e.latest IS NULL OR e.latest >= %s)")
            values.append(asked.since)
        if asked.until:
            made.append("(e.earliest IS NULL OR e.earliest <= %s)")
            values.append(asked.until)
        if asked.source:
            made.append(
                "e.id IN (SELECT r.event_id FROM events_report r JOIN events_source s ON s.id = r.source_id"
                " WHERE r.current AND s.visible AND s.public_id = %s)"
            )
            values.append(asked.source)
        if asked.word:
            made.append(self._word(indexed))
            values.append(asked.word if indexed else f"% {asked.word} %")
        return " AND ".join(made), values

    def _word(self, indexed: bool) -> str:
        if not indexed:
            return "' ' || e.search_text || ' ' LIKE %s"
        if self.sqlite:
            return "e.id IN (SELECT rowid FROM events_event_fts WHERE events_event_fts MATCH %s)"
        return "e.search_vector @@ to_tsquery('simple', %s)"

    def count(self, asked: Asked, indexed: bool = True) -> int:
        where, values = self.where(asked, indexed)
        return int(self.rows(f"SELECT count(*) FROM events_event e WHERE {where}", values)[0][0])

    def page(self, asked: Asked, indexed: bool = True) -> list[str]:
        """Public identifiers of the page, in order: ascending is descending turned round, but that what has no value comes last."""
        where, values = self.where(asked, indexed)
        column = {"date": "sort_day", "reported": "reported", "name": "title"}[asked.sort.removeprefix("-")]
        direction = "DESC" if asked.sort.startswith("-") else "ASC"
        order = f"e.{column} {direction} NULLS LAST, e.id {'ASC' if direction == 'DESC' else 'DESC'}"
        limit = f"LIMIT {PAGE} OFFSET {PAGE * (asked.page - 1)}"
        rows = self.rows(f"SELECT e.public_id FROM events_event e WHERE {where} ORDER BY {order} {limit}", values)
        return [row[0] for row in rows]

    def facets(self, asked: Asked, indexed: bool = True) -> dict[str, list[tuple[str, int]]]:
        """Every facet of the event list: (value, count), the largest first, years in order.

        Of type, mode, status and source the values are alternatives: their counts leave their own filter aside.
        """
        where, values = self.where(asked, indexed)
        found: dict[str, list[tuple[str, int]]] = {}
        linked = (
            ("country", "c.country_id", "JOIN events_eventcountry c ON c.event_id = e.id"),
            (
                *("person", "p.public_id"),
                "JOIN events_eventperson l ON l.event_id = e.id JOIN events_person p ON p.id = l.person_id",
            ),
        )
        for name, value, joined in linked:
            sql = f"SELECT {value}, count(*) FROM events_event e {joined} WHERE {where} GROUP BY 1"
            found[name] = _largest(self.rows(sql, values))
        for name in ("type", "mode", "status", "review"):
            own = {"type": {"types": ()}, "mode": {"mode": ""}, "status": {"status": ""}}.get(name, {})
            w, v = self.where(replace(asked, **own), indexed)
            found[name] = _largest(
                self.rows(f"SELECT e.{name}, count(*) FROM events_event e WHERE {w} AND e.{name} <> '' GROUP BY 1", v)
            )
        year = "substr(e.sort_day, 1, 4)" if self.sqlite else "to_char(e.sort_day, 'YYYY')"
        rows = self.rows(
            f"SELECT {year}, count(*) FROM events_event e WHERE {where} AND e.sort_day IS NOT NULL GROUP BY 1", values
        )
        found["year"] = sorted((str(value), n) for value, n in rows)
        w, v = self.where(replace(asked, source=""), indexed)
        rows = self.rows(
            "SELECT s.public_id, count(DISTINCT e.id) FROM events_event e JOIN events_report r ON r.event_id = e.id"
            f" JOIN events_source s ON s.id = r.source_id WHERE {w} AND r.current AND s.visible GROUP BY 1",
            v,
        )
        found["source"] = _largest(rows)
        return found


def _largest(rows: list[tuple[Any, ...]]) -> list[tuple[str, int]]:
    return sorted(((str(value), n) for value, n in rows if value), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES]
