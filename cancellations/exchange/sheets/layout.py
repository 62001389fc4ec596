"""How a file is read: what was found out, what has to be asked; and the rows that come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cancellations.domain.importing.columns import Headings


class SheetForm(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Asked(StrEnum):
    """What may have to be asked about a file before its columns are."""

    ENCODING = "encoding"
    DELIMITER = "delimiter"
    SHEET = "sheet"


class RowTrouble(StrEnum):
    """Why a row cannot be taken, before anybody has looked at what it says."""

    CELL_TOO_LONG = "cell_too_long"
    BROKEN_LETTERS = "broken_letters"  # some of its bytes are no text in the encoding of the file
    BROKEN_QUOTES = "broken_quotes"  # quotation marks in a cell are not doubled: where it ends is a guess
    TOO_MANY_CELLS = "too_many_cells"  # more filled cells than the heading has columns


class Skipped(StrEnum):
    """Why a row is none of the data."""

    HEADING_AGAIN = "heading_again"
    TOTALS = "totals"


@dataclass(frozen=True)
class Layout:
    """All that is needed to read the file. `heading_row`: as a spreadsheet counts; 0: there is none.

    `heading`: the texts of the heading row; empty without one.
    """

    form: SheetForm
    encoding: str
    delimiter: str
    sheet: str
    heading_row: int
    heading: tuple[str, ...]


@dataclass(frozen=True)
class SheetRow:
    """`number`: as a spreadsheet counts the rows, from 1. `cells`: texts without the marks of CSV files."""

    number: int
    cells: tuple[str, ...]
    trouble: RowTrouble | None = None
    skipped: Skipped | None = None


@dataclass(frozen=True)
class Found:
    """`sample`: the first rows of data. `questions`: what is not certain, with all answers that are possible.

    The likeliest answer stands first: `layout` has been made with it.
    """

    layout: Layout
    headings: Headings
    sample: tuple[SheetRow, ...]
    questions: Mapping[Asked, tuple[str, ...]]
