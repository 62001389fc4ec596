"""The rows of a table as they are kept until its import is over: every cell as text, and nothing secret among them.

The file itself is not kept. What has to be asked about it (encoding, delimiter, sheet) is asked afterwards: each way in
which it can be read is kept, and a column counts as secret when it is in any of them. A text whose encoding is not
known is kept as its bytes, which the delimiters stand between in all encodings that come into question.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from cancellations.domain import formats
from cancellations.domain.importing.secrets import without_secrets
from cancellations.exchange.importing.secret_columns import secret_columns
from cancellations.exchange.importing.store import Lines, new_lines, stored_lines
from cancellations.exchange.sheets import Asked, Found, Layout, RowTrouble, SheetError, SheetForm, SheetRow, look
from cancellations.exchange.sheets.csv_records import Record, records_of
from cancellations.exchange.sheets.limits import MOST_COLUMNS, MOST_ROWS, ROWS_LOOKED_AT
from cancellations.exchange.sheets.table import below_heading, find_heading, heading_cells, whole_heading
from cancellations.exchange.sheets.troubles import TOO_MANY_ROWS
from cancellations.exchange.sheets.workbook import records_of_sheet

BYTES = "latin-1"  # gives every byte a letter
_WIDEST = 2 * MOST_COLUMNS  # cells of a row that are kept
_HALVED = "\ufffd"  # where bytes made no text
_TABLES = 12  # ways to read a file that are offered


@dataclass(frozen=True)
class KeptTable:
    """One way to read the file. `top`: its first rows, for previews; `count`: rows with something in them."""

    sheet: str
    delimiter: str
    heading_row: int
    heading: tuple[str, ...]
    secret: tuple[int, ...]
    top: tuple[tuple[int, tuple[str, ...]], ...]
    count: int
    dropped: int


@dataclass(frozen=True)
class KeptFile:
    """`encodings`: the likeliest first; more than one: the cells are bytes still."""

    form: SheetForm
    encodings: tuple[str, ...]
    tables: tuple[KeptTable, ...]

    @property
    def are_bytes(self) -> bool:
        return len(self.encodings) > 1

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "KeptFile":
        tables = [
            KeptTable(
                **{
                    **one,
                    "heading": tuple(one["heading"]),
                    "secret": tuple(one["secret"]),
                    "top": tuple((number, tuple(cells)) for number, cells in one["top"]),
                }
            )
            for one in stored["tables"]
        ]
        return cls(SheetForm(stored["form"]), tuple(stored["encodings"]), tuple(tables))


def keep(file: BinaryIO, name: str) -> tuple[str, KeptFile]:
    """Keep the rows of an uploaded file, and give the name of what is kept. Raises SheetError and StorageFailed."""
    found = look(file, name)
    encodings = found.questions.get(Asked.ENCODING, (found.layout.encoding,))
    with new_lines() as lines:
        tables = tuple(
            _keep(lines, index, _records(file, found, sheet, delimiter, encodings), sheet, delimiter, encodings)
            for index, (sheet, delimiter) in enumerate(_ways(found))
        )
        return lines.store(), KeptFile(found.layout.form, encodings, tables)


def kept_rows(stored: str, kept: KeptFile, index: int, encoding: str, heading_row: int) -> Iterator[SheetRow]:
    """The rows of one of its tables below the heading."""
    table = kept.tables[index]
    decode = _decoder(kept, encoding)
    records = (
        _as_text(number, tuple(map(decode, cells)), trouble, kept.are_bytes)
        for place, number, cells, trouble in stored_lines(stored)
        if place == index
    )
    heading = heading_of(kept, index, encoding, heading_row)
    layout = Layout(kept.form, encoding, table.delimiter, table.sheet, heading_row, heading)
    return below_heading(records, layout)


def heading_of(kept: KeptFile, index: int, encoding: str, heading_row: int) -> tuple[str, ...]:
    """The headings; without a heading row as many empty ones as the first rows are wide."""
    table = kept.tables[index]
    rows = dict(table.top)
    if heading_row == table.heading_row and table.heading:
        cells = table.heading
    elif heading_row in rows:
        cells = heading_cells(Record(heading_row, rows[heading_row]))
    else:
        cells = ("",) * max((len(cells) for cells in rows.values()), default=0)
    return tuple(map(_decoder(kept, encoding), cells))


def top_of(kept: KeptFile, index: int, encoding: str) -> list[tuple[int, tuple[str, ...]]]:
    """The first rows, the heading among them, as they are in this encoding."""
    decode = _decoder(kept, encoding)
    return [(number, tuple(map(decode, cells))) for number, cells in kept.tables[index].top]


def _ways(found: Found) -> list[tuple[str, str]]:
    """Sheet and delimiter of each table that the file may be."""
    if found.layout.form == SheetForm.XLSX:
        return [(sheet, "") for sheet in found.questions.get(Asked.SHEET, (found.layout.sheet,))[:_TABLES]]
    return [("", delimiter) for delimiter in found.questions.get(Asked.DELIMITER, (found.layout.delimiter,))]


def _records(file: BinaryIO, found: Found, sheet: str, delimiter: str, encodings: tuple[str, ...]) -> Iterator[Record]:
    if found.layout.form == SheetForm.XLSX:
        return records_of_sheet(file, sheet)
    return records_of(file, BYTES if len(encodings) > 1 else encodings[0], delimiter)


def _keep(
    lines: Lines, index: int, records: Iterator[Record], sheet: str, delimiter: str, encodings: tuple[str, ...]
) -> KeptTable:
    filled = (one for one in records if any(map(str.strip, one.cells)))
    top = list(islice(filled, ROWS_LOOKED_AT))
    readings = [_as_read(top, encoding, encodings) for encoding in encodings]
    place = next((row for reading in readings if (row := find_heading(reading))), 0)
    heading = whole_heading(top, place)
    secret = frozenset(chain.from_iterable(secret_columns(reading, place) for reading in readings))
    dropped = count = 0
    kept_top: list[tuple[int, tuple[str, ...]]] = []
    for record in chain(top, filled):
        if record.number < place:
            continue  # what stands above the heading is not needed
        count += 1
        if count > MOST_ROWS + 1:
            raise SheetError("too_many_rows", TOO_MANY_ROWS, most=formats.number(MOST_ROWS))
        cells = _filled(record.cells, len(heading)) if heading else record.cells
        if record.number != place:
            reached = _with_shifted(secret, len(cells) - len(heading)) if heading else secret
            without = _without_secrets(cells, reached, encodings)
            dropped += sum(1 for before, after in zip(cells, without, strict=True) if before != after)
            cells = without
        trouble = record.trouble or (RowTrouble.TOO_MANY_CELLS if len(cells) > _WIDEST else None)
        cells = cells[:_WIDEST]
        lines.add((index, record.number, cells, trouble))
        if len(kept_top) < ROWS_LOOKED_AT // 3:
            kept_top.append((record.number, tuple(cells)))
    return KeptTable(sheet, delimiter, place, heading, tuple(sorted(secret)), tuple(kept_top), count, dropped)


def _as_read(top: Sequence[Record], encoding: str, encodings: tuple[str, ...]) -> list[Record]:
    if len(encodings) == 1:
        return list(top)
    return [Record(one.number, tuple(_decoded(text, encoding) for text in one.cells), one.trouble) for one in top]


def _filled(cells: Sequence[str], width: int) -> Sequence[str]:
    """Those of the table, and what stands beyond it: of a row that is refused for it, this explains the fault."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _with_shifted(secret: frozenset[int], by: int) -> frozenset[int]:
    """A cell too many shifts those behind it, secrets among them."""
    return secret if by <= 0 else frozenset(place + more for place in secret for more in range(by + 1))


