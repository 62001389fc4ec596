"""Check digits, against another's reckoning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as known

from cancellations.domain.identifiers import luhn


@given(st.text("0123456789", max_size=40))
def test_as_others_reckon(digits: str) -> None:
    assert luhn.is_valid(digits) == known.is_valid(digits)
    assert luhn.check_digit(digits) == known.calc_check_digit(digits)
    assert luhn.is_valid(digits + luhn.check_digit(digits))


@pytest.mark.parametrize("text", ["", "8970101234567894417x", "-", "٨٩٧٠", "²", " 0"])
def test_no_digits_have_no_check_digit(text: str) -> None:
    assert not luhn.is_valid(text)
