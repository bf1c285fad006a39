"""The macros of the pages' templates, for whoever draws a part of a page by itself. May import Django, `presentation` and `shells`."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.template import engines
from markupsafe import Markup

from events import languages, presentation
from events.shells import Shell, escaped, hole


def drawn(template: str, macro: str, *values: Any) -> Markup:
    """What a macro makes of some values."""
    module: Any = engines["pages"].env.get_template(template).module  # type: ignore[attr-defined]
    draw: Callable[..., Markup] = getattr(module, macro)
    return draw(*values).strip()


def once(macro: str, *values: str) -> Markup:
    """Likewise of a small part that page after page shows again, remembered: a macro of `_parts.html` that knows its values only."""
    return _remembered(macro, languages.current(), values)


def _drawn_once(macro: str, _language: str, values: tuple[str, ...]) -> Markup:
    return drawn("_parts.html", macro, *values)


_remembered = _drawn_once if settings.DEBUG else functools.lru_cache(maxsize=5000)(_drawn_once)


class Choice(Protocol):
    """A value of a filter, with its count and the address that chooses it or, where it is selected, drops it."""

    @property
    def label(self) -> str: ...

    @property
    def count(self) -> int: ...

    @property
    def url(self) -> str: ...

    @property
    def selected(self) -> bool: ...


def facet_values(values: Sequence[Choice]) -> Markup:
    """The items of a facet, in their order."""
    language = languages.current()
    shapes, number = _shapes(language), presentation.numbers(language)
    told = [text for value in values for text in (value.url, value.label, number(value.count))]
    parts: list[str] = []
    for value, url, label, count in zip(values, *(iter(escaped(told)),) * 3, strict=True):
        first, then, after, last = shapes[value.selected]
        parts += (first, url, then, label, after, count, last)
    return Markup("".join(parts))  # noqa: S704  pieces of a template, and what was escaped


def _drawn_shapes(_language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before, between and after the address, the label and the count: of a value, and of a selected one."""
    holes = [hole(name) for name in ("url", "label", "count")]
    plain, selected = (
        Shell(drawn("_parts.html", "facet_value", *holes, chosen)).pieces("url", "label", "count")
        for chosen in (False, True)
    )
    return plain, selected


_shapes = _drawn_shapes if settings.DEBUG else functools.lru_cache(maxsize=100)(_drawn_shapes)  # templates change there
