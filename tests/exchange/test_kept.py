"""What is kept of a file: every cell of its rows but secrets, wherever and however they stand in it."""

from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from pytest_django import Settings

from cancellations.domain.importing.options import Options
from cancellations.exchange.importing.kept import heading_of, keep, kept_rows
from cancellations.exchange.importing.proposal import questions_of
from cancellations.exchange.importing.store import stored_lines
from cancellations.exchange.sheets import RowTrouble
from tests.exchange.test_sheets_xlsx import book
from tests.files import keep_in

LPA = "LPA:1$smdp.example.org$04386-AGYFT-A74Y8-3F815"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


def kept(content: str | bytes, name: str = "cards.csv") -> tuple[list[list[str]], int]:
    """The rows as they are stored, and how many cells were dropped."""
    stored, file = keep(BytesIO(content.encode() if isinstance(content, str) else content), name)
    return [cells for _table, _number, cells, _trouble in stored_lines(stored)], file.tables[0].dropped


def test_a_group_of_columns_is_secret_by_its_merged_heading() -> None:
    rows: list[list[Any]] = [
        ["SIM-карты", "", "", "Коды", "", "", "PIN-коды", "", "Прочее"],
        ["Номер", "ICCID", "Оператор", "A", "B", "", "1", "2", "Примечание"],
        ["+79161234567", "", "МТС", "x", "y", "z", "4711", "4712", "Карта"],
    ]
    stored, dropped = kept(book(a=rows), "cards.xlsx")
    assert stored[-1] == ["+79161234567", "", "МТС", "x", "y", "z", "", "", "Карта"]
    assert dropped == 2


def test_a_secret_heading_over_two_columns() -> None:
    stored, dropped = kept("Номер;PIN/PUK;;Примечание\n+79161234567;47;11223344;x\n")
    assert (stored[-1], dropped) == (["+79161234567", "", "", "x"], 2)


def test_a_heading_of_two_rows() -> None:
    """As merged cells come out: the carrier's stands over both rows, in the last column."""
    content = "SIM-карта;;;Оператор\nНомер;ICCID;PIN;\n+79161234567;;4711;МТС\n"
    stored, file = keep(BytesIO(content.encode()), "cards.csv")
    assert file.tables[0].heading == ("Номер", "ICCID", "PIN", "Оператор")
    (_heading, row) = stored_lines(stored)
    assert row[2:] == [["+79161234567", "", "", "МТС"], None]


def test_a_number_of_eight_digits_below_the_heading_of_two_rows() -> None:
    stored, dropped = kept("Номер;Тариф и плата;\n;Тариф;Плата\n51234567;Basic;38\n")
    assert (stored[-1], dropped) == (["51234567", "Basic", "38"], 0)


def test_what_stands_beyond_the_heading_is_kept_and_shifted_secrets_are_not() -> None:
    stored, dropped = kept("Number,Note,PIN,Plan\n+79161234567,one, two,4711,Basic\n+79161234568,x,4712,Basic,,\n")
    assert stored[1:] == [["+79161234567", "one", "", "", "Basic"], ["+79161234568", "x", "", "Basic"]]
    assert dropped == 3


def test_a_title_that_speaks_of_secrets_empties_nothing() -> None:
    stored, dropped = kept("Выгрузка без PIN и паролей;;;\nНомер;Цвет;Вес;Примечание\n+79161234567;красный;5;x\n")
    assert (stored[-1], dropped) == (["+79161234567", "красный", "5", "x"], 0)


def test_columns_without_a_heading_that_look_like_pins() -> None:
    content = "Номер,,,Плата\n+79161234567,4711,87654321,1200\n+79161234568,0451,00112233,1500\n"
    stored, dropped = kept(content)
    assert [cells[1:4] for cells in stored[1:]] == [["", "", "1200"], ["", "", "1500"]]
    assert dropped == 4


