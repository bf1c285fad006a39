"""The archive's revision: one row, advanced by every write in the writer's own transaction; and what each write touched."""

from django.db import models


class Revision(models.Model):
    """A single row (id 1). Locking it is how writers queue; its number is how readers notice that something changed."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return f"revision {self.number}"


class Change(models.Model):
    """A record that was touched, noted by the database itself (`events.noting`) in the order of writing.

    A mark stands where a write ended: it carries the number and the moment of the revision, so that the facet index finds
    again how far it had come.
    """

    class Kind(models.IntegerChoices):
        EVERYTHING = 0
        EVENT = 1
        STATEMENT = 2
        PERSON = 3
        SOURCE = 4
        PERSON_STATE = 5
        SOURCE_SHOWN = 6
        EVENT_SORT = 7
        MARK = 9

    kind = models.SmallIntegerField()
    record = models.BigIntegerField()
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.record}"
