"""How stored identifiers are shown: in full, in groups or masked. Cached: lists ask for every row."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from cancellations.domain.identifiers.e164 import read_number

_ROWS_KEPT = 4096
_SHOWN_AT_THE_END = 2
_SHOWN_AT_THE_START = 3
_HIDDEN_AT_LEAST = 4
_DOTS = "••••"
_NUMBERS = re.compile("[0-9]+")
_BETWEEN_DIGITS = re.compile("[^0-9*•]")


@lru_cache(maxsize=_ROWS_KEPT)
def show_msisdn(value: str) -> str:
    """An E.164 number in international form, +7 916 123-45-67. What cannot be read is shown as it is."""
    return _international(value) or value


@lru_cache(maxsize=_ROWS_KEPT)
def mask_msisdn(value: str) -> str:
    """For those who may not see it: country code, first group and two last digits, +7 916 *** ** 67."""
    country, *groups = _NUMBERS.findall(_international(value)) or [""]
    if not groups:
        return mask_digits(value, _SHOWN_AT_THE_END)
    length = sum(map(len, groups))
    start = min(len(groups[0]), _SHOWN_AT_THE_START, max(length - _SHOWN_AT_THE_END - _HIDDEN_AT_LEAST, 0))
    shown = {*range(start), *range(length - _SHOWN_AT_THE_END, length)}
    return f"+{country} {_hide(' '.join(groups), shown)}"


@lru_cache(maxsize=_ROWS_KEPT)
def mask_digits(value: str, keep: int = 4) -> str:
    """The last `keep` digits of an ICCID or EID, •••• 4417; nothing of a value that is hardly longer."""
    if not value:
        return ""
    return f"{_DOTS} {value[-keep:]}" if 0 < keep < len(value) - keep else _DOTS


def found_by_mask(mask: str) -> str:
    """What somebody who sees only `mask` may search by: the mask itself and each run of digits that it shows."""
    runs = _NUMBERS.findall(_BETWEEN_DIGITS.sub("", mask))
    return " ".join(filter(None, [mask, *runs]))


@lru_cache(maxsize=_ROWS_KEPT)
def group_digits(value: str) -> str:
    """Groups of four, as on the card: 8970 1012 3456 7890 123."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@lru_cache(maxsize=_ROWS_KEPT)  # a case's page shows its number both ways
def _international(value: str) -> str:
    """Empty when `value` is no number that can be read."""
    try:
        number = read_number(value)
    except NumberParseException:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _hide(groups: str, shown: set[int]) -> str:
    """Digits become stars, but for those at the positions of `shown`."""
    position = -1
    hidden = []
    for char in groups:
        position += char != " "
        hidden.append(char if char == " " or position in shown else "*")
    return "".join(hidden)
