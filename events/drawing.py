"""The macros of the pages' templates, for whoever draws a part of a page by itself. May import Django and `languages`."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import engines
from markupsafe import Markup

from events import languages


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
