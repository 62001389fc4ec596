"""Files for tests: the hostile ones of tests/data/uploads, small real ones, and a folder of one's own to keep them."""

import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

_DATA = Path(__file__).parent / "data"
ACCEPTED = {200, 201, 204, 302, 303}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class SentFile:
    """One entry of tests/data/files.json: what is sent under which name, and what may come of it."""

    id: str
    name: str
    action: str
    http: frozenset[int]
    file: str = ""

    @property
    def content(self) -> bytes:
        return (_DATA / "uploads" / self.file).read_bytes() if self.file else PDF


@cache
def sent_files(kind: str) -> list[SentFile]:
    entries = json.loads((_DATA / "files.json").read_text(encoding="ascii"))["entries"]
    return [
        SentFile(one["id"], one["name"], one["action"], frozenset(one["http"]), one.get("file", ""))
        for one in entries
        if one["kind"] == kind
    ]


def file_params(kind: str) -> list[Any]:
    """For pytest.mark.parametrize."""
    return [pytest.param(one, id=one.id) for one in sent_files(kind)]


def upload(name: str = "receipt.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **extra: Any) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "P"} else None or 0).save(made, kind, **extra)
    return made.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, content) for name, content in chunks)


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def office(part: str = "word/document.xml", more: dict[str, bytes] | None = None) -> bytes:
    """The smallest thing that counts as a Word or Excel file, with more entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def heic(*boxes: tuple[bytes, bytes]) -> bytes:
    """An ISO media file with an HEIC brand and these boxes."""
    every = [(b"ftyp", b"heic\0\0\0\0mif1heic"), *boxes]
    return b"".join(struct.pack(">I", len(content) + 8) + name + content for name, content in every)


def keep_in(settings: Settings, folder: Path) -> Path:
    """From here on evidence is kept in `folder`."""
    local = {"BACKEND": "cancellations.models.storage.SyncedFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "evidence": local}
    return folder


def in_folder(folder: Path) -> list[str]:
    """The names of all files in it, previews too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
