"""Identity documents: behind a button that the timeline tells of, and not for long."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Evidence, User
from cancellations.models.evidence import RETENTION
from cancellations.models.storage import preview_of
from tests.cases import case_of, kinds_of, refused
from tests.files import PDF, in_folder, keep_in, picture


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


def identity(case: Cancellation, by: User, content: bytes = PDF, note: str = "") -> Evidence:
    return case.attach_bytes(by, "passport.pdf", content, kind=EvidenceKind.IDENTITY, note=note)


def test_becoming_an_identity_document_costs_the_preview(
    case: Cancellation, owner: User, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = case.attach_bytes(owner, "a.png", picture())
    assert in_folder(folder) == [row.stored, preview_of(row.stored)]
    with django_capture_on_commit_callbacks(execute=True):
        case.describe_evidence(owner, row, kind=EvidenceKind.IDENTITY, note="", visibility=Visibility.DOSSIER)
    row.refresh_from_db()
    assert (row.has_preview, row.visibility) == (False, "team")
    assert in_folder(folder) == [row.stored]


def test_they_have_no_preview_and_stay_with_the_team(case: Cancellation, owner: User) -> None:
    row = identity(case, owner, PDF)
    assert (row.visibility, row.has_preview) == ("team", False)
    assert not Evidence.objects.for_dossier().exists()


def test_their_names_are_not_told(case: Cancellation, owner: User) -> None:
    identity(case, owner)
    assert "passport" not in str(case.events.latest("id").payload)


def test_looking_is_told_and_not_for_viewers(case: Cancellation, owner: User, viewer: User) -> None:
    row = identity(case, owner)
    assert (row.may_open(owner), row.may_open(viewer)) == (True, False)
    row.show(owner)
    assert kinds_of(case)[-1] == "evidence_shown"
    with refused(PermissionDenied):
        row.show(viewer)


def test_they_are_deleted_some_days_after_closing(
    case: Cancellation,
    owner: User,
    folder: Path,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    row, bill = (
        identity(case, owner, note="Of Ivanov"),
        case.attach_bytes(owner, "bill.pdf", PDF, kind=EvidenceKind.BILL),
    )
    assert Evidence.objects.expire_documents() == 0, "open"
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="No more")
    assert Evidence.objects.expire_documents() == 0, "just closed"
    closed_at = timezone.now() - timedelta(days=settings.IDENTITY_KEPT_DAYS, minutes=1)
    Cancellation.objects.filter(pk=case.pk).update(closed_at=closed_at)
    with django_capture_on_commit_callbacks(execute=True):
        assert Evidence.objects.expire_documents() == 1
        assert Evidence.objects.expire_documents() == 0, "once"
    row.refresh_from_db()
    assert (row.deleted_reason, row.erased, len(row.sha256)) == (RETENTION, True, 64)
    assert (row.kind, row.name, row.note) == (EvidenceKind.IDENTITY, f"identity-{row.sha256[:8]}.pdf", "")
    assert in_folder(folder) == [bill.stored]
    event = case.events.latest("id")
    assert (event.kind, event.by) == ("evidence_expired", None)
