"""Word and Excel files: ZIP archives whose list of contents is read, never the contents themselves."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MEGABYTE

MOST_ENTRIES = 1000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 100
_LIST_BYTES = 1 * MEGABYTE  # of the list of contents; zipfile would read one of any size
_END, _END_BYTES, _COMMENT = b"PK\x05\x06", 22, 65535
_TYPE = "application/vnd.openxmlformats-officedocument"

# the part that tells what it is, and the type that it is served with
OFFICE = {
    "word/document.xml": f"{_TYPE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_TYPE}.spreadsheetml.sheet",
}


def office_part(file: BinaryIO, shown: str) -> str:
    """Which of OFFICE the archive holds; empty for any other archive. Raises NotPossible for macros and bombs."""
    entries = _entries(file)
    names = {entry.filename for entry in entries}
    part = next((part for part in OFFICE if part in names), "")
    if not part or "[Content_Types].xml" not in names:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotPossible(_("“%(name)s” contains macros. Save it without them, or print it to PDF.") % {"name": shown})
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, MEGABYTE // 10):
        raise NotPossible(_("“%(name)s” would be far too large when opened.") % {"name": shown})
    return part


def _entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The list of contents; empty when it is damaged, too long or names places outside of the archive."""
    if not _list_is_short(file):
        return []
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, UnicodeError):
        return []
    odd = len(entries) > MOST_ENTRIES or any(_leads_outside(entry.filename) for entry in entries)
    return [] if odd else entries


def _list_is_short(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - _COMMENT - _END_BYTES))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= _LIST_BYTES


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
