"""The link to the holder's page: whoever has it sees where one case stands, without an account."""

import hashlib
import secrets
from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

from django.db import OperationalError, models
from django.utils import timezone

from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User

TOKEN_BYTES = 16  # 128 bit
DAYS_VALID = 14


class HolderLinkQuerySet(WorkspaceQuerySet["HolderLink"]):
    def with_token(self, token: str) -> "HolderLink":
        """The link with this token if it works today. Raises DoesNotExist for unknown, expired and revoked alike.

        One that would work for longer than any is made for has come from a clock that was wrong.
        """
        days = timezone.localdate(), latest_day()
        working = self.filter(token_hash=digest_of(token), revoked_at=None, expires_on__range=days)
        return working.select_related("workspace", "cancellation__sim", "cancellation__carrier").get()


class HolderLink(WorkspaceRow):
    """Only the token's hash is stored: the link is shown once, when it is made. A case has one that works at most."""

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="holder_links", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256")
    language = models.CharField(max_length=8, blank=True, help_text="empty: the holder's browser decides")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(help_text="the last day on which it works")
    revoked_at = models.DateTimeField(null=True)
    last_seen_on = models.DateField(null=True)

    objects: ClassVar[HolderLinkQuerySet] = HolderLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["workspace", "cancellation", "-id"], name="holder_link_of_case")]

    def __str__(self) -> str:
        return f"holder's link until {self.expires_on}"

    @property
    def works(self) -> bool:
        return self.revoked_at is None and timezone.localdate() <= self.expires_on <= latest_day()

    def seen(self) -> None:
        """Note the day of a visit, once a day. A database that cannot be written keeps nobody from reading."""
        today = timezone.localdate()
        if self.last_seen_on != today:
            with suppress(OperationalError):
                type(self).objects.filter(pk=self.pk).update(last_seen_on=today)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def last_day() -> date:
    """Of a link that is made or renewed today."""
    return timezone.localdate() + timedelta(days=DAYS_VALID)


def latest_day() -> date:
    """That any link can have that was made by now, in whatever time zone."""
    return last_day() + timedelta(days=2)
