"""Where the bytes of evidence lie: a folder by default, any Django storage by the settings."""

import errno
import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
WORKING_FOLDER = "working-"  # how folders in LASTCALL_DATA/tmp begin that belong to one piece of work
_DAY = 24 * 3600


class StorageFailed(Exception):
    """The storage did not take or give a file; `full` when it had no room (HTTP 503). Nothing has been saved."""

    def __init__(self, *, full: bool = False) -> None:
        super().__init__("no room left" if full else "storage failed")
        self.full = full


def evidence_storage() -> Storage:
    return storages["evidence"]


def preview_of(stored: str) -> str:
    """Where the preview of a stored file lies: beside it."""
    return f"{stored}-0"


def clear_abandoned() -> None:
    """Delete what was left in LASTCALL_DATA/tmp by processes that were killed, a day ago or longer."""
    folder, before = Path(settings.FILE_UPLOAD_TEMP_DIR), time.time() - _DAY
    for path in folder.glob("*.upload*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    for path in folder.glob(f"{WORKING_FOLDER}*"):
        if path.stat().st_mtime < before:
            shutil.rmtree(path, ignore_errors=True)


class SyncedFolder(FileSystemStorage):
    """A folder in which a file is there whole, on the disk, or not at all."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            for folder in {path.parent, Path(self.location)}:
                _sync(folder)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return name


def _sync(folder: Path) -> None:
    """Without this, the entry of a new file can be lost in a power cut although its content is not."""
    if os.name != "posix":  # others cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
