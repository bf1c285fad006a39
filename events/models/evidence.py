"""Evidence: the very words of a source that a record was read from."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from events.models.country import Country
from events.models.event import Report
from events.models.person import Naming
from events.models.source import Source


class Evidence(models.Model):
    """A span of a source, and exactly one thing read there. A statement carries its own span and needs no row here.

    An event is reached through the report, a person through the naming, so that merging and splitting move no evidence.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="evidence", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    report = models.ForeignKey(Report, models.CASCADE, null=True, blank=True, related_name="evidence")
    naming = models.ForeignKey(Naming, models.CASCADE, null=True, blank=True, related_name="evidence")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="evidence", db_index=False)

    class Meta:
        ordering = ["source", "start", "end"]
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["source", "start"], name="evidence_in_source"),
            # One row in six, and all that the facet index asks of it.
            models.Index(fields=["country", "source"], name="evidence_of_state", condition=Q(country__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="evidence_span_ordered"),
            models.CheckConstraint(
                condition=(
                    Q(report__isnull=False, naming__isnull=True, country__isnull=True)
                    | Q(report__isnull=True, naming__isnull=False, country__isnull=True)
                    | Q(report__isnull=True, naming__isnull=True, country__isnull=False)
                ),
                name="evidence_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.start}-{self.end}"

    def get_absolute_url(self) -> str:
        return f"{reverse('source', args=[self.source.public_id])}#c{self.start}-{self.end}"
