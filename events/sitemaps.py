"""The sitemap in parts, one a kind of record, so that machines find every address that people may cite."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet

from events import facets
from events.criteria import Criteria, Kind
from events.kept import Kept
from events.models import Country, Event, Person, Source, Statement

PART = 10_000
"""Addresses in a part."""


_LATEST: Kept[Kind, datetime | None] = Kept(10)


class _Counted(Paginator):
    """Pages of the public records of a kind, which the facet index has counted already."""

    def __init__(self, records: Any, kind: Kind) -> None:
        super().__init__(records, PART)
        self.kind = kind

    @cached_property
    def count(self) -> int:
        return facets.total(Criteria(kind=self.kind))


class _Records(Sitemap):
    """Public records of one model, by key so that a part keeps its place, with the day of their last change."""

    limit = PART
    protocol = None

    def __init__(self, kind: Kind, found: QuerySet[Any]) -> None:
        self.kind = kind
        self.found = found

    def items(self) -> QuerySet[Any]:
        return self.found.all()

    @property
    def paginator(self) -> Paginator:
        return _Counted(self.items(), self.kind)

    def lastmod(self, item: Any) -> Any:
        return getattr(item, "changed_at", None)

    def get_latest_lastmod(self) -> datetime | None:
        """When a record of the part last changed, asked once for each state of the archive: Django would fetch them all."""
        if self.kind is Kind.COUNTRIES:
            return None

        def make(missing: list[Kind]) -> dict[Kind, datetime | None]:
            return {self.kind: self.found.order_by().aggregate(last=Max("changed_at"))["last"]}

        return _LATEST.many([self.kind], make)[self.kind]


PARTS = {
    "events": _Records(Kind.EVENTS, Event.objects.public().only("public_id", "changed_at").order_by("pk")),
    "people": _Records(Kind.PEOPLE, Person.objects.public().only("public_id", "changed_at").order_by("pk")),
    "statements": _Records(Kind.STATEMENTS, Statement.objects.public().only("public_id", "changed_at").order_by("pk")),
    "sources": _Records(Kind.SOURCES, Source.objects.public().only("public_id", "changed_at").order_by("pk")),
    "countries": _Records(Kind.COUNTRIES, Country.objects.only("code").order_by("code")),
}
