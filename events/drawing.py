"""The macros of the pages' templates, for whoever draws a part of a page by itself. May import Django, `presentation` and `shells`."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import engines
from markupsafe import Markup

from events import languages, presentation
from events.shells import escaped, form, hole, safe

if TYPE_CHECKING:
    from events.listing import FacetValue


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
    there = {name: safe(value) for name, value in values.items() if value}
    return Markup(_form(macro, language, tuple(there)) % there)  # noqa: S704  every value is escaped


def _drawn_form(macro: str, _language: str, there: tuple[str, ...]) -> str:
    draw: Any = _macro("_parts.html", macro)
    holes = {name: hole(name) if name in there else "" for name in draw.arguments}
    return form(draw(**holes))


def facet_values(values: "Sequence[FacetValue]") -> Markup:
    """The items of a facet, in their order; `filled`, but for a hundred of them at once."""
    language = languages.current()
    number = presentation.numbers(language)
    forms = (_form("facet_value", language, ("url", "label", "count", *more)) for more in ((), ("selected",)))
    plain, selected = (made.strip() for made in forms)
    told = escaped([text for value in values for text in (value.url, value.label, number(value.count))])
    holes = zip(*(iter(told),) * 3, strict=True)
    return Markup(  # noqa: S704  what is set in was escaped
        "".join(
            (selected if value.selected else plain) % {"url": url, "label": label, "count": count}
            for value, (url, label, count) in zip(values, holes, strict=True)
        )
    )


if settings.DEBUG:  # templates change there
    remembered, _form = _drawn_once, _drawn_form
else:
    remembered = functools.lru_cache(maxsize=10_000)(_drawn_once)
    _form = functools.lru_cache(maxsize=2000)(_drawn_form)
