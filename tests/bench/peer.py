"""The file that Datasette serves: the same events laid out as its documentation advises for filters, facets and search.

One row an event, states and persons as JSON arrays (`_facet_array`) and in tables of their own (`_where`), an index on every
column that is filtered, sorted or counted by, full text in FTS5 with its own content table, and ANALYZE at the end.
"""

import json
import sqlite3
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.bench.plain import PAGE, Asked, Plain

STEP = 20_000
FACETS = ("type", "mode", "status", "review", "year", "source")
ARRAYS = ("countries", "persons")

_TABLES = """
CREATE TABLE events (id INTEGER PRIMARY KEY, public_id TEXT, title TEXT, type TEXT, mode TEXT, status TEXT, review TEXT,
  edtf TEXT, earliest TEXT, latest TEXT, sort_day TEXT, year TEXT, reported TEXT, source TEXT, countries TEXT, persons TEXT, words TEXT);
CREATE TABLE event_countries (event_id INTEGER REFERENCES events(id), country TEXT);
CREATE TABLE event_persons (event_id INTEGER REFERENCES events(id), person TEXT);
"""
_INDEXES = """
CREATE INDEX event_countries_country ON event_countries(country, event_id);
CREATE INDEX event_countries_event ON event_countries(event_id);
CREATE INDEX event_persons_person ON event_persons(person, event_id);
CREATE INDEX events_sort_day ON events(sort_day);
CREATE INDEX events_latest ON events(latest);
CREATE INDEX events_earliest ON events(earliest);
"""


def build(plain: Plain, file: Path) -> None:
    """Copy the archive's events into the file; an existing file is written anew."""
    file.unlink(missing_ok=True)
    made = sqlite3.connect(file)
    made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
    array = "json_group_array" if plain.sqlite else "json_agg"
    text = "" if plain.sqlite else "::text"
    day = "" if plain.sqlite else "::text"
    sql = f"""SELECT e.id, e.public_id, e.title, e.type, e.mode, e.status, e.review, e.edtf,
      CASE WHEN e.sort_day IS NOT NULL THEN coalesce(e.earliest{day}, '0001-01-01') END,
      CASE WHEN e.sort_day IS NOT NULL THEN coalesce(e.latest{day}, '9999-12-31') END,
      e.sort_day{day}, substr(e.sort_day{day}, 1, 4), e.reported{day},
      (SELECT s.public_id FROM events_report r JOIN events_source s ON s.id = r.source_id WHERE r.event_id = e.id ORDER BY r.id LIMIT 1),
      (SELECT {array}(country_id){text} FROM events_eventcountry WHERE event_id = e.id),
      (SELECT {array}(p.public_id){text} FROM events_eventperson l JOIN events_person p ON p.id = l.person_id WHERE l.event_id = e.id),
      e.search_text FROM events_event e WHERE e.visible AND e.id > %s AND e.id <= %s ORDER BY e.id"""
    last = plain.rows("SELECT max(id) FROM events_event")[0][0]
    for first in range(0, last, STEP):
        rows = plain.rows(sql, [first, first + STEP])
        rows = [(*row[:14], row[14] or "[]", row[15] or "[]", row[16]) for row in rows]
        made.executemany(f"INSERT INTO events VALUES ({','.join('?' * 17)})", rows)
        for table, column in (("event_countries", 14), ("event_persons", 15)):
            links = [(row[0], value) for row in rows for value in json.loads(row[column])]
            made.executemany(f"INSERT INTO {table} VALUES (?, ?)", links)
    made.executescript(_INDEXES)
    for column in FACETS:
        made.execute(f"CREATE INDEX events_{column} ON events({column})")
    made.executescript(
        "CREATE VIRTUAL TABLE events_fts USING fts5(title, words, content='events', content_rowid='id');"
        "INSERT INTO events_fts(events_fts) VALUES ('rebuild'); ANALYZE;"
    )
    made.commit()
    made.close()


def address(file: Path, asked: Asked, facets: bool, after: str = "") -> str:
    """Datasette's address of the same page; `after` is its token for the page that follows a row."""
    given: list[tuple[str, str]] = [("_size", str(PAGE)), ("_sort_desc", "sort_day")]
    # Not `_through`: together with any other filter Datasette 0.65 gives both parameters one name, and finds nothing.
    given += [
        ("_where", f"id in (select event_id from event_countries where country = '{code}')") for code in asked.countries
    ]
    given += [(f"{column}__exact", value) for column in ("mode", "status") if (value := getattr(asked, column))]
    given += [("type__exact", type_) for type_ in asked.types[:1]]
    given += [("latest__gte", asked.since)] if asked.since else []
    given += [("earliest__lte", asked.until)] if asked.until else []
    given += [("_search", asked.word)] if asked.word else []
    given += [("_next", after)] if after else []
    if facets:
        given += [("_facet", column) for column in FACETS] + [("_facet_array", column) for column in ARRAYS]
    return f"/{file.stem}/events?{urlencode(given)}"


def after(plain: Plain, offset: int) -> str:
    """Datasette's token for the page that begins behind so many events, newest first: pages by number it has none."""
    if offset <= 0:
        return ""
    rows = plain.rows(
        "SELECT sort_day, id FROM events_event WHERE visible ORDER BY sort_day DESC NULLS LAST, id"
        f" LIMIT 1 OFFSET {offset - 1}"
    )
    day, key = rows[0]
    return f"{quote(str(day)) if day else '$null'},{key}"
