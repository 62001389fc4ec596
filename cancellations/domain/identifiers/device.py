"""EID (the eSIM chip), IMEI (the device) and IMSI (the subscriber): nothing to doubt, right or wrong."""

import re
from functools import lru_cache

from stdnum import imsi
from stdnum.iso7064 import mod_97_10

from cancellations.domain.identifiers import luhn, wording
from cancellations.domain.identifiers.outcome import Identifier, IdentifierError
from cancellations.domain.identifiers.typed import digits_of, is_rounded, typed

EID_LENGTH = 32
IMEI_LENGTH = 15
IMSI_LENGTHS = (14, 15)
_NETWORK = 6  # digits, of the country and of the network in it

_SEPARATORS = re.compile("[ -]")
_SEPARATORS_OF_IMEI = re.compile("[ /-]")


def parse_eid(text: str) -> Identifier:
    """32 digits, the whole modulo 97 is 1 (SGP.02 annex J; SGP.29: need not start with 89).

    Raises IdentifierError: as `typed`, not_digits, length, spreadsheet, check_digits.
    """
    digits = digits_of(typed(text), _SEPARATORS, wording.EID_LENGTH)
    if len(digits) != EID_LENGTH:
        raise IdentifierError("length", wording.EID_LENGTH)
    if is_rounded(digits):
        raise IdentifierError("spreadsheet", wording.SPREADSHEET)
    if not mod_97_10.is_valid(digits):
        raise IdentifierError("check_digits", wording.EID_CHECK_DIGITS)
    return Identifier(digits)


def parse_imei(text: str) -> Identifier:
    """15 digits with a Luhn digit; the 16 digits of an IMEISV and the 14 without check digit are refused.

    Raises IdentifierError: as `typed`, not_digits, length, placeholder, check_digits.
    """
    digits = digits_of(typed(text), _SEPARATORS_OF_IMEI, wording.IMEI_LENGTH)
    if len(digits) != IMEI_LENGTH:
        raise IdentifierError("length", wording.IMEI_LENGTH)
    if len(set(digits)) == 1:
        raise IdentifierError("placeholder", wording.IMEI_PLACEHOLDER)
    if not luhn.is_valid(digits):
        raise IdentifierError("check_digits", wording.IMEI_CHECK_DIGIT)
    return Identifier(digits)


def parse_imsi(text: str) -> Identifier:
    """14 or 15 digits with a known country code.

    Raises IdentifierError: as `typed`, not_digits, length, unknown.
    """
    digits = digits_of(typed(text), _SEPARATORS, wording.IMSI_LENGTH)
    if len(digits) not in IMSI_LENGTHS:
        raise IdentifierError("length", wording.IMSI_LENGTH)
    if not _is_network(digits[:_NETWORK]):
        raise IdentifierError("unknown", wording.IMSI_UNKNOWN)
    return Identifier(digits)


@lru_cache(maxsize=4096)
def _is_network(start: str) -> bool:
    """Whether a country has this mobile code; cached, for the cards of one table are of few networks."""
    return bool(imsi.is_valid(start.ljust(max(IMSI_LENGTHS), "0")))
