"""Finding out how a file is to be read, and what only the person can say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from cancellations.domain import formats
from cancellations.domain.importing.columns import read_headings
from cancellations.exchange.sheets.csv_records import Record, find_delimiters, records_of
from cancellations.exchange.sheets.encodings import find_encodings
from cancellations.exchange.sheets.layout import Asked, Found, Layout, SheetForm, SheetRow
from cancellations.exchange.sheets.limits import MOST_BYTES, ROWS_LOOKED_AT, SAMPLE_ROWS
from cancellations.exchange.sheets.table import below_heading, find_heading, read, whole_heading
from cancellations.exchange.sheets.troubles import (
    EMPTY,
    HTML,
    NO_ROWS,
    NOT_XLSX,
    OLD_EXCEL,
    TOO_LARGE,
    SheetError,
)
from cancellations.exchange.sheets.workbook import sheets_of

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<body", b"<head", b"<meta")


def look(file: BinaryIO, name: str) -> Found:
    """What the file seems to be, with the first rows. `name`: the file's own. Raises SheetError.

    `file` can be read and sought; it is left open.
    """
    return _look_at_workbook(file) if _form(file, name) == SheetForm.XLSX else _look_at_text(file)


def _form(file: BinaryIO, name: str) -> SheetForm:
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(1024)
    if not start.strip():
        raise SheetError("empty", EMPTY)
    if size > MOST_BYTES:
        sizes = {"size": formats.file_size(size), "most": formats.file_size(MOST_BYTES)}
        raise SheetError("too_large", TOO_LARGE, **sizes)
    if start.startswith(_ZIP):
        return SheetForm.XLSX
    if start.startswith(_OLE):
        raise SheetError("old_excel", OLD_EXCEL)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise SheetError("html", HTML)
    if name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        raise SheetError("not_xlsx", NOT_XLSX)
    return SheetForm.CSV


def _look_at_workbook(file: BinaryIO) -> Found:
    sheets = sheets_of(file)
    if not sheets:
        raise SheetError("empty", EMPTY)
    likely = [sheet for sheet in sheets if find_heading(sheet.top)] or sheets
    layout = Layout(SheetForm.XLSX, "", "", likely[0].name, 0, ())
    return _found(file, layout, likely[0].top, {Asked.SHEET: tuple(sheet.name for sheet in likely)})


def _look_at_text(file: BinaryIO) -> Found:
    encodings = find_encodings(file)
    delimiters = find_delimiters(file, encodings[0])
    layout = Layout(SheetForm.CSV, encodings[0], delimiters[0], "", 0, ())
    records = (one for one in records_of(file, encodings[0], delimiters[0]) if any(map(str.strip, one.cells)))
    top = tuple(islice(records, ROWS_LOOKED_AT))
    return _found(file, layout, top, {Asked.ENCODING: encodings, Asked.DELIMITER: delimiters})


def _found(file: BinaryIO, layout: Layout, top: Sequence[Record], likely: Mapping[Asked, tuple[str, ...]]) -> Found:
    if not top:
        raise SheetError("empty", EMPTY)
    place = find_heading(top)
    heading = whole_heading(top, place)
    layout = replace(layout, heading_row=place, heading=heading)
    sample = _data(below_heading(top, layout)) or _data(read(file, layout))
    if not sample:
        raise SheetError("no_rows", NO_ROWS)
    questions = {about: answers for about, answers in likely.items() if len(answers) > 1}
    return Found(layout, read_headings(heading or _nameless(sample)), sample, questions)


def _data(rows: Iterator[SheetRow]) -> tuple[SheetRow, ...]:
    return tuple(islice((row for row in rows if not row.skipped), SAMPLE_ROWS))


def _nameless(sample: Sequence[SheetRow]) -> tuple[str, ...]:
    """So many columns without a heading as the first rows are wide."""
    return ("",) * max(len(row.cells) for row in sample)
