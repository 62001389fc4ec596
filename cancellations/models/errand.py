"""Errands: long work, done by the worker part by part, whose progress is kept with what it changes.

Each part commits its changes and its progress in one transaction (`Errand.part`). A worker that dies in the middle of
a part leaves nothing of it; whoever takes over goes on behind the last part that is whole. So nothing is done twice,
and nothing is left out, however often it is tried.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errands import (
    CLAIMED_FOR,
    ENDED,
    RESULT_KEPT,
    TRIES,
    UNFINISHED,
    UPKEEP,
    WITHOUT_REST,
    ErrandKind,
    ErrandState,
)
from cancellations.domain.errors import NotPossible
from cancellations.domain.file_names import LONGEST
from cancellations.domain.roles import Right
from cancellations.domain.said import Text
from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceRow
from cancellations.models.errand_set import ErrandQuerySet
from cancellations.models.people import User
from cancellations.models.said_field import SaidLine, SaidText
from cancellations.models.storage import evidence_storage
from cancellations.models.vault import unseal

_FILE_FIELDS = ("stored", "file_name", "media_type")


class ClaimLost(Exception):
    """Another worker took the errand over, or a person stopped it; this one must not write any more."""


class Errand(WorkspaceRow):
    """One piece of long work. `what` says it in JSON and holds no secret; `place` is where the next part begins."""

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in ErrandKind])
    what = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sealed = models.TextField(blank=True, help_text="what is secret of it, encrypted; deleted when it ends")
    title = SaidLine(max_length=LINE, blank=True)
    language = models.CharField(max_length=8)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(null=True, help_text="null: not known yet")
    done = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    place: "models.JSONField[Any, Any]" = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    unmasked = models.BooleanField(default=False, help_text="who asked saw numbers in full, and so may its file")
    stored = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=LONGEST, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, blank=True)
    error = SaidText(blank=True)

    objects: ClassVar[ErrandQuerySet] = ErrandQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="errand_newest"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="errand_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def state(self) -> ErrandState:
        if self.ending:
            return ErrandState(self.ending)
        return ErrandState.RUNNING if self.done or self.claimed_until else ErrandState.WAITING

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    def may_fetch(self, user: User) -> bool:
        """Whether `user` gets the file: who asked for it, as long as they may see as much as then, and the owner.

        What holds everything of the workspace is the owner's alone: who was one when they asked may be none now.
        """
        if not self.stored or (self.unmasked and not user.may(Right.SEE_IDENTIFIERS)):
            return False
        if self.kind == ErrandKind.ARCHIVE:
            return user.may(Right.MANAGE)
        return user.pk == self.asked_by_id or user.may(Right.MANAGE)

    @property
    def secret(self) -> str:
        """What was given to `ask` as such; empty when it is not needed any more. Raises vault.Unreadable."""
        return unseal(self.sealed) if self.sealed else ""

    @contextmanager
    def part(self) -> Iterator[None]:
        """One transaction: what is changed in it, and `done`, `total`, `place`, `result` and the file, belong together.

        Raises ClaimLost when the errand is somebody else's by now, or was stopped.
        """
        with transaction.atomic():
            held = type(self).objects.select_for_update().only("claim", "ended_at").get(pk=self.pk)
            if held.claim != self.claim or held.ended_at:
                raise ClaimLost
            yield
            self.tries, self.claimed_until = 0, timezone.now() + CLAIMED_FOR
            progress = ("done", "total", "missed", "place", "result", "tries", "claimed_until", *_FILE_FIELDS)
            self.save(update_fields=progress)

    def miss(self, label: Text, why: Text, *, address: str = "") -> None:
        """What could not be done, and why; call it inside `part`. Sentences are told in the language of who reads."""
        self.missed += 1
        short = label[:LINE] if isinstance(label, str) else label
        self.misses.create(workspace_id=self.workspace_id, label=short, why=why, address=address)

    def end(self, ending: ErrandState = ErrandState.DONE, error: Text = "") -> None:
        """It is over. Of what was done everything stays; of two who end it the first one counts.

        What it needed to know is deleted, but kept for a while when there is a rest that somebody may go on with.
        """
        mine = type(self).objects.open_errands().filter(pk=self.pk, claim=self.claim)
        over = {"ended_at": timezone.now(), "ending": ending, "error": error, "claimed_until": None}
        if ending is ErrandState.DONE or self.kind in WITHOUT_REST:
            over["sealed"] = ""
        for name, value in over.items():
            setattr(self, name, value)
        if not mine.update(**over):
            self.refresh_from_db()

    def may_stop(self, user: User) -> bool:
        if self.is_ended or self.kind in UPKEEP:
            return False
        return user.pk == self.asked_by_id or user.may(Right.MANAGE)

    def stop(self, by: User) -> None:
        """No further part is begun. Who asked may stop it, and the owner; upkeep nobody. Raises PermissionDenied.

        It counts, whoever claims the errand at this moment: a part that is being done is waited for.
        """
        if self.kind in UPKEEP:
            raise PermissionDenied
        if by.pk != self.asked_by_id:
            by.must(Right.MANAGE)
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if not self.is_ended:
                self.result = {**self.result, "stopped_by": by.pk}
                self.save(update_fields=["result"])
            self.end(ErrandState.STOPPED)

    @property
    def can_go_on(self) -> bool:
        """Whether there is a rest of it to do. An import is gone on with here while it opens requests."""
        if self.kind in WITHOUT_REST or self.state not in UNFINISHED or self.stored:
            return False
        if self.kind == ErrandKind.IMPORT and (self.what.get("do") != "write" or self.place is None):
            return False
        return self.ended_at is not None and self.ended_at > timezone.now() - RESULT_KEPT

    def may_go_on(self, user: User) -> bool:
        return self.can_go_on and (user.pk == self.asked_by_id or user.may(Right.MANAGE))

    def go_on(self, by: User) -> None:
        """Do the rest of what was stopped or failed, from where it was: nothing is done twice.

        Who asked, and the owner. Raises PermissionDenied, and NotPossible when it is not over, or too long ago.
        """
        if by.pk != self.asked_by_id:
            by.must(Right.MANAGE)
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if not self.can_go_on:
                raise NotPossible(_("There is no rest to go on with: it is at work, it is done, or it is too old."))
            reopened = {"ended_at": None, "ending": "", "error": "", "tries": 0, "claim": None, "claimed_until": None}
            for name, value in reopened.items():
                setattr(self, name, value)
            self.save(update_fields=list(reopened))

    def leave_rest(self) -> bool:
        """Nobody is to go on with it any more, in the caller's transaction; False when somebody does already."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
        if not self.is_ended:
            return False
        self.place = None
        self.save(update_fields=["place"])
        return True

    def failed_once(self) -> None:
        """A part broke by a fault of ours or of the machine: try again, but not for ever."""
        claim = self.claim
        self.refresh_from_db()
        if self.claim != claim:
            return  # whoever took it over meanwhile goes on with it
        if self.tries + 1 >= TRIES:
            self.end(ErrandState.FAILED)
            return
        mine = type(self).objects.open_errands().filter(pk=self.pk, claim=self.claim)
        mine.update(tries=self.tries + 1, claimed_until=None)

    def drop_file(self) -> None:
        """Delete the file that it made; only when no row names it any more."""
        stored, self.stored = self.stored, ""
        self.save(update_fields=["stored"])
        evidence_storage().delete(stored)
