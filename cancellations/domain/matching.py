"""Which cases does a line of a list mean? Lists come from carriers and from spreadsheets. A line has the names of cases
(domain/case_names.py), one or several, or the names of one case and then the number that the carrier gave it. What fits
nothing, or two cases, or says anything else, is named and never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cancellations.domain.case_names import Known as Known
from cancellations.domain.case_names import Named, Names

_CELL = re.compile(r"[^\t;,|，；、]+")
_NUMBER = re.compile(r"[#№]?[^\W_](?:[\w./:#№-]*\w)?")  # as carriers number requests and letters: one word
_LONGEST = 64
_DATE = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}[^\W\d]?|[0-9]{2,4}年.*")
_AMOUNT = re.compile(r"[0-9]+\.[0-9]{1,2}")


class MissKind(StrEnum):
    UNKNOWN = "unknown"  # no selected case has it
    AMBIGUOUS = "ambiguous"  # more than one has it
    TWICE = "twice"  # the case was named before already
    UNCLEAR = "unclear"  # something else stands there than names and a number


@dataclass(frozen=True)
class Miss:
    """`line`: counted from 1. `text`: the line, or what of it is missed."""

    line: int
    text: str
    kind: MissKind


@dataclass(frozen=True)
class Matched:
    """`found`: case -> the number behind its name, or nothing."""

    found: dict[int, str]
    misses: tuple[Miss, ...]


def match_lines(text: str, known: Iterable[Known]) -> Matched:
    """Find the cases of each line that is not empty. Of a line with a miss nothing is found."""
    reader = _Reader(Names(known))
    for number, line in enumerate(text.splitlines(), start=1):
        if words := line.strip():
            reader.read(number, words)
    return Matched(reader.found, tuple(reader.misses))


@dataclass(frozen=True)
class _Item:
    """A name, or else what stands where a name or a number could. `is_like_a_name`: of somebody who is not selected."""

    text: str
    named: Named | None = None
    is_like_a_name: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it may be the number behind a name."""
        if self.is_like_a_name or len(self.text) > _LONGEST or not any(map(str.isdigit, self.text)):
            return False
        return (
            bool(_NUMBER.fullmatch(self.text)) and not _DATE.fullmatch(self.text) and not _AMOUNT.fullmatch(self.text)
        )


class _Reader:
    """Reads line after line; `found` and `misses` grow."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.found: dict[int, str] = {}
        self.misses: list[Miss] = []

    def read(self, line: int, text: str) -> None:
        items = list(self._items(text))
        number = _number_behind(items)
        named = items[:-1] if number else items
        missed = list(_missed(named, text)) or list(self._again(named, text))
        keys = {key for item in named if item.named for key in item.named.keys}
        if number and len(keys) > 1:
            missed.append((text, MissKind.UNCLEAR))
        self.misses += [Miss(line, said, kind) for said, kind in missed]
        if not missed:
            self.found |= dict.fromkeys(keys, number)

    def _items(self, line: str) -> Iterator[_Item]:
        """What stands in the line, from left to right; no further than to what makes it unclear anyhow."""
        if whole := self._names.of(line):
            yield _Item(line, whole)
            return
        for cell in _CELL.finditer(line):
            if words := cell[0].split():
                in_column = line[: cell.start()].endswith("\t")
                yield from self._in_cell(words, in_column=in_column)

    def _in_cell(self, words: list[str], *, in_column: bool) -> Iterator[_Item]:
        at = 0
        while at < len(words):
            ahead = words[at : at + self._names.longest]
            item = self._first(ahead) or self._unnamed(ahead, in_column=in_column)
            at += len(item.text.split())
            if item.named is None and not item.is_like_a_name and at < len(words):
                yield _Item(" ".join([item.text, *words[at:]]))
                return
            yield item

    def _first(self, words: list[str]) -> _Item | None:
        """The longest name that the words begin with."""
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            if named := self._names.of(name):
                return _Item(name, named)
        return None

    def _unnamed(self, words: list[str], *, in_column: bool) -> _Item:
        """All of the words, unless the first one alone is like a name."""
        for count in (len(words), 1):
            text = " ".join(words[:count])
            if self._names.is_like_one(text, in_column=in_column):
                return _Item(text, is_like_a_name=True)
        return _Item(" ".join(words))

    def _again(self, named: list[_Item], line: str) -> Iterator[tuple[str, MissKind]]:
        """What names a case that was named before. A row may call one case by several of its names."""
        ways: set[Named] = set()
        for item in named:
            if item.named and (item.named in ways or item.named.keys & self.found.keys()):
                yield (item.text if len(named) > 1 else line), MissKind.TWICE
            ways |= {item.named} if item.named else set()


def _number_behind(items: list[_Item]) -> str:
    """The number in the last place, behind a name: a new one, or one that the same case has been given before."""
    if len(items) < 2 or not items[0].named:
        return ""
    first, last = items[0].named, items[-1]
    if last.named is None:
        return last.text if last.is_number else ""
    is_its_own = last.named.is_number and not first.is_number and first.keys <= last.named.keys
    return last.text if is_its_own else ""


def _missed(items: list[_Item], line: str) -> Iterator[tuple[str, MissKind]]:
    """What fits no case, or several, or cannot be told: behind another name, a number of somebody else's request."""
    if not any(item.named for item in items):
        yield line, MissKind.UNKNOWN
        return
    first = items[0].named
    for item in items:
        said = item.text if len(items) > 1 else line
        if item.named is None and item.is_like_a_name:
            yield said, MissKind.UNKNOWN
        elif item.named is None or (item.named.is_number and not (first and first.is_number)):
            yield line, MissKind.UNCLEAR
            return
        elif len(item.named.keys) > 1:
            yield said, MissKind.AMBIGUOUS
