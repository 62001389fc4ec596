"""The records of a CSV file (RFC 4180 and what people make of it)."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from cancellations.domain.cell_text import unmarked
from cancellations.domain.importing.columns import known_in
from cancellations.exchange.sheets.layout import RowTrouble
from cancellations.exchange.sheets.limits import DELIMITERS, LONGEST_CELL, MOST_COLUMNS, ROWS_LOOKED_AT
from cancellations.exchange.sheets.lines import lines_of
from cancellations.exchange.sheets.troubles import UNCLOSED_QUOTE, SheetError

_TOLD = re.compile(r'\A"?sep=([,;\t|])"?\s*\Z', re.IGNORECASE)  # a line that Excel reads and writes
_BLANKS_BEHIND = re.compile(r'" +(?=[,;\t|\r\n]|\Z)')
_CUT = 200  # characters that are kept of the cells of a row that cannot be taken
_MOSTLY = 0.8
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Record:
    """One row of the file, cells as they stand; blank ones are counted too. `number` from 1."""

    number: int
    cells: Sequence[str]
    trouble: RowTrouble | None = None


def records_of(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[Record]:
    """Cells as meant: the apostrophe that keeps a spreadsheet from calculating is taken off. Raises SheetError."""
    for record in split(lines_of(file, encoding), delimiter):
        if record.number == 1 and _TOLD.match(delimiter.join(record.cells)):
            record = Record(1, ())
        yield _whole(Record(record.number, tuple(map(unmarked, record.cells)), record.trouble))


def split(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Raises SheetError when a quotation mark never closes: nobody could tell which rows it swallows."""
    fed = _Fed(lines)
    reader = csv.reader(fed, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        fed.record.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond the parser's limit
            if len(fed.record) > 1:
                raise SheetError("unclosed_quote", UNCLOSED_QUOTE, row=number) from None
            yield Record(number, [cell[:_CUT] for cell in fed.record[0].split(delimiter)], RowTrouble.CELL_TOO_LONG)
            continue
        if fed.is_over:
            raise SheetError("unclosed_quote", UNCLOSED_QUOTE, row=number)
        if max(map(len, cells), default=0) > LONGEST_CELL:
            yield Record(number, [cell[:_CUT] for cell in cells], RowTrouble.CELL_TOO_LONG)
        else:
            yield Record(number, cells, None if _is_well_quoted(fed.record, delimiter) else RowTrouble.BROKEN_QUOTES)


def _is_well_quoted(record: list[str], delimiter: str) -> bool:
    """Whether it is certain where cells end. Blanks behind a closing mark do no harm."""
    if '"' not in "".join(record):
        return True
    try:
        next(csv.reader((_BLANKS_BEHIND.sub('"', line) for line in record), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def find_delimiters(file: BinaryIO, encoding: str) -> tuple[str, ...]:
    """The likeliest first; more than one: to be asked."""
    lines = list(islice(lines_of(file, encoding), ROWS_LOOKED_AT))
    told = _TOLD.match(lines[0]) if lines else None
    if told:
        return (told[1],)
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    ranked = sorted(DELIMITERS, key=lambda delimiter: scores[delimiter], reverse=True)
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best[0] or not second[1]:
        return (ranked[0],)
    return tuple(delimiter for delimiter in ranked if scores[delimiter][1])


def _whole(record: Record) -> Record:
    """A record with signs for the letters that are broken."""
    if not _SURROGATE.search("".join(record.cells)):
        return record
    cells = [_SURROGATE.sub("\ufffd", text) for text in record.cells]
    return Record(record.number, cells, record.trouble or RowTrouble.BROKEN_LETTERS)


def _score(lines: list[str], delimiter: str) -> tuple[int, float]:
    """The most headings known in one row; and, if most rows have the same number of cells, how many rows do."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error:
        return 0, 0
    known = max((known_in(row[:MOST_COLUMNS]) for row in rows), default=0)
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count, default=1)
    share = widths.count(usual) / len(widths) if widths else 0
    return known, share if usual > 1 and share >= _MOSTLY else 0


class _Fed:
    """Lines on their way into the parser. `record`: those since it was emptied. `is_over`: no more are there."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.record: list[str] = []
        self.is_over = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.is_over = True
            raise
        self.record.append(line)
        return line
