"""Lines of a text file with their ends, whatever these are, a piece of the file at a time.

Unicode that is broken in places is read on: each byte, or half of a letter, that is no text comes out as a surrogate.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from cancellations.exchange.sheets.limits import LONGEST_LINE
from cancellations.exchange.sheets.troubles import LINE_TOO_LONG, NOT_IN_THIS_ENCODING, NOT_TEXT, SheetError

CHUNK = 64 * 1024
LENIENT = {"utf-8": "surrogateescape", "utf-8-sig": "surrogateescape"} | dict.fromkeys(
    ("utf-16", "utf-16-le", "utf-16-be"), "surrogatepass"
)
_END = re.compile(r"\r\n|\r|\n")


def lines_of(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Ends are CR, LF or both, mixed as they come. Raises SheetError."""
    rest, number = "", 0
    for text in _texts(file, encoding):
        rest += text
        held = len(rest) - 1 if rest.endswith("\r") else len(rest)  # LF may follow in the next piece
        start = 0
        for end in _END.finditer(rest, 0, held):
            yield rest[start : end.end()]
            number, start = number + 1, end.end()
        rest = rest[start:]
        if len(rest) > LONGEST_LINE:
            raise SheetError("line_too_long", LINE_TOO_LONG, row=number + 1)
    if rest:
        yield rest


def _texts(file: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(LENIENT.get(encoding, "strict"))
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            yield _checked(decoder.decode(chunk))
        yield _checked(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        raise SheetError("not_in_this_encoding", NOT_IN_THIS_ENCODING) from None


def _checked(text: str) -> str:
    if "\0" in text:
        raise SheetError("not_text", NOT_TEXT)
    return text
