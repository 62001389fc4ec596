"""A table as CSV: RFC 4180, UTF-8 with a byte order mark, which Excel asks for; no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from cancellations.domain.cell_text import marked, marked_digits
from cancellations.exchange.export.table import Cell, Digits, Row, Table

MEDIA_TYPE = "text/csv; charset=utf-8"
_BOM = "\ufeff"
_ROWS_AT_ONCE = 200  # a chunk of this many is some 50 kB


def csv_chunks(table: Table) -> Iterator[bytes]:
    """The file, piece by piece, each as soon as its rows are read; the first one holds the heading alone."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    made.write(_BOM)
    writer.writerow(map(marked, table.heading))
    yield _taken(made)
    for number, row in enumerate(table.rows, start=1):
        writer.writerow(csv_row(row))
        if number % _ROWS_AT_ONCE == 0:
            yield _taken(made)
    yield _taken(made)


def csv_row(row: Row) -> list[str]:
    return [_text(cell) for cell in row]


def _taken(made: io.StringIO) -> bytes:
    """What was written since; the buffer is empty afterwards."""
    chunk = made.getvalue().encode("utf-8", "replace")
    made.seek(0)
    made.truncate()
    return chunk


def _text(cell: Cell) -> str:
    """Days and moments by ISO 8601, amounts with a point."""
    match cell:
        case None:
            return ""
        case Digits():
            return marked_digits(cell)
        case str():
            return marked(cell)
        case date() | datetime():
            return cell.isoformat()
        case Decimal():
            return f"{cell:f}"
        case _:
            return str(cell)
