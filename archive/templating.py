"""The Jinja2 environment that pages are rendered in: Django's addresses, static files and gettext, and our filters."""

import functools
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from events import addresses, drawing, presentation, rendering, wording


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend. Undefined names raise: a page never shows a silent gap."""
    options["undefined"] = StrictUndefined
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701  Django's backend passes autoescape=True
    env.policies["json.dumps_kwargs"] = {"cls": DjangoJSONEncoder, "ensure_ascii": False}
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        _=presentation.phrase,  # that of Jinja asks for the language each time, and a page says a hundred messages
        static=static if settings.DEBUG else functools.cache(static),
        url=addresses.of_page,
        archive_title=settings.ARCHIVE_TITLE,
        archive_contact=settings.ARCHIVE_CONTACT,
        get_language=translation.get_language,
        statement_row=rendering.statement_row,
        once=drawing.once,
        facet_values=drawing.facet_values,
        in_sentence=wording.in_sentence,
        **presentation.GLOBALS,
    )
    env.filters.update(presentation.FILTERS)
    return env
