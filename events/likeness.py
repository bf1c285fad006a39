"""Persons by names that are begun, or spelled nearly right. The database finds candidates by trigrams, rapidfuzz compares them.

`schema` keeps the trigram indexes: FTS5 on SQLite, pg_trgm on PostgreSQL where that extension can be had. Without it at most
`MOST_COMPARED` names are compared.
"""

from typing import Any

from django.db import connections
from django.db.models import Count
from rapidfuzz import fuzz, process

from events import identity, schema
from events.models import Person, PersonAlias

NEAR = 78
"""How alike, of 100, a name must be to the words typed (rapidfuzz's weighted ratio)."""

CANDIDATES = 300
"""Names that share most trigrams with the words typed, and are compared letter by letter."""

MOST_COMPARED = 50_000
"""Names compared where no trigram index narrows them first."""

MOST_SHARED = 20_000
"""On SQLite the rarest trigrams are asked for, together no more than so many names hold: ranking is what takes time."""

SHORTEST = 3
"""Letters that a trigram needs."""


def spelled_like(words: str, most: int) -> list[Person]:
    """Public persons whose name or alias is nearly what was typed, the nearest first."""
    key = identity.name_key(words)
    if len(key) <= SHORTEST:
        return []
    names = [pair for table in schema.NAMED for pair in _sharing_trigrams(table, key)]
    choices = {place: form for place, (_person, form) in enumerate(names)}
    scorer = fuzz.WRatio if " " in key else fuzz.partial_ratio
    near = process.extract(key, choices, scorer=scorer, limit=None, score_cutoff=NEAR)
    near.sort(key=lambda found: (-_closest(key, found[0]), found[0]))
    keys = list(dict.fromkeys(names[place][0] for _form, _score, place in near))[: most * 5]
    found = Person.objects.public().in_bulk(keys)
    return [found[pk] for pk in keys if pk in found][:most]


def _closest(key: str, form: str) -> float:
    """How alike the whole name is, or the one of its words that is most like a single word typed."""
    return max(fuzz.ratio(key, part) for part in ([form] if " " in key else form.split()))


def beginning(words: str, most: int) -> list[Person]:
    """Public persons with a name in which every word typed begins a word, those named by most sources first."""
    typed = identity.name_key(words).split()
    if not any(len(word) >= SHORTEST for word in typed):
        return []
    keys = {person for table in schema.NAMED for person, form in _with_beginnings(table, typed) if _begin(typed, form)}
    found = Person.objects.public().filter(pk__in=keys).annotate(sources=Count("namings"))
    return list(found.order_by("-sources", "sort_name")[:most])


def _begin(typed: list[str], form: str) -> bool:
    return all(any(word.startswith(start) for word in form.split()) for start in typed)


def _ask(question: str, values: list[Any]) -> list[Any]:
    with connections[Person.objects.db].cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def _with_beginnings(table: str, typed: list[str]) -> list[tuple[int, str]]:
    owner = schema.NAMED[table]
    long = [word for word in typed if len(word) >= SHORTEST]
    if connections[Person.objects.db].vendor == "sqlite":
        wanted = " AND ".join(f'(^"{word}" OR " {word}")' for word in long)
        found = f"SELECT rowid FROM {table}_names WHERE {table}_names MATCH %s LIMIT {CANDIDATES}"
        return _ask(f"SELECT {owner}, key FROM {table} WHERE id IN ({found})", [wanted])
    starts = " AND ".join("(key LIKE %s OR key LIKE %s)" for _ in long)
    patterns = [pattern for word in long for pattern in (f"{word}%", f"% {word}%")]
    return _ask(f"SELECT {owner}, key FROM {table} WHERE {starts} LIMIT {CANDIDATES}", patterns)


def _sharing_trigrams(table: str, key: str) -> list[tuple[int, str]]:
    """(person, name key) of the names most like the key, as far as trigrams tell."""
    owner = schema.NAMED[table]
    connection = connections[Person.objects.db]
    if connection.vendor == "sqlite":
        wanted = " OR ".join(f'"{part}"' for part in _rarest(table, key))
        if not wanted:
            return []
        found = f"SELECT rowid FROM {table}_names WHERE {table}_names MATCH %s ORDER BY rank LIMIT {CANDIDATES}"
        return _ask(f"SELECT {owner}, key FROM {table} WHERE id IN ({found})", [wanted])
    if schema.has_trigrams(connection):
        _ask("SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', false)", [])
        return _ask(
            f"SELECT {owner}, key FROM {table} WHERE %s <%% key ORDER BY word_similarity(%s, key) DESC LIMIT {CANDIDATES}",
            [key, key],
        )
    return _compared(table)


def _rarest(table: str, key: str) -> list[str]:
    """The key's trigrams that names hold at all, the rarest first, until enough names hold one."""
    parts = sorted({key[at : at + SHORTEST] for at in range(len(key) - SHORTEST + 1)})
    marks = ", ".join(["%s"] * len(parts))
    held = _ask(f"SELECT term, doc FROM {table}_trigrams WHERE term IN ({marks}) ORDER BY doc, term", list(parts))
    chosen: list[str] = []
    names = 0
    for part, holders in held:
        if chosen and names + holders > MOST_SHARED:
            break
        chosen.append(part)
        names += holders
    return chosen


def _compared(table: str) -> list[tuple[int, str]]:
    if table == Person._meta.db_table:
        return list(Person.objects.public().order_by("pk").values_list("pk", "key")[:MOST_COMPARED])
    aliases = PersonAlias.objects.filter(person__visible=True).order_by("pk")
    return list(aliases.values_list("person", "key")[:MOST_COMPARED])
