"""CSV and XLSX writers: every cell comes back as it was, none is a formula, and little is held in memory."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from cancellations.domain.export_words import FileForm
from cancellations.domain.text import clean_text
from cancellations.exchange.export import xlsx_file
from cancellations.exchange.export.csv_file import csv_chunks
from cancellations.exchange.export.files import write_file
from cancellations.exchange.export.table import Cell, Digits, Row, Table
from cancellations.exchange.export.xlsx_file import TooMuchForXlsx
from tests.exports import FORMULA, csv_rows, plain_rows, xlsx_rows
from tests.hostile import hostile

NONCHARACTERS = str.maketrans("", "", "\ufffe\uffff")  # XML has no place for them
TEXTS = [clean_text(entry.value)[:20_000] for entry in hostile("text", "url", "phone", "iccid")]
TEXTS += ["=1+1", "'=1", "'", "\t=1", "_x000D_", "http://x.example/", "0012", "1e5", "true", " x ", "a\nb", "\x01\x7f"]


def made(form: FileForm, heading: list[str], rows: list[Row]) -> bytes:
    file = io.BytesIO()
    write_file(file, form, Table("Test", heading, iter(rows)))
    return file.getvalue()


def test_hostile_texts_come_back_from_csv() -> None:
    content = made(FileForm.CSV, TEXTS, [TEXTS, TEXTS[::-1]])
    assert plain_rows(content) == [TEXTS, TEXTS, TEXTS[::-1]]
    assert not any(cell.startswith(FORMULA) for row in csv_rows(content) for cell in row)


def test_hostile_texts_come_back_from_xlsx() -> None:
    texts = [text.translate(NONCHARACTERS) for text in TEXTS if text]
    assert xlsx_rows(made(FileForm.XLSX, texts, [texts])) == [texts, texts]


def test_nothing_in_an_xlsx_file_is_calculated_or_linked() -> None:
    with zipfile.ZipFile(io.BytesIO(made(FileForm.XLSX, TEXTS, [TEXTS]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<f " not in sheet
        assert b"hyperlink" not in sheet
        assert not any("externalLink" in name for name in book.namelist())
        assert sheet.count(b't="inlineStr"') == 2 * sum(map(bool, TEXTS))


KINDS: list[Cell] = [
    Digits("+79161234567"),
    Digits("8970101234567890123"),
    Decimal("1200.50"),
    7,
    date(2026, 11, 21),
    datetime(2026, 11, 21, 12, tzinfo=UTC),
    None,
    "",
]


def test_kinds_of_cells_in_csv() -> None:
    numbers = ["'+79161234567", "'8970101234567890123", "1200.50", "7"]
    days = ["2026-11-21", "2026-11-21T12:00:00+00:00", "", ""]
    assert csv_rows(made(FileForm.CSV, ["x"] * 8, [KINDS]))[1] == numbers + days


def test_kinds_of_cells_in_xlsx() -> None:
    numbers = ["+79161234567", "8970101234567890123", 1200.5, 7.0]
    days = [date(2026, 11, 21), "2026-11-21T12:00:00+00:00", "", ""]
    assert xlsx_rows(made(FileForm.XLSX, ["x"] * 8, [KINDS]))[1] == numbers + days


def test_csv_is_sent_while_it_is_read() -> None:
    read: list[int] = []

    def endless() -> Iterator[Row]:
        for number in range(1_000_000):
            read.append(number)
            yield [str(number)]

    chunks = csv_chunks(Table("Test", ["Number"], endless()))
    assert next(chunks) == b"\xef\xbb\xbfNumber\r\n"
    assert read == []
    assert next(chunks).startswith(b"0\r\n1\r\n")
    assert len(read) < 1_000


def test_a_text_that_no_cell_holds_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    with pytest.raises(TooMuchForXlsx, match="row 1"):
        made(FileForm.XLSX, ["x"], [["\U0001f600" * 20_000]])
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    assert len(xlsx_rows(made(FileForm.XLSX, ["x"], [["a"], ["b"]]))) == 3
    with pytest.raises(TooMuchForXlsx):
        made(FileForm.XLSX, ["x"], [["a"], ["b"], ["c"]])
