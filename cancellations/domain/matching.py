"""Which case does a line of a list mean? Lists come from carriers and from spreadsheets: a SIM card's number in any
spelling, its ICCID with or without the check digit, our reference or the carrier's request number, and then whatever
belongs to it. A line that fits nothing, or two cases, is named and never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cancellations.domain.identifiers import iccid_spellings
from cancellations.domain.reference import parse_reference
from cancellations.domain.text import fold

_FEWEST_DIGITS = 7  # fewer would fit too much
_NATIONAL_DIGITS = 9  # from this many on, a number without its country is taken for one
_TRUNK_PREFIXES = "80"
_SEPARATOR = re.compile(r"\s*[\t;,|]\s*|\s{2,}")
_NUMBER_FIRST = re.compile(r"\+?[0-9][0-9 ().\-]{5,}[0-9]")


class MissKind(StrEnum):
    UNKNOWN = "unknown"  # no selected case has it
    AMBIGUOUS = "ambiguous"  # more than one has it
    TWICE = "twice"  # the case stood in an earlier line already


@dataclass(frozen=True)
class Known:
    """What a case can be called by. `msisdn`: E.164; `numbers`: the carrier's request numbers."""

    key: int
    reference: str
    msisdn: str = ""
    iccid: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Miss:
    """`line`: counted from 1."""

    line: int
    text: str
    kind: MissKind


@dataclass(frozen=True)
class Matched:
    """`found`: case -> what stood behind its name in the line."""

    found: dict[int, str]
    misses: tuple[Miss, ...]


def match_lines(text: str, known: Iterable[Known]) -> Matched:
    """Find the case of each line that is not empty."""
    index = _Index(known)
    found: dict[int, str] = {}
    misses: list[Miss] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not (words := line.strip()):
            continue
        keys, rest = index.look_up(words)
        if len(keys) != 1:
            misses.append(Miss(number, words, MissKind.AMBIGUOUS if keys else MissKind.UNKNOWN))
        elif (key := keys.pop()) in found:
            misses.append(Miss(number, words, MissKind.TWICE))
        else:
            found[key] = rest
    return Matched(found, tuple(misses))


class _Index:
    """The names of the cases, each to those that have it."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._names: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        for one in known:
            for name in (one.reference, *one.numbers):
                self._names[fold(name)].add(one.key)
            for iccid in iccid_spellings(one.iccid) if one.iccid else ():
                self._numbers[iccid].add(one.key)
            for spelling in _spellings(one.msisdn):
                self._numbers[spelling].add(one.key)

    def look_up(self, line: str) -> tuple[set[int], str]:
        """The cases that the line may mean, and the rest of the line."""
        name, _, rest = _split(line)
        if keys := self._of(name):
            return keys, rest
        if (numeric := _NUMBER_FIRST.match(line)) and (keys := self._of(numeric[0])):
            return keys, line[numeric.end() :].strip(" \t;,|")
        first, _, rest = line.partition(" ")
        return self._of(first), rest.strip()

    def _of(self, name: str) -> set[int]:
        if keys := self._names.get(fold(parse_reference(name) or name)):
            return set(keys)
        digits = "".join(char for char in fold(name) if char.isdigit())
        return set(self._numbers.get(digits, ())) if len(digits) >= _FEWEST_DIGITS else set()


def _split(line: str) -> tuple[str, str, str]:
    parts = _SEPARATOR.split(line, maxsplit=1)
    return (parts[0], "", parts[1]) if len(parts) > 1 else (line, "", "")


def _spellings(msisdn: str) -> Iterable[str]:
    """How a number is written: with its country, without it, and with the prefix of a call at home.

    How long the country's code is does not matter here: each ending that is long enough to be a number counts.
    """
    digits = msisdn.removeprefix("+")
    if not digits:
        return
    yield digits
    for code in (1, 2, 3):
        national = digits[code:]
        if len(national) >= _NATIONAL_DIGITS:
            yield national
            for prefix in _TRUNK_PREFIXES:
                yield prefix + national
