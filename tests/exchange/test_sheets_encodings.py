"""Letters that are not what the file says they are: found out, refused by row, or refused by name."""

import pytest

from cancellations.domain.importing.columns import Column
from cancellations.exchange.sheets import Asked, RowTrouble, SheetError
from tests.tables import look_at, rows_in

RUSSIAN = "Номер телефона;Примечание\n+79161234567;Карта директора\n+79161234568;Ёлка\n"
CHINESE = "号码,备注\n+8613800138000,一张一张的卡\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, "phone\tnote\r\n+79161234567\tx\r\n"])
def test_utf_16_without_a_mark(encoding: str, text: str) -> None:
    found = look_at(text.encode(encoding))
    assert (found.layout.encoding, found.questions) == (encoding, {})
    assert Column.NUMBER in found.headings.mapping.values()
    assert rows_in(text.encode(encoding))[0].cells[1] in text


@pytest.mark.parametrize(
    "content",
    [
        "phone,note\n+79161234567,x\n".encode("utf-32-le"),
        b"phone,note\n+79161234567,a\0b\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        bytes(range(256)) * 20,
        "phone,note\n+79161234567,x\n".encode("utf-16-le")[:-1],
    ],
    ids=["utf-32", "nul", "png", "binary", "cut"],
)
def test_bytes_that_are_no_text(content: bytes) -> None:
    with pytest.raises(SheetError) as refused:
        rows_in(content)
    assert refused.value.code == "not_text"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_from_elsewhere_are_refused_and_the_others_read(mark: bytes) -> None:
    content = mark + RUSSIAN.encode() + "+79161234569;Чужая\n".encode("cp1251") + "+79161234570;Ещё своя\n".encode()
    rows = rows_in(content)
    assert [row.trouble for row in rows] == [None, None, RowTrouble.BROKEN_LETTERS, None]
    assert rows[2].cells == ("+79161234569", "\ufffd" * 5)
    assert rows[3].cells[1] == "Ещё своя"


def test_halves_of_letters_are_refused_by_row() -> None:
    lone = "+79161234568;x\ud83d\n".encode("utf-16-le", "surrogatepass")
    rows = rows_in(RUSSIAN.encode("utf-16") + lone + "+79161234569;🇷🇺\n".encode("utf-16-le"))
    assert [row.trouble for row in rows][2:] == [RowTrouble.BROKEN_LETTERS, None]
    assert rows[3].cells[1] == "🇷🇺"


def test_a_file_that_ends_in_the_middle_of_a_letter() -> None:
    with pytest.raises(SheetError) as refused:
        rows_in(RUSSIAN.encode("utf-16")[:-1])
    assert refused.value.code == "not_in_this_encoding"


def test_what_is_mostly_something_else_is_asked() -> None:
    content = b"phone,note\n+79161234567," + "Карта директора\n".encode("cp1251") + "+79161234568,é\n".encode()
    assert look_at(content).questions.keys() == {Asked.ENCODING}


EAST = {
    "big5hkscs": ["中華電信的門號", "王經理的工作手機，已停用", "陳美玲", "台灣大哥大", "遠傳 四月份"],
    "cp932": ["ソフトバンクの回線", "田中さんの携帯", "ポケットWiFi", "営業部　予備", "山田太郎"],
    "gb18030": ["中国移动的卡", "备注信息", "张总的工作手机，已停用", "李娜", "移动 四月份"],
    "windows-1251": ["Карта директора", "ООО «Ромашка»", "Иванов Пётр Сергеевич"],
    "koi8-r": ["Карта директора", "Иванов Пётр Сергеевич", "Склад на Ленина"],
}


@pytest.mark.parametrize("encoding", EAST)
def test_the_likeliest_of_what_is_asked_stands_first(encoding: str) -> None:
    text = "".join(f"+88691234567{n},{note}\n" for n, note in enumerate(EAST[encoding]))
    found = look_at(f"phone,note\n{text}".encode(encoding))
    assert found.questions[Asked.ENCODING][0] == encoding


@pytest.mark.parametrize("note", ["中華電信的門號", "備註資訊", "功", "四"])
def test_chinese_of_taiwan_is_always_among_the_answers(note: str) -> None:
    questions = look_at(f"phone,note\n+886912345678,{note}\n".encode("big5")).questions
    assert "big5hkscs" in questions[Asked.ENCODING]
    assert len(questions[Asked.ENCODING]) > 1


@pytest.mark.parametrize("note", ["電話番号", "ﾀﾅｶ", "予備機", "ポ"])
def test_japanese_is_always_among_the_answers(note: str) -> None:
    assert "cp932" in look_at(f"phone,note\n+819012345678,{note}\n".encode("cp932")).questions[Asked.ENCODING]


@pytest.mark.parametrize("note", ["전화번호", "영업팀 휴대폰", "김철수"])
def test_korean_is_always_among_the_answers(note: str) -> None:
    assert "cp949" in look_at(f"phone,note\n+821012345678,{note}\n".encode("euc-kr")).questions[Asked.ENCODING]
