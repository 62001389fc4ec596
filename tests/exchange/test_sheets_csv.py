"""CSV files of every make: the same cells come out that went in, and what is unclear is asked."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancellations.domain.cell_text import marked
from cancellations.domain.importing.columns import Column
from cancellations.exchange.sheets import Asked, RowTrouble, SheetError, Skipped
from cancellations.exchange.sheets.csv_records import records_of
from tests.tables import look_at, rows_in

ENDS = ["\r\n", "\n", "\r"]
LETTERS = {
    "utf-8": st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]),
    "utf-8-sig": st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]),
    "utf-16": st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    "gb18030": st.characters(codec="gb18030", exclude_characters="\0", exclude_categories=["Cs"]),
    "windows-1251": st.characters(codec="windows-1251", exclude_characters="\0"),
    "koi8-r": st.characters(codec="koi8-r", exclude_characters="\0"),
}


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return made.getvalue()


@pytest.mark.parametrize("encoding", LETTERS)
@settings(max_examples=40)
@given(data=st.data(), delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(ENDS))
def test_any_table_reads_back_the_same(encoding: str, data: st.DataObject, delimiter: str, end: str) -> None:
    width = data.draw(st.integers(1, 4))
    cell = st.text(LETTERS[encoding], max_size=20)
    rows = data.draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=6))
    rows[0][0] = "x" + rows[0][0]  # a first line that says sep=; is none of the table
    content = written([[marked(text) for text in row] for row in rows], delimiter, end).encode(encoding)
    read = [list(record.cells) for record in records_of(io.BytesIO(content), encoding, delimiter)]
    assert read == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", ",;\t|")
@pytest.mark.parametrize("end", ENDS)
def test_how_it_is_written_is_found_out(encoding: str, delimiter: str, end: str) -> None:
    rows = [["号码", "ICCID", "备注"], ["+8613800138000", "", "一张卡"], ["+8613800138001", "", "第二张"]]
    found = look_at(written(rows, delimiter, end).encode(encoding))
    assert (found.layout.encoding, found.layout.delimiter, found.questions) == (encoding, delimiter, {})
    assert list(found.headings.mapping.values()) == [Column.NUMBER, Column.ICCID, Column.NOTE]
    assert [row.cells[2] for row in found.sample] == ["一张卡", "第二张"]


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "cp866"])
def test_a_known_russian_heading_decides(encoding: str) -> None:
    rows = [["Номер телефона", "Оператор"], ["+79161234567", "МТС"]]
    found = look_at(written(rows, ";").encode(encoding))
    assert (found.layout.encoding, found.questions) == (encoding, {})


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("windows-1251", "Карта директора"), ("koi8-r", "Карта директора"), ("gb18030", "中国移动的卡")],
)
def test_letters_below_plain_headings_are_asked_about(encoding: str, note: str) -> None:
    content = written([["phone", "note"], ["+79161234567", note]]).encode(encoding)
    questions = look_at(content).questions
    assert questions.keys() == {Asked.ENCODING}
    assert questions[Asked.ENCODING][0] == encoding
    assert rows_in(content)[0].cells[1] == note


def test_titles_repeated_headings_and_totals_are_no_rows() -> None:
    rows = rows_in(
        "Список SIM-карт ООО «Ромашка»\n\nна 22.11.2026;;\nНомер;Тариф;Примечание\n+79161234567;Умный;\n"
        "Номер;Тариф;Примечание\n+79161234568;Умный;x\n;;\nИтого: 2 SIM;;700,00\n".encode()
    )
    assert [(row.number, row.skipped) for row in rows] == [
        (5, None),
        (6, Skipped.HEADING_AGAIN),
        (7, None),
        (9, Skipped.TOTALS),
    ]


def test_a_card_called_total_is_a_row() -> None:
    (row,) = rows_in(b"name,phone\nTotal backup,+79161234567\n")
    assert row.skipped is None


def test_the_line_of_excel_tells_the_delimiter() -> None:
    found = look_at(b"sep=|\nphone|note\n+79161234567|a;b,c\n")
    assert (found.layout.delimiter, found.layout.heading_row) == ("|", 2)


def test_a_table_without_known_headings() -> None:
    found = look_at(b"+79161234567,MTS\n+79161234568,MTS\n")
    assert (found.layout.heading_row, found.layout.heading, len(found.headings.all)) == (0, (), 2)
    assert [row.number for row in rows_in(b"+79161234567,MTS\n+79161234568,MTS\n")] == [1, 2]


def test_an_unclear_delimiter_is_asked() -> None:
    found = look_at(b"a;b,c\n1;2,3\n4;5,6\n")
    assert found.questions == {Asked.DELIMITER: (",", ";")}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"phone\n", "no_rows"),
        (b"phone\0note\n1,2\n", "not_text"),
        (b"phone,note\n" + b"x" * 300_000 + b"\n" + b"y\0", "not_text"),
        (b"<!DOCTYPE html><table>", "html"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_excel"),
        (b'phone,note\n1,"never closed\n2,3\n', "unclosed_quote"),
        (b'phone,note\n1,"never closed\n' + b"+79161234567,x\n" * 20_000, "unclosed_quote"),
        (b"phone,note\n" + b"x" * 2_000_000, "line_too_long"),
        (b"phone," * 300 + b"\n1\n", "too_many_columns"),
        (b"phone\n" + b"x" * (21 * 2**20), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(SheetError) as refused:
        rows_in(content)
    assert refused.value.code == code
    assert refused.value.text


def test_a_wrong_answer_about_the_encoding_is_told() -> None:
    with pytest.raises(SheetError) as refused:
        rows_in(b"phone,note\n+79161234567,\x98\n", encoding="windows-1251")
    assert refused.value.code == "not_in_this_encoding"


def test_too_long_and_too_wide_rows_stand_alone() -> None:
    rows = rows_in(b"phone,note\n1," + b"x" * 40_000 + b"\n2," + b"y" * 140_000 + b"\n3,a,b\n4,c,,\n")
    assert [row.trouble for row in rows] == [
        RowTrouble.CELL_TOO_LONG,
        RowTrouble.CELL_TOO_LONG,
        RowTrouble.TOO_MANY_CELLS,
        None,
    ]
    assert rows[1].number == 3


@pytest.mark.parametrize("holder", ['"ООО "Ромашка""', '"a "b, c" d"', '"x"y'])
def test_quotation_marks_that_are_not_doubled_are_refused_by_row(holder: str) -> None:
    rows = rows_in(f'phone,holder\n1,{holder}\n2,ООО "Лютик"\n3,"a ""b"", c" \n4,"two\nlines"\n'.encode())
    assert [row.trouble for row in rows] == [RowTrouble.BROKEN_QUOTES, None, None, None]
    assert [row.cells[1].strip() for row in rows[1:]] == ['ООО "Лютик"', 'a "b", c', "two\nlines"]


def test_formulas_that_are_but_a_text_are_that_text() -> None:
    (row,) = rows_in(b'phone,iccid,note\n"=""0079161234567""","=""89701020012345678906""","=""a""&""b"""\n')
    assert row.cells == ("0079161234567", "89701020012345678906", '="a"&"b"')
