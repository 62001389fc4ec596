"""The encoding of a CSV file: certain when it says so or can be nothing else, otherwise candidates to ask."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cancellations.domain.importing.columns import column_named
from cancellations.domain.importing.secrets import names_secret
from cancellations.exchange.sheets.limits import DELIMITERS, ROWS_LOOKED_AT
from cancellations.exchange.sheets.lines import CHUNK, LENIENT, lines_of
from cancellations.exchange.sheets.troubles import NOT_TEXT, SheetError

_KOREAN = "cp949"
# of mainland China, Taiwan and Hong Kong, Japan, Korea; Russian ones; of western Europe
CANDIDATES = ("gb18030", "big5hkscs", "cp932", _KOREAN, "windows-1251", "koi8-r", "cp866", "windows-1252")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF_16 = ("utf-16-le", "utf-16-be")  # without a mark, the first byte of a plain letter says which
_START = 200_000  # bytes that likeness is judged by
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def find_encodings(file: BinaryIO) -> tuple[str, ...]:
    """The likeliest first; more than one: to be asked. Raises SheetError for what is no text."""
    file.seek(0)
    start = file.read(_START)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    if marked:
        return (marked,)
    if b"\0" in start:
        return (_without_mark(file, start),)
    if _is_written_in(file, "utf-8") or _is_mostly_utf_8(file):
        return ("utf-8",)
    possible = [encoding for encoding in CANDIDATES if _is_written_in(file, encoding)]
    sure = [encoding for encoding in possible if _knows_a_heading(file, encoding)]
    if len(sure) == 1:
        return (sure[0],)
    ranked = sorted(possible, key=lambda encoding: -_likeness(start.decode(encoding, "ignore"), encoding))
    if not ranked:
        raise SheetError("not_text", NOT_TEXT)
    return tuple(ranked)


def _is_written_in(file: BinaryIO, encoding: str) -> bool:
    """Whether every byte of the file makes sense."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(file: BinaryIO, start: bytes) -> str:
    """UTF-16 of one of both kinds, if it reads as text. Raises SheetError."""
    encoding = _UTF_16[start[::2].count(0) > start[1::2].count(0)]
    text = start.decode(encoding, "replace")
    if not _is_written_in(file, encoding) or not all(char.isprintable() or char in "\t\r\n" for char in text):
        raise SheetError("not_text", NOT_TEXT)
    return encoding


def _is_mostly_utf_8(file: BinaryIO) -> bool:
    """Whether it is UTF-8 with some rows from elsewhere: more letters make sense than bytes do not."""
    decoder = codecs.getincrementaldecoder("utf-8")(LENIENT["utf-8"])
    letters = broken = 0
    for chunk in _chunks(file):
        text = decoder.decode(chunk)
        bad = len(_SURROGATE.findall(text))
        broken, letters = broken + bad, letters + len(_BEYOND_ASCII.findall(text)) - bad
    return letters > broken


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _knows_a_heading(file: BinaryIO, encoding: str) -> bool:
    """Whether a heading in letters beyond ASCII is known: chance does not spell "Номер телефона"."""
    lines = [line for line, _number in zip(lines_of(file, encoding), range(ROWS_LOOKED_AT), strict=False)]
    return any(not cell.isascii() and len(cell) > 1 and _is_known(cell) for line in lines for cell in _cells(line))


def _cells(line: str) -> Iterable[str]:
    for delimiter in DELIMITERS:
        line = line.replace(delimiter, "\n")
    return (cell.strip(' "\r') for cell in line.split("\n"))


def _is_known(cell: str) -> bool:
    return column_named(cell) is not None or names_secret(cell)


def _likeness(text: str, encoding: str) -> float:
    """How much the letters beyond ASCII look like words: common Chinese signs, or Russian mostly in lower case.

    Korean is written in Chinese signs no more: where they come out of it, it is Russian that is read as Korean.
    """
    foreign = [char for char in text if not char.isascii()]
    signs = 0.1 if encoding == _KOREAN else 1.5
    return sum(_weight(char, signs) for char in foreign) / max(len(foreign), 1)


def _weight(char: str, signs: float) -> float:
    if "а" <= char <= "я" or char == "ё":
        return 1.0
    if "А" <= char <= "Я":
        return 0.2
    if "\u4e00" <= char <= "\u9fff":
        return signs if _is_common(char) else 0.1
    if "\u3041" <= char <= "\u30fe":  # Japanese syllables
        return 1.5
    if "\uac00" <= char <= "\ud7a3":  # Korean ones: most words in GB 18030 can be read as some of these
        return 1.2
    return 0.3 if "\u00c0" <= char <= "\u024f" else -0.5


def _is_common(char: str) -> bool:
    """Level 1 of GB 2312 or of Big5: the signs that nearly all of a text is written in."""
    return _is_in(char, "gb2312", 0xB0, 0xD7) or _is_in(char, "big5", 0xA4, 0xC6)


def _is_in(char: str, encoding: str, first: int, last: int) -> bool:
    try:
        return first <= char.encode(encoding)[0] <= last
    except UnicodeEncodeError:
        return False
