"""Questions that are the same but for the keys they ask for: put into SQL once, not for every page. May import Django only.

Django takes some three times as long to write a short query as a database takes to answer it, and a page asks a dozen. Lists of
keys are filled up to a few sizes, so that the database, too, meets the same words again and need not plan them anew.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import QuerySet

SIZES = (1, 2, 3, 5, 10, 25, 50, 100, 250)
"""How many keys a list is filled up to, by naming its last again; longer ones stay as they are."""

_KEY = 8_128_128_128_128_128
"""Stands for keys while a query is written; no record has it."""


class _Written(NamedTuple):
    """`pieces` are the SQL between the parameters; of those, `lists` says which stand for which list of keys.

    `texts` are the SQL for lists of so many keys; `converters` make Python's values of the database's, by column.
    """

    pieces: list[str]
    parameters: tuple[Any, ...]
    lists: dict[int, int]
    texts: dict[tuple[int, ...], str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]

    def text(self, sizes: tuple[int, ...]) -> str:
        if sizes not in self.texts:
            marks = [", ".join(["%s"] * sizes[self.lists[at]]) if at in self.lists else "%s" for at in self._places()]
            text = self.pieces[0] + "".join(chain(*zip(marks, self.pieces[1:], strict=True)))
            if any(size > SIZES[-1] for size in sizes):
                return text
            self.texts[sizes] = text
        return self.texts[sizes]

    def values(self, given: list[list[Any]]) -> list[Any]:
        """What stands for the parameters, in their order."""
        values: list[Any] = []
        for at in self._places():
            values += given[self.lists[at]] if at in self.lists else [self.parameters[at]]
        return values

    def _places(self) -> range:
        return range(len(self.parameters))


class Prepared:
    """`make` gives a `values_list`; it takes lists of keys, each of which must stand in one `__in` look-up."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], lists: int = 1) -> None:
        self.make = make
        self.lists = lists
        self.model: Any = None
        self.written: dict[str, _Written] = {}

    def rows(self, *keys: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The rows that `make` would give for these keys, in its order; an empty list of keys finds nothing."""
        given = [_filled_up(list(some) or [None]) for some in keys]
        if self.model is None:
            self.model = self.make(*([_KEY + n] for n in range(self.lists))).model
        alias = router.db_for_read(self.model)
        query = self.written.get(alias) or self._write(alias)
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute(query.text(tuple(map(len, given))), query.values(given))
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
        self.written[alias] = _Written(sql.split("%s"), tuple(parameters), lists, {}, columns)
        return self.written[alias]


def _filled_up(keys: list[Any]) -> list[Any]:
    size = next((size for size in SIZES if size >= len(keys)), len(keys))
    return keys + keys[-1:] * (size - len(keys))


def _converted(row: tuple[Any, ...], converters: list[tuple[int, list[Any], Any]], connection: Any) -> tuple[Any, ...]:
    values = list(row)
    for column, made, expression in converters:
        for convert in made:
            values[column] = convert(values[column], expression, connection)
    return tuple(values)
