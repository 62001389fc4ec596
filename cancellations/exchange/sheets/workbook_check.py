"""A workbook before anything opens it: a small enough archive of plain XML, with the cells where a table has them.

The reader of workbooks takes memory for the whole rectangle between the first and the last cell, so a single far cell
would be enough to take all there is.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from cancellations.exchange.sheets.limits import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED,
    SMALL_PART,
)
from cancellations.exchange.sheets.troubles import (
    DAMAGED,
    FAR_CELL,
    HAS_DTD,
    NOT_XLSX,
    OLD_EXCEL,
    UNPACKS_TOO_LARGE,
    SheetError,
)

_CHUNK = 2**20
_OVERLAP = 4096  # no tag of a cell is longer
_WORKBOOK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_IS_ENCRYPTED = 0x1
_DECLARATION = re.compile(rb"<![A-Za-z]")
# Columns behind GR, the 200th, and rows of six digits from 200000 on; a test holds this against the limits.
_FAR = re.compile(
    rb"r=[\"']((?:[A-Za-z]{3,}|[Gg][S-Zs-z]|[H-Zh-z][A-Za-z])[0-9]+|[A-Za-z]+(?:[2-9][0-9]{5}|[1-9][0-9]{6,}))[\"']"
)
_FILLED = re.compile(rb"[^<>]*(?<!/)>(?!</)")
FIRST_FAR = (MOST_COLUMNS + 1, LAST_ROW + 1)


def check_workbook(file: BinaryIO) -> None:
    """Raises SheetError."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_list(archive.infolist())
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError("damaged", DAMAGED) from None


def _check_list(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower().lstrip("/") for part in parts}
    if _WORKBOOK not in names:
        raise SheetError("not_xlsx", NOT_XLSX)
    if len(names) != len(parts):
        raise SheetError("damaged", DAMAGED)
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise SheetError("old_excel", OLD_EXCEL)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or any(map(_is_packed_too_tightly, parts)):
        raise SheetError("unpacks_too_large", UNPACKS_TOO_LARGE)


def _is_packed_too_tightly(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > MOST_RATIO * part.compress_size


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_sheet = part.filename.lower().lstrip("/").startswith(_SHEETS)
    for window, judged in _windows(archive, part):
        if b"\0" in window:
            raise SheetError("damaged", DAMAGED)
        if b"<!" in window and _DECLARATION.search(window):
            raise SheetError("dtd", HAS_DTD)
        if is_sheet:
            _refuse_far_cells(window, judged)


def _windows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Overlapping pieces of a part, with the place up to which each is to be judged."""
    with archive.open(part) as unpacked:
        rest = b""
        while chunk := unpacked.read(_CHUNK):
            window = rest + chunk
            judged = max(len(window) - _OVERLAP, 0)
            yield window, judged
            rest = window[judged:]
        yield rest, len(rest)


def _refuse_far_cells(window: bytes, judged: int) -> None:
    for far in _FAR.finditer(window):
        if far.start() < judged and _FILLED.match(window, far.end()):
            raise SheetError("far_cell", FAR_CELL, cell=far[1].decode("ascii")[:12])
