"""Finding out how a file is to be read, and what only the person can say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from cancellations.domain import formats
from cancellations.domain.importing.columns import read_headings
from cancellations.domain.importing.secrets import is_secret_cell, is_secret_heading
from cancellations.exchange.sheets.csv_records import Record, find_delimiters, records_of
from cancellations.exchange.sheets.encodings import ENCODINGS, find_encodings
from cancellations.exchange.sheets.layout import Answers, Asked, Candidate, Found, Layout, Question, SheetForm, SheetRow
from cancellations.exchange.sheets.limits import DELIMITERS, LONGEST_SHOWN, MOST_BYTES, ROWS_LOOKED_AT, SAMPLE_ROWS
from cancellations.exchange.sheets.table import below_heading, find_heading, read, whole_heading
from cancellations.exchange.sheets.troubles import (
    EMPTY,
    HTML,
    NO_ROWS,
    NO_SUCH_SHEET,
    NOT_XLSX,
    OLD_EXCEL,
    TOO_LARGE,
    SheetError,
)
from cancellations.exchange.sheets.workbook import sheets_of

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<body", b"<head", b"<meta")
_SHOWN_ROWS = 8
HIDDEN = "•••"  # stands in previews for what is secret


def look(file: BinaryIO, name: str, answers: Answers | None = None) -> Found:
    """What the file seems to be, with the first rows. `name`: the file's own. Raises SheetError.

    `file` can be read and sought; it is left open. Questions are asked one after the other: an answer is given by
    calling again with it in `answers`.
    """
    answers = answers or Answers()
    if _form(file, name) == SheetForm.XLSX:
        return _look_at_workbook(file, answers)
    return _look_at_text(file, answers)


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


def _look_at_workbook(file: BinaryIO, answers: Answers) -> Found:
    sheets = {sheet.name: sheet for sheet in sheets_of(file)}
    if not sheets:
        raise SheetError("empty", EMPTY)
    if answers.sheet and answers.sheet not in sheets:
        raise SheetError("no_such_sheet", NO_SUCH_SHEET)
    with_cards = [sheet for sheet in sheets.values() if find_heading(sheet.top)]
    likely = with_cards or list(sheets.values())
    chosen = sheets[answers.sheet] if answers.sheet else likely[0]
    questions = []
    if not answers.sheet and len(likely) > 1:
        questions.append(Question(Asked.SHEET, tuple(Candidate(one.name, _shown(one.top)) for one in likely)))
    layout = Layout(SheetForm.XLSX, "", "", chosen.name, 0, ())
    return _found(file, layout, chosen.top, answers, questions)


def _look_at_text(file: BinaryIO, answers: Answers) -> Found:
    encodings = (answers.encoding,) if answers.encoding in ENCODINGS else find_encodings(file)
    encoding = encodings[0]
    delimiters = (answers.delimiter,) if answers.delimiter in DELIMITERS else find_delimiters(file, encoding)
    delimiter = delimiters[0]
    questions = []
    if len(encodings) > 1:
        previews = (Candidate(one, _shown(_top(file, one, delimiter))) for one in encodings)
        questions.append(Question(Asked.ENCODING, tuple(previews)))
    if len(delimiters) > 1:
        previews = (Candidate(one, _shown(_top(file, encoding, one))) for one in delimiters)
        questions.append(Question(Asked.DELIMITER, tuple(previews)))
    layout = Layout(SheetForm.CSV, encoding, delimiter, "", 0, ())
    return _found(file, layout, _top(file, encoding, delimiter), answers, questions)


def _top(file: BinaryIO, encoding: str, delimiter: str) -> tuple[Record, ...]:
    records = (one for one in records_of(file, encoding, delimiter) if any(map(str.strip, one.cells)))
    return tuple(islice(records, ROWS_LOOKED_AT))


def _found(file: BinaryIO, layout: Layout, top: Sequence[Record], answers: Answers, questions: list[Question]) -> Found:
    if not top:
        raise SheetError("empty", EMPTY)
    place = find_heading(top) if answers.heading_row is None else answers.heading_row
    if not place and answers.heading_row is None:
        rows = (Candidate(str(one.number), _shown([one])) for one in top[:SAMPLE_ROWS])
        questions.append(Question(Asked.HEADING, tuple(rows)))
    heading = whole_heading(top, place)
    layout = replace(layout, heading_row=place if heading else 0, heading=heading)
    sample = _data(below_heading(top, layout)) or _data(read(file, layout))
    if not sample:
        raise SheetError("no_rows", NO_ROWS)
    return Found(layout, read_headings(heading or _nameless(sample)), sample, tuple(questions))


def _data(rows: Iterator[SheetRow]) -> tuple[SheetRow, ...]:
    return tuple(islice((row for row in rows if not row.skipped), SAMPLE_ROWS))


def _nameless(sample: Sequence[SheetRow]) -> tuple[str, ...]:
    """So many columns without a heading as the first rows are wide."""
    return ("",) * max(len(row.cells) for row in sample)


def _shown(records: Sequence[Record]) -> tuple[tuple[str, ...], ...]:
    """For a preview: short, and without secrets."""
    place = find_heading(records)
    heading = next((one.cells for one in records if one.number == place), ())
    secret = {position for position, text in enumerate(heading[:LONGEST_SHOWN]) if is_secret_heading(text[:200])}
    return tuple(tuple(_cells(one, secret, place)) for one in records[:_SHOWN_ROWS])


def _cells(record: Record, secret: set[int], heading_row: int) -> Iterator[str]:
    for position, text in enumerate(record.cells[:LONGEST_SHOWN]):
        is_hidden = is_secret_cell(text) or (position in secret and record.number != heading_row and text)
        yield HIDDEN if is_hidden else text[:LONGEST_SHOWN]
