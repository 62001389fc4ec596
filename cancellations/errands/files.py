"""The file that an errand makes: written to the disk, stored whole, and known together with the part that ends it.

Only what is finished is kept. A worker that dies leaves a file of which nobody knows; who takes over begins anew.
"""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TypeVar

from django.conf import settings
from django.core.files.base import File

from cancellations.domain.errors import NotPossible
from cancellations.domain.said import said as _
from cancellations.models import Errand
from cancellations.models.storage import NO_ROOM, evidence_storage

One = TypeVar("One")

FOLDER = "errands"
_SECONDS = 1.0  # between two signs of life


@contextmanager
def working_file() -> Iterator[IO[bytes]]:
    """A file without a name, gone afterwards. A full disk ends the errand with a sentence that says so."""
    try:
        with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
            yield file
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise NotPossible(_("The disk of the server is full. Make room on it, then try again.")) from error


class Pulse:
    """A sign of life once a second, with what is done so far. Raises ClaimLost when the errand was stopped."""

    def __init__(self, errand: Errand) -> None:
        self._errand, self._last = errand, time.monotonic()

    def __call__(self, done: int | None = None) -> None:
        if time.monotonic() - self._last >= _SECONDS:
            with self._errand.part():
                self._errand.done = self._errand.done if done is None else done
            self._last = time.monotonic()


def alive(errand: Errand, things: Iterable[One]) -> Iterator[One]:
    """The same things; each that was taken counts as done when the next one is asked for."""
    pulse = Pulse(errand)
    for number, one in enumerate(things, start=1):
        yield one
        pulse(number)


@contextmanager
def handed_in(errand: Errand, file: IO[bytes], *, name: str, media_type: str) -> Iterator[None]:
    """Store the file; the block is part of the transaction that makes it the errand's result.

    A commit whose answer is lost may have succeeded all the same, so the file stays then: one that no row names is
    a stray, and goes by itself (models/kept_files.py).
    """
    file.seek(0)
    stored = f"{FOLDER}/{secrets.token_hex(20)}"
    storage = evidence_storage()
    is_committing = False
    try:
        storage.save(stored, _Alive(errand, file))
        with errand.part():
            errand.stored, errand.file_name, errand.media_type = stored, name, media_type
            if errand.total is not None:
                errand.done = errand.total
            yield
            is_committing = True
    except BaseException:
        if not is_committing:
            storage.delete(stored)
        raise


class _Alive(File):  # type: ignore[type-arg] # of bytes
    """A large file takes long to be stored, which is no reason for another worker to take over."""

    def __init__(self, errand: Errand, file: IO[bytes]) -> None:
        super().__init__(file)
        self._errand = errand

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        pulse = Pulse(self._errand)
        for chunk in super().chunks(chunk_size):
            yield chunk
            pulse()
