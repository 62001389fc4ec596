"""Run as a process of its own: a workbook on standard input, its rows as lines of JSON on standard output.

It knows nothing of Lastcall, so that it starts fast and holds nothing worth stealing. Whatever goes wrong ends it; the
other side misses the line "end". Each line: [number of the row, texts of its cells, whether a cell was cut].
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

EXACT = 10**15  # a spreadsheet keeps 15 digits: beyond them a number has lost its last ones
CHUNK = 2**20
SHEETS = "xl/worksheets/"
# Cells that the library would give as empty: a formula that failed, and one that was never calculated.
FAILED = re.compile(rb"""(<c\b[^<>]*\bt=["'])e(["'])""")
NO_VALUE = rb"(?:<v\s*/>|<v></v>)?</c>"
ENDS = (re.compile(rb"</f>" + NO_VALUE), re.compile(rb"<f\b[^<>]*/>" + NO_VALUE))  # quickly found, if there are any
UNCALCULATED = re.compile(rb"<c\b([^<>]*)>(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<>]*</f>)" + NO_VALUE)
TYPE = re.compile(rb"""\bt=["'](\w*)["']""")


def main(limits: str, what: str, *asked: str) -> None:
    allowed = json.loads(limits)
    _limit(allowed["memory"], allowed["seconds"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(with_failures(sys.stdin.buffer.read())))
    out = _Out(allowed["cell"], allowed["columns"])
    if what == "tops":
        out.tops(book, rows=int(asked[0]), sheets=int(asked[1]))
    else:
        out.rows(book, asked[0])
    _say("end")


def with_failures(content: bytes) -> bytes:
    """The workbook, with the names of errors as texts where formulas have no value; the same one if all have theirs."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [part for part in book.namelist() if part.lower().lstrip("/").startswith(SHEETS)]
        failing = {part for part in sheets if any(before != after for before, after in _pieces(book, part))}
        if not failing:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as mended:
            for part in book.namelist():
                with mended.open(part, "w") as out:
                    for before, after in _pieces(book, part):
                        out.write(after if part in failing else before)
        return made.getvalue()


def _pieces(book: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """A part bit by bit, each from the beginning of a cell to the beginning of another: as it is, and mended."""
    rest = b""
    with book.open(part) as unpacked:
        while chunk := unpacked.read(CHUNK):
            piece, rest = _cut(rest + chunk)
            yield piece, _mended(piece)
    yield rest, _mended(rest)


def _cut(text: bytes) -> tuple[bytes, bytes]:
    place = text.rfind(b"<c ")
    return (text[:place], text[place:]) if place > 0 else (text, b"") if len(text) > 2 * CHUNK else (b"", text)


def _mended(piece: bytes) -> bytes:
    if b't="e"' in piece or b"t='e'" in piece:
        piece = FAILED.sub(rb"\1str\2", piece)
    return UNCALCULATED.sub(_not_there, piece) if any(end.search(piece) for end in ENDS) else piece


def _not_there(cell: re.Match[bytes]) -> bytes:
    """Of a formula that gives a text, an empty one is what it gave."""
    told = TYPE.search(cell[1])
    if told and told[1] == b"str":
        return cell[0]
    return b'<c%s t="str"><v>#N/A</v></c>' % TYPE.sub(b"", cell[1])


def text_of(cell: Any) -> str:
    """A cell as exact text. Numbers that a spreadsheet has rounded are written with an exponent, which says so."""
    match cell:
        case str():
            return cell.replace("\0", "")  # written as _x0000_; no database keeps it everywhere
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(cell)
        case datetime():
            return cell.isoformat(" ") if cell.time() != time.min else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return "" if cell is None else str(cell)


def _number(value: float) -> str:
    """79161234567.0 is 79161234567, 12.5 is 12.5 and 8.97010123456789E+18 stays what it is."""
    if abs(value) >= EXACT or value != value:
        return f"{Decimal(f'{value:.15g}'):E}" if abs(value) < float("inf") else ""
    return f"{Decimal(f'{value:.15g}'):f}"


class _Out:
    def __init__(self, longest: int, columns: int) -> None:
        self._longest, self._columns = longest, columns

    def tops(self, book: CalamineWorkbook, rows: int, sheets: int) -> None:
        """The first rows of each sheet that has some."""
        pages = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        shown = [one for one in pages if one.visible == SheetVisibleEnum.Visible] or pages
        for page in shown[:sheets]:
            sheet = book.get_sheet_by_name(page.name)
            top = []
            for row in self._rows(sheet):
                top.append(row)
                if len(top) == rows:
                    break
            if top:
                _say([page.name, top])

    def rows(self, book: CalamineWorkbook, name: str) -> None:
        if name not in book.sheet_names:
            _say("no_such_sheet")
            return
        for row in self._rows(book.get_sheet_by_name(name)):
            _say(row)

    def _rows(self, sheet: CalamineSheet) -> Any:
        """Those with something in them."""
        if sheet.start is None:
            return
        before = [""] * sheet.start[1]  # the reader gives the rows above the first cell, but not the columns before it
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [text_of(cell) for cell in cells]
            if any(texts):
                is_cut = any(len(text) > self._longest for text in texts)
                kept = [text[:200] for text in texts] if is_cut else texts
                yield [number, [*before, *kept], is_cut]


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(what: Any) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
