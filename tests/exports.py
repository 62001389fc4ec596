"""Reading exports back as a spreadsheet or an import would."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from python_calamine import CalamineWorkbook

from cancellations.domain.cell_text import unmarked

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def body_of(answer: Any) -> bytes:
    """All of an answer that is streamed."""
    return b"".join(answer.streaming_content)


def csv_rows(content: bytes) -> list[list[str]]:
    """As they stand in the file."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def plain_rows(content: bytes) -> list[list[str]]:
    """As an import reads them: without the marks."""
    return [[unmarked(cell) for cell in row] for row in csv_rows(content)]


def xlsx_rows(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return rows


def by_heading(rows: Iterable[list[Any]]) -> list[dict[str, Any]]:
    heading, *others = rows
    return [dict(zip(heading, row, strict=True)) for row in others]
