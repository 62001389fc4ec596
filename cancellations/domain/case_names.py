"""What cases are called by in lists, and which of them a name means: a SIM card's number in any spelling of its
country, its ICCID with or without the check digit, our reference or the carrier's request number.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from cancellations.domain.identifiers import IdentifierError, iccid_spellings, parse_msisdn
from cancellations.domain.reference import PREFIX, parse_reference
from cancellations.domain.text import fold, keyboard_form

_FEWEST_DIGITS = 7  # fewer would fit too much
_NUMERIC = re.compile(r"\+?[0-9 ()\[\]./-]*[0-9][)\] ]*")  # as a number of a telephone or a card is written
_ICCID = re.compile(r"89[0-9]{15,18}")
_PADDING = re.compile(r"[Ff]+\Z")
_WORDS_OF_A_NUMBER = 7  # at most, when it is written in groups
_LONGEST_CODE = 3  # of a country


@dataclass(frozen=True)
class Known:
    """What a case can be called by. `msisdn`: E.164; `numbers`: the carrier's request numbers; `country`: the
    carrier's (RU), in which numbers are written without their country.
    """

    key: int
    reference: str
    msisdn: str = ""
    iccid: str = ""
    numbers: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class Named:
    """The cases that a name fits. `by`: how each of them is called so; a request number may be nobody's own name."""

    keys: frozenset[int]
    by: frozenset[str]

    @property
    def is_number(self) -> bool:
        """Whether it is a request number and nothing else."""
        return self.by == {"number"}


class Names:
    """The names of the cases, each to those that have it."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._references: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._iccids: dict[str, set[int]] = defaultdict(set)
        self._phones: dict[str, set[int]] = defaultdict(set)
        self._regions: dict[str, set[int]] = defaultdict(set)
        self.longest = _WORDS_OF_A_NUMBER  # words of a name
        for one in known:
            self._add(one)

    def _add(self, one: Known) -> None:
        self._references[one.reference].add(one.key)
        for number in one.numbers:
            self._numbers[fold(number)].add(one.key)
            self.longest = max(self.longest, len(number.split()))
        for iccid in iccid_spellings(one.iccid) if one.iccid else ():
            self._iccids[iccid].add(one.key)
        if one.msisdn:
            self._phones[one.msisdn].add(one.key)
            self._regions[one.country.upper() or _country_of(one.msisdn)].add(one.key)

    def of(self, name: str) -> Named | None:
        """The cases that are called so; None when nobody is."""
        found = {
            "reference": self._references.get(parse_reference(name) or _plain(name).upper(), set()),
            "number": self._numbers.get(fold(name), set()),
            **self._by_digits(name),
        }
        keys = frozenset().union(*found.values())
        return Named(keys, frozenset(by for by, those in found.items() if those)) if keys else None

    def is_like_one(self, text: str, *, in_column: bool) -> bool:
        """Whether `text` is written as a name that nobody of them has. `in_column`: in a column of its own, behind a
        tab, digits alone may be any number of the carrier; a plus or the form of an ICCID says enough there too.
        """
        plain = _plain(text)
        digits = _digits(plain)
        if plain.upper().startswith(PREFIX) and len(plain) > len(PREFIX):
            return True
        if not _NUMERIC.fullmatch(plain) or len(digits) < _FEWEST_DIGITS:
            return False
        if plain.startswith("+") or _ICCID.fullmatch(digits):
            return True
        return not in_column and any(_is_phone(plain, region) for region in self._regions or {"": set()})

    def _by_digits(self, name: str) -> dict[str, set[int]]:
        plain = _plain(name)
        digits = _digits(plain)
        if not _NUMERIC.fullmatch(plain) or len(digits) < _FEWEST_DIGITS:
            return {}
        phones = set(self._phones.get(f"+{digits.removeprefix('00')}", ()))
        if not plain.startswith("+"):
            for region, here in self._regions.items():
                phones |= self._phones.get(_e164(plain, region), set()) & here
        return {"phone": phones, "iccid": self._iccids.get(digits, set())}


def _plain(text: str) -> str:
    """As a keyboard would have typed it, without what spreadsheets put before it and cards behind it."""
    return _PADDING.sub("", keyboard_form(text).strip().removeprefix("'").strip())


def _digits(plain: str) -> str:
    return "".join(char for char in plain if "0" <= char <= "9")


@lru_cache(maxsize=4096)
def _e164(plain: str, region: str) -> str:
    """What somebody dials there who dials this; nothing when it leads nowhere."""
    try:
        return parse_msisdn(plain, region).value
    except IdentifierError:
        return ""


def _is_phone(plain: str, region: str) -> bool:
    """Whether somebody may have this number, written as at home or without the plus alone."""
    for written in (plain, f"+{_digits(plain)}"):
        try:
            if not parse_msisdn(written, region).warnings:
                return True
        except IdentifierError:
            continue
    return False


def _country_of(msisdn: str) -> str:
    """The country that the number itself names, as far as its code tells it."""
    digits = msisdn.removeprefix("+")
    codes = (digits[:length] for length in range(1, _LONGEST_CODE + 1))
    return next((COUNTRY_CODE_TO_REGION_CODE[int(code)][0] for code in codes if _is_code(code)), "")


def _is_code(code: str) -> bool:
    return code.isdigit() and int(code) in COUNTRY_CODE_TO_REGION_CODE
