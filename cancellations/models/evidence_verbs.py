"""What happens to the evidence of a case: files are added, described anew, removed with a reason."""

from contextlib import ExitStack

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.evidence import EvidenceKind, Visibility, visibility_of
from cancellations.domain.playbook import StepKey
from cancellations.models.case import Case
from cancellations.models.change import Change
from cancellations.models.evidence import Evidence
from cancellations.models.filing import Kept, check_bytes, check_file, keeping
from cancellations.models.message import Message
from cancellations.models.people import User


class EvidenceVerbs(Case):
    class Meta:
        abstract = True

    def attach(
        self,
        by: User,
        file: "Kept | File[bytes]",
        *,
        kind: EvidenceKind = EvidenceKind.OTHER,
        note: str = "",
        visibility: Visibility = Visibility.DOSSIER,
        step: StepKey | None = None,
        message: Message | None = None,
    ) -> Evidence:
        """File a proof; closed cases take it too. Raises NotPossible for files of other kinds, and StorageFailed.

        Inside a transaction of your own, keep the file before it begins (filing.keeping) and give what was kept:
        else a rollback leaves the file behind.
        """
        with ExitStack() as stack:
            if isinstance(file, File):
                [file] = stack.enter_context(keeping([check_file(file, file.name or "")]))
            with self.changing(by) as change:
                row = add_evidence(
                    change, file, kind=kind, note=note, visibility=visibility, step=step, message=message
                )
                change.note("evidence_added", **_told(row), step=row.step)
        return row

    def attach_bytes(
        self,
        by: User,
        name: str,
        content: bytes,
        *,
        kind: EvidenceKind = EvidenceKind.LETTER,
        note: str = "",
        visibility: Visibility = Visibility.DOSSIER,
        step: StepKey | None = None,
        message: Message | None = None,
    ) -> Evidence:
        """As `attach`, for what was made here, like a letter."""
        with keeping([check_bytes(content, name)]) as [kept]:
            return self.attach(by, kept, kind=kind, note=note, visibility=visibility, step=step, message=message)

    def describe_evidence(
        self,
        by: User,
        row: Evidence,
        *,
        kind: EvidenceKind,
        note: str,
        visibility: Visibility,
        version: int | None = None,
    ) -> None:
        """Say anew what a file proves and who may see it. Becoming an identity document costs its preview.

        Raises Stale when somebody described it since it had this `version`.
        """
        with self.changing(by) as change:
            row = _held(row)
            if version is not None and version != row.version:
                raise Stale
            before = {"kind": row.kind, "note": row.note, "visibility": row.visibility}
            after = {"kind": kind, "note": note, "visibility": visibility_of(kind, visibility)}
            if before == after:
                return
            row.kind, row.note, row.visibility = kind, note, after["visibility"]
            row.version += 1
            if row.is_identity:
                row.hide_preview()
            row.save(update_fields=["kind", "note", "visibility", "version", "has_preview"])
            change.note("evidence_changed", **_told(row), before=before, after=after)

    def remove_evidence(self, by: User, row: Evidence, *, reason: str) -> None:
        """Delete the file; the row with its hash stays, with when and why."""
        with self.changing(by) as change:
            row = _held(row)
            row.deleted_at, row.deleted_reason = timezone.now(), reason
            row.save(update_fields=["deleted_at", "deleted_reason"])
            change.note("evidence_removed", **_told(row), reason=reason)
            transaction.on_commit(row.erase, robust=True)


def add_evidence(
    change: Change,
    kept: Kept,
    *,
    kind: EvidenceKind,
    note: str = "",
    visibility: Visibility = Visibility.DOSSIER,
    step: StepKey | None = None,
    message: Message | None = None,
) -> Evidence:
    """The row of a file that was kept, as part of a change that tells of it in its own words."""
    case = change.case
    if message is not None and message.cancellation_id != case.pk:
        raise NotPossible(_("This contact belongs to another request."))
    row = Evidence(
        workspace_id=case.workspace_id,
        cancellation_id=case.pk,
        step=step or "",
        message=message,
        kind=kind,
        note=note,
        visibility=visibility_of(kind, visibility),
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        stored=kept.stored,
        has_preview=kept.has_preview,
        added_by=change.by,
    )
    if row.is_identity:
        row.hide_preview()
    row.save(force_insert=True)
    return row


def _held(row: Evidence) -> Evidence:
    """The row as it is now, the case being locked. Raises NotPossible when somebody removed it meanwhile."""
    row = Evidence.objects.get(pk=row.pk)
    if not row.is_present:
        raise NotPossible(_("This file was removed already."))
    return row


def _told(row: Evidence) -> dict[str, str | int]:
    """What the timeline says of a file. The name of an identity document may tell whose it is: it is left out."""
    name = "" if row.is_identity else row.name
    return {"evidence": row.pk, "name": name, "kind": row.kind, "sha256": row.sha256}
