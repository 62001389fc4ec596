"""ICCID, the number of the card or profile: E.118, as far as cards keep to it.

Russian cards are printed with 17, 18, 19 or 20 digits, some without the check digit, and ITU-T lists no
Russian issuer: so the check digit gives a warning that the person may accept, never an error.
"""

import re

from cancellations.domain.identifiers import luhn, wording
from cancellations.domain.identifiers.device import EID_LENGTH
from cancellations.domain.identifiers.outcome import Identifier, IdentifierError, Remark
from cancellations.domain.identifiers.typed import digits_of, is_rounded, typed

SHORTEST, LONGEST = 17, 20
# MegaFon prints 17 digits; its cards report 18, the last one a valid check digit.
PRINTED_WITHOUT_CHECK_DIGIT = "8970102"

_SEPARATORS = re.compile(r"[ -]|[Ff](?=[Ff -]*\Z)")  # F pads the number on the card
_SWAPPED = re.compile(r"98[0-9]{14,17}(?:[0-9]|[Ff][0-9])")
_PHONE_NUMBER = re.compile(r"\+[0-9]{7,15}|[78][0-9]{10}")


def parse_iccid(text: str) -> Identifier:
    """The ICCID's digits, with or without check digit as typed.

    Warnings: check_digit, missing_check_digit (suggestion: with it), maybe_rounded.
    Raises IdentifierError: as `typed`, nibble_swapped (suggestion: swapped back), phone_number, not_digits,
    eid, too_short, too_long, prefix, spreadsheet.
    """
    plain = typed(text)
    _refuse_other_kinds(_SEPARATORS.sub("", plain))
    digits = digits_of(plain, _SEPARATORS, wording.ICCID_NOT_DIGITS)
    _refuse_impossible(digits)
    return Identifier(digits, _doubts(digits))


def iccid_without_check_digit(value: str) -> str:
    """`value` less its last digit, if that is a valid check digit and enough digits remain."""
    if len(value) > SHORTEST and luhn.is_valid(value):
        return value[:-1]
    return value


def iccid_spellings(value: str) -> tuple[str, ...]:
    """All ways in which the same card may be written: as given, with and without its check digit."""
    spellings = [value, iccid_without_check_digit(value)]
    if len(value) < LONGEST:
        spellings.append(value + luhn.check_digit(value))
    return tuple(dict.fromkeys(spellings))


def same_iccid(one: str, other: str) -> bool:
    """Whether both stored values name the same card, one of them perhaps without the check digit."""
    return one in iccid_spellings(other)


def _refuse_other_kinds(compact: str) -> None:
    if len(compact) % 2 == 0 and _SWAPPED.fullmatch(compact):
        swapped_back = _SEPARATORS.sub("", re.sub("(.)(.)", r"\2\1", compact))
        raise IdentifierError("nibble_swapped", wording.ICCID_SWAPPED, suggestion=swapped_back)
    if _PHONE_NUMBER.fullmatch(compact):
        raise IdentifierError("phone_number", wording.ICCID_IS_NUMBER)


def _refuse_impossible(digits: str) -> None:
    if len(digits) == EID_LENGTH:
        raise IdentifierError("eid", wording.ICCID_IS_EID)
    if len(digits) < SHORTEST:
        raise IdentifierError("too_short", wording.ICCID_TOO_SHORT, count=len(digits))
    if len(digits) > LONGEST:
        raise IdentifierError("too_long", wording.ICCID_TOO_LONG, count=len(digits))
    if not digits.startswith("89"):
        raise IdentifierError("prefix", wording.ICCID_PREFIX)
    if is_rounded(digits) and not _may_end_in_zeros(digits):
        raise IdentifierError("spreadsheet", wording.SPREADSHEET)


def _may_end_in_zeros(digits: str) -> bool:
    """Two or three zeros at the end also happen by chance; four do once in ten thousand cards."""
    return len(digits) == 17 or (len(digits) == 18 and luhn.is_valid(digits))


def _doubts(digits: str) -> tuple[Remark, ...]:
    if is_rounded(digits):
        return (Remark("maybe_rounded", wording.ICCID_MAYBE_ROUNDED),)
    if len(digits) == SHORTEST and digits.startswith(PRINTED_WITHOUT_CHECK_DIGIT):
        complete = digits + luhn.check_digit(digits)
        return (Remark("missing_check_digit", wording.ICCID_MISSING_CHECK_DIGIT, suggestion=complete),)
    if not luhn.is_valid(digits):
        return (Remark("check_digit", wording.ICCID_CHECK_DIGIT),)
    return ()
