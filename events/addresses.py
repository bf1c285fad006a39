"""The address of a list and its neighbours: with a filter set, added or taken away. May import Django only."""

import functools
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote_plus

from django.http import HttpRequest, QueryDict
from django.urls import get_script_prefix, reverse
from django.utils import translation

TRACKING = ("utm_", "fbclid", "gclid")
"""How the parameters begin that others add to addresses. No link of ours hands them on."""

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch


def _quoted(value: str) -> str:
    """`quote_plus`, at once for what needs no quoting: a page has hundreds of codes, days and identifiers in its links."""
    return value if _PLAIN(value) else quote_plus(value)


def of_page(name: str, args: Sequence[object] = ()) -> str:
    """`reverse` for templates: what takes no arguments is asked once for each language."""
    return reverse(name, args=args) if args else _bare(name, translation.get_language(), get_script_prefix())


@functools.lru_cache(maxsize=200)
def _bare(name: str, _language: str | None, _prefix: str) -> str:
    return reverse(name)


def of_record(name: str, key: str) -> str:
    """The address of a record's page in the reader's language: `reverse`, asked once for all records of a kind."""
    return f"{_before(name, translation.get_language(), get_script_prefix())}{key}/"


@functools.lru_cache(maxsize=100)
def _before(name: str, _language: str | None, _prefix: str) -> str:
    some = "aa" if name == "country" else "a" * 14
    return reverse(name, args=[some]).removesuffix(f"{some}/")


class Address:
    """The present address and its neighbours: with a parameter set, added or taken away. Always back to page 1."""

    def __init__(self, path: str, query: QueryDict) -> None:
        self.path = path
        self.query = query

    @classmethod
    def of(cls, request: HttpRequest) -> "Address":
        return cls(request.path, request.GET)

    @classmethod
    def to(cls, kind: str, /, **filters: str | Sequence[str]) -> "Address":
        """The address of a list (`events`, `statements` …) with these filters, in the reader's language."""
        query = QueryDict(mutable=True)
        for name, values in filters.items():
            query.setlist(name, [values] if isinstance(values, str) else list(values))
        return cls(reverse(kind), query)

    def _but(self, *names: str) -> str:
        """The query without these parameters, without empty ones and without the page."""
        return "&".join(pairs for name, pairs in self._pairs if name not in names)

    @functools.cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """What a query of each parameter is, ready to be joined."""
        return [
            (name, "&".join(f"{_quoted(name)}={_quoted(value)}" for value in dict.fromkeys(values)))
            for name, values in self.query.lists()
            if name != "page" and any(values) and not name.startswith(TRACKING)
        ]

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """The filters in force but those of these names, as a form hands them on: always back to page 1."""
        left_out = {"page", *names}
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in left_out and not name.startswith(TRACKING)
            for value in dict.fromkeys(values)
            if value
        ]

    def _joined(self, *parts: str) -> str:
        query = "&".join(part for part in parts if part)
        return f"{self.path}?{query}" if query else self.path

    def set(self, **values: object) -> str:
        given = (f"{name}={_quoted(str(value))}" for name, value in values.items() if value not in (None, ""))
        return self._joined(self._but(*values), *given)

    def setting(self, *names: str) -> Callable[..., str]:
        """`set` for many values of the same parameters, in their order: an empty one is left out."""
        left = self._but(*names)
        before, alone = self._joined(left, "\0")[:-1], self._joined(left)

        def address(*values: str) -> str:
            pairs = zip(names, values, strict=True)
            given = "&".join([f"{name}={_quoted(value)}" for name, value in pairs if value])
            return before + given if given else alone

        return address

    def adding(self, name: str) -> Callable[[str], str]:
        """Addresses with one more value of a parameter that may be repeated."""
        before = self._joined(self._but(), f"{name}=")
        return lambda value: before + _quoted(value)

    def drop(self, name: str, value: str | None = None) -> str:
        kept = [v for v in self.query.getlist(name) if v and value is not None and v.lower() != value.lower()]
        return self._joined(self._but(name), *(f"{name}={_quoted(v)}" for v in kept))

    def page(self, number: int) -> str:
        return self._joined(self._but(), f"page={number}" if number > 1 else "")
