"""The number of a SIM card: E.164, read by libphonenumber's rules.

Decided here: `++7…` and `00 7…` are read as `+7…`; extensions, formulas and tel: parameters are refused.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, ValidationResult

from cancellations.domain.identifiers import wording
from cancellations.domain.identifiers.device import EID_LENGTH
from cancellations.domain.identifiers.e164 import in_e164, read_number
from cancellations.domain.identifiers.outcome import Identifier, IdentifierError, Remark
from cancellations.domain.identifiers.typed import typed, without_spaces

MAX_DIGITS = 15  # E.164, without the plus
SHORT_CODE_DIGITS = 6

_SHAPE = re.compile(r"[ (\[]*\+*[ (\[]*[0-9][0-9 ()\[\]./-]*")
_EXTENSION = re.compile(r"[,;]? ?(?:ext|x|доб|вн|分机|内线|转)[a-zа-я]*[ .:=(]*[0-9]{1,7}\)?", re.IGNORECASE)
_ICCID = re.compile("89[0-9]{15,18}[Ff]*")
_NOT_A_DIGIT = re.compile("[^0-9]")
_TRUNK_ZERO = re.compile(r"[(\[] *0 *[)\]]")  # +44 (0)20: dialled at home only
_RUSSIAN_WITHOUT_PLUS = re.compile("7[0-9]{10}")


def parse_msisdn(text: str, region: str | None = None) -> Identifier:
    """The number in E.164 (+79161234567). `region`: the carrier's country (RU), for numbers without +.

    Warning: unusual_number (possible by its length, but in no known range).
    Raises IdentifierError: as `typed`, service_code, iccid, eid, extension, not_a_number, too_long,
    short_code, country_code, unknown_country, length, placeholder.
    """
    plain = typed(text)
    _refuse_other_kinds(plain)
    digits = _NOT_A_DIGIT.sub("", plain)
    _refuse_lengths(digits, international=_is_international(plain))
    number, is_valid = _best_reading(plain, digits, _known(region))
    if is_valid:
        return Identifier(in_e164(number))
    if len(set(str(number.national_number))) == 1:
        raise IdentifierError("placeholder", wording.NUMBER_PLACEHOLDER)
    return Identifier(in_e164(number), (_unusual(number),))


def _refuse_other_kinds(plain: str) -> None:
    compact = without_spaces(plain)
    if "*" in plain or "#" in plain:
        raise IdentifierError("service_code", wording.NUMBER_SERVICE_CODE)
    if _ICCID.fullmatch(compact):
        raise IdentifierError("iccid", wording.NUMBER_IS_ICCID)
    if len(compact) == EID_LENGTH and compact.isdigit():
        raise IdentifierError("eid", wording.NUMBER_IS_EID)
    number = _SHAPE.match(plain)
    rest = plain[number.end() :] if number else plain
    if number and _EXTENSION.fullmatch(rest):
        raise IdentifierError("extension", wording.NUMBER_EXTENSION)
    if rest:
        raise IdentifierError("not_a_number", wording.NUMBER_NOT_A_NUMBER)


def _is_international(plain: str) -> bool:
    return "+" in plain


def _refuse_lengths(digits: str, *, international: bool) -> None:
    if len(digits.removeprefix("00")) > MAX_DIGITS:
        raise IdentifierError("too_long", wording.NUMBER_TOO_LONG)
    if len(digits) <= SHORT_CODE_DIGITS and not international:
        raise IdentifierError("short_code", wording.NUMBER_SHORT_CODE)


def _known(region: str | None) -> str | None:
    region = (region or "").upper()
    return region if region in phonenumbers.SUPPORTED_REGIONS else None


def _best_reading(plain: str, digits: str, region: str | None) -> tuple[PhoneNumber, bool]:
    """The first reading that is valid, else the first that is possible; and whether it is valid."""
    readings = []
    for number in _readings(plain, digits, region):
        if phonenumbers.is_valid_number(number):
            return number, True
        readings.append(number)
    for number in readings:
        if not _is_international(plain) and _doubles_country_code(number, digits, region):
            continue
        # A local number without its area code is "possible" too, but cannot be written in E.164.
        if phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE:
            return number, False
    if readings:
        raise IdentifierError("length", wording.NUMBER_LENGTH)
    if _is_international(plain) or digits.startswith("00"):
        raise IdentifierError("unknown_country", wording.NUMBER_UNKNOWN_COUNTRY)
    raise IdentifierError("country_code", wording.NUMBER_COUNTRY_CODE)


def _doubles_country_code(number: PhoneNumber, digits: str, region: str | None) -> bool:
    """Whether the country code was put before digits that begin with it: 79161234560000 is no number of 14 digits.

    Of the length that SIM cards' numbers have there, digits may begin so (7912345678 in Kazakhstan, 85212345 in Hong
    Kong), unless this makes them another country's, as 7916123456 in Russia.
    """
    national, code = str(number.national_number), str(number.country_code)
    if not national.startswith(code) or digits.removesuffix(national).endswith(code):
        return False
    is_longer = len(national) > _usual_length(int(code))
    return is_longer or phonenumbers.region_code_for_number(number) not in {None, region}


def _usual_length(country_code: int) -> int:
    """How many digits the numbers of SIM cards have at most behind this country code."""
    region = phonenumbers.region_code_for_country_code(country_code)
    told = PhoneMetadata.metadata_for_region_or_calling_code(country_code, region)
    return max(told.mobile.possible_length) if told and told.mobile else 0


def _readings(plain: str, digits: str, region: str | None) -> Iterator[PhoneNumber]:
    if _is_international(plain):
        yield from _read("+" + digits)
        without_trunk_zero = _NOT_A_DIGIT.sub("", _TRUNK_ZERO.sub("", plain))
        if without_trunk_zero != digits:
            yield from _read("+" + without_trunk_zero)
        return
    if digits.startswith("00"):
        yield from _read("+" + digits[2:])
    if region:
        yield from _read(digits, region)
    if _RUSSIAN_WITHOUT_PLUS.fullmatch(digits):
        yield from filter(phonenumbers.is_valid_number, _read("+" + digits))


def _read(text: str, region: str | None = None) -> Iterator[PhoneNumber]:
    """One reading or none, read until it stays the same: a national prefix is dropped once at a time."""
    try:
        number = read_number(text, region)
        for _digit in range(MAX_DIGITS):
            written = in_e164(number)
            if written == text:
                break
            text, number = written, read_number(written)
    except NumberParseException:
        return
    yield number


def _unusual(number: PhoneNumber) -> Remark:
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return Remark("unusual_number", wording.NUMBER_UNUSUAL, {"number": shown})
