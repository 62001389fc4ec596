"""The dossier as a ZIP: paper, page, timeline, the evidence in its original bytes, and checksums of all of it.

Written to a file on the disk, one piece of evidence after the other: however much there is, little is held in memory.
"""

import hashlib
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MEGABYTE
from cancellations.exchange.dossier import dossier_of
from cancellations.exchange.evidence_index import Archive, archive_name
from cancellations.exchange.page import html_file
from cancellations.exchange.printing import print_dossier
from cancellations.exchange.reading import CaseRows
from cancellations.exchange.timeline import as_csv, as_json
from cancellations.models import Evidence

logger = logging.getLogger("lastcall")

MOST_BYTES = 1024 * MEGABYTE  # of evidence in one archive
SUMS = "SHA256SUMS"
_CHUNK = 64 * 1024


class TooLarge(NotPossible):
    def __init__(self, size: int) -> None:
        said = _("The files are %(size)s together; an archive takes %(most)s. Download them one by one.")
        super().__init__(said % {"size": formats.file_size(size), "most": formats.file_size(MOST_BYTES)})


def bundle(rows: CaseRows) -> IO[bytes]:
    """The archive as a file without a name, to be read from its start; gone when it is closed.

    Raises TooLarge, StorageFailed, and OSError when the disk is full.
    """
    size = sum(row.size for row in rows.evidence if row.is_present)
    if size > MOST_BYTES:
        raise TooLarge(size)
    file: IO[bytes] = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - whoever sends it closes it
    try:
        _Writer(file, rows).write()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class _Writer:
    """One archive; always the same bytes for the same rows at the same time."""

    def __init__(self, file: IO[bytes], rows: CaseRows) -> None:
        self.rows, self.file = rows, file
        self.sums: dict[str, str] = {}

    def write(self) -> None:
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) as self.archive:
            self._papers(self._evidence())
            listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
            self._add(SUMS, listed.encode())

    def _evidence(self) -> Archive:
        names: dict[int, str] = {}
        missing, damaged = set(), set()
        for number, row in enumerate(self.rows.evidence, start=1):
            if not row.is_present:
                continue
            name = archive_name(number, row)
            try:
                digest = self._copy(name, row)
            except FileNotFoundError:
                logger.error("evidence %s is missing in the storage", row.pk)
                missing.add(row.pk)
                continue
            names[row.pk], self.sums[name] = name, row.sha256
            if digest != row.sha256:
                logger.error("evidence %s is not what was filed", row.pk)
                damaged.add(row.pk)
        return Archive(names, frozenset(missing), frozenset(damaged))

    def _copy(self, name: str, row: Evidence) -> str:
        """Gives the SHA-256 of what was copied; that of the row goes into the list, so that a difference shows."""
        digest = hashlib.sha256()
        with row.open() as source, self._entry(name, row.added_at, zipfile.ZIP_STORED) as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
        return digest.hexdigest()

    def _papers(self, archive: Archive) -> None:
        dossier = dossier_of(self.rows, archive)
        self._add("dossier.html", html_file(dossier))
        self._add("dossier.pdf", print_dossier(dossier, at=self.rows.made_at))
        self._add("timeline.csv", as_csv(dossier.timeline))
        self._add("timeline.json", as_json(dossier.timeline, dossier.reference))

    def _add(self, name: str, content: bytes) -> None:
        self.sums[name] = hashlib.sha256(content).hexdigest()
        with self._entry(name, self.rows.made_at, zipfile.ZIP_DEFLATED) as target:
            target.write(content)

    @contextmanager
    def _entry(self, name: str, at: datetime, method: int) -> Iterator[IO[bytes]]:
        local = timezone.localtime(at)
        moment = (local.year, local.month, local.day, local.hour, local.minute, local.second)
        entry = zipfile.ZipInfo(f"{self.rows.case.reference}/{name}", moment)
        entry.compress_type, entry.external_attr = method, 0o600 << 16
        with self.archive.open(entry, "w") as target:
            yield target
