"""The file of refused rows: mended, it can be sent again; it calculates nothing and gives no secret back."""

import csv
import io

from cancellations.domain.importing.columns import read_headings
from cancellations.exchange.sheets import RefusedRow, RowTrouble, refused_chunks
from tests.tables import look_at, rows_in

HEADINGS = read_headings(["phone", "PIN", "=note", "colour"])
ROWS = [
    RefusedRow(3, ["+7 916 123", "1234", "=1+1", "red"], ["Digits are missing.", "Too short."]),
    RefusedRow(9, ["+79161234567", "9876", "LPA:1$smdp.example.org$ABC-DEF"], ["Twice."]),
]


def made() -> bytes:
    return b"".join(refused_chunks(HEADINGS, ROWS))


def test_cells_come_back_with_reasons() -> None:
    content = made()
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["phone", "'=note", "colour", "Row", "Why it was refused"],
        ["'+7 916 123", "'=1+1", "red", "3", "Digits are missing. Too short."],
        ["'+79161234567", "", "", "9", "Twice."],
    ]


def test_no_secret_is_given_back() -> None:
    for secret in (b"1234,", b"9876", b"LPA", b"PIN"):
        assert secret not in made()


NUMBERS = ["+7-916-123-45-67", "89701012345678901234", "79161234567", "007", "1200", "12.5", "30.11.2026"]


def test_no_spreadsheet_spoils_a_number() -> None:
    content = b"".join(refused_chunks(read_headings(["phone"]), [RefusedRow(2, [text], []) for text in NUMBERS]))
    cells = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))][1:]
    assert cells == [*(f"'{text}" for text in NUMBERS[:4]), *NUMBERS[4:]]
    assert [row.cells[0] for row in rows_in(content)] == NUMBERS


def test_a_row_with_too_many_cells_keeps_them_and_is_refused_again() -> None:
    wide = RefusedRow(3, ["+7916", "1234", "a", "red", "beyond", "more"], ["The row has more cells."])
    content = b"".join(refused_chunks(HEADINGS, [wide]))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["'+7916", "a", "red", "beyond", "more", "3", "The row has more cells."]
    (again,) = rows_in(content)
    assert (again.trouble, again.cells[:5]) == (RowTrouble.TOO_MANY_CELLS, ("+7916", "a", "red", "beyond", "more"))


def test_it_can_be_sent_again() -> None:
    found = look_at(made())
    assert [one.text for one in found.headings.all][:2] == ["phone", "=note"]
    assert [row.cells[1] for row in rows_in(made())] == ["=1+1", ""]
