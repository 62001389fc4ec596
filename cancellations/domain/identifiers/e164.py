"""Numbers with their country code, read as libphonenumber would, which looks for much else before it finds it out.

It is asked itself wherever its reading is more than to cut the number behind the country code.
"""

import re
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_LONGEST_CODE = 3
_NOTHING = "(?!)"  # matches nowhere


class _Habits(NamedTuple):
    """How numbers are dialled from a region: `abroad` and `prefix` come before them, 810 and 8 in Russia."""

    code: str
    abroad: re.Pattern[str]
    prefix: re.Pattern[str]
    national: re.Pattern[str]


def read_number(text: str, region: str | None = None) -> PhoneNumber:
    """As phonenumbers.parse. Raises NumberParseException."""
    plain = f"+{text}" if region and _is_without_plus(text, region) else text
    return _cut(plain) or phonenumbers.parse(text, region)


def in_e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _is_without_plus(text: str, region: str) -> bool:
    """Whether `text` can be nothing else than a number of the region with its country code, and no plus before it."""
    told = _habits(region)
    national = text[len(told.code) :]
    return (
        text.startswith(told.code)
        and not told.abroad.match(text)
        and not told.prefix.match(national)
        and not told.national.fullmatch(text)
        and bool(told.national.fullmatch(national))
    )


def _cut(text: str) -> PhoneNumber | None:
    """None for what is not in E.164, or may have a zero or a prefix to drop behind its country code."""
    if not _E164.fullmatch(text):
        return None
    for end in range(2, 2 + _LONGEST_CODE):
        code, national = int(text[1:end]), text[end:]
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            is_plain = not national.startswith("0") and not _prefix(code).match(national)
            return PhoneNumber(country_code=code, national_number=int(national)) if is_plain else None
    return None


@cache
def _prefix(code: int) -> re.Pattern[str]:
    region = phonenumbers.region_code_for_country_code(code)
    told = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    return re.compile((told and told.national_prefix_for_parsing) or _NOTHING)


@cache
def _habits(region: str) -> _Habits:
    told = PhoneMetadata.metadata_for_region(region)
    if told is None or told.general_desc is None:  # no region that the library knows
        return _Habits("", *[re.compile(_NOTHING)] * 3)
    found = (told.international_prefix, told.national_prefix_for_parsing, told.general_desc.national_number_pattern)
    return _Habits(str(told.country_code), *(re.compile(pattern or _NOTHING) for pattern in found))
