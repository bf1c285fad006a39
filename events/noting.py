"""The database notes which records are touched, so that the facet index need only look at those. SQL alone; `schema` installs it.

Triggers, because they miss nothing: not the admin's inlines, not a correction typed into a database shell. A statement of PostgreSQL
that touches very many rows at once is noted as one change of everything.
"""

from events.models.revision import Change

EVENT, STATEMENT = int(Change.Kind.EVENT), int(Change.Kind.STATEMENT)
PERSON, SOURCE = int(Change.Kind.PERSON), int(Change.Kind.SOURCE)

NOTED: dict[str, tuple[tuple[int, str], ...]] = {
    "events_event": ((EVENT, "id"),),
    "events_eventcountry": ((EVENT, "event_id"),),
    "events_eventperson": ((EVENT, "event_id"),),
    "events_report": ((EVENT, "event_id"),),
    "events_statement": ((STATEMENT, "id"), (EVENT, "event_id"), (STATEMENT, "responds_to_id")),
    "events_statement_about_countries": ((STATEMENT, "statement_id"),),
    "events_person": ((PERSON, "id"),),
    "events_source": ((SOURCE, "id"),),
    "events_naming": ((PERSON, "person_id"), (SOURCE, "source_id")),
    "events_evidence": ((SOURCE, "source_id"),),
}
"""Whose record a row of each table says something of, and the column that names it."""

FURTHER: dict[str, tuple[int, tuple[str, ...]]] = {
    "events_person": (int(Change.Kind.PERSON_STATE), ("country_id", "public_id")),
    "events_source": (int(Change.Kind.SOURCE_SHOWN), ("visible", "public_id")),
    "events_event": (int(Change.Kind.EVENT_SORT), ("type", "mode", "status", "visible")),
}
"""Columns by which records of other tables are filtered too: a change of them is noted as such."""

_OF_STATES = "country_id"
"""Of evidence only that of states is filtered by."""

MANY = 20_000
"""So many rows in one statement are noted as a change of everything."""

EVERYTHING = f"INSERT INTO events_change(kind, record) VALUES ({int(Change.Kind.EVERYTHING)}, 0)"
"""The note that nothing known of the archive holds any longer."""

DOING = {"added": ("INSERT", ("new",)), "removed": ("DELETE", ("old",)), "changed": ("UPDATE", ("old", "new"))}
"""What happens to a row, by the ending of a trigger's name: the verb, and the sides of the row that there are then."""


def triggers() -> list[tuple[str, str]]:
    """(name, table) of every trigger."""
    return [(f"{table}_noted_{doing}", table) for table in NOTED for doing in DOING]


def sqlite() -> list[str]:
    """Statements that make them, a row at a time."""
    made = []
    for table, noted in NOTED.items():
        for doing, (verb, sides) in DOING.items():
            notes = []
            for side in sides:
                for kind, column in noted:
                    there = f"{side}.{column} IS NOT NULL"
                    if side == "old" and len(sides) > 1:
                        there += f" AND old.{column} IS NOT new.{column}"
                    if table == "events_evidence":
                        there += f" AND {side}.{_OF_STATES} IS NOT NULL"
                    notes.append(
                        f"INSERT INTO events_change(kind, record) SELECT {kind}, {side}.{column} WHERE {there};"
                    )
            if doing == "changed" and table in FURTHER:
                kind, columns = FURTHER[table]
                differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
                notes.append(f"INSERT INTO events_change(kind, record) SELECT {kind}, new.id WHERE {differs};")
            name = f"{table}_noted_{doing}"
            made.append(f"DROP TRIGGER IF EXISTS {name}")
            made.append(f"CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN {' '.join(notes)} END")
    return made


def postgresql() -> list[str]:
    """Statements that make them, a statement's rows at a time."""
    made = []
    for table, noted in NOTED.items():
        for doing, (verb, sides) in DOING.items():
            name = f"{table}_noted_{doing}"
            rows = " UNION ".join(
                f"SELECT {kind}, {column} FROM {side}_rows WHERE {column} IS NOT NULL"
                + (f" AND {_OF_STATES} IS NOT NULL" if table == "events_evidence" else "")
                for side in sides
                for kind, column in noted
            )
            if doing == "changed" and table in FURTHER:
                kind, columns = FURTHER[table]
                differs = " OR ".join(f"o.{column} IS DISTINCT FROM n.{column}" for column in columns)
                rows += f" UNION SELECT {kind}, n.id FROM old_rows o JOIN new_rows n USING (id) WHERE {differs}"
            tables = " ".join(f"{side.upper()} TABLE AS {side}_rows" for side in sides)
            made.append(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF (SELECT count(*) FROM {sides[-1]}_rows) > {MANY} THEN "
                f"{EVERYTHING}; ELSE INSERT INTO events_change(kind, record) {rows}; END IF; RETURN NULL; END $$"
            )
            made.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            made.append(
                f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {tables} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
    return made
