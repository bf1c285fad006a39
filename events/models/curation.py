"""What curators decide, field by field, and how every record stood before it last changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from events.models.event import Event
from events.models.person import Person
from events.models.record import PUBLIC_ID_LENGTH
from events.models.source import Source
from events.models.statement import Statement
from events.vocabulary import RecordKind, Relation, Standing, Verb


class Decision(models.Model):
    """One thing that one curator decided, complete in itself: applied to the same readings again it has the same effect.

    Append-only. `details` is JSON in public identifiers alone (`curation.applying` tells what of): fields with what they
    were and became, the reports it places, the addresses it fixes, and what the verb needs besides.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    at = models.DateTimeField(editable=False)
    by = models.CharField(max_length=150, editable=False, help_text="Account name; never shown to the public.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="decisions"
    )
    verb = models.CharField(max_length=16, choices=Verb.choices(), editable=False)
    kind = models.CharField(max_length=10, choices=RecordKind.choices(), editable=False)
    record = models.CharField(max_length=PUBLIC_ID_LENGTH, editable=False, help_text="Public identifier, as it was.")
    details = models.JSONField(default=dict, editable=False)
    why = models.TextField(blank=True, editable=False)
    revision = models.PositiveBigIntegerField(editable=False)
    standing = models.CharField(
        max_length=10, choices=Standing.choices(), default=Standing.STANDING.value, editable=False
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-at"], name="decision_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=[v.value for v in Verb]), name="decision_verb_known")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.record}"


class Subject(models.Model):
    """A record that a decision is about, by its address then: a merge is about several."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="subjects")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "public_id"], name="subject_once")]

    def __str__(self) -> str:
        return self.public_id


class Lock(models.Model):
    """A field that a curator has set. A later machine reading that differs from `machine` (what the machine said when the
    curator last looked) waits in `proposed`; it is never applied over `value`.
    """

    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="locks")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="locks")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="locks")
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="locks")
    field = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    machine = models.JSONField(null=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="locks")
    waiting = models.BooleanField(default=False, db_index=True, help_text="The machine reads something new here.")
    proposed = models.JSONField(null=True)
    proposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[kind, "field"], condition=Q(**{f"{kind}__isnull": False}), name=f"{kind}_lock"
            )
            for kind in ("event", "person", "statement", "source")
        ] + [
            models.CheckConstraint(
                condition=(
                    Q(event__isnull=False, person__isnull=True, statement__isnull=True, source__isnull=True)
                    | Q(event__isnull=True, person__isnull=False, statement__isnull=True, source__isnull=True)
                    | Q(event__isnull=True, person__isnull=True, statement__isnull=False, source__isnull=True)
                    | Q(event__isnull=True, person__isnull=True, statement__isnull=True, source__isnull=False)
                ),
                name="lock_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.record}"

    @property
    def record(self) -> Event | Person | Statement | Source:
        """The record whose field it is."""
        found = self.event or self.person or self.statement or self.source
        assert found is not None, "the database holds every lock to one record"  # noqa: S101
        return found


class LastReading(models.Model):
    """What the machine last said of an event or person that nothing which is read tells of any longer (`events.unread`)."""

    event = models.OneToOneField(Event, models.CASCADE, null=True, related_name="last_reading")
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="last_reading")
    said = models.JSONField(help_text="Values by the names of fields, in public identifiers.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, person__isnull=True) | Q(event__isnull=True, person__isnull=False),
                name="last_reading_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"what was last read of {self.event or self.person}"


class Awaited(models.Model):
    """A report or naming that decisions place, and that has left the archive with its source: should it be read again, they count."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)

    def __str__(self) -> str:
        return self.public_id


class PastState(models.Model):
    """How a record stood from `since` until `until`, and what ended that: a decision, or a reader's version and a source.

    Written in the transaction that changes the record, when it changes after it was first recorded. Keyed by public
    identifier and not by foreign key, so that an address answers for the past of a record that is gone.
    """

    kind = models.CharField(max_length=10, choices=RecordKind.choices())
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH)
    row = models.PositiveBigIntegerField(help_text="The record's key: its states follow one another.")
    face = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    revision = models.PositiveBigIntegerField(help_text="The archive's revision that ended it.")
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="ended")
    reader = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=PUBLIC_ID_LENGTH, blank=True)

    class Meta:
        ordering = ["until", "pk"]
        indexes = [
            models.Index(fields=["kind", "public_id", "until"], name="past_of_address"),
            models.Index(fields=["kind", "row", "until"], name="past_of_row"),
        ]
        constraints = [models.CheckConstraint(condition=Q(since__lte=F("until")), name="past_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} until {self.until:%Y-%m-%d %H:%M}"


class Apart(models.Model):
    """Two records of which a curator has said that they are not the same, or that one does not answer the other."""

    kind = models.CharField(max_length=10, choices=RecordKind.choices())
    relation = models.CharField(max_length=8, choices=Relation.choices())
    first = models.CharField(max_length=PUBLIC_ID_LENGTH)
    second = models.CharField(max_length=PUBLIC_ID_LENGTH)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="apart")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "relation", "first", "second"], name="apart_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="apart_from_another"),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second} are apart"
