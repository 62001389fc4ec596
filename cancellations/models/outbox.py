"""Mail that is to be sent: rows in the main database, written in the transaction of what caused them.

A row has one Message-ID for all its tries, so that a mail which a server took twice is the same mail twice. Whoever
sends (mails/sending.py) claims a row first; a worker that dies leaves a claim that runs out.
"""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cancellations.domain.reminding import MailKind, MailState, MailText, next_try
from cancellations.domain.roles import Right
from cancellations.domain.text import clean_line
from cancellations.models.base import WorkspaceQuerySet
from cancellations.models.people import User, Workspace

CLAIMED_FOR = timedelta(minutes=5)  # longer than a try can take
KEPT = timedelta(days=30)
LONGEST_PAUSE = timedelta(days=1)
ERROR = 300  # characters of what went wrong


class OutgoingMailQuerySet(WorkspaceQuerySet["OutgoingMail"]):
    def put(self, text: MailText, *, address: str, kind: MailKind, language: str, user: User | None, key: str) -> bool:
        """Write a mail that is to be sent; False when there is one with this `key` already. No header can be injected.

        Account mails may go to an address that nobody has: they belong to no user then, and to no workspace.
        """
        _row, is_new = self.get_or_create(
            key=key,
            defaults={
                "workspace_id": user.workspace_id if user else None,
                "user": user,
                "address": _one_line(address),
                "kind": kind,
                "language": language,
                "subject": _one_line(text.subject),
                "body": text.body,
                "html": text.html,
                "message_id": new_message_id(),
                "next_try_at": timezone.now(),
            },
        )
        return is_new

    def unsent(self) -> Self:
        """Those that wait, and those that were given up."""
        return self.filter(sent_at=None)

    def due(self, now: datetime) -> Self:
        """Those to be tried now, in the order of their turn. A turn too far away was set by a wrong clock."""
        has_come = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_PAUSE)
        return self.unsent().filter(_unclaimed(now), has_come, given_up_at=None).order_by("next_try_at", "pk")

    def replace_digests(self, user: User) -> int:
        """Give up the user's digests that were never sent: a newer one says what is true now."""
        old = self.unsent().filter(user=user, kind=MailKind.DIGEST, given_up_at=None)
        return old.update(given_up_at=timezone.now(), last_error="", body="", html="")

    def clear_old(self) -> int:
        """Delete what was sent or given up long ago; gives how many there were."""
        before = timezone.now() - KEPT
        return self.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before)).delete()[0]


class OutgoingMail(models.Model):
    """One mail to one address. Its text is erased once it is sent: a link in it may be a key."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in MailKind])
    language = models.CharField(max_length=8)
    subject = models.TextField()
    body = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=300, unique=True)
    key = models.CharField(max_length=100, unique=True, help_text="what the mail is about: it is written once")
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=ERROR, blank=True)

    objects: ClassVar[OutgoingMailQuerySet] = OutgoingMailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_due"),
            models.Index(fields=["workspace", "sent_at", "id"], name="mail_of_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    @property
    def state(self) -> MailState:
        if self.sent_at:
            return MailState.SENT
        if self.given_up_at:
            return MailState.GIVEN_UP
        return MailState.SENDING if self.claimed_until and self.claimed_until > timezone.now() else MailState.WAITING

    def claim(self) -> bool:
        """Take the mail for one try; False when somebody else was faster. No lock is held while it is sent."""
        now = timezone.now()
        mine = OutgoingMail.objects.unsent().filter(_unclaimed(now), pk=self.pk, attempts=self.attempts)
        taken = mine.filter(given_up_at=None).update(attempts=F("attempts") + 1, claimed_until=now + CLAIMED_FOR)
        self.attempts += taken
        return bool(taken)

    def was_sent(self) -> None:
        """The server has taken it; nothing of its text is kept."""
        OutgoingMail.objects.filter(pk=self.pk).update(
            sent_at=timezone.now(), claimed_until=None, given_up_at=None, last_error="", body="", html=""
        )

    def was_not_sent(self, reason: str) -> None:
        """Set the next try, or give up after two days. The link of an account mail is dead by then: it is erased."""
        now = timezone.now()
        again = next_try(self.attempts, self.created_at, now)
        erased = {"body": "", "html": ""} if again is None and self.kind == MailKind.ACCOUNT else {}
        OutgoingMail.objects.unsent().filter(pk=self.pk, attempts=self.attempts, given_up_at=None).update(
            claimed_until=None,
            last_error=_one_line(reason)[:ERROR],
            next_try_at=again or now,
            given_up_at=None if again else now,
            **erased,
        )

    def try_again(self, by: User) -> bool:
        """Have it tried at once, though it waits or was given up. False: it is being sent, or its text is gone."""
        by.must(Right.WORK)
        now = timezone.now()
        waiting = OutgoingMail.objects.unsent().filter(_unclaimed(now), pk=self.pk).exclude(body="")
        return bool(waiting.update(next_try_at=now, given_up_at=None))


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _one_line(text: str) -> str:
    """For a header: U+0085, which a line of ours may have, is a line end to Python's mail library."""
    return " ".join(clean_line(text).splitlines())


def _unclaimed(now: datetime) -> Q:
    """A claim that ends too late was made by a wrong clock."""
    return Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + LONGEST_PAUSE)
