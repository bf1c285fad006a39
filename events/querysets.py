"""The questions that are asked of the archive, each defined once. Views, feeds, exports and the admin all begin here."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q


class RecordQuerySet(models.QuerySet):
    """Of Event, Person and Statement."""

    def public(self) -> Self:
        """What visitors may see: neither rejected, merged away nor withdrawn."""
        return self.filter(visible=True)

    def happening(self, since: date | None = None, until: date | None = None) -> Self:
        """Records whose possible dates overlap [since, until]; one without any date never does. A null bound is open."""
        if since is None and until is None:
            return self
        found = self.filter(sort_day__isnull=False)
        if since is not None:
            found = found.filter(Q(latest__isnull=True) | Q(latest__gte=since))
        if until is not None:
            found = found.filter(Q(earliest__isnull=True) | Q(earliest__lte=until))
        return found

    def involving(self, *codes: str | Iterable[str]) -> Self:
        """Events in which every one of these states takes part; a collection of codes stands for any one of them."""
        found = self
        for code in codes:
            wanted = [code] if isinstance(code, str) else list(code)
            parts = apps.get_model("events", "EventCountry")._default_manager
            found = found.filter(pk__in=parts.filter(country__in=wanted).values("event"))
        return found

    def with_persons(self, *public_ids: str) -> Self:
        """Events in which every one of these persons takes part."""
        found = self
        for public_id in public_ids:
            parts = apps.get_model("events", "EventPerson")._default_manager
            found = found.filter(pk__in=parts.filter(person__public_id=public_id).values("event"))
        return found


class SourceQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(visible=True)


class CountryQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.all()
