"""What every public record has: a permanent identifier, a review state, two stamps and a place to be merged into."""

from django.db import models
from django.db.models.functions import Now

from events.querysets import RecordQuerySet
from events.vocabulary import Review

PUBLIC_ID_LENGTH = 14
RECORD_PERMISSIONS = ("add", "change", "delete", "view", "review", "merge", "split")
"""What an account may be allowed to do with a kind of record; `events.roles` says which role may."""


class Record(models.Model):
    """Event, Person and Statement. `visible` is what the public sees: neither rejected, merged away nor withdrawn.

    Each has a `merged_into`, indexed only where it is set: with all the others in its index, SQLite believes that half of the archive is
    merged into any record, and looks through all of it in the order asked for.
    """

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, unique=True, editable=False, help_text="Permanent; derived from content."
    )
    review = models.CharField(
        max_length=10,
        choices=Review.choices(),
        default=Review.UNREVIEWED.value,
        help_text="What a curator has decided.",
    )
    current = models.BooleanField(
        default=True, editable=False, help_text="The present reader still reads this in a source of the archive."
    )
    visible = models.BooleanField(default=True, editable=False, help_text="Shown to the public.")
    locked = models.JSONField(
        default=list, blank=True, editable=False, help_text="Names of the fields that a curator has set: no reader may."
    )
    search_text = models.TextField(default="", editable=False, help_text="The folded words that full text looks in.")
    created_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the archive first recorded it.")
    changed_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the record last changed.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def shown(self) -> bool:
        """Whether the public may see it: approved, or not rejected and still read, or corrected by a curator."""
        kept = self.current or bool(self.locked)
        return self.review == Review.APPROVED.value or (self.review == Review.UNREVIEWED.value and kept)
