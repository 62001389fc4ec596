"""Where errands keep their files, and what they work on meanwhile: folders of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.files import keep_in


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return keep_in(settings, tmp_path / "kept")
