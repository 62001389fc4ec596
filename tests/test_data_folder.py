"""Whose the data are: what another user has made is refused with what to do, and root leaves nothing that is root's."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.data_folder import data_folder
from config.keys import encryption_keys, key_from, renew
from config.sqlite3.turns import Turns
from tests.management.running import manage

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of its own, on a way that is open to everybody."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made)
        path.chmod(0o777)
        yield path


def refusal(folder: Path) -> str:
    """What somebody is told who may do no more than the modes say; in a process of their own, as root may do all."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            data_folder(folder)
        except ImproperlyConfigured as error:
            os.write(theirs, str(error).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)
    with os.fdopen(ours) as said:
        return said.read()


def test_what_everybody_may_use_is_taken(folder: Path) -> None:
    assert refusal(folder) == ""
    assert data_folder(folder / "new") == folder / "new"
    assert (folder / "new").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name",
    ["keys", "tmp", "files", "lastcall.sqlite3", "lastcall.sqlite3-turn", "lastcall.sqlite3-next", "jobs.sqlite3"],
)
def test_what_is_closed_is_named_with_what_to_do(folder: Path, name: str) -> None:
    path = folder / name
    path.mkdir() if "." not in name else path.touch()
    path.chmod(0)
    told = refusal(folder)
    path.chmod(0o700)
    assert told.startswith(f"{path} belongs to ")
    assert "chown -R" in told or "chmod -R" in told


def test_a_key_that_cannot_be_read(folder: Path) -> None:
    (folder / "keys").mkdir()
    (folder / "keys").chmod(0o777)
    key_from(folder / "keys", "secret_key")
    (folder / "keys" / "secret_key").chmod(0)
    assert "secret_key belongs to" in refusal(folder)


def test_what_another_start_puts_away_meanwhile_is_nobodys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its drafts of keys, and whatever else is there at one moment and gone at the next."""
    (folder / "keys").mkdir()
    drafts = [folder / "keys" / name for name in (".secret_key.1.abcd", "secret_key")]
    for draft in drafts:
        draft.touch()

    def unlinked(path: Path, *_args: object, **_named: object) -> bool:
        asked.append(path)
        if path in drafts:
            path.unlink()
        return path not in drafts

    asked: list[Path] = []
    monkeypatch.setattr(os, "access", unlinked)
    assert data_folder(folder) == folder
    assert drafts[0] not in asked
    assert drafts[1] in asked


def test_the_folder_itself(folder: Path) -> None:
    folder.chmod(0)
    told = refusal(folder)
    folder.chmod(0o700)
    assert told.startswith(f"{folder} belongs to ")


def test_commands_say_it_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    answer = manage(tmp_path / "data", "check")
    assert answer.returncode == 1
    assert answer.stderr.startswith("LASTCALL_DATA cannot be made: ")
    assert "Traceback" not in answer.stderr


@as_root
def test_the_line_of_writers_belongs_to_whoever_has_the_database(folder: Path) -> None:
    database = folder / "lastcall.sqlite3"
    database.touch()
    os.chown(database, NOBODY, NOBODY)
    turns = Turns(str(database))
    assert turns.take(1)
    turns.leave()
    assert {path.stat().st_uid for path in folder.iterdir()} == {NOBODY}


@as_root
def test_keys_that_root_renews_stay_their_owners(folder: Path) -> None:
    (folder / "keys").mkdir()
    os.chown(folder / "keys", NOBODY, NOBODY)
    renew(encryption_keys(folder / "keys", "details_keys"))
    assert (folder / "keys" / "details_keys").stat().st_uid == NOBODY
