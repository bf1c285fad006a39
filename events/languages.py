"""The language of a page stands in its address: /events/ is English, /fr/events/ French, /ar/events/ Arabic. May import Django only.

Nothing else decides it, neither cookie nor Accept-Language, so that an address shows everybody the same page, caches may keep it
and a citation stays true. Data (CSV, feeds, the API …) has one address, without a prefix. The admin follows the browser.
"""

import ast
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LOCALES = {"en": "en_GB"}
"""CLDR locales whose dates and numbers are written out, where that is not the language itself."""


@dataclass(frozen=True)
class Version:
    """A page in one of the languages: its address with filters and all, the address to cite, and words in that language."""

    code: str
    name: str
    direction: str
    offer: str
    url: str
    canonical: str
    current: bool


class AddressLanguage:
    """Middleware: the language of the address while the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        admin = request.path_info.startswith("/admin/")
        chosen = translation.get_language_from_request(request) if admin else of(request.path_info)
        request.LANGUAGE_CODE = chosen
        asked = _ASKED.set(chosen)
        try:
            with translation.override(chosen):
                response = self.get_response(request)
        finally:
            _ASKED.reset(asked)
        response.headers.setdefault("Content-Language", chosen)
        return response


_ASKED: ContextVar[str] = ContextVar("asked", default="")
"""The language of the address that is being answered. A page asks hundreds of times, and Django's own look-up is slow."""


def current() -> str:
    return _ASKED.get() or (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]


def locale() -> str:
    """The CLDR locale of the present language, as Babel takes it."""
    return LOCALES.get(current(), current())


@functools.cache
def direction(language: str) -> str:
    """ltr or rtl: which way a language is written."""
    return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"


def of(path: str) -> str:
    """The language that a path asks for."""
    first = path.removeprefix("/").partition("/")[0]
    return first if first in _prefixed() else settings.LANGUAGE_CODE


def bare(path: str) -> str:
    """The path without a language: the address to cite, and the one of the data beside it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if slash and first in _prefixed() else path


def within(path: str, code: str) -> str:
    """The same page in another language. `path` may carry a query."""
    return bare(path) if code == settings.LANGUAGE_CODE else f"/{code}{bare(path)}"


@functools.cache
def codes() -> tuple[str, ...]:
    """The languages that there are, in the order of `versions`."""
    return tuple(code for code, _name in settings.LANGUAGES)


def versions(request: HttpRequest) -> list[Version]:
    """The page asked for in every language there is."""
    return [_version(request, code, str(name)) for code, name in settings.LANGUAGES]


def _version(request: HttpRequest, code: str, name: str) -> Version:
    return Version(
        code=code,
        name=name,
        direction=direction(code),
        offer=_offer(code),
        url=within(request.get_full_path(), code),
        canonical=request.build_absolute_uri(within(request.path, code)),
        current=code == of(request.path),
    )


@functools.cache
def _offer(code: str) -> str:
    with translation.override(code):
        # Translators: write "Read this page in French", "… in Arabic", each in its own language.
        return translation.gettext("Read this page in English")


def vocabulary_words(file: Any, keywords: Any, tags: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """For Babel's extraction (babel.cfg): the labels and definitions of the controlled words, which pure Python can't mark."""
    for described in ast.walk(ast.parse(file.read())):
        if isinstance(described, ast.ClassDef) and any(getattr(b, "id", "") == "Described" for b in described.bases):
            for line in described.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    _value, *shown = (part.value for part in line.value.elts if isinstance(part, ast.Constant))
                    yield from ((line.lineno, "_", str(words), []) for words in shown)


@functools.cache
def _prefixed() -> frozenset[str]:
    return frozenset(codes()) - {settings.LANGUAGE_CODE}
