"""Showing and masking."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.identifiers import (
    IdentifierError,
    group_digits,
    mask_digits,
    mask_msisdn,
    parse_msisdn,
    show_msisdn,
)
from tests.domain.identifier_cases import typed_digits


@pytest.mark.parametrize(
    ("value", "shown", "masked"),
    [
        ("+79161234567", "+7 916 123-45-67", "+7 916 *** ** 67"),
        ("+8613123456789", "+86 131 2345 6789", "+86 131 **** **89"),
        ("+12015550123", "+1 201-555-0123", "+1 201 *** **23"),
        ("+33612345678", "+33 6 12 34 56 78", "+33 6 ** ** ** 78"),
        (
            "+6581234567",
            "+65 8123 4567",
            "+65 81** **67",
        ),  # a first group of four would leave two digits to guess
        ("+71123456789", "+7 1123456789", "+7 112*****89"),
        ("not a number", "not a number", "•••• er"),
        ("+7", "+7", "••••"),
        ("", "", ""),
        ("   ", "   ", "••••"),
    ],
)
def test_numbers(value: str, shown: str, masked: str) -> None:
    assert show_msisdn(value) == shown
    assert mask_msisdn(value) == masked


@given(typed_digits)
def test_a_masked_number_hides_four_digits_at_least(text: str) -> None:
    try:
        value = parse_msisdn(text, "RU").value
    except IdentifierError:
        return
    masked = mask_msisdn(value)
    assert masked.count("*") >= min(4, len(value) - 6)  # less one plus, three of the country, two of the end
    assert masked.endswith(value[-2:])
    assert re.sub(r"[^0-9*]", "", masked) != value[1:]


@given(st.text(max_size=40))
def test_showing_never_fails(text: str) -> None:
    show_msisdn(text)
    mask_msisdn(text)
    mask_digits(text)
    assert group_digits(text).replace(" ", "") == text.replace(" ", "")


def test_digits() -> None:
    assert mask_digits("8970101234567894417") == "•••• 4417"
    assert mask_digits("8970101234567894417", 2) == "•••• 17"
    assert mask_digits("12345678") == "••••"  # half of it would be no mask
    assert mask_digits("123456789", 0) == "••••"
    assert mask_digits("") == ""
    assert group_digits("8970101234567890123") == "8970 1012 3456 7890 123"
    assert group_digits("") == ""
