"""Full text over the records: FTS5 on SQLite, tsvector on PostgreSQL, the same grammar and the same hits on both.

`schema` keeps the indexes in step inside the database; this module only asks them.
"""

from typing import Any

from django.db import connections
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from events import folding
from events.criteria import Kind
from events.folding import Query, fold, highlight, parse

__all__ = ["RELEVANCE_CAP", "Query", "best", "by_relevance", "fold", "highlight", "matching", "narrow", "parse"]

RELEVANCE_CAP = 1000
"""Relevance is worked out for at most so many hits, the latest; the best 200 come first, the rest latest first."""

_TABLES = {
    kind: f"events_{name}"
    for kind, name in zip(Kind, ("event", "person", "country", "statement", "source"), strict=True)
}

_HITS_SQLITE = "SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s"
_HITS_POSTGRESQL = "SELECT id FROM {table} WHERE search_vector @@ to_tsquery('simple', %s)"
_BEST_SQLITE = (
    "SELECT id FROM (SELECT rowid AS id, rank AS fit FROM {table}_fts WHERE {table}_fts MATCH %s ORDER BY rowid DESC LIMIT %s)"
    " ORDER BY fit, id DESC LIMIT 200"
)
_BEST_POSTGRESQL = (
    "SELECT id FROM (SELECT id, search_vector FROM {table} WHERE search_vector @@ to_tsquery('simple', %s)"
    " ORDER BY id DESC LIMIT %s) AS hits ORDER BY ts_rank(search_vector, to_tsquery('simple', %s)) DESC, id DESC LIMIT 200"
)


def _vendor(found: QuerySet[Any]) -> str:
    return connections[found.db].vendor


def narrow(found: QuerySet[Any], q: str) -> QuerySet[Any]:
    """Only the records whose words satisfy the query. An empty query narrows nothing."""
    query = parse(q)
    if not query.terms:
        return found
    table = found.model._meta.db_table
    if _vendor(found) == "sqlite":
        hits = RawSQL(_HITS_SQLITE.format(table=table), [folding.fts5(query)])  # noqa: S611
    else:
        hits = RawSQL(_HITS_POSTGRESQL.format(table=table), [folding.tsquery(query)])  # noqa: S611
    return found.filter(pk__in=hits)


def by_relevance(found: QuerySet[Any], q: str) -> QuerySet[Any]:
    """The 200 best hits first, then the rest, the newest first."""
    query = parse(q)
    if not query.terms:
        return found.order_by("-pk")
    ranked = _ranked(found.model._meta.db_table, found.db, query)
    if not ranked:
        return found.order_by("-pk")
    ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ranked)]
    return found.order_by(Case(*ranks, default=Value(RELEVANCE_CAP), output_field=IntegerField()), "-pk")


def best(kind: Kind, q: str, alias: str) -> list[int]:
    """The keys of the best hits, whether or not they are public."""
    return _ranked(_TABLES[kind], alias, parse(q))


def matching(vendor: str, kind: Kind, q: str) -> tuple[str, str, list[str]]:
    """(column, the rest of the query from FROM on, parameters) that give the key of every hit, public or not."""
    table, query = _TABLES[kind], parse(q)
    if not query.terms:
        return "id", f"FROM {table} WHERE 1 = 1", []
    if vendor == "sqlite":
        return "rowid", f"FROM {table}_fts WHERE {table}_fts MATCH %s", [folding.fts5(query)]
    return "id", f"FROM {table} WHERE search_vector @@ to_tsquery('simple', %s)", [folding.tsquery(query)]


def _ranked(table: str, alias: str, query: Query) -> list[int]:
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "sqlite":
            cursor.execute(_BEST_SQLITE.format(table=table), [folding.fts5(query), RELEVANCE_CAP])
        else:
            text = folding.tsquery(query)
            cursor.execute(_BEST_POSTGRESQL.format(table=table), [text, RELEVANCE_CAP, text])
        return [row[0] for row in cursor.fetchall()]
