"""Keys are made once, kept by their owner alone, and never short."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from config.keys import key_from

ROOT = Path(__file__).resolve().parent.parent


def test_made_once_and_kept(tmp_path: Path) -> None:
    first = key_from(tmp_path / "keys", "secret_key")
    assert len(first) >= 50
    assert key_from(tmp_path / "keys", "secret_key") == first


def test_for_the_owners_eyes_only(tmp_path: Path) -> None:
    key_from(tmp_path / "keys", "secret_key")
    assert stat.S_IMODE((tmp_path / "keys" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret_key"]


def test_the_settings_keep_theirs_in_the_data_folder() -> None:
    file = Path(settings.DATA_DIR) / "keys" / "secret_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == settings.SECRET_KEY


def test_those_who_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: key_from(tmp_path / "keys", "secret_key"), range(64)))
    assert len(keys) == 1


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "", "LASTCALL_DATA": str(tmp_path), "SECRET_KEY": "changeme"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "SECRET_KEY is too short" in done.stderr
