"""Event: one interaction in the world; Report: one source's telling of it."""

from django.db import models
from django.db.models import F, Q

from events import addresses
from events.models.country import Country
from events.models.person import Person
from events.models.record import RECORD_PERMISSIONS, Record
from events.models.source import Source
from events.vocabulary import DateBasis, EventType, Mode, Part, Status


class Event(Record):
    """What happened, derived from its reports; a field in `locked` was set by a curator and stays.

    Three clocks: `earliest`/`latest` bound when it happened (null is unbounded; both null with an empty `edtf` is
    unknown), `reported` is the first day a source told it, `created_at` and `changed_at` are the archive's own.
    """

    type = models.CharField(max_length=10, choices=EventType.choices())
    mode = models.CharField(max_length=10, choices=Mode.choices(), blank=True)
    status = models.CharField(max_length=10, choices=Status.choices())
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True, help_text="A curator's own words.")
    edtf = models.CharField(max_length=40, blank=True, help_text="EDTF level 1; empty where no source says.")
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    sort_day = models.DateField(null=True, editable=False, help_text="The first bound that is known.")
    date_basis = models.CharField(max_length=10, choices=DateBasis.choices(), blank=True)
    reported = models.DateField(null=True, editable=False, help_text="The first day on which a source told it.")
    place = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(default=0.5, editable=False)
    countries = models.ManyToManyField(Country, through="EventCountry", related_name="events")
    persons = models.ManyToManyField(Person, through="EventPerson", related_name="events")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", db_index=False
    )

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = [F("sort_day").desc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["-sort_day", "id"], name="event_newest"),
            models.Index(fields=["merged_into"], name="event_merged", condition=Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="event_dates_ordered",
            ),
            models.CheckConstraint(condition=Q(type__in=[t.value for t in EventType]), name="event_type_known"),
            models.CheckConstraint(condition=Q(mode__in=["", *[m.value for m in Mode]]), name="event_mode_known"),
            models.CheckConstraint(condition=Q(mode="") | Q(type="CONSULT"), name="event_mode_only_consult"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="event_status_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="event_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return addresses.of_record("event", self.public_id)


class EventLine(models.Model):
    """What lists show of an event, in one row: kept in step by the database itself (`events.lines`), read by `shown`."""

    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    told = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.told


class EventCountry(models.Model):
    """A state takes part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="country_parts", db_index=False)
    country = models.ForeignKey(Country, models.PROTECT, related_name="event_parts")
    part = models.CharField(max_length=12, choices=Part.choices(), default=Part.PARTICIPANT.value)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "event countries"
        constraints = [models.UniqueConstraint(fields=["event", "country"], name="country_once_per_event")]

    def __str__(self) -> str:
        return f"{self.country_id} as {self.part}"


class EventPerson(models.Model):
    """An individual takes part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="person_parts", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="event_parts")
    part = models.CharField(max_length=12, choices=Part.choices(), default=Part.PARTICIPANT.value)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "event persons"
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="person_once_per_event")]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.part}"


class Report(models.Model):
    """One source's telling of an event, as read: never edited, only re-pointed when events are merged or split.

    `reading` keeps what the reader saw: states, persons (by the source's own naming), parts, date, status, rule. Its
    `public_id` is an address of the event for good: the event answers at the one of its reports that was published first.
    """

    public_id = models.CharField(max_length=14, unique=True, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="reports")
    event = models.ForeignKey(Event, models.PROTECT, related_name="reports", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    edtf = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices())
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    cluster = models.CharField(max_length=64, blank=True, help_text="Type, mode and states, for joining over sources.")
    reading = models.JSONField(default=dict)
    current = models.BooleanField(default=True)
    pinned = models.BooleanField(default=False, help_text="A curator has decided which event it tells.")
    home = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pinned_reports",
        help_text="Where a curator has placed it: `event` is this, or what this was merged into.",
    )
    lapsed = models.BooleanField(
        default=False,
        editable=False,
        help_text="The present reader does not read it; kept since a curator decided on it.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["cluster", "earliest"], name="report_cluster"),
            # All that the facet index asks of a report, so that it need not read the rest.
            models.Index(fields=["event", "current", "source"], name="report_of_event"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="report_span_ordered"),
            models.CheckConstraint(
                condition=Q(pinned=True, home__isnull=False) | Q(pinned=False, home__isnull=True),
                name="report_pinned_home",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} in {self.source}"
