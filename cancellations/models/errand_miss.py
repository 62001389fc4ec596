"""What an errand could not do, one row each."""

from typing import ClassVar

from django.db import models

from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.errand import Errand
from cancellations.models.said_field import SaidLine, SaidText


class ErrandMiss(WorkspaceRow):
    """One thing that an errand could not do. `address`: the page of what it is about."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="misses", db_index=False)
    label = SaidLine(max_length=LINE)
    why = SaidText()
    address = models.CharField(max_length=LINE, blank=True)

    objects: ClassVar[WorkspaceQuerySet["ErrandMiss"]] = WorkspaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["errand", "id"], name="miss_of_errand")]

    def __str__(self) -> str:
        return self.label