def _without_secrets(cells: Sequence[str], secret: frozenset[int], encodings: tuple[str, ...]) -> list[str]:
    return [
        "" if position in secret else _kept_cell(text, encodings) if text else text
        for position, text in enumerate(cells)
    ]


def _kept_cell(text: str, encodings: tuple[str, ...]) -> str:
    """Of a text in an encoding that is not known nothing stays, if it holds a secret in any."""
    if len(encodings) == 1 or text.isascii():
        return without_secrets(text)
    readings = (_decoded(text, encoding) for encoding in encodings)
    return text if all(without_secrets(reading) == reading for reading in readings) else ""


def _decoder(kept: KeptFile, encoding: str) -> Callable[[str], str]:
    """One that was not answered yet counts as the likeliest."""
    known = encoding if encoding in kept.encodings else kept.encodings[0]
    return (lambda text: _decoded(text, known)) if kept.are_bytes else str


def _as_text(number: int, cells: tuple[str, ...], trouble: str | None, were_bytes: bool) -> Record:
    """In bytes, "|" may be half of a sign, which then lies in two cells: such a row is refused, not read wrongly.

    What was text from the start may hold the sign for lost ones itself.
    """
    if not trouble and were_bytes and any(_HALVED in text for text in cells):
        trouble = RowTrouble.BROKEN_LETTERS
    return Record(number, cells, RowTrouble(trouble) if trouble else None)


def _decoded(text: str, encoding: str) -> str:
    return text.encode(BYTES).decode(encoding, "replace")
