"""Statement: words that one source attributes to one speaker."""

from django.db import models
from django.db.models import F, Q

from events import addresses
from events.models.country import Country
from events.models.event import Event
from events.models.person import Person
from events.models.record import RECORD_PERMISSIONS, Record
from events.models.source import Source
from events.vocabulary import Response, StatementKind


class Statement(Record):
    """The content between `start` and `end` of its source, the cue that attributes it, and exactly one kind of speaker."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="statements", null=True, blank=True, db_index=False)
    text = models.TextField()
    start = models.PositiveIntegerField(null=True, editable=False)
    end = models.PositiveIntegerField(null=True, editable=False)
    kind = models.CharField(max_length=10, choices=StatementKind.choices())
    cue = models.CharField(max_length=200, blank=True, help_text="The word that attributes it: said, according to.")
    cue_start = models.PositiveIntegerField(null=True, editable=False)
    cue_end = models.PositiveIntegerField(null=True, editable=False)
    edtf = models.CharField(max_length=40, blank=True, help_text="When it was said, EDTF level 1.")
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    sort_day = models.DateField(null=True, editable=False)
    reported = models.DateField(null=True, editable=False)
    speaker_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="statements")
    speaker_org = models.CharField(max_length=200, blank=True)
    speaker_country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="statements")
    about_countries = models.ManyToManyField(Country, related_name="statements_about", blank=True)
    about_persons = models.ManyToManyField(Person, related_name="statements_about", blank=True)
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="statements")
    responds_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers")
    response = models.CharField(max_length=12, choices=Response.choices(), blank=True)
    reading = models.JSONField(default=dict, editable=False, help_text="What the reader saw, for comparison.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", db_index=False
    )

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = [F("sort_day").desc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["-sort_day", "id"], name="statement_newest"),
            models.Index(fields=["source", "start"], name="statement_in_source"),
            models.Index(fields=["merged_into"], name="statement_merged", condition=Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(start__isnull=True) & Q(end__isnull=True)) | Q(start__lt=F("end")),
                name="statement_span_ordered",
            ),
            models.CheckConstraint(
                condition=(Q(cue_start__isnull=True) & Q(cue_end__isnull=True)) | Q(cue_start__lte=F("cue_end")),
                name="statement_cue_ordered",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="statement_dates_ordered",
            ),
            models.CheckConstraint(
                condition=(
                    Q(speaker_person__isnull=False, speaker_org="", speaker_country__isnull=True)
                    | (Q(speaker_person__isnull=True) & ~Q(speaker_org=""))
                    | Q(speaker_person__isnull=True, speaker_org="", speaker_country__isnull=False)
                ),
                name="statement_one_speaker_kind",
            ),
            models.CheckConstraint(
                condition=Q(responds_to__isnull=True) | ~Q(responds_to=F("id")), name="statement_not_to_itself"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in StatementKind]), name="statement_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    def get_absolute_url(self) -> str:
        return addresses.of_record("statement", self.public_id)
