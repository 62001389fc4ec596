"""Reading pages as people do: their words, and every page that there is to be read."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern

SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-copied", "data-other"}
_SILENT = {"script", "style", "svg"}
_VOID = {"input", "meta", "link", "br", "hr", "img"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self._not_ours: list[str] = []  # open elements that hold what people typed, or another language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._not_ours or tag in _SILENT or tag == "bdi" or (tag != "html" and "lang" in dict(attrs)):
            if tag not in _VOID:
                self._not_ours.append(tag)
            return
        self.words |= {_plain(value) for name, value in attrs if name in SPOKEN and value}

    def handle_endtag(self, tag: str) -> None:
        if self._not_ours and tag == self._not_ours[-1]:
            self._not_ours.pop()

    def handle_data(self, data: str) -> None:
        if not self._not_ours and data.strip():
            self.words.add(_plain(data))


def words_of(page: str) -> set[str]:
    """The texts and spoken attributes of a page; without what stands in <bdi> (typed by people) or has its own lang."""
    parser = _Words()
    parser.feed(page)
    return parser.words


def addresses(patterns: list[URLPattern], samples: dict[str, list[Any]]) -> Iterator[str]:
    """Every address with every sample for its parts, if not with every pair. Raises KeyError where there is none."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if route.startswith("^"):
            continue  # addresses with a secret of allauth in them
        offered = [samples[part] for part in re.findall(r"<(?:\w+:)?(\w+)>", route)]
        for number in range(max(map(len, offered), default=1)):
            address = route
            for values in offered:
                address = re.sub(r"<[^>]+>", str(values[number % len(values)]), address, count=1)
            yield f"/{address}"


def _plain(text: str) -> str:
    return " ".join(text.split())
