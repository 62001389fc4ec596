"""Writes the archive: table after table and file after file, so that little of it is ever held in memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from cancellations.domain.evidence import EvidenceKind
from cancellations.exchange.archive.readme import readme
from cancellations.exchange.archive.tables import TABLES
from cancellations.exchange.evidence_index import archive_name
from cancellations.exchange.export.csv_file import csv_chunks
from cancellations.exchange.export.table import Table
from cancellations.models import Evidence, Workspace

SUMS, MISSING = "SHA256SUMS", "missing.txt"
_CHUNK = 256 * 1024
_FILES_AT_ONCE = 200

Pulse = Callable[[int], None]


@dataclass
class Written:
    """`done`: rows and files; `missing`: names in the archive of files that the storage did not have."""

    done: int = 0
    missing: list[str] = field(default_factory=list)


def amount(workspace: Workspace, *, identity: bool) -> tuple[int, int]:
    """How many rows and files there are to write, and how many bytes the files have."""
    files = list(evidence_of(workspace, identity=identity).values_list("size", flat=True).iterator())
    return sum(one.count(workspace.pk) for one in TABLES) + len(files), sum(files)


def evidence_of(workspace: Workspace, *, identity: bool) -> Any:
    rows = Evidence.objects.filter(workspace=workspace).present()
    return rows if identity else rows.exclude(kind=EvidenceKind.IDENTITY)


def write_archive(file: IO[bytes], workspace: Workspace, *, identity: bool, pulse: Pulse) -> Written:
    """`identity`: with identity documents too. `pulse` is told again and again how much is done."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        return _Writer(archive, workspace, pulse).write(identity=identity)


class _Writer:
    def __init__(self, archive: ZipFile, workspace: Workspace, pulse: Pulse) -> None:
        self.archive, self.workspace, self.pulse = archive, workspace, pulse
        self.now = timezone.localtime()
        self.root = f"lastcall-{self.now:%Y-%m-%d}"
        self.sums: dict[str, str] = {}
        self.written = Written()

    def write(self, *, identity: bool) -> Written:
        self._add("README.md", [readme(self.workspace.name, self.now, identity=identity).encode()])
        for one in TABLES:
            table = one.table(self.workspace.pk)
            counted = Table(table.name, table.heading, self._counted(table.rows))
            self._add(f"tables/{one.name}.csv", csv_chunks(counted))
        for row in self._counted(self._evidence(identity=identity)):
            self._copy(row)
        if self.written.missing:
            self._add(MISSING, [f"{name}\n".encode() for name in self.written.missing])
        self._add(SUMS, [f"{digest}  {name}\n".encode() for name, digest in sorted(self.sums.items())])
        return self.written

    def _counted(self, things: Iterable[Any]) -> Iterator[Any]:
        for one in things:
            yield one
            self.written.done += 1
            self.pulse(self.written.done)

    def _evidence(self, *, identity: bool) -> Iterator[Evidence]:
        """By their keys, a few hundred at a time."""
        last = 0
        rows = evidence_of(self.workspace, identity=identity).select_related("cancellation").order_by("pk")
        while chunk := list(rows.filter(pk__gt=last)[:_FILES_AT_ONCE]):
            yield from chunk
            last = chunk[-1].pk

    def _copy(self, row: Evidence) -> None:
        folder = "letters" if row.kind == EvidenceKind.LETTER else "evidence"
        name = f"{folder}/{row.cancellation.reference}/{PurePosixPath(archive_name(row.pk, row)).name}"
        try:
            source = row.open()
        except FileNotFoundError:
            self.written.missing.append(name)
            return
        with source:
            self._add(name, iter(lambda: source.read(_CHUNK), b""), ZIP_STORED)

    def _add(self, name: str, chunks: Iterable[bytes], method: int = ZIP_DEFLATED) -> None:
        digest = hashlib.sha256()
        with self._entry(name, method) as target:
            for chunk in chunks:
                digest.update(chunk)
                target.write(chunk)
        if name != SUMS:
            self.sums[name] = digest.hexdigest()

    @contextmanager
    def _entry(self, name: str, method: int) -> Iterator[IO[bytes]]:
        entry = ZipInfo(f"{self.root}/{name}", self.now.timetuple()[:6])
        entry.compress_type, entry.external_attr = method, 0o600 << 16
        with self.archive.open(entry, "w", force_zip64=True) as target:
            yield target
