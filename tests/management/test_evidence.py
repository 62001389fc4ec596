"""manage.py evidence --check: missing, changed and stray files are named, and nothing is touched."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cancellations.domain.errands import ErrandKind
from cancellations.models import Cancellation, Errand, User
from cancellations.models.storage import evidence_storage, preview_of
from tests.cases import case_of
from tests.files import PDF, in_folder, keep_in, picture


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


def check() -> tuple[str, bool]:
    """What it says, and whether all is well."""
    said = StringIO()
    try:
        call_command("evidence", "--check", stdout=said)
    except CommandError:
        return said.getvalue(), False
    return said.getvalue(), True


def test_an_empty_installation_is_well(owner: User, folder: Path) -> None:
    assert check() == ("0 files, 0 differences\n", True)


def test_files_as_they_were_filed_are_well(case: Cancellation, owner: User) -> None:
    case.attach_bytes(owner, "a.png", picture())
    case.attach_bytes(owner, "a.pdf", PDF)
    assert check() == ("2 files, 0 differences\n", True)


def test_each_difference_is_listed_and_stays(case: Cancellation, owner: User, folder: Path) -> None:
    gone, short, other, unseen = (case.attach_bytes(owner, "a.png", picture()) for _number in range(4))
    (folder / gone.stored).unlink()
    (folder / short.stored).write_bytes(picture()[:-1])
    (folder / other.stored).write_bytes(picture()[:-1] + b"?")
    (folder / preview_of(unseen.stored)).unlink()
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "stray").write_bytes(b"left by a power cut")
    before = in_folder(folder)
    said, well = check()
    assert not well
    for row, trouble in ((gone, "missing"), (short, "changed"), (other, "changed"), (unseen, "preview missing")):
        assert f"evidence {row.pk} ({row.stored}): {trouble}\n" in said
    assert "stray file: ab/stray\n" in said
    assert "4 files, 5 differences" in said
    assert in_folder(folder) == before


def test_a_removed_file_that_is_still_there_is_named(case: Cancellation, owner: User) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    case.remove_evidence(owner, row, reason="Wrong request")  # the test's transaction never commits
    assert "removed, but not deleted yet" in check()[0]
    row.refresh_from_db()
    row.erase()
    assert check() == ("1 files, 0 differences\n", True)


def test_what_errands_made_is_no_stray_file(owner: User, folder: Path) -> None:
    errand = Errand.objects.ask(owner, ErrandKind.EXPORT, what={}, title="")
    errand.stored = evidence_storage().save("errands/made", ContentFile(b"x"))
    errand.save()
    assert check() == ("0 files, 0 differences\n", True)
    evidence_storage().save("errands/left", ContentFile(b"x"))
    assert check() == ("stray file: errands/left\n0 files, 1 differences\n", False)
