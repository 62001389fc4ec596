"""How each user wants to be reminded, the secret address of their calendar, and what was told of overdue cases."""

import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import BooleanField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cancellations.domain.reminding import USUAL_HOUR, WORKDAYS
from cancellations.models.event import Event
from cancellations.models.people import User, digest_of


class RemindersQuerySet(models.QuerySet["Reminders"]):
    def of(self, user: User) -> "Reminders":
        """The user's own, with the usual choices until they are changed. The first digest comes tomorrow."""
        return self.get_or_create(user=user, defaults={"digest_day": timezone.localdate()})[0]

    def as_kept(self, user: User) -> "Reminders":
        """As `of`, for looking only: nothing is written."""
        return self.filter(user=user).first() or Reminders(user=user)

    def for_everybody(self) -> "RemindersQuerySet":
        """Of all who can be written to: members with an e-mail. Those who never chose get the usual choices."""
        without = User.objects.filter(membership__isnull=False, reminders=None)
        today = timezone.localdate()
        self.bulk_create([Reminders(user=user, digest_day=today) for user in without], ignore_conflicts=True)
        people = self.select_related("user__membership__workspace").order_by("pk")
        return people.filter(user__is_active=True, user__membership__isnull=False, user__email__isnull=False)

    def with_calendar(self, token: str) -> "Reminders | None":
        """Whose calendar the token opens; None for unknown and revoked ones, and for those who left, alike."""
        found = self.select_related("user__membership__workspace").filter(calendar_hash=digest_of(token)).first()
        return found if found and found.user.is_active and found.user.member else None


class Reminders(models.Model):
    """One user's choices."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="reminders")
    digest = models.BooleanField(default=True, help_text="one e-mail a day, when there is something")
    digest_hour = models.PositiveSmallIntegerField(default=USUAL_HOUR, help_text="in the user's time zone")
    digest_days = models.CharField(max_length=7, default=WORKDAYS, help_text="ISO weekdays, Monday is 1")
    digest_mine = models.BooleanField(default=True, help_text="of the cases assigned to the user; else of all")
    digest_day = models.DateField(null=True, help_text="the last local day that was looked at")
    overdue = models.BooleanField(default=True, help_text="an e-mail at once when a carrier lets a day pass")
    calendar_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many have none
    calendar_since = models.DateTimeField(null=True)
    calendar_nicknames = models.BooleanField(default=False, help_text="the titles may name the card")

    objects: ClassVar[RemindersQuerySet] = RemindersQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"reminders of {self.user_id}"

    def prefer(self, **choices: bool | int | str) -> None:
        """Keep what the user chose."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.save(update_fields=list(choices))

    def claim_day(self, day: date) -> bool:
        """Take a local day's digest on oneself, inside a transaction; False when another scheduler has it."""
        taken = Reminders.objects.filter(pk=self.pk, digest_day=self.digest_day).update(digest_day=day)
        return bool(taken)

    def renew_calendar(self, key: str = "") -> str:
        """A fresh secret for the calendar's address; the old address stops working.

        `key`: of the form that asks. Whoever has it can be told the same address again (`calendar_asked_with`), though
        only the digest of its secret is kept.
        """
        now = timezone.now()
        token = self._calendar_token(key or secrets.token_urlsafe(32), now)
        self.calendar_hash, self.calendar_since = digest_of(token), now
        self.save(update_fields=["calendar_hash", "calendar_since"])
        return token

    def calendar_asked_with(self, key: str) -> str:
        """The secret that the form with this key made, as long as it works; empty when another came, or it ended."""
        token = self._calendar_token(key, self.calendar_since) if key and self.calendar_since else ""
        return token if token and digest_of(token) == self.calendar_hash else ""

    def revoke_calendar(self) -> None:
        self.calendar_hash = self.calendar_since = None
        self.save(update_fields=["calendar_hash", "calendar_since"])

    def _calendar_token(self, key: str, since: datetime) -> str:
        """Nobody can compute it without the installation's secret key, and the moment makes it another each time."""
        mac = salted_hmac("calendar", f"{self.pk}:{since.astimezone(UTC).isoformat()}:{key}", algorithm="sha256")
        return urlsafe_b64encode(mac.digest()).rstrip(b"=").decode()


class OverdueNotice(models.Model):
    """An overdue event that was dealt with: told by mail, or not worth telling any more."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"notice of {self.event_id}"


def untold_overdue() -> QuerySet[Event]:
    """The overdue events that nobody was told of yet, oldest first, with their cases.

    A clock that was ahead may have written some before their day: those wait until it has come.
    """
    # written out: SQLite reads the partial index event_overdue only when the statement itself says the kind
    is_overdue = RawSQL("kind = 'overdue'", (), output_field=BooleanField())
    told = Exists(OverdueNotice.objects.filter(event=OuterRef("pk")))
    untold = Event.objects.filter(is_overdue, ~told, cancellation__isnull=False, at__lte=timezone.now())
    return untold.select_related("cancellation").order_by("pk")
