"""The sitemap in parts, one a kind of record, so that machines find every address that people may cite."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from events.models import Country, Event, Person, Source, Statement


class _Records(Sitemap):
    """Public records of one model, by key so that a part keeps its place, with the day of their last change."""

    limit = 10_000
    protocol = None

    def __init__(self, found: QuerySet[Any]) -> None:
        self.found = found

    def items(self) -> QuerySet[Any]:
        return self.found.all()

    def lastmod(self, item: Any) -> Any:
        return getattr(item, "changed_at", None)


PARTS = {
    "events": _Records(Event.objects.public().only("public_id", "changed_at").order_by("pk")),
    "people": _Records(Person.objects.public().only("public_id", "changed_at").order_by("pk")),
    "statements": _Records(Statement.objects.public().only("public_id", "changed_at").order_by("pk")),
    "sources": _Records(Source.objects.public().only("public_id", "changed_at").order_by("pk")),
    "countries": _Records(Country.objects.only("code").order_by("code")),
}
