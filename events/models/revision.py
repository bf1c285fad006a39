"""The archive's revision: one row, advanced by every write in the writer's own transaction."""

from django.db import models


class Revision(models.Model):
    """A single row (id 1). Locking it is how writers queue; its number is how readers notice that something changed."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return f"revision {self.number}"
