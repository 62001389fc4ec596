"""Which files are taken as evidence: told by what is in them, and only when their name says nothing else.

Nothing is unpacked or decoded here, and nothing that a browser or a desktop would run is taken: no HTML, SVG,
scripts, archives, programs or macros.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MEGABYTE, MOST_BYTES
from cancellations.domain.file_names import extension, shown_name
from cancellations.domain.office import OFFICE, office_part

CHUNK = 256 * 1024
_PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "tif", "tiff")


@dataclass(frozen=True)
class FileType:
    """`extensions`: what a file of this type may be called. `pillow`: the decoder that may make its preview."""

    media_type: str
    label: str
    extensions: tuple[str, ...]
    pillow: str = ""


JPEG = FileType("image/jpeg", "JPEG", _PICTURES, "JPEG")
PNG = FileType("image/png", "PNG", _PICTURES, "PNG")
WEBP = FileType("image/webp", "WebP", _PICTURES, "WEBP")
HEIC = FileType("image/heic", "HEIC", _PICTURES)
TIFF = FileType("image/tiff", "TIFF", _PICTURES)
PDF = FileType("application/pdf", "PDF", ("pdf",))
TEXT = FileType("text/plain", "text", ("txt", "log"))
MAIL = FileType("message/rfc822", "e-mail", ("eml",))
DOCX = FileType(OFFICE["word/document.xml"], "Word", ("docx",))
XLSX = FileType(OFFICE["xl/workbook.xml"], "Excel", ("xlsx",))
ACCEPT = "image/*,.heic,.pdf,.txt,.log,.eml,.docx,.xlsx"  # what the browser's file dialog offers

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r\f\x1b"}) + b"\x7f"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADER = re.compile(rb"[!-9;-~]{1,80}:(?:[ \t]|\r?\n[ \t])")
_FOLDED = re.compile(rb"[ \t]")
_OF_A_MAIL = re.compile(rb"^(?:from|date|received|subject|message-id|to):", re.IGNORECASE | re.MULTILINE)


def recognise(file: BinaryIO, name: str, size: int) -> FileType:
    """The type of a file of `size` bytes. Raises NotPossible with the reason, which names the file.

    Linear in the file's size, in constant memory.
    """
    shown = shown_name(name)
    if size == 0:
        raise NotPossible(_("“%(name)s” is empty.") % {"name": shown})
    if size > MOST_BYTES:
        limit = {"name": shown, "limit": MOST_BYTES // MEGABYTE}
        raise NotPossible(_("“%(name)s” is larger than %(limit)s MB.") % limit)
    called = extension(shown)
    found = _by_signature(file, shown, size) or _by_text(file, called)
    if found is None:
        raise NotPossible(
            _(
                "“%(name)s” is not a kind of file that is kept as evidence. Taken are pictures (JPEG, PNG, WebP, HEIC,"
                " TIFF), PDF, text (.txt), e-mails (.eml), Word and Excel files. Print web pages to PDF."
            )
            % {"name": shown}
        )
    if called and called not in found.extensions:
        said = {"name": shown, "kind": found.label}
        raise NotPossible(_("“%(name)s” is not what its name says: inside it is %(kind)s. Rename it first.") % said)
    return found


def _by_signature(file: BinaryIO, shown: str, size: int) -> FileType | None:
    file.seek(0)
    head = file.read(32)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] in (b"II*\0", b"MM\0*"):
        return TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC if _has_meta_box(file, size) else None
    if head.startswith(b"PK\x03\x04"):
        return {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}.get(office_part(file, shown))
    return None


def _has_meta_box(file: BinaryIO, size: int) -> bool:
    """Whether the boxes of an ISO media file are whole and one of them describes pictures."""
    at, seen = 0, False
    for _number in range(64):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:  # up to the end of the file
            length = size - at
        if length < 8 or at + length > size:
            return False
        seen = seen or head[4:8] == b"meta"
        at += length
    return seen


def _by_text(file: BinaryIO, called: str) -> FileType | None:
    """Text has no signature: it is taken when it is called so and holds nothing but text."""
    if called in MAIL.extensions:
        return MAIL if _is_mail(file) else None
    return TEXT if called in TEXT.extensions and _is_text(file) else None


def _is_mail(file: BinaryIO) -> bool:
    """Whether it begins with header lines as mails have them; their content is nobody's business here."""
    file.seek(0)
    head = file.read(16 * 1024).removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if head.startswith(b"From "):  # of an mbox
        head = head.partition(b"\n")[2]
    headers = re.split(rb"\r?\n\r?\n|\r\r", head, maxsplit=1)[0]
    first = headers.splitlines()[:3]
    is_headers = bool(first) and all(_HEADER.match(line + b"\n ") or _FOLDED.match(line) for line in first)
    return is_headers and not _FOLDED.match(first[0]) and bool(_OF_A_MAIL.search(headers))


def _is_text(file: BinaryIO) -> bool:
    chunks = _chunks(file)
    first = next(chunks, b"")
    if first.startswith(_UTF16):
        return _is_utf16(first, chunks)
    while first:
        if len(first.translate(None, _CONTROLS)) != len(first):
            return False
        first = next(chunks, b"")
    return True


def _is_utf16(first: bytes, rest: Iterator[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for chunk in [first, *rest]:
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
