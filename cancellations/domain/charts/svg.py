"""The elements that charts are drawn with; whatever text is put in stays text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH = 320  # narrow, so that the words can still be read where the chart fills a phone
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LETTER = 7.4  # of our 13 units high text, roughly


@dataclass(frozen=True)
class Told:
    """What a chart says without being seen. `name` is its id in the page: two charts of one page have two."""

    name: str
    title: str
    description: str


class Drawing:
    """One picture, drawn from the back to the front."""

    def __init__(self, told: Told | None, width: float, height: float) -> None:
        self._root = Element("svg", viewBox=f"0 0 {number(width)} {number(height)}")
        if told is None:
            self._root.attrib |= {"class": "sample", "aria-hidden": "true"}
            return
        title, description = f"{told.name}-title", f"{told.name}-desc"
        self._root.attrib |= {
            "class": "chart",
            "role": "img",
            "aria-labelledby": title,
            "aria-describedby": description,
        }
        SubElement(self._root, "title", id=title).text = plain(told.title)
        SubElement(self._root, "desc", id=description).text = plain(told.description)

    def put(self, tag: str, look: str, **places: float | str) -> None:
        """A shape with its class and its geometry; `stroke_width` for stroke-width."""
        shape = SubElement(self._root, tag, {"class": look})
        for name, value in places.items():
            shape.set(name.replace("_", "-"), value if isinstance(value, str) else number(value))

    def write(self, text: str, x: float, y: float, *, anchor: str = "start", look: str = "") -> None:
        words = SubElement(self._root, "text", {"x": number(x), "y": number(y), "text-anchor": anchor})
        if look:
            words.set("class", look)
        words.text = plain(text)

    def as_text(self) -> str:
        return tostring(self._root, encoding="unicode")


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", str(text))


def width_of(text: str) -> float:
    """Roughly, in units: what is written in squares is twice as wide, and Cyrillic is wider than Latin."""
    return sum(_LETTER * _width_of(sign) for sign in text)


def _width_of(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.9
    return 1.15 if "\u0400" <= sign <= "\u04ff" else 1


def shortened(text: str, room: float) -> str:
    """As much of it as there is room for."""
    if width_of(text) <= room:
        return text
    while text and width_of(text) > room - _LETTER * 1.5:
        text = text[:-1]
    return f"{text.rstrip()}…"


def top_of(values: Iterable[float]) -> int:
    """The top of an axis: a round, even number that none of them exceeds."""
    most, power = max(values, default=0), 1
    while True:
        for digit in (2, 4, 6, 8, 10):
            if digit * power >= most:
                return digit * power
        power *= 10
