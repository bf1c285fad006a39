"""What templates may call besides plain values: functions and filters of the Jinja2 environment. May import the pure layers.

A page says the same words hundreds of times, so what depends on nothing but its arguments and the language is remembered.
"""

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from markupsafe import Markup

from events import edtf, languages
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


def phrase(message: str, **values: Any) -> Markup:
    """What `_` is in templates: the message in the language of the page, its values set in, escaped."""
    return _phrase(message, languages.current()) % values if values else _plain(message, languages.current())


@functools.lru_cache(maxsize=10_000)
def _phrase(message: str, _language: str) -> Markup:
    return Markup(_quoted(_(message)))  # noqa: S704  a translator writes markup as a template does


@functools.lru_cache(maxsize=10_000)
def _plain(message: str, _language: str) -> Markup:
    """Without values; a sign of per cent is written twice all the same."""
    return Markup(_quoted(_(message))) % {}  # noqa: S704


def _quoted(words: str) -> str:
    """Straight quotation marks of a message without markup would end the attribute that it may stand in."""
    return words if "<" in words else words.replace('"', "&#34;")


def country_name(country: Any) -> str:
    """A state's name in the reader's language, from CLDR; its short English name where CLDR has none."""
    code = languages.current()
    return country.name if code == "en" else country.names.get(code, country.name)


def region_name(region: str) -> str:
    """A region or subregion of UN M49 in the reader's language, from CLDR."""
    code = _M49.get(region)
    return region if languages.current() == "en" or code is None else Locale.parse(languages.locale()).territories[code]


_M49 = {
    **{"Africa": "002", "Americas": "019", "Asia": "142", "Europe": "150", "Oceania": "009", "Antarctica": "AQ"},
    **{"Eastern Africa": "014", "Middle Africa": "017", "Northern Africa": "015", "Southern Africa": "018"},
    **{"Western Africa": "011", "Caribbean": "029", "Central America": "013", "Northern America": "021"},
    **{"South America": "005", "Central Asia": "143", "Eastern Asia": "030", "South-eastern Asia": "035"},
    **{"Southern Asia": "034", "Western Asia": "145", "Eastern Europe": "151", "Northern Europe": "154"},
    **{"Southern Europe": "039", "Western Europe": "155", "Australia and New Zealand": "053"},
    **{"Melanesia": "054", "Micronesia": "057", "Polynesia": "061"},
}
"""The codes of UN M49 (Antarctica's is that of ISO 3166) by the names in reference/regions.tsv."""


def foreign() -> str:
    """The attribute of an element whose words are the source's, not the page's: the archive reads English."""
    return "" if languages.current() == "en" else _FOREIGN


_FOREIGN = Markup(' lang="en" dir="ltr"')


def answers(response: str) -> str:
    """How a statement answers another, in words that a name follows."""
    return label(response, "response") or _("Answers")


def answered_by(response: str) -> str:
    """How a statement was answered, in words that a name follows."""
    return {
        "denial": _("Denied by"),
        "confirmation": _("Confirmed by"),
        "acceptance": _("Accepted by"),
        "refusal": _("Refused by"),
    }.get(response) or _("Answered by")


def label(value: str, words: str) -> str:
    """The reader's word for a coded value: `label("CONSULT", "type")`."""
    return _label(value, words, languages.current()) if value else ""


@functools.cache
def _label(value: str, words: str, language: str) -> str:
    return _(_WORDS[words].of(value).label)


def definition(value: str, words: str) -> str:
    return _definition(value, words, languages.current()) if value else ""


@functools.cache
def _definition(value: str, words: str, language: str) -> str:
    return _(_WORDS[words].of(value).definition)


@functools.cache
def quad(type_: str) -> str:
    """The PLOVER quad class of an event type."""
    return EventType.of(type_).quad.value


def when(text: str) -> str:
    """An EDTF date in words; never a day that no source gave."""
    return _when(text, languages.current()) if text else ""


@functools.lru_cache(maxsize=20_000)
def _when(text: str, language: str) -> str:
    return edtf.display(edtf.parse(text), languages.locale(), _)


def day(value: date | datetime | None) -> str:
    """A calendar day in the reader's language: 18 June 2024."""
    if value is None:
        return ""
    return _day(value.date() if isinstance(value, datetime) else value, languages.current())


@functools.lru_cache(maxsize=20_000)
def _day(value: date, language: str) -> str:
    return edtf.calendar_day(value, languages.locale())


def number(value: int) -> str:
    return _number(value, languages.current())


def numbers(language: str) -> Callable[[int], str]:
    """`number` for many of them in the present language, which is not asked for again and again."""
    return lambda value: _number(value, language)


@functools.lru_cache(maxsize=20_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=languages.locale())


GLOBALS: dict[str, Any] = {"label": label, "definition": definition, "quad": quad}
GLOBALS |= {
    "foreign": foreign,
    "direction": languages.direction,
    "country_name": country_name,
    "region_name": region_name,
    "locale": languages.locale,
}
FILTERS: dict[str, Callable[..., Any]] = {"when": when, "day": day, "number": number}
