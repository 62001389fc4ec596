"""From a file that somebody sent to a file in the storage: checked, hashed, kept, and dropped again if no row came.

Files are stored before the transaction begins that writes their rows: the database is not locked meanwhile, and a
row never points to a file that is not on the disk. What stays behind when the power fails in between is a file
without a row, which `manage.py evidence --check` names.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.db import DatabaseError, transaction

from cancellations.domain.file_names import shown_name
from cancellations.domain.file_types import FileType, recognise
from cancellations.models.evidence import Evidence, delete_files
from cancellations.models.preview import check_picture, preview
from cancellations.models.storage import NO_ROOM, StorageFailed, evidence_storage, preview_of

logger = logging.getLogger("lastcall")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. `name` is as it will be shown."""

    file: "File[bytes]"
    name: str
    kind: FileType


@dataclass(frozen=True)
class Kept:
    """A file in the storage that no row knows yet."""

    name: str
    media_type: str
    size: int
    sha256: str
    stored: str
    has_preview: bool


def check_file(file: "File[bytes]", name: str) -> Checked:
    """Raises NotPossible with the reason in the reader's language, which names the file."""
    kind = recognise(file, name, file.size)  # type: ignore[arg-type] # a File reads and seeks as a BinaryIO does
    shown = shown_name(name)
    check_picture(file, kind, shown)
    return Checked(file, shown, kind)


def check_bytes(content: bytes, name: str) -> Checked:
    """As check_file, for what was made here, like letters."""
    return check_file(ContentFile(content), name)


@contextmanager
def keeping(files: Iterable[Checked], *, previews: bool = True) -> Iterator[list[Kept]]:
    """Store the files; when the block ends, drop those that no row points to. Raises StorageFailed.

    The transaction that writes the rows belongs inside the block.
    """
    kept: list[Kept] = []
    try:
        for one in files:
            kept.append(_keep(one, previews=previews))  # noqa: PERF401 - what came before a failure is dropped below
        yield kept
    finally:
        _drop_unused(kept)


def _keep(checked: Checked, *, previews: bool) -> Kept:
    name = secrets.token_hex(20)
    stored = f"{name[:2]}/{name}"
    made = preview(checked.file, checked.kind) if previews else None
    digest = hashlib.sha256()
    for chunk in checked.file.chunks():
        digest.update(chunk)
    storage = evidence_storage()
    try:
        storage.save(stored, checked.file)
        if made is not None:
            storage.save(preview_of(stored), made)
    except Exception as error:  # a storage of other people's making raises what it likes
        _drop([stored])
        full = isinstance(error, OSError) and error.errno in NO_ROOM
        logger.error("evidence storage failed: %s", type(error).__name__)
        raise StorageFailed(full=full) from error
    return Kept(checked.name, checked.kind.media_type, checked.file.size, digest.hexdigest(), stored, made is not None)


def _drop_unused(kept: Iterable[Kept]) -> None:
    names = {one.stored for one in kept}
    if names and not transaction.get_connection().needs_rollback:  # else no row will be left
        try:
            names -= set(Evidence.objects.filter(stored__in=names).values_list("stored", flat=True))
        except DatabaseError:  # rather a stray file than a row without one
            return
    _drop(names)


def _drop(names: Iterable[str]) -> None:
    try:
        delete_files(names)
    except StorageFailed:
        logger.error("a stray file stayed in the evidence storage")
