"""The folder LASTCALL_DATA, and whose it is: one user runs everything, or what one has made the other cannot open."""

import os
import pwd
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_DATABASES = ("lastcall.sqlite3", "lastcall.sqlite3-next", "lastcall.sqlite3-turn", "jobs.sqlite3")
_FOLDERS = ("keys", "tmp", "files")


def data_folder(folder: Path) -> Path:
    """The folder, made if it is not there. Raises ImproperlyConfigured when this user may not use what is in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"LASTCALL_DATA cannot be made: {folder}: {error.strerror}.") from error
    for path in _needed(folder):
        if path.exists() and not _may_use(path):
            with suppress(FileNotFoundError):  # put away meanwhile: it keeps nobody from anything
                raise ImproperlyConfigured(_refusal(folder, path))
    return folder


def give_to_owner(file: int, of: str | Path) -> None:
    """What root makes beside somebody's file is that person's, as SQLite does it with its own files."""
    if os.geteuid() == 0:
        with suppress(OSError):
            owner = Path(of).stat()
            os.fchown(file, owner.st_uid, owner.st_gid)


def _needed(folder: Path) -> Iterator[Path]:
    """The folder before what is in it: of what lies in a closed one nothing can be known."""
    yield folder
    yield from (folder / name for name in (*_FOLDERS, *_DATABASES))
    yield from sorted((folder / "keys").glob("[!.]*_key*"))  # not the drafts of whoever starts at this moment


def _may_use(path: Path) -> bool:
    """Keys may lie where nothing can be written, once they are made."""
    is_of_keys = "keys" in (path.name, path.parent.name)
    wanted = os.R_OK | (0 if is_of_keys else os.W_OK) | (os.X_OK if path.is_dir() else 0)
    return os.access(path, wanted, effective_ids=os.access in os.supports_effective_ids)


def _refusal(folder: Path, path: Path) -> str:
    here, owner = _named(os.geteuid()), _named(path.stat().st_uid)
    said = f"{path} belongs to {owner}, and {here}, who runs this, may not use it."
    if here == owner:
        return f"{said} Give its owner the right to: chmod -R u+rwX {folder}"
    return f"{said} Run every command as the user of the server; for {here} to be that one: chown -R {here} {folder}"


def _named(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
