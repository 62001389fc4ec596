"""Files of errands and imports: those of a row stay, what a killed worker left goes after a day."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from cancellations.domain.errands import ErrandKind
from cancellations.models import Errand, User
from cancellations.models.kept_files import FOLDERS, clear_strays
from cancellations.models.storage import evidence_storage
from tests.files import keep_in

YESTERDAY = time.time() - 25 * 3600


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


def stored(folder: Path, name: str, *, old: bool) -> str:
    evidence_storage().save(name, ContentFile(b"rows"))
    if old:
        os.utime(folder / name, (YESTERDAY, YESTERDAY))
    return name


def test_nothing_to_do_where_nothing_was_stored(folder: Path, db: None) -> None:
    assert clear_strays() == 0


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_no_row_stands_for_goes_after_a_day(folder: Path, owner: User, kind: str) -> None:
    errand = Errand.objects.ask(owner, ErrandKind.EXPORT, what={}, title="")
    errand.stored = stored(folder, f"{kind}/kept", old=True)
    errand.save()
    stored(folder, f"{kind}/stray", old=True)
    stored(folder, f"{kind}/new", old=False)
    stored(folder, "ab/evidence", old=True)
    assert clear_strays() == 1
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {f"{kind}/kept", f"{kind}/new", "ab/evidence"}
