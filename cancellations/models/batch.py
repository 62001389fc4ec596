"""Batches: many SIM cards that are cancelled together, as one piece of work. Each case keeps its own facts."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from cancellations.domain.roles import Right
from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User


class BatchQuerySet(WorkspaceQuerySet["Batch"]):
    def begin(self, by: User, name: str) -> "Batch":
        """A new batch without cases; they come with Cancellation.objects.start(batch=…)."""
        return self.create(workspace_id=by.must(Right.WORK).workspace_id, name=name[:LINE], made_by=by)


class Batch(WorkspaceRow):
    """What was opened together. Letters can be written for all of its cases at one carrier."""

    name = models.CharField(max_length=LINE)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[BatchQuerySet] = BatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="batch_newest")]

    def __str__(self) -> str:
        return self.name
