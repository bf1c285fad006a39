"""What templates may call besides plain values: functions and filters of the Jinja2 environment. May import the pure layers.

A page says the same words hundreds of times, so what depends on nothing but its arguments and the language is remembered.
"""

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import edtf
from events.vocabulary import DateBasis, Described, EventType, Mode, Part, Response, Review, StatementKind, Status

_WORDS: dict[str, type[Described]] = {
    "type": EventType,
    "mode": Mode,
    "status": Status,
    "part": Part,
    "kind": StatementKind,
    "response": Response,
    "basis": DateBasis,
    "review": Review,
}


def language() -> str:
    return (get_language() or "en").split("-")[0]


def country_name(country: Any) -> str:
    """A state's name in the reader's language, from CLDR; its short English name where CLDR has none."""
    code = language()
    return country.name if code == "en" else country.names.get(code, country.name)


def label(value: str, words: str) -> str:
    """The reader's word for a coded value: `label("CONSULT", "type")`."""
    return _label(value, words, language()) if value else ""


@functools.cache
def _label(value: str, words: str, language: str) -> str:
    return _(_WORDS[words].of(value).label)


def definition(value: str, words: str) -> str:
    return _definition(value, words, language()) if value else ""


@functools.cache
def _definition(value: str, words: str, language: str) -> str:
    return _(_WORDS[words].of(value).definition)


@functools.cache
def quad(type_: str) -> str:
    """The PLOVER quad class of an event type."""
    return EventType.of(type_).quad.value


def when(text: str) -> str:
    """An EDTF date in words; never a day that no source gave."""
    return _when(text, language()) if text else ""


@functools.lru_cache(maxsize=20_000)
def _when(text: str, language: str) -> str:
    return edtf.display(edtf.parse(text))


def day(value: date | datetime | None) -> str:
    """A calendar day in the reader's language: 18 June 2024."""
    if value is None:
        return ""
    return _day(value.date() if isinstance(value, datetime) else value, language())


@functools.lru_cache(maxsize=20_000)
def _day(value: date, language: str) -> str:
    return format_date(value, "d MMMM y" if language == "en" else "long", locale=language)


def number(value: int) -> str:
    return _number(value, language())


@functools.lru_cache(maxsize=20_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=language)


GLOBALS: dict[str, Any] = {"label": label, "definition": definition, "quad": quad, "country_name": country_name}
FILTERS: dict[str, Callable[..., Any]] = {"when": when, "day": day, "number": number}
