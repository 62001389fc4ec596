"""One contact with the carrier, in or out, and the request numbers that carriers give."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.searching import searchable
from cancellations.domain.text import LINE
from cancellations.models.base import SearchedQuerySet, WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User

if TYPE_CHECKING:
    from cancellations.models.case import Case


class MessageQuerySet(SearchedQuerySet["Message"]):
    def sent_rungs(self, case: "Case") -> dict[str, date]:
        """The letters of the ladder that were sent in the case's present round, each with the day it was sent last."""
        ours = self.filter(workspace_id=case.workspace_id, cancellation_id=case.pk, round=case.round)
        sent = ours.exclude(rung="").order_by("at").values_list("rung", "at")
        return {rung: timezone.localdate(at) for rung, at in sent}

    def _column(self, by: User) -> str:
        return "search_text"  # who may read a case reads its messages as they were written


class Message(WorkspaceRow):
    """Append-only: a mistake is corrected by the next entry."""

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="messages", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Channel])
    direction = models.CharField(max_length=3, choices=[(one.value, one.name) for one in Direction])
    at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=LINE, blank=True)
    outcome = models.CharField(max_length=16, choices=[(one.value, one.name) for one in ContactOutcome])
    note = models.TextField(blank=True)
    promised_by = models.DateField(null=True)
    follow_up_on = models.DateField(null=True)
    rung = models.CharField(max_length=12, blank=True, help_text="which letter of the ladder it was")
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    search_text = models.TextField(blank=True)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "cancellation", "-at"], name="message_of_case"),
            models.Index(fields=["workspace", "-id"], name="message_newest"),  # a search with too many hits
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"

    def settle_search(self, number: str = "") -> None:
        """Set the text that the contact is found by. `number`: the request number that was given in it."""
        self.search_text = "\n".join(map(searchable, filter(None, [self.agent, number, self.note])))


class RequestNumberQuerySet(WorkspaceQuerySet["RequestNumber"]):
    pass


class RequestNumber(WorkspaceRow):
    """The carrier's own number for the request; a case can have several, each with who gave it and when."""

    class Kind(models.TextChoices):
        REQUEST = "request"
        CONFIRMATION = "confirmation"

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="request_numbers", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REQUEST)
    number = models.CharField(max_length=LINE)
    given_by = models.CharField(max_length=LINE, blank=True)
    given_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[RequestNumberQuerySet] = RequestNumberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["workspace", "cancellation", "id"], name="request_number_of_case")]

    def __str__(self) -> str:
        return self.number

    @property
    def label(self) -> str:
        """What kind of number it is, who gave it, and when."""
        kind = _("Confirmation number") if self.kind == self.Kind.CONFIRMATION else _("Request number")
        parts = [kind, formats.short_day(self.given_on, timezone.localdate()), self.given_by]
        return " · ".join(part for part in parts if part)
