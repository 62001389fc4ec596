"""What people type and paste, made safe to store, compare and search. Every function is linear in time."""

import re
import unicodedata

# The limit of Unicode's Stream-Safe Text Format (UAX 15): normalising longer runs takes quadratic time.
MARKS_IN_A_ROW = 30

_SURROGATE = re.compile("[\ud800-\udfff]")
# U+0085 is not among them: it is kept as typed, like the other C1 controls.
_LINE_BREAKS = "\n\r\t\v\f\x1c\x1d\x1e\u2028\u2029"
_TO_ONE_LINE: dict[str, str | None] = {"\0": None} | dict.fromkeys(_LINE_BREAKS, " ")
_ONE_LINE = str.maketrans(_TO_ONE_LINE)
_TO_SPACES = str.maketrans(dict.fromkeys(_LINE_BREAKS, " "))
_BREAKS_OF_OTHERS = re.compile("\r\n|\r")
# Nothing to see, yet no format characters: Hangul fillers, the blank Braille pattern, joiners, selectors.
_INKLESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# What most texts are made of: characters that stay apart from their neighbours however they are normalised, and change
# in nothing but case, save ё and й, which lose what stands above them.
_COMMON = re.compile("[\x01-\x7f«»ЁА-яё–—“”„•\u4e00-\u9fff]*")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
_DASHES_BY_LOOKS = frozenset("\u2043\u2212\u30fc")

LINE = 5000  # characters that one line of free text may have


def clean_line(text: str) -> str:
    """Text for a single-line field: as typed, less line breaks, NUL, broken characters and outer spaces."""
    if text.isprintable():  # nearly always; none of those is
        return text.strip()
    return _whole(text).translate(_ONE_LINE).strip()


def clean_text(text: str) -> str:
    """Text for a field of many lines: as typed, with LF line ends, less NUL and broken characters."""
    if text.isprintable():
        return text
    return _BREAKS_OF_OTHERS.sub("\n", _whole(text)).replace("\0", "")


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be seen: only white space, zero-width and control characters."""
    return all(char.isspace() or _is_invisible(char) or _is_control(char) for char in text)


def fold(text: str) -> str:
    """The form in which texts are compared and searched: without case, width, accents, invisible characters.

    José is found however it was typed, as are full-width digits, ё written as е, and both Turkish i.
    """
    if _COMMON.fullmatch(text):
        return " ".join(text.lower().replace("ё", "е").replace("й", "и").split())
    # Marks go first, before anything is normalised: see MARKS_IN_A_ROW.
    storable = _without_marks(_whole(text).replace("\0", ""))
    caseless = _bare(storable).casefold().replace("ı", "i")
    return " ".join(unicodedata.normalize("NFKC", _bare(caseless)).split())


def keyboard_form(text: str) -> str:
    """`text` as a plain keyboard would have typed it: ASCII widths, spaces and dashes, nothing invisible.

    Narrower than NFKC on purpose: circled, superscript and non-Latin digits stay what they are.
    """
    return text.translate(_TO_SPACES) if text.isascii() else "".join(map(_key, text))


def _whole(text: str) -> str:
    """Halves of characters (surrogates) joined where both are there, else replaced with U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"


def _is_invisible(char: str) -> bool:
    return (
        unicodedata.category(char) == "Cf"
        or char in _INKLESS
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0000" <= char <= "\U000e0fff"
    )


def _bare(text: str) -> str:
    return _without_marks(unicodedata.normalize("NFKD", text))


def _without_marks(text: str) -> str:
    """Without accents and invisible characters; of other marks, at most MARKS_IN_A_ROW stay together."""
    return _LONG_ROW.sub(r"\1", text.translate(_DROPPED))


def _is_accent(char: str) -> bool:
    """Marks that only colour a letter: accents, Hebrew points, Arabic vowels.

    The voicing of kana, Indic vowels and Thai tones tell words apart and stay.
    """
    position = unicodedata.combining(char)
    return position >= 200 or 10 <= position <= 36 or unicodedata.category(char) == "Me"


# Beyond these lie ideographs, pictures and private use, but no marks (a test looks).
_WITH_MARKS = [
    *map(chr, range(0x80, 0x3400)),
    *map(chr, range(0xA000, 0x1F000)),
    *map(chr, range(0xE0000, 0xE1000)),
]
_DROPPED = dict.fromkeys(ord(char) for char in _WITH_MARKS if _is_invisible(char) or _is_accent(char))
_MARKS = "".join(char for char in _WITH_MARKS if unicodedata.combining(char) and ord(char) not in _DROPPED)
_LONG_ROW = re.compile(f"([{_MARKS}]{{{MARKS_IN_A_ROW}}})[{_MARKS}]+")


def _key(char: str) -> str:
    if char.isascii():
        return " " if char in _LINE_BREAKS else char
    if ord(char) in _FULL_WIDTH:
        return chr(ord(char) - _TO_ASCII)
    category = unicodedata.category(char)
    if category == "Pd" or char in _DASHES_BY_LOOKS:
        return "-"
    if char.isspace():
        return " "
    return "" if category == "Cf" else char
