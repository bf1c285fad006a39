"""The states and territories of the world since 1945, past and present: codes, names in many languages, regions, life spans.

Pure Python: pycountry (ISO 3166-1 and 3166-3), Babel (CLDR names) and the tables in reference/. Imports nothing of ours.

Codes are ISO 3166-1 alpha-2, for former states ISO 3166-3 alpha-4; the one user-assigned code is XK (Kosovo), which the
European Union, the IMF and CLDR use. States that ended without a code of their own need none: in ISO's first edition (1974) `VN`
was the Republic of (South) Viet-Nam beside `VD`, and `YE` and `DE` were North Yemen and West Germany; each code passed on to
the united state. Left out of 3166-3 are places without a state or people of their own (Wake, Midway, Metropolitan France ...).
"""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

import pycountry
from babel import Locale

LANGUAGES = (
    *("en", "fr", "ar", "de", "es", "ru", "zh", "ja", "ko", "pt", "it"),
    *(
        "bn",
        "cs",
        "el",
        "fa",
        "fi",
        "he",
        "hi",
        "hu",
        "id",
        "nl",
        "pl",
        "ro",
        "sr",
        "sv",
        "sw",
        "th",
        "tr",
        "uk",
        "ur",
        "vi",
    ),
)
"""CLDR languages whose names are kept: the United Nations' six, and the most read besides."""

_KOSOVO = ("XK", "XKX", "Kosovo", "Republic of Kosovo")


@dataclass(frozen=True, slots=True)
class State:
    """One state or territory. `valid_from`: independence since 1945, else None; `valid_to`: last day of a former state."""

    code: str
    alpha3: str
    name: str
    official_name: str
    names: Mapping[str, str] = field(hash=False)
    region: str
    subregion: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()


@functools.cache
def all_states() -> tuple[State, ...]:
    """Every state and territory, ordered by code: those of ISO 3166-1 today, Kosovo, and the former ones since 1945."""
    former = _table("former_states")
    predecessors: dict[str, list[str]] = {}
    for code, row in former.items():
        for successor in row["successors"].split():
            predecessors.setdefault(successor, []).append(code)
    found = [_present(*entry, predecessors) for entry in _present_entries()]
    for entry in pycountry.historic_countries:
        if entry.alpha_4 in former:
            found.append(_former(entry.alpha_4, entry.alpha_3, entry.name, former[entry.alpha_4], predecessors))
    return tuple(sorted(found, key=lambda state: state.code))


@functools.cache
def by_code() -> Mapping[str, State]:
    """The same states by their code."""
    return {state.code: state for state in all_states()}


def in_a_sentence(code: str) -> str:
    """The English name as it stands in running text: "the United States", "Cuba"; a code that no state has stays as it is."""
    state = by_code().get(code)
    if state is None:
        return code
    return with_article(code, state.name, "en")


def with_article(code: str, name: str, language: str) -> str:
    """A name as it stands in running text: the United States, l’Ukraine, Cuba. `code` may be a region's English name.

    The name itself where reference/articles.tsv has no such language: Arabic names carry their own article.
    """
    article = _table("articles").get(code, {}).get(language, "-")
    if article == "-":
        return name
    return f"{article}{name}" if article.endswith("’") else f"{article} {name}"


def on(code: str, day: datetime.date) -> str:
    """The code that stood, on a day, for what `code` stands for today: RU on a day of 1985 is SUHH. Renamed states keep theirs.

    Only for states that a former one passed its seat of government on to (`_SEATS`); any other code comes back as it is.
    """
    for former in _SEATS.get(code, ()):
        last = by_code()[former].valid_to
        if last is not None and day <= last:
            return former
    return code


_SEATS = {"RU": ("SUHH",), "RS": ("YUCS", "CSXX"), "CZ": ("CSHH",)}
"""Whose capital was the former states' capital (Moscow, Belgrade, Prague), the oldest first."""


def _present_entries() -> list[tuple[str, str, str, str]]:
    entries = [
        (c.alpha_2, c.alpha_3, getattr(c, "common_name", c.name), getattr(c, "official_name", c.name))
        for c in pycountry.countries
    ]
    return [*entries, _KOSOVO]


def _present(code: str, alpha3: str, name: str, official: str, predecessors: dict[str, list[str]]) -> State:
    names = {language: found for language in LANGUAGES if (found := _territories(language).get(code))}
    short = _table("short_names").get(code)
    name = short["name"] if short else names.get("en", name)
    since = _table("independence").get(code)
    place = _table("regions")[code]
    return State(
        code=code,
        alpha3=alpha3,
        name=name,
        official_name=official,
        names={**names, "en": name},
        region=place["region"],
        subregion=place["subregion"],
        valid_from=datetime.date.fromisoformat(since["valid_from"]) if since else None,
        valid_to=None,
        predecessors=tuple(predecessors.get(code, ())),
    )


def _former(code: str, alpha3: str, official: str, row: dict[str, str], predecessors: dict[str, list[str]]) -> State:
    name = _table("short_names")[code]["name"]
    foreign = _table("former_names").get(code, {})
    place = _table("regions")[code]
    return State(
        code=code,
        alpha3=alpha3,
        name=name,
        official_name=official,
        names={"en": name, **{language: foreign[language] for language in LANGUAGES if foreign.get(language)}},
        region=place["region"],
        subregion=place["subregion"],
        valid_from=datetime.date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=datetime.date.fromisoformat(row["valid_to"]),
        successors=tuple(row["successors"].split()),
        predecessors=tuple(predecessors.get(code, ())),
    )


@functools.cache
def _territories(language: str) -> Mapping[str, str]:
    return Locale.parse(language).territories


@functools.cache
def _table(name: str) -> Mapping[str, dict[str, str]]:
    """reference/NAME.tsv by code."""
    lines = resources.files("events").joinpath("reference", f"{name}.tsv").read_text("utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}
