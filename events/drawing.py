"""The macros of the pages' templates, for whoever draws a part of a page by itself. May import Django, `presentation` and `shells`."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.template import engines
from markupsafe import Markup, escape

from events import languages, presentation
from events.shells import Shell, escaped, form, hole


def _macro(template: str, name: str) -> Callable[..., Markup]:
    module: Any = engines["pages"].env.get_template(template).module  # type: ignore[attr-defined]
    return getattr(module, name)  # type: ignore[no-any-return]


def drawn(template: str, macro: str, *values: Any) -> Markup:
    """What a macro makes of some values."""
    return _macro(template, macro)(*values).strip()


def once(macro: str, *values: Any) -> Markup:
    """Likewise of a small part that page after page shows again, remembered: a macro of `_parts.html` that knows its values only."""
    return remembered(macro, languages.current(), *values)


def _drawn_once(macro: str, _language: str, *values: Any) -> Markup:
    return drawn("_parts.html", macro, *values)


def filled(macro: str, language: str, /, **values: str | bool) -> Markup:
    """What a macro of `_parts.html` makes of these values, several times as fast: one that does nothing with each of them but
    set it in or ask whether it is there. The language is the present one, which is slow to ask for.

    It is drawn with holes, once for each choice of values that are there; those that are not need not be given. What is no
    markup is escaped, as in a template.
    """
    there = {name: value if type(value) is Markup else escape(value) for name, value in values.items() if value}
    return Markup(_form(macro, language, tuple(there)) % there)  # noqa: S704  every value is escaped


def _drawn_form(macro: str, _language: str, there: tuple[str, ...]) -> str:
    draw: Any = _macro("_parts.html", macro)
    holes = {name: hole(name) if name in there else "" for name in draw.arguments}
    return form(draw(**holes))


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


if settings.DEBUG:  # templates change there
    remembered, _form, _shapes = _drawn_once, _drawn_form, _drawn_shapes
else:
    remembered = functools.lru_cache(maxsize=10_000)(_drawn_once)
    _form = functools.lru_cache(maxsize=2000)(_drawn_form)
    _shapes = functools.lru_cache(maxsize=100)(_drawn_shapes)
