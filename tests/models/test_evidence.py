"""Filing proof: the file is on the disk before its row, and what happens to it is told, never undone."""

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.examples.clear import clear_examples
from cancellations.models import Cancellation, Evidence, User
from cancellations.models.filing import check_bytes, keeping
from cancellations.models.storage import StorageFailed, SyncedFolder, clear_abandoned
from tests.cases import case_of, do, fresh, kinds_of, refused
from tests.files import PDF, in_folder, keep_in, picture, upload


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


def test_a_file_is_filed_with_its_hash_and_an_event(case: Cancellation, owner: User, folder: Path) -> None:
    message = case.log_contact(owner, outcome="receipt")  # type: ignore[arg-type]
    row = case.attach(
        owner,
        upload("Чек.pdf"),
        kind=EvidenceKind.RECEIPT,
        note="By e-mail",
        visibility=Visibility.HOLDER,
        step=StepKey.SUBMISSION,
        message=message,
    )
    row.refresh_from_db()
    assert (row.name, row.media_type, row.size) == ("Чек.pdf", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (row.kind, row.note, row.visibility, row.step) == ("receipt", "By e-mail", "holder", "submission")
    assert (row.message, row.added_by, row.workspace_id) == (message, owner, case.workspace_id)
    assert in_folder(folder) == [row.stored]
    with row.open() as file:
        assert file.read() == PDF
    event = case.events.latest("id")
    assert (event.kind, event.by) == ("evidence_added", owner)
    assert event.payload == {
        "evidence": row.pk,
        "name": "Чек.pdf",
        "kind": "receipt",
        "sha256": row.sha256,
        "step": "submission",
    }


def test_letters_are_filed_from_bytes(case: Cancellation, owner: User) -> None:
    row = case.attach_bytes(owner, "application.pdf", PDF, note="Application to terminate")
    assert (row.kind, row.visibility, row.note) == ("letter", "dossier", "Application to terminate")


def test_a_closed_case_takes_proof_too(case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Changed our minds")
    fresh(case).attach_bytes(owner, "late.pdf", PDF)
    assert kinds_of(case)[-1] == "evidence_added"


def test_who_may(case: Cancellation, viewer: User, stranger: User, ex_member: User, folder: Path) -> None:
    for person in (viewer, ex_member):
        with refused(PermissionDenied):
            case.attach_bytes(person, "a.pdf", PDF)
    assert in_folder(folder) == []
    assert not Evidence.objects.exists()
    assert not Evidence.objects.visible_to(stranger).exists()


def test_a_file_of_another_kind_leaves_nothing(case: Cancellation, owner: User, folder: Path) -> None:
    with refused(NotPossible):
        case.attach_bytes(owner, "page.html", b"<html>")
    assert in_folder(folder) == []


def test_a_contact_of_another_request_is_none_of_ours(case: Cancellation, owner: User, folder: Path) -> None:
    other = case_of(owner).log_contact(owner, outcome="receipt")  # type: ignore[arg-type]
    with refused(NotPossible):
        case.attach_bytes(owner, "a.pdf", PDF, message=other)
    assert in_folder(folder) == []


def test_a_transaction_that_fails_takes_its_file_along(case: Cancellation, owner: User, folder: Path) -> None:
    with keeping([check_bytes(PDF, "a.pdf")]) as [kept], transaction.atomic():
        case.attach(owner, kept)
        transaction.set_rollback(True)
    assert in_folder(folder) == []
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("error", "full"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False)])
def test_a_disk_that_fails_leaves_no_part_and_no_row(
    case: Cancellation, owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch, error: int, full: bool
) -> None:
    def chunks(self: Any, chunk_size: int | None = None) -> Any:
        yield PDF[:10]
        if "stop" in calls:
            raise OSError(error, "no")
        calls.append("stop")
        yield PDF[10:]

    calls: list[str] = []
    monkeypatch.setattr(ContentFile, "chunks", chunks)
    with refused(StorageFailed) as caught:
        case.attach_bytes(owner, "a.pdf", PDF)
    assert caught.value.full is full
    assert in_folder(folder) == []
    assert not Evidence.objects.exists()
    monkeypatch.undo()
    assert case.attach_bytes(owner, "a.pdf", PDF).pk, "goes on when there is room again"


