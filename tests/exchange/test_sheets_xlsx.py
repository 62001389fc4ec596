"""Workbooks: cells as exact text, the right sheet, and nothing that could fill the memory."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from cancellations.exchange.sheets import Asked, SheetError, SheetRow, workbook
from cancellations.exchange.sheets.limits import LAST_ROW, MOST_COLUMNS
from cancellations.exchange.sheets.workbook_check import _FAR, FIRST_FAR
from tests.tables import look_at, rows_in

SHEET = "xl/worksheets/sheet1.xml"


def book(**sheets: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "dd.mm.yyyy"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with another content of one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, part if info.filename == name else before.read(info))
    return made.getvalue()


def cells_of(*values: Any) -> tuple[str, ...]:
    content = book(a=[["phone", "note", "tags", "fee", "iccid"][: len(values)], list(values)])
    return rows_in(content, "a.xlsx")[0].cells


def test_cells_become_exact_text() -> None:
    assert cells_of(79161234567, 12.5, True, 0.1 + 0.2) == ("79161234567", "12.5", "TRUE", "0.3")
    assert cells_of(date(2026, 11, 30), datetime(2026, 11, 30, 14, 5)) == ("2026-11-30", "2026-11-30 14:05:00")  # noqa: DTZ001 # a cell has no zone
    assert cells_of("+7 916", "'=1", "007", 1e-7, "x") == ("+7 916", "'=1", "007", "0.0000001", "x")


def test_nul_written_as_an_escape_is_left_out() -> None:
    """PostgreSQL keeps no NUL in texts and in JSON."""
    content = book(a=[["phone", "note"], ["79161234567", "x"]])
    texts = b"".join(b"<si><t>%s</t></si>" % text for text in (b"phone", b"note", b"79161234567", b"a_x0000_b"))
    escaped = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + texts + b"</sst>"
    assert rows_in(with_part(content, "xl/sharedStrings.xml", escaped), "a.xlsx")[0].cells == ("79161234567", "ab")


@pytest.mark.parametrize("value", [8970101234567890123, 8.97010123456789e18, 10**15, 89701012345678901234])
def test_rounded_numbers_keep_saying_so(value: float) -> None:
    assert "E+" in cells_of(value)[0]


def test_rows_are_counted_as_in_the_spreadsheet() -> None:
    rows: list[list[Any]] = [
        [],
        ["Our cards"],
        [],
        ["", "phone", "note"],
        [],
        ["", "+79161234567", "x"],
        ["", "Total", "", 1],
    ]
    content = book(a=rows)
    found = look_at(content, "a.xlsx")
    assert found.layout.heading_row == 4
    assert next((row.number, row.cells) for row in rows_in(content, "a.xlsx")) == (6, ("", "+79161234567", "x"))


def test_a_table_may_stand_anywhere() -> None:
    rows: list[list[Any]] = [[], [], ["", "", "phone", "note"], ["", "", "+79161234567", "x"]]
    content = book(a=rows)
    assert [(row.number, row.cells) for row in rows_in(content, "a.xlsx")] == [(4, ("", "", "+79161234567", "x"))]


def test_the_sheet_with_cards_is_found() -> None:
    cards = [["phone", "note"], ["+79161234567", "x"]]
    found = look_at(book(About=[["Read this"]], Cards=cards), "a.xlsx")
    assert (found.layout.sheet, found.questions) == ("Cards", {})


def test_two_sheets_with_cards_are_asked_about() -> None:
    cards = [["phone", "note"], ["+79161234567", "x"]]
    content = book(First=cards, Second=[*cards, ["+79161234568", "y"]])
    assert look_at(content, "a.xlsx").questions == {Asked.SHEET: ("First", "Second")}
    assert len(rows_in(content, "a.xlsx", sheet="Second")) == 2


@pytest.mark.parametrize("mark", ["<!DOCTYPE w>", "<!doctype w [<!ENTITY a 'b'>]>", "<!ENTITY a 'b'>"])
def test_declarations_are_refused_wherever_they_stand(mark: str) -> None:
    content = book(a=[["phone"], ["1"]])
    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        with pytest.raises(SheetError) as refused:
            look_at(with_part(content, part, b"<x>" + b" " * 3_000 + mark.encode() + b"</x>"), "a.xlsx")
        assert refused.value.code == "dtd"


@pytest.mark.parametrize("cell", ["XFD1048576", "GS1", "A200000", "HA5", "A1048576", "AAA1", "xfd9"])
@pytest.mark.parametrize("quote", "\"'")
def test_far_cells_are_refused_and_empty_ones_are_not(cell: str, quote: str) -> None:
    head = b"<worksheet><sheetData>" + b'<row r="1"/>' * 120_000  # beyond one piece of the part
    far = f"<row><c r={quote}{cell}{quote}><v>1</v></c></row>".encode()
    with pytest.raises(SheetError) as refused:
        look_at(with_part(book(a=[["phone"]]), SHEET, head + far), "a.xlsx")
    assert refused.value.code in {"far_cell", "unpacks_too_large"}
    assert not _FAR.search(b'<c r="GR199999">')
    assert _FAR.search(b'<c r="GS199999">')
    assert _FAR.search(b'<c r="GR200000">')
    assert FIRST_FAR == (MOST_COLUMNS + 1, LAST_ROW + 1) == (201, 200_000)


def test_an_empty_far_cell_does_no_harm() -> None:
    content = book(a=[["phone", "note"], ["1", "x"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert len(rows_in(with_part(content, SHEET, far), "a.xlsx")) == 1


@pytest.mark.parametrize("spoil", ["cut", "twice", "checksum"])
def test_damaged_archives_are_refused(spoil: str) -> None:
    content = book(a=[["phone"], ["1"]])
    if spoil == "cut":
        content = content[: len(content) // 2]
    elif spoil == "checksum":
        content = content.replace(b"\x50\x4b\x01\x02\x14", b"\x50\x4b\x01\x02\x15")[:-30]
    else:
        made = io.BytesIO(content)
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr("XL/Workbook.xml", b"<workbook/>")
        content = made.getvalue()
    with pytest.raises(SheetError) as refused:
        look_at(content, "a.xlsx")
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("name", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!"])
def test_a_formula_that_failed_is_no_empty_cell(name: str) -> None:
    assert formulas(f'<c r="B2" t="e"><f>VLOOKUP(1)</f><v>{name}</v></c>')[0].cells[1] == name


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
@pytest.mark.parametrize("formula", ["<f>A1+1</f>", '<f t="shared" si="0"/>'])
@pytest.mark.parametrize("sort", ["", ' s="0"', ' t="n"'])
def test_a_formula_that_was_never_calculated_is_no_empty_cell(sort: str, formula: str, value: str) -> None:
    (row,) = formulas(f'<c r="B2"{sort}>{formula}{value}</c>')
    assert row.cells == ("79161234567", "#N/A", "x")


def test_formulas_with_a_value_give_it() -> None:
    cells = '<c r="B2"><f>A1+1</f><v>12.5</v></c><c r="C2" t="str"><f>""</f><v></v></c>'
    assert formulas(cells)[0].cells[1] == "12.5"
    assert formulas('<c r="B2" t="str"><f>""</f><v></v></c>')[0].cells == ("79161234567", "", "x")


def formulas(cell: str) -> list[SheetRow]:
    """The row below the heading, with this as its second cell."""
    content = book(a=[["phone", "note", "tags"], [79161234567, "y", "x"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
    before, rest = sheet.split(b'<c r="B2"', 1)
    return rows_in(with_part(content, SHEET, before + cell.encode() + rest.split(b"</c>", 1)[1]), "a.xlsx")


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_are_right_in_both_systems(is_1904: bool) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"date_1904": is_1904, "default_date_format": "dd.mm.yyyy"}) as workbook:
        sheet = workbook.add_worksheet("a")
        sheet.write_row(0, 0, ["phone", "end date"])
        sheet.write_row(1, 0, ["+79161234567", date(2026, 11, 30)])
    assert rows_in(made.getvalue(), "a.xlsx")[0].cells == ("+79161234567", "2026-11-30")


def test_hidden_sheets_are_not_looked_at() -> None:
    cards = [["phone", "note"], ["+79161234567", "x"]]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        for name, rows in (("Hidden", [*cards, ["+79161234568", "y"]]), ("Shown", cards)):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        workbook.worksheets()[0].hide()
        workbook.worksheets()[1].activate()
    found = look_at(made.getvalue(), "a.xlsx")
    assert (found.layout.sheet, found.questions) == ("Shown", {})


def test_a_reader_without_memory_gives_up_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells without an address can be anywhere; whatever they make the reader take, it may not."""
    rows = b"<row>" + b"<c><v>1</v></c>" * 150 + b"</row>"
    bomb = b"<worksheet><sheetData>" + b"".join(rows + b"<x>%d</x>" % number for number in range(12_000))
    content = with_part(book(a=[["phone"]]), SHEET, bomb + b"</sheetData></worksheet>")
    monkeypatch.setattr(workbook, "READER_MEMORY", 110 * 2**20)
    with pytest.raises(SheetError) as refused:
        look_at(content, "a.xlsx")
    assert refused.value.code in {"damaged", "unpacks_too_large"}
