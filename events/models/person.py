"""Person: an individual, the names and offices that sources give, and each source's own naming."""

from django.db import models
from django.db.models import Q

from events import addresses
from events.models.country import Country
from events.models.record import RECORD_PERMISSIONS, Record
from events.models.source import Source


class Person(Record):
    """One individual. Two sources name the same person when their full names agree, or a sovereign's name, title and state; never on
    the surname alone."""

    name = models.CharField(max_length=200, help_text="The fullest form in use, without office.")
    sort_name = models.CharField(max_length=200, db_index=True, help_text="Family name first, for lists.")
    key = models.CharField(max_length=200, db_index=True, editable=False, help_text="The name folded for comparison.")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, help_text="The state served, or of nationality."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", db_index=False
    )

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["sort_name", "id"]
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False))]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")), name="person_not_into_itself"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.of_record("person", self.public_id)


class PersonAlias(models.Model):
    """Another form of the name, met in a source or added by a curator."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="alias_once_per_person")]

    def __str__(self) -> str:
        return self.name


class Naming(models.Model):
    """One source's naming of one individual, as read: never edited, only re-pointed when persons are merged or split."""

    public_id = models.CharField(max_length=14, unique=True, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="namings", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="namings", db_index=False)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    aliases = models.JSONField(default=list)
    current = models.BooleanField(default=True)
    pinned = models.BooleanField(default=False, help_text="A curator has decided whose naming it is.")
    home = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pinned_namings",
        help_text="Where a curator has placed it: `person` is this, or whom this was merged into.",
    )
    lapsed = models.BooleanField(
        default=False,
        editable=False,
        help_text="The present reader does not read it; kept since a curator decided on it.",
    )

    class Meta:
        # All that the facet index asks of a naming, so that it need not read the rest.
        indexes = [models.Index(fields=["person", "current", "source"], name="naming_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="naming_once_per_source"),
            models.CheckConstraint(
                condition=Q(pinned=True, home__isnull=False) | Q(pinned=False, home__isnull=True),
                name="naming_pinned_home",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.source}"


class Role(models.Model):
    """An office as sources give it, with the days between which sources of the archive report it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    title = models.CharField(max_length=300)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    since = models.CharField(max_length=30, blank=True, help_text="EDTF: first known.")
    until = models.CharField(max_length=30, blank=True, help_text="EDTF: last known.")
    curated = models.BooleanField(default=False, help_text="Entered or corrected by a curator.")

    class Meta:
        ordering = ["since", "title"]
        constraints = [
            models.UniqueConstraint(fields=["person", "title", "country"], name="role_once_per_state"),
            models.UniqueConstraint(
                fields=["person", "title"], condition=Q(country__isnull=True), name="role_once_without_state"
            ),
        ]

    def __str__(self) -> str:
        return self.title