def test_of_several_files_all_or_none_are_kept(
    case: Cancellation, owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, saved = SyncedFolder._save, []

    def second_fails(self: Any, name: str, content: Any) -> str:
        saved.append(name)
        if len(saved) == 2:
            raise OSError(errno.ENOSPC, "full")
        return real(self, name, content)

    monkeypatch.setattr(SyncedFolder, "_save", second_fails)
    with pytest.raises(StorageFailed), keeping([check_bytes(PDF, "a.pdf"), check_bytes(PDF, "b.pdf")]):
        pytest.fail("nothing is there to be filed")
    assert in_folder(folder) == []


def test_file_and_folder_are_synced_before_the_row_is_written(
    case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_at_sync: list[int] = []
    monkeypatch.setattr("os.fsync", lambda handle: rows_at_sync.append(Evidence.objects.count()))
    case.attach_bytes(owner, "a.pdf", PDF)
    assert rows_at_sync == [0, 0, 0], "the file, its folder, and the folder of that"


def test_names_in_the_storage_are_random_and_private(case: Cancellation, owner: User, folder: Path) -> None:
    one, other = (case.attach_bytes(owner, "../../same.pdf", PDF) for _time in range(2))
    assert one.stored != other.stored
    path = folder / one.stored
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert one.name == "same.pdf"


def test_a_description_is_changed_and_told(case: Cancellation, owner: User) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    new: dict[str, Any] = {"kind": EvidenceKind.BILL, "note": "November", "visibility": Visibility.TEAM}
    case.describe_evidence(owner, row, **new)
    row.refresh_from_db()
    assert (row.kind, row.note, row.visibility) == ("bill", "November", "team")
    payload = case.events.latest("id").payload
    assert payload["before"] == {"kind": "letter", "note": "", "visibility": "dossier"}
    assert payload["after"] == {"kind": "bill", "note": "November", "visibility": "team"}
    case.describe_evidence(owner, row, **new)
    assert kinds_of(case).count("evidence_changed") == 1, "the same again is no change"


def test_removing_keeps_the_row_and_its_hash(
    case: Cancellation, owner: User, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = case.attach_bytes(owner, "a.png", picture())
    with django_capture_on_commit_callbacks(execute=True):
        case.remove_evidence(owner, row, reason="Wrong request")
    row.refresh_from_db()
    assert in_folder(folder) == []
    assert (row.is_present, row.deleted_reason, row.erased) == (False, "Wrong request", True)
    event = case.events.latest("id")
    assert (event.kind, event.payload["reason"], event.payload["sha256"]) == (
        "evidence_removed",
        "Wrong request",
        row.sha256,
    )
    with refused(NotPossible):
        case.remove_evidence(owner, row, reason="Again")
    with refused(NotPossible):
        case.describe_evidence(owner, row, kind=EvidenceKind.BILL, note="", visibility=Visibility.TEAM)


def test_a_file_that_the_storage_keeps_is_deleted_later(case: Cancellation, owner: User, folder: Path) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    case.remove_evidence(owner, row, reason="Wrong request")  # the test's transaction never commits
    assert in_folder(folder) == [row.stored]
    assert Evidence.objects.erase_leftovers() == 1
    assert in_folder(folder) == []
    assert Evidence.objects.erase_leftovers() == 0


def test_what_the_dossier_gets(case: Cancellation, owner: User) -> None:
    for one in Visibility:
        case.attach_bytes(owner, f"{one}.pdf", PDF, visibility=one)
    names = Evidence.objects.of_case(case).values_list("name", flat=True)
    assert list(names) == ["team.pdf", "holder.pdf", "dossier.pdf"]
    assert {row.name for row in Evidence.objects.for_dossier()} == {"dossier.pdf"}


def test_examples_take_their_files_along(
    owner: User, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    example, own = case_of(owner), case_of(owner)
    Cancellation.objects.filter(pk=example.pk).update(is_example=True)
    do(example, StepKey.POLICY, owner)
    example.attach_bytes(owner, "example.pdf", PDF)
    kept = own.attach_bytes(owner, "own.pdf", PDF)
    with django_capture_on_commit_callbacks(execute=True):
        clear_examples(owner)
    assert in_folder(folder) == [kept.stored]


def test_what_killed_uploads_left_is_cleared_after_a_day(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, new = tmp_path / "tmp1.upload.pdf", tmp_path / "tmp2.upload.pdf"
    for path in (old, new):
        path.write_bytes(PDF)
    ago = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    os.utime(old, (ago, ago))
    clear_abandoned()
    assert [path.name for path in tmp_path.iterdir()] == [new.name]
