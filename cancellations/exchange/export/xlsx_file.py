"""A table as XLSX, written row by row to the disk: whatever is text stays text, never a formula, a link or a number."""

from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cancellations.domain import formats
from cancellations.domain.errors import NotPossible
from cancellations.exchange.export.table import Cell, Table
from cancellations.models.storage import WORKING_FOLDER

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # and the heading: the format has no room for more
_LONGEST = 32_767  # UTF-16 units of a cell, of the same reason
_WIDTH = 18
_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SHEET = "Lastcall"  # names of sheets are short and refuse some signs: nothing that people typed is used


class TooMuchForXlsx(NotPossible):
    """The format cannot hold it; a CSV file can."""


def write_xlsx(file: IO[bytes], table: Table) -> None:
    """Raises TooMuchForXlsx, and whatever reading the rows raises; `file` is worth nothing then."""
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=WORKING_FOLDER) as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder, **_TEXT_STAYS_TEXT})
        _Sheet(book).write(table)
        book.close()


class _Sheet:
    def __init__(self, book: Workbook) -> None:
        self._sheet: Worksheet = book.add_worksheet(_SHEET)
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._amount = book.add_format({"num_format": "0.00"})

    def write(self, table: Table) -> None:
        sheet = self._sheet
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # on purpose
        sheet.set_column(0, max(0, len(table.heading) - 1), _WIDTH)
        for column, words in enumerate(table.heading):
            sheet.write_string(0, column, words, self._bold)
        for number, row in enumerate(table.rows, start=1):
            if number > MOST_ROWS:
                said = _("An XLSX file holds %(most)s rows at most. Choose CSV, or filter the list.")
                raise TooMuchForXlsx(said % {"most": formats.number(MOST_ROWS)})
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._cell(number, column, cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case str():
                self._text(row, column, cell)
            case datetime():
                self._text(row, column, cell.isoformat())  # a cell cannot say its time zone
            case date():
                self._sheet.write_datetime(row, column, cell, self._day)
            case Decimal():
                self._sheet.write_number(row, column, cell, self._amount)
            case int():
                self._sheet.write_number(row, column, cell)

    def _text(self, row: int, column: int, text: str) -> None:
        if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
            said = _("A text in row %(row)s is too long for an XLSX file. Choose CSV.")
            raise TooMuchForXlsx(said % {"row": formats.number(row)})
        self._sheet.write_string(row, column, str(text))
