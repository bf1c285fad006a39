"""Questions that are the same but for the keys they ask for: put into SQL once, not for every page. May import Django only.

Django takes some three times as long to write a short query as a database takes to answer it, and a page asks a dozen.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import QuerySet

_KEY = 8_128_128_128_128_128
"""Stands for keys while a query is written; no record has it."""


class _Written(NamedTuple):
    """`pieces` are the SQL between the parameters; of those, `lists` says which stand for which list of keys.

    `converters` make Python's values of the database's, by column.
    """

    pieces: list[str]
    parameters: tuple[Any, ...]
    lists: dict[int, int]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared:
    """`make` gives a `values_list`; it takes lists of keys, each of which must stand in one `__in` look-up."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], lists: int = 1) -> None:
        self.make = make
        self.lists = lists
        self.model: Any = None
        self.written: dict[str, _Written] = {}

    def rows(self, *keys: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The rows that `make` would give for these keys, in its order; an empty list of keys finds nothing."""
        given = [list(some) or [None] for some in keys]
        if self.model is None:
            self.model = self.make(*([_KEY + n] for n in range(self.lists))).model
        alias = router.db_for_read(self.model)
        query = self.written.get(alias) or self._write(alias)
        sql, parameters = [query.pieces[0]], []
        for place, piece in enumerate(query.pieces[1:]):
            values = given[query.lists[place]] if place in query.lists else [query.parameters[place]]
            parameters += values
            sql += [", ".join(["%s"] * len(values)), piece]
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute("".join(sql), parameters)
            found = cursor.fetchall()
        return [_converted(row, query.converters, connection) for row in found] if query.converters else found

    def _write(self, alias: str) -> _Written:
        queryset = self.make(*([_KEY + n] for n in range(self.lists))).using(alias)
        compiler = queryset.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        stand_ins = {str(_KEY + n): n for n in range(self.lists)}
        lists = {at: stand_ins[str(value)] for at, value in enumerate(parameters) if str(value) in stand_ins}
        if sorted(lists.values()) != list(range(self.lists)):
            raise ValueError(f"each of {self.lists} lists of keys must stand in one __in look-up of {sql}")
        converters = compiler.get_converters([selected[0] for selected in compiler.select])
        columns = [(column, made, expression) for column, (made, expression) in converters.items()]
        self.written[alias] = _Written(sql.split("%s"), tuple(parameters), lists, columns)
        return self.written[alias]


def _converted(row: tuple[Any, ...], converters: list[tuple[int, list[Any], Any]], connection: Any) -> tuple[Any, ...]:
    values = list(row)
    for column, made, expression in converters:
        for convert in made:
            values[column] = convert(values[column], expression, connection)
    return tuple(values)
