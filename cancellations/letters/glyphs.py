"""Which characters the shipped fonts can print: their character maps (OpenType `cmap`, formats 4 and 12)."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_FAMILIES = ("NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf")  # the bold face has what the regular one has
_LAST_CODE = 0xFFFF  # ends every map of format 4 and stands for no character


def unprintable(text: str) -> list[str]:
    """The characters of `text` that no font has, each once, in order. White space needs no glyph."""
    known = _printable()
    return list(dict.fromkeys(char for char in text if ord(char) not in known and not char.isspace()))


@cache
def _printable() -> frozenset[int]:
    codes: set[int] = set()
    for name in _FAMILIES:
        codes.update(_codes_of((FONTS / name).read_bytes()))
    return frozenset(codes)


def _codes_of(font: bytes) -> Iterator[int]:
    table = _table(font, b"cmap")
    for place in range(struct.unpack_from(">H", font, table + 2)[0]):
        at = table + struct.unpack_from(">I", font, table + 8 * place + 8)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            yield from _segments(font, at)
        elif kind == 12:
            yield from _groups(font, at)


def _table(font: bytes, tag: bytes) -> int:
    for place in range(struct.unpack_from(">H", font, 4)[0]):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    ranges = struct.unpack_from(f">{count}H", font, at + 16 + 6 * count)
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            if code != _LAST_CODE and _glyph(font, at, count, place, code - first, code, deltas, ranges):
                yield code


def _glyph(
    font: bytes, at: int, count: int, place: int, step: int, code: int, deltas: tuple[int, ...], ranges: tuple[int, ...]
) -> int:
    if not ranges[place]:
        return (code + deltas[place]) & 0xFFFF
    own = at + 16 + 6 * count + 2 * place  # where this segment's range offset stands: offsets count from there
    return int(struct.unpack_from(">H", font, own + ranges[place] + 2 * step)[0])


def _groups(font: bytes, at: int) -> Iterator[int]:
    for place in range(struct.unpack_from(">I", font, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * place)
        yield from range(first if glyph else first + 1, last + 1)
