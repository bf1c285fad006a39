"""Source: one news text, kept verbatim, with the bytes it came in."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from events import addresses
from events.models.record import PUBLIC_ID_LENGTH
from events.querysets import SourceQuerySet


class Original(models.Model):
    """The bytes as they came, addressed by what they are."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Source(models.Model):
    """The text of a source never changes; a corrected article is a new source. Offsets everywhere count its characters."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    original = models.OneToOneField(Original, models.PROTECT, editable=False)
    text = models.TextField(editable=False)
    length = models.PositiveIntegerField(editable=False, help_text="Characters of text; spans may not pass it.")
    encoding = models.CharField(max_length=40, editable=False)
    layout = models.JSONField(
        default=dict, editable=False, help_text="Spans of title, date line, dateline, paragraphs and noise."
    )
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published = models.DateField(null=True, blank=True, help_text="The day it was published, where it says so.")
    place = models.CharField(max_length=200, blank=True, help_text="Where the dateline says it was written.")
    language = models.CharField(max_length=12, default="en")
    licence = models.CharField(max_length=200, blank=True)
    path = models.CharField(
        max_length=1000, blank=True, editable=False, help_text="The file name it was ingested under."
    )
    reader = models.CharField(
        max_length=20, blank=True, editable=False, help_text="Version of the reader that read it."
    )
    reading = models.CharField(max_length=64, blank=True, editable=False, help_text="Digest of what was read in it.")
    visible = models.BooleanField(default=True, help_text="Shown to the public.")
    locked = models.JSONField(
        default=list, blank=True, editable=False, help_text="Names of the fields that a curator has set."
    )
    search_text = models.TextField(default="", editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "delete", "view", "publish")
        ordering = ["-published", "id"]
        indexes = [models.Index(fields=["-published", "id"], name="source_newest")]
        constraints = [models.CheckConstraint(condition=Q(length__gt=0), name="source_has_text")]

    def __str__(self) -> str:
        return self.title or self.path or self.public_id

    def get_absolute_url(self) -> str:
        return addresses.of_record("source", self.public_id)
