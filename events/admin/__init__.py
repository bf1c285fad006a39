"""The curators' side: every model in Django's admin, evidence read-only, writes through the one door of `revision`."""

from events.admin import accounts, countries, decisions, evented, people, sources, statements

__all__ = ["accounts", "countries", "decisions", "evented", "people", "sources", "statements"]