def test_a_table_without_any_heading() -> None:
    stored, dropped = kept("+79161234567,1200,87654321,2026\n+79161234568,1500,00112233,2027\n")
    assert (stored, dropped) == ([["+79161234567", "1200", "", "2026"], ["+79161234568", "1500", "", "2027"]], 2)


def test_secrets_in_an_encoding_that_is_asked_about() -> None:
    rows = ["LPA:1＄smdp.example.org＄ABC 的", LPA, *["中国移动的卡"] * 3]
    content = "phone,note\n" + "".join(f"+7916123456{number},{note}\n" for number, note in enumerate(rows))
    stored, file = keep(BytesIO(content.encode("gb18030")), "cards.csv")
    assert len(file.encodings) > 1
    notes = [cells[1] for _table, _number, cells, _trouble in stored_lines(stored)][1:]
    assert [note.encode("latin-1").decode("gb18030") for note in notes] == ["", "", *rows[2:]]
    assert file.tables[0].dropped == 2


@pytest.mark.parametrize(("encoding", "halved"), [("big5hkscs", "四"), ("cp932", "ポ")])
def test_a_sign_whose_half_is_the_delimiter_refuses_its_row(encoding: str, halved: str) -> None:
    """Its second byte is that of the "|"; nothing of the row is read into other columns."""
    content = f"phone|note|plan\n+79161234567|大|x\n+79161234568|{halved}月|x\n".encode(encoding)
    stored, file = keep(BytesIO(content), "cards.csv")
    assert encoding in file.encodings
    table = next(index for index, table in enumerate(file.tables) if table.delimiter == "|")
    rows = list(kept_rows(stored, file, table, encoding, file.tables[table].heading_row))
    assert [row.trouble for row in rows] == [None, RowTrouble.BROKEN_LETTERS]
    assert rows[0].cells == ("+79161234567", "大", "x")


@pytest.mark.parametrize("name", ["cards.csv", "cards.xlsx"])
def test_a_sign_that_was_lost_before_refuses_nothing(name: str) -> None:
    """The replacement character stands in the file itself, which is read in the only way there is."""
    table = [["phone", "note"], ["+79161234567", "Caf\ufffd"]]
    content = book(a=table) if name.endswith("x") else "".join(f"{';'.join(row)}\n" for row in table).encode()
    stored, file = keep(BytesIO(content), name)
    (row,) = kept_rows(stored, file, 0, "", file.tables[0].heading_row)
    assert (row.trouble, row.cells) == (None, ("+79161234567", "Caf\ufffd"))


def test_a_note_keeps_what_is_not_secret() -> None:
    stored, dropped = kept('Номер,Примечание\n+79161234567,"Директор, PIN 4711"\n')
    assert (stored[-1][1], dropped) == ("Директор, PIN •••", 1)


def test_previews_show_no_secrets() -> None:
    rows = ["phone,PIN,note", "+79161234567,1234,Карта", f"+79161234568,9876,{LPA}"]
    _stored, file = keep(BytesIO("\n".join(rows).encode("cp1251")), "cards.csv")
    (question,) = questions_of(file, Options())
    assert question.choices[0].rows == [["phone", "PIN", "note"], ["+79161234567", "•••", "Карта"], [ANY, "•••", ""]]
    assert LPA not in str(question)
    assert not any(code in str(question) for code in ("1234,", "'1234'", "9876"))


def test_another_row_may_be_the_heading() -> None:
    _stored, file = keep(BytesIO(b"a,b\n+79161234567,MTS\n"), "cards.csv")
    assert file.tables[0].heading_row == 0
    assert heading_of(file, 0, "", 0) == ("", "")
    assert heading_of(file, 0, "", 1) == ("a", "b")


def test_headings_stay_to_be_chosen_from() -> None:
    _stored, file = keep(BytesIO(b"phone,PIN,note\n+79161234567,1234,x\n"), "cards.csv")
    (table,) = file.tables
    assert (table.heading, table.secret) == (("phone", "PIN", "note"), (1,))
