"""One thing that happened: written once, in the transaction of the verb that did it, never changed afterwards."""

from typing import Any, ClassVar, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User
from cancellations.models.writing import insert


class EventQuerySet(WorkspaceQuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("events are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("events are never deleted")


class Event(WorkspaceRow):
    """`kind` and `payload` make the sentence on the timeline (domain/sentences.py)."""

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, null=True, related_name="events", db_index=False)
    sim = models.ForeignKey("Sim", models.CASCADE, null=True, related_name="events")
    carrier = models.ForeignKey("Carrier", models.CASCADE, null=True, related_name="events")
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "cancellation", "id"], name="event_of_case"),
            models.Index(fields=["id"], condition=models.Q(kind="overdue"), name="event_overdue"),
            models.Index(fields=["workspace", "-id"], condition=models.Q(kind="exported"), name="event_exported"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("events are never changed")
        insert(self)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("events are never deleted")
