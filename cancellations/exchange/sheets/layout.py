"""How a file is read: what was found out, what the person said, what has to be asked; and the rows that come out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from cancellations.domain.importing.columns import Headings


class SheetForm(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Asked(StrEnum):
    """What may have to be asked about a file before its columns are."""

    ENCODING = "encoding"
    DELIMITER = "delimiter"
    SHEET = "sheet"
    HEADING = "heading_row"


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
class Answers:
    """What the person said; empty: to be found out. `heading_row`: as a spreadsheet counts; 0: there is none."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int | None = None


@dataclass(frozen=True)
class Layout:
    """All that is needed to read the same file again. `heading`: the texts of the heading row; empty without one."""

    form: SheetForm
    encoding: str
    delimiter: str
    sheet: str
    heading_row: int
    heading: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**{**stored, "form": SheetForm(stored["form"]), "heading": tuple(stored["heading"])})


@dataclass(frozen=True)
class SheetRow:
    """`number`: as a spreadsheet counts the rows, from 1. `cells`: texts without the marks of CSV files."""

    number: int
    cells: tuple[str, ...]
    trouble: RowTrouble | None = None
    skipped: Skipped | None = None


@dataclass(frozen=True)
class Candidate:
    """One answer, and the first rows as they would then be. Previews show no secret cells."""

    value: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """The likeliest candidate first: `Found` has been made with it."""

    about: Asked
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Found:
    """`sample`: the first rows of data."""

    layout: Layout
    headings: Headings
    sample: tuple[SheetRow, ...]
    questions: tuple[Question, ...]
