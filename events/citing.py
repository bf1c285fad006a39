"""A record's citations and the files that reference managers take. May import exporting, linked and citations."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from events import citations, exporting, languages, linked
from events.criteria import Kind


def citation(kind: Kind, data: dict[str, Any]) -> citations.Citation:
    """What every format is made from; `data` is the record as `exporting` gives it."""
    return linked.citation(kind, data, settings.ARCHIVE_TITLE, timezone.localdate())


FORMATS: dict[str, tuple[str, str, Callable[[Kind, dict[str, Any]], Any]]] = {
    "bib": ("BibTeX", "application/x-bibtex", lambda kind, data: citations.bibtex(citation(kind, data))),
    "ris": (
        "RIS",
        "application/x-research-info-systems",
        lambda kind, data: citations.ris(citation(kind, data)),
    ),
    "csl.json": (
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        lambda kind, data: [citations.csl(citation(kind, data))],
    ),
    "jsonld": ("JSON-LD", "application/ld+json", lambda kind, data: linked.AS_LINKED[kind](data)),
}
"""Suffix of the file -> (name of the format, content type, what makes its text or its JSON)."""


def context(request: HttpRequest, kind: Kind, record: Any) -> dict[str, Any]:
    """For the page of a record, fetched as `exporting.ROWS` does: its citations, linked data, the address that its files hang on."""
    data = exporting.AS_DATA[kind](record, exporting.Addresses(request.build_absolute_uri("/")))
    made = citation(kind, data)
    return {
        "citation": made,
        "cited": {"Chicago": citations.chicago(made), "APA": citations.apa(made)},
        "jsonld": linked.AS_LINKED[kind](data),
        "take_away_base": languages.bare(record.get_absolute_url()).rstrip("/"),
        "formats": [(suffix, name, content_type) for suffix, (name, content_type, _make) in FORMATS.items()],
    }
