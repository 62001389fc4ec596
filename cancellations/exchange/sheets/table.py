"""The rows of a table below its heading: which are data, and which cannot be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import BinaryIO

from cancellations.domain import formats
from cancellations.domain.importing.columns import known_in, read_headings
from cancellations.exchange.sheets.csv_records import Record, records_of
from cancellations.exchange.sheets.layout import Layout, RowTrouble, SheetForm, SheetRow, Skipped
from cancellations.exchange.sheets.limits import MOST_COLUMNS, MOST_ROWS
from cancellations.exchange.sheets.troubles import TOO_MANY_COLUMNS, TOO_MANY_ROWS, SheetError
from cancellations.exchange.sheets.workbook import records_of_sheet

_TOTALS = re.compile(
    r"(?:(?:grand |sub)?totals?|sum|итого|всего|подытог|合计|总计|小计|共计|总数)(?![a-zа-я0-9])[ :：]?.{0,40}",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"[0-9]{7}")  # a phone number or an ICCID: such a row is about a card


def read(file: BinaryIO, layout: Layout) -> Iterator[SheetRow]:
    """Every row below the heading with something in it, in constant memory. Raises SheetError on the way."""
    if layout.form == SheetForm.XLSX:
        return below_heading(records_of_sheet(file, layout.sheet), layout)
    return below_heading(records_of(file, layout.encoding, layout.delimiter), layout)


def find_heading(records: Iterable[Record]) -> int:
    """The number of the row with the most known headings, of those that name cards before others; 0: none."""
    best, place = (False, 0), 0
    above: Sequence[str] = ()
    for record in records:
        cells = record.cells[:MOST_COLUMNS]
        known = known_in(cells)
        if known > 1:
            cells = _shared(cells, above)
            known = known_in(cells)
        worth = (read_headings(cells).names_cards, known) if known else (False, 0)
        if worth > best and (worth[0] or known > 1):
            best, place = worth, record.number
        above = record.cells[:MOST_COLUMNS]
    return place


def below_heading(records: Iterable[Record], layout: Layout) -> Iterator[SheetRow]:
    count = 0
    for record in records:
        if record.number <= layout.heading_row or not any(map(str.strip, record.cells)):
            continue
        count += 1
        if count > MOST_ROWS:
            raise SheetError("too_many_rows", TOO_MANY_ROWS, most=formats.number(MOST_ROWS))
        yield _row(record, layout.heading)


def heading_cells(record: Record) -> tuple[str, ...]:
    """Without the empty ones at the end. Raises SheetError."""
    width = max((place for place, text in enumerate(record.cells, start=1) if text.strip()), default=0)
    if width > MOST_COLUMNS or len(record.cells) > 100 * MOST_COLUMNS:
        raise SheetError("too_many_columns", TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    return tuple(record.cells[:width])


def whole_heading(records: Sequence[Record], place: int) -> tuple[str, ...]:
    """The heading row with this number, and what is empty in it by the row above. Raises SheetError."""
    heading = next((heading_cells(one) for one in records if one.number == place), ())
    above = next((heading_cells(one) for one in records if one.number == place - 1), ())
    return _shared(heading, above) if heading else ()


def _shared(heading: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """A heading of two rows, as merged cells make it: a name that covers both stands in the upper one."""
    if sum(1 for text in above if text.strip()) < 2:  # a title, which names no column
        return tuple(heading)
    return tuple(own if own.strip() else other for own, other in zip_longest(heading, above, fillvalue=""))


def _row(record: Record, heading: tuple[str, ...]) -> SheetRow:
    width = len(heading) or MOST_COLUMNS
    is_too_wide = any(map(str.strip, record.cells[width:]))
    cells = tuple(record.cells[: 2 * MOST_COLUMNS if is_too_wide else width])
    if record.trouble or is_too_wide:
        return SheetRow(record.number, cells, trouble=record.trouble or RowTrouble.TOO_MANY_CELLS)
    if heading and cells == heading:
        return SheetRow(record.number, cells, skipped=Skipped.HEADING_AGAIN)
    if _is_of_totals(cells):
        return SheetRow(record.number, cells, skipped=Skipped.TOTALS)
    return SheetRow(record.number, cells)


def _is_of_totals(cells: Sequence[str]) -> bool:
    """A row of sums, by the word that it begins with; never one with a phone number or an ICCID in it."""
    first = next((text for text in cells if text.strip()), "")
    if not _TOTALS.fullmatch(first.strip()):
        return False
    return not any(_LONG_NUMBER.search(text) for text in cells)
