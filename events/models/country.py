"""Country: a state or territory, of today or of the past."""

from django.db import models
from django.db.models import F, Q

from events import addresses
from events.querysets import CountryQuerySet


class Country(models.Model):
    """ISO 3166-1 alpha-2, or for former states ISO 3166-3 alpha-4. Loaded by migration from pycountry, CLDR and UN M49."""

    code = models.CharField(max_length=4, primary_key=True)
    alpha3 = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=100, help_text="The short name that readers expect.")
    official_name = models.CharField(max_length=200, blank=True)
    names = models.JSONField(default=dict, help_text="Language code to name, from CLDR.")
    region = models.CharField(max_length=40, blank=True, help_text="UN M49 region.")
    subregion = models.CharField(max_length=60, blank=True, help_text="UN M49 sub-region.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day of a former state.")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2}([A-Z]{2})?$"), name="country_code_is_iso"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="country_validity_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.of_record("country", self.code)
