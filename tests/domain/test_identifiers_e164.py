"""Numbers that are read shortly are read as the library reads them."""

from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from cancellations.domain.identifiers import e164

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = PhoneNumberType.values()


def read(text: str, region: str | None) -> PhoneNumber | int:
    """The number, or why it cannot be read."""
    try:
        return e164.read_number(text, region)
    except NumberParseException as error:
        return int(error.error_type)


def read_by_the_library(text: str, region: str | None) -> PhoneNumber | int:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        return int(error.error_type)


def written(region: str) -> Iterator[str]:
    """Numbers of a region in all the ways that people write them, and somewhat wrong."""
    for kind in KINDS:
        number = phonenumbers.example_number_for_type(region, kind)
        if not number:
            continue
        full = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        code = len(str(number.country_code)) + 1
        yield phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        for text in (full, full[:-1], f"{full}5", full[:code] + full[code + 1 :]):
            yield from (text, text[1:], text[code:], f"00{text[1:]}")
            yield from (f"{text[:code]}{prefix}{text[code:]}" for prefix in "0189")


@pytest.mark.parametrize("region", REGIONS)
def test_as_the_library_reads_it(region: str) -> None:
    for text in written(region):
        for dialled_from in (region, "RU", "CN", None):
            assert read(text, dialled_from) == read_by_the_library(text, dialled_from), (text, dialled_from)


@given(st.from_regex(r"\+?[0-9]{1,17}", fullmatch=True), st.sampled_from([*REGIONS, None]))
def test_any_digits(text: str, region: str | None) -> None:
    assert read(text, region) == read_by_the_library(text, region)


def test_most_are_read_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phonenumbers, "parse", lambda *_: pytest.fail("the library was asked"))
    number = PhoneNumber(country_code=7, national_number=9161234567)
    assert e164.read_number("+79161234567") == e164.read_number("79161234567", "RU") == number
