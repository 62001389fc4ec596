"""A file kept as proof: what is known of it, and who may see and open it. The bytes lie in the storage."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.file_names import LONGEST, extension
from cancellations.domain.roles import Right
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.event import Event
from cancellations.models.message import Message
from cancellations.models.people import User
from cancellations.models.storage import StorageFailed, evidence_storage, preview_of

if TYPE_CHECKING:
    from cancellations.models.cancellation import Cancellation

RETENTION = "retention"  # as a reason: deleted because its time was over


class EvidenceQuerySet(WorkspaceQuerySet["Evidence"]):
    def of_case(self, case: "Cancellation") -> Self:
        """Everything filed in a case, removed files too, oldest first."""
        return self.filter(workspace_id=case.workspace_id, cancellation=case).order_by("id")

    def present(self) -> Self:
        """Without what was removed."""
        return self.filter(deleted_at=None)

    def for_dossier(self) -> Self:
        """What leaves the house with a dossier; of removed files the hash is left, and that they were removed."""
        return self.filter(visibility=Visibility.DOSSIER).exclude(_IDENTITY)

    def expire_documents(self) -> int:
        """Delete identity documents of cases that were closed IDENTITY_KEPT_DAYS ago; gives how many."""
        closed_before = timezone.now() - timedelta(days=settings.IDENTITY_KEPT_DAYS)
        due = self.present().filter(_IDENTITY, cancellation__is_open=False, cancellation__closed_at__lt=closed_before)
        return sum(row.expire() for row in list(due))

    def erase_leftovers(self) -> int:
        """Files whose rows say that they were removed, but that the storage did not let go then."""
        left = list(self.filter(erased=False).exclude(deleted_at=None))
        for row in left:
            row.erase()
        return len(left)

    def forget_files(self) -> None:
        """The rows are about to be deleted for good: the files go when this transaction is through."""
        for stored in self.values_list("stored", flat=True):
            transaction.on_commit(partial(drop_files, [stored]), robust=True)


_NOT_FOR_VIEWERS = frozenset({EvidenceKind.IDENTITY, EvidenceKind.LETTER})


class Evidence(WorkspaceRow):
    """The row outlives its file: what was proof once can be named, with its hash, after it was removed."""

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="evidence", db_index=False)
    step = models.CharField(max_length=16, blank=True, help_text="key of the step that it proves")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="evidence")
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in EvidenceKind])
    note = models.TextField(blank=True)
    visibility = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Visibility])
    version = models.PositiveIntegerField(default=1, help_text="of its description: what it is, note, who may see it")
    name = models.CharField(max_length=LONGEST, help_text="as it came, made safe to show; never a path")
    media_type = models.CharField(max_length=100, help_text="told by its content")
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(
        max_length=64, db_index=True, help_text="name in the storage, random; one letter about many cases is one file"
    )
    has_preview = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="empty: the SIM's holder")
    added_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    deleted_reason = models.TextField(blank=True)
    erased = models.BooleanField(default=False, help_text="the storage has let the file go")

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "cancellation", "-id"], name="evidence_of_case"),
            models.Index(
                fields=["id"], condition=Q(("deleted_at", None), ("kind", "identity")), name="evidence_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_identity(self) -> bool:
        return self.kind == EvidenceKind.IDENTITY

    @property
    def is_present(self) -> bool:
        return self.deleted_at is None

    def may_open(self, user: User) -> bool:
        """Whether a member of the workspace may have the file and its name.

        Viewers see no identity documents, and no letters of ours: these hold what is masked for them elsewhere.
        """
        return _may_open(user, self.kind)

    def open(self) -> "File[bytes]":
        """The bytes as they came. Raises FileNotFoundError, and StorageFailed when the storage does not answer."""
        return _opened(self.stored)

    def open_preview(self) -> "File[bytes]":
        return _opened(preview_of(self.stored))

    def show(self, by: User) -> None:
        """An identity document is about to be looked at. Raises PermissionDenied."""
        by.must(Right.SEE_IDENTIFIERS)
        self._happened("evidence_shown", by)

    def expire(self) -> bool:
        """Delete an identity document whose time is over, once. The row stays and says when, without its name."""
        with transaction.atomic():
            now = timezone.now()
            mine = type(self).objects.filter(pk=self.pk, deleted_at=None)
            if not mine.update(deleted_at=now, deleted_reason=RETENTION, name=self._nameless(), note=""):
                return False
            self._happened("evidence_expired", None, sha256=self.sha256)
            transaction.on_commit(self.erase, robust=True)
        return True

    def hide_preview(self) -> None:
        """Identity documents have none. Saved with the row; the picture goes when the transaction is through."""
        if self.has_preview:
            self.has_preview = False
            transaction.on_commit(partial(drop_previews, [self.stored]), robust=True)

    def erase(self) -> None:
        """Delete the file of a row that says so already; tried again by erase_leftovers if the storage fails."""
        drop_files([self.stored])
        type(self).objects.filter(pk=self.pk).exclude(deleted_at=None).update(erased=True)

    def _nameless(self) -> str:
        """A name that tells only which file it was: the one it came with may be its holder's."""
        return f"{self.kind}-{self.sha256[:8]}.{extension(self.name)}".rstrip(".")

    def _happened(self, kind: str, by: User | None, **payload: str) -> None:
        told = {"evidence": self.pk, "kind": self.kind, **payload}
        event = Event(
            workspace_id=self.workspace_id, cancellation_id=self.cancellation_id, kind=kind, by=by, payload=told
        )
        event.save(force_insert=True)


def is_named_to(user: User, kind: str) -> bool:
    """Whether the timeline names files of this kind to `user`; identity documents to nobody."""
    return kind != EvidenceKind.IDENTITY and _may_open(user, kind)


def _may_open(user: User, kind: str) -> bool:
    return kind not in _NOT_FOR_VIEWERS or user.may(Right.SEE_IDENTIFIERS)


_IDENTITY = Q(kind=EvidenceKind.IDENTITY)


def drop_files(names: Iterable[str]) -> None:
    """Delete stored files with their previews, but for those that another row still needs; those that are gone
    already do no harm. Raises StorageFailed.
    """
    delete_files(set(names) - _needed(names))


def delete_files(names: Iterable[str]) -> None:
    """As drop_files, without a look at the rows: of files that no row can have. Raises StorageFailed."""
    every = list(names)
    _delete(map(preview_of, every))
    _delete(every)


def drop_previews(names: Iterable[str]) -> None:
    """Delete the previews of stored files alone. Raises StorageFailed."""
    _delete(map(preview_of, set(names) - _needed(names, has_preview=True)))


def _needed(names: Iterable[str], **more: bool) -> set[str]:
    rows = Evidence.objects.present().filter(stored__in=list(names), **more)
    return set(rows.values_list("stored", flat=True))


def _delete(names: Iterable[str]) -> None:
    storage = evidence_storage()
    try:
        for name in names:
            storage.delete(name)
    except Exception as error:  # whatever a storage of other people's making raises
        raise StorageFailed from error


def _opened(name: str) -> "File[bytes]":
    try:
        file: File[bytes] = evidence_storage().open(name)
    except FileNotFoundError:
        raise
    except Exception as error:  # as above
        raise StorageFailed from error
    return file
