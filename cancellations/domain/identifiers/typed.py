"""The first look at a typed identifier, the same for all kinds."""

import re

from django.utils.functional import Promise

from cancellations.domain.identifiers import wording
from cancellations.domain.identifiers.outcome import IdentifierError
from cancellations.domain.identifiers.secret import looks_secret
from cancellations.domain.text import keyboard_form

MAX_TYPED = 200  # more than any identifier with its separators; longer texts are not looked into
SPREADSHEET_DIGITS = 15  # a spreadsheet keeps this many digits of a number and makes the others zeros

_LABEL = re.compile(r"\A(?:iccid|eid|imei|imsi|msisdn|tel)\b[ :.]*", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[EЕ]\+?[0-9]+", re.IGNORECASE)  # Latin and Cyrillic E
_FLOAT = re.compile(r"(\+?[0-9]{7,})[.,]0+")
_SPACES_AND_DASHES = re.compile("[ -]")


def typed(text: str) -> str:
    """`text` in plain characters, without outer spaces, label, and the apostrophe and ".0" of spreadsheets.

    Raises IdentifierError: too_long, secret, blank, spreadsheet (scientific notation: digits are lost).
    """
    if len(text) > MAX_TYPED:
        raise IdentifierError("too_long", wording.TOO_LONG)
    if text.isdecimal() and text.isascii():
        return text  # as in nearly all cells of a table: nothing to take off, and no key, which has letters
    plain = keyboard_form(text).strip()
    if looks_secret(plain):
        raise IdentifierError("secret", wording.SECRET)
    plain = _LABEL.sub("", plain).removeprefix("'").strip()
    if not plain:
        raise IdentifierError("blank", wording.BLANK)
    compact = without_spaces(plain)
    if _SCIENTIFIC.fullmatch(compact):
        raise IdentifierError("spreadsheet", wording.SPREADSHEET)
    as_float = None if plain.startswith("-") else _FLOAT.fullmatch(compact)
    return as_float[1] if as_float else plain


def digits_of(plain: str, separators: re.Pattern[str], not_digits: Promise) -> str:
    """What is left of `plain` without the separators. Raises IdentifierError not_digits, also for a minus."""
    digits = separators.sub("", plain)
    if plain.startswith("-") or not (digits.isascii() and digits.isdigit()):
        raise IdentifierError("not_digits", not_digits)
    return digits


def without_spaces(plain: str) -> str:
    return _SPACES_AND_DASHES.sub("", plain)


def is_rounded(digits: str) -> bool:
    """Whether all digits beyond those that a spreadsheet keeps are zeros."""
    return not digits[SPREADSHEET_DIGITS:].strip("0")
