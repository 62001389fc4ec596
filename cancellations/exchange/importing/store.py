"""Lines of JSON in the storage, packed: what an import keeps of a file while it goes on."""

import gzip
import io
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder

from cancellations.models.storage import NO_ROOM, StorageFailed, evidence_storage

FOLDER = "imports"
_FASTEST = 1
_AT_ONCE = 64 * 1024  # bytes that are packed together: to pack each line by itself takes longer
_encode = DjangoJSONEncoder(separators=(",", ":")).encode


class Lines:
    """A file that grows line by line, in LASTCALL_DATA/tmp and without a name, until it is stored."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._packed = io.BufferedWriter(gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_FASTEST), _AT_ONCE)
        self.count = 0

    def add(self, line: Any) -> None:
        self._packed.write(_encode(line).encode("ascii") + b"\n")
        self.count += 1

    def store(self) -> str:
        """Gives its name in the storage. Raises StorageFailed."""
        self._packed.close()
        self._file.seek(0)
        name = f"{FOLDER}/{secrets.token_hex(20)}"
        try:
            evidence_storage().save(name, File(self._file))
        except Exception as error:  # whatever a storage of other people's making raises
            drop(name)
            raise StorageFailed(full=isinstance(error, OSError) and error.errno in NO_ROOM) from error
        return name


@contextmanager
def new_lines() -> Iterator[Lines]:
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        yield Lines(file)


def stored_lines(name: str) -> Iterator[Any]:
    """One after the other, in constant memory. Raises FileNotFoundError."""
    with evidence_storage().open(name) as file, gzip.open(file) as packed:
        for line in packed:
            yield json.loads(line)


def drop(*names: str) -> None:
    for name in names:
        if name:
            evidence_storage().delete(name)
