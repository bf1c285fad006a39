"""The database keeps what lists show of each event in one row of `events_eventline`. SQL alone; `schema` installs it.

A page of events is then as many rows looked up by key, where it would have been six from five tables each: on a large archive
every one of them lies in a page of its own. Triggers, as in `noting`, because they miss nothing. `shown` reads what `TOLD` writes.
"""

from events.noting import DOING

_EVENT = (
    *("public_id", "type", "mode", "status", "title", "edtf", "earliest", "latest", "sort_day"),
    *("date_basis", "place", "review"),
)
_SOURCE = ("public_id", "title", "publisher", "published")

SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "events_event": ("id", _EVENT),
    "events_eventcountry": ("event_id", ("event_id", "country_id", "rank")),
    "events_report": ("event_id", ("event_id", "source_id", "start", "end", "reading", "current")),
}
"""Tables of which a line tells: the column that says which event a row is of, and the columns that a change of matters in."""

SOURCES_SHOWN = 2
"""So many of an event's sources stand in its line, and how many there are."""

_OF_IT = "WHERE event_id = e.id"
_COUNT = f"(SELECT count(*) FROM events_report {_OF_IT} AND current)"
# By a sum: sorted by the key alone, PostgreSQL may look for the first two through all reports there are.
_REPORTS = f"SELECT * FROM events_report {_OF_IT} AND current ORDER BY id + 0 LIMIT {SOURCES_SHOWN}"
_COLUMNS = ", ".join(f"e.{column}" for column in _EVENT)
_TELLING = ", ".join(f"s.{column}" for column in _SOURCE)

TOLD = {
    "sqlite": f"json_array({_COLUMNS}, "
    f"(SELECT json_group_array(country_id) FROM (SELECT country_id FROM events_eventcountry {_OF_IT} ORDER BY rank, id)), "
    f"{_COUNT}, (SELECT json_group_array(json_array("
    f"r.start, r.\"end\", coalesce(json_extract(r.reading, '$.trigger'), ''), {_TELLING})) "
    # A cross join keeps the order of its sides.
    f"FROM ({_REPORTS}) r CROSS JOIN events_source s ON s.id = r.source_id))",
    "postgresql": f"json_build_array({_COLUMNS}, "
    f"(SELECT coalesce(json_agg(country_id ORDER BY rank, id), '[]') FROM events_eventcountry {_OF_IT}), "
    f"{_COUNT}, (SELECT coalesce(json_agg(json_build_array("
    f"r.start, r.\"end\", coalesce(r.reading ->> 'trigger', ''), {_TELLING}) ORDER BY r.id), '[]') "
    f"FROM ({_REPORTS}) r JOIN events_source s ON s.id = r.source_id))::text",
}
"""The line of event `e` as a JSON array: its columns, the codes of its states, how many sources tell it, and the first of those."""


def triggers() -> list[tuple[str, str]]:
    """(name, table) of every trigger."""
    of_events = [(f"{table}_line_{doing}", table) for table in SHOWN for doing in DOING]
    return [*of_events, ("events_source_line_changed", "events_source")]


def written(vendor: str, wanted: str) -> str:
    """The statement that writes the lines of the events of which that holds anew."""
    return (
        f"INSERT INTO events_eventline(event_id, told) SELECT e.id, {TOLD[vendor]} FROM events_event e WHERE {wanted}"
        " ON CONFLICT (event_id) DO UPDATE SET told = excluded.told WHERE events_eventline.told <> excluded.told"
    )


def sqlite() -> list[str]:
    """Statements that make the triggers, a row at a time, and write every line."""
    made = []
    for table, (event, columns) in SHOWN.items():
        for doing, (verb, sides) in DOING.items():
            keys = ", ".join(f"{side}.{event}" for side in sides)
            body = written("sqlite", f"e.id IN ({keys})")
            if table == "events_event" and doing == "removed":
                body = "DELETE FROM events_eventline WHERE event_id = old.id"
            of = "" if doing != "changed" else " OF " + ", ".join(f'"{column}"' for column in columns)
            made += _on_sqlite(f"{table}_line_{doing}", f"{verb}{of} ON {table}", body)
    told = written("sqlite", "e.id IN (SELECT event_id FROM events_report WHERE source_id = new.id)")
    made += _on_sqlite("events_source_line_changed", f"UPDATE OF {', '.join(_SOURCE)} ON events_source", told)
    return [*made, *_everything("sqlite")]


def _on_sqlite(name: str, when: str, body: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} AFTER {when} BEGIN {body}; END"]


def postgresql() -> list[str]:
    """Statements that make the triggers, a statement's rows at a time, and write every line.

    The events are locked first, so that of two who write at once the later sees what the earlier wrote.
    """
    made = [
        "CREATE OR REPLACE FUNCTION events_eventline_write(events bigint[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM events_event WHERE id = ANY(events) ORDER BY id FOR NO KEY UPDATE; "
        f"{written('postgresql', 'e.id = ANY(events)')}; END $$"
    ]
    for table, (event, columns) in SHOWN.items():
        for doing, (verb, sides) in DOING.items():
            keys = " UNION ".join(f"SELECT {event} FROM {side}_rows" for side in sides)
            if doing == "changed":
                keys = " UNION ".join(f"SELECT {side}.{event} {_differing(columns)}" for side in ("o", "n"))
            body = f"PERFORM events_eventline_write(ARRAY({keys}))"
            if table == "events_event" and doing == "removed":
                body = "DELETE FROM events_eventline WHERE event_id IN (SELECT id FROM old_rows)"
            made += _on_postgresql(f"{table}_line_{doing}", table, verb, sides, body)
    told = f"SELECT event_id FROM events_report WHERE source_id IN (SELECT n.id {_differing(_SOURCE)})"
    body = f"PERFORM events_eventline_write(ARRAY({told}))"
    made += _on_postgresql("events_source_line_changed", "events_source", "UPDATE", ("old", "new"), body)
    return [*made, *_everything("postgresql")]


def _everything(vendor: str) -> list[str]:
    gone = "DELETE FROM events_eventline WHERE event_id NOT IN (SELECT id FROM events_event)"
    return [gone, written(vendor, "true")]


def _differing(columns: tuple[str, ...]) -> str:
    """The rows of which one of the columns is another now."""
    differs = " OR ".join(f'o."{column}" IS DISTINCT FROM n."{column}"' for column in columns)
    return f"FROM old_rows o JOIN new_rows n USING (id) WHERE {differs}"


def _on_postgresql(name: str, table: str, verb: str, sides: tuple[str, ...], body: str) -> list[str]:
    tables = " ".join(f"{side.upper()} TABLE AS {side}_rows" for side in sides)
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
