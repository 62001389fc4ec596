"""ICCID: the number of the card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from cancellations.domain.identifiers import (
    iccid_spellings,
    iccid_without_check_digit,
    parse_iccid,
    same_iccid,
)
from tests.domain.identifier_cases import error_code, warnings_of
from tests.hostile import Hostile, hostile_params

GOOD = "8970101234567890123"
MEGAFON = "897010260225401535"


@pytest.mark.parametrize("entry", hostile_params("iccid"))
def test_hostile_iccids(entry: Hostile) -> None:
    if entry.action == "normalise":
        assert parse_iccid(entry.value).value == entry.expect["stored"]
        assert not parse_iccid(entry.value).warnings
    elif entry.id == "iccid-bad-luhn":  # refused until the person accepts the warning
        assert warnings_of(parse_iccid(entry.value)) == ["check_digit"]
    elif entry.id == "iccid-dup-case":  # whether it is there already is not for the parser to say
        assert parse_iccid(entry.value).value == GOOD
    else:
        assert entry.action in {"reject", "reject_or_ask"}
        error_code(parse_iccid, entry.value)


@pytest.mark.parametrize(
    "iccid",
    [
        "897019919070918254",
        "89860111611104081493",
        "8988303000000614224",
        "897010287534043278",
        "897010260225401535",
        "89450421180216254864",
        "89882806660004909182",
        "89457387300008851969",
        "89014103211118510720",
    ],
)
def test_real_iccids(iccid: str) -> None:
    assert parse_iccid(iccid).value == iccid
    assert not parse_iccid(iccid).warnings


@pytest.mark.parametrize(
    "iccid",
    [
        "897019919070918252",
        "89860111611104081496",
        "8988303000000614228",
        "897019918070928254",
        "89861111621104071493",
        "8901260866666666666",
        "89852202401310123456",
    ],
)
def test_a_failing_check_digit_is_a_warning(iccid: str) -> None:
    assert parse_iccid(iccid).value == iccid
    assert warnings_of(parse_iccid(iccid)) == ["check_digit"]


@pytest.mark.parametrize(
    "typed",
    [
        "8970 1012 3456 7890 123",
        "8970-1012-3456-7890-123",
        "8970\u20111012\u00a03456\u22127890\u2009123",
        "８９７０１０１２３４５６７８９０１２３",
        "\ufeff8970101234567890123\r\n",
        "8970\u200b101234567890123",
        "8970101234567890123f",
        "8970101234567890123FF",
        "8970101234567890123 F F",
        "ICCID: 8970101234567890123",
        "iccid 8970101234567890123",
        "'8970101234567890123",
        "8970101234567890123.00",
        "8970101234567890123,0",
        "8970 1012 3456 7890 123.0",
    ],
)
def test_as_printed_copied_and_exported(typed: str) -> None:
    assert parse_iccid(typed).value == GOOD
    assert not parse_iccid(typed).warnings


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("39860111611104081496", "prefix"),
        ("89701000", "too_short"),
        ("8970101234567890", "too_short"),
        ("89701000000000000164545", "too_long"),
        ("897010123456789012345", "too_long"),
        ("8970101234567890FFFF", "too_short"),
        ("F8970101234567890123", "not_digits"),
        ("FFFFFFFFFFFFFFFFFFFF", "not_digits"),
        ("+79161234567", "phone_number"),
        ("8 916 123-45-67", "phone_number"),
        ("8 (916) 123-45-67", "not_digits"),
        ("89049032123451234512345678901235", "eid"),
    ],
)
def test_refused_with_the_right_hint(typed: str, code: str) -> None:
    assert error_code(parse_iccid, typed) == code


@pytest.mark.parametrize(
    "rounded",
    ["8970101234567890000", "89701012345678900000", "897010123456789000", "8970101234570000000", "8.97E+18"],
)
def test_a_spreadsheet_rounded_it(rounded: str) -> None:
    assert error_code(parse_iccid, rounded) == "spreadsheet"


@pytest.mark.parametrize("iccid", ["89701012345678900", "897010123400006000"])
def test_few_zeros_may_also_be_chance(iccid: str) -> None:
    assert warnings_of(parse_iccid(iccid)) == ["maybe_rounded"]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("98070121436587092143", "89701012345678901234"),
        ("980701214365870921F3", GOOD),
        ("98 07 01 21 43 65 87 09 21 f3", GOOD),
        ("980701622052045153FF", MEGAFON),
        ("9807016220520451F3FF", "89701026022540153"),
    ],
)
def test_swapped_digits_are_read_back(raw: str, meant: str) -> None:
    with pytest.raises(ValueError, match="nibble_swapped") as caught:
        parse_iccid(raw)
    assert caught.value.suggestion == meant  # type: ignore[attr-defined]
    assert parse_iccid(meant).value == meant


def test_megafon_prints_no_check_digit() -> None:
    printed = parse_iccid(MEGAFON[:-1])
    assert printed.value == MEGAFON[:-1]
    assert warnings_of(printed) == ["missing_check_digit"]
    assert printed.warnings[0].suggestion == MEGAFON
    assert MEGAFON in printed.warnings[0].text
    assert not parse_iccid(MEGAFON).warnings


def test_the_same_card_with_and_without_check_digit() -> None:
    assert iccid_without_check_digit(MEGAFON) == MEGAFON[:-1]
    assert iccid_without_check_digit(MEGAFON[:-1]) == MEGAFON[:-1]
    assert iccid_without_check_digit("89701019999999902") == "89701019999999902"  # fits by chance, 16 are too few
    assert set(iccid_spellings(MEGAFON)) >= {MEGAFON, MEGAFON[:-1]}
    assert same_iccid(MEGAFON, MEGAFON[:-1])
    assert same_iccid(MEGAFON[:-1], MEGAFON)
    assert not same_iccid(MEGAFON, MEGAFON[:-1] + "6")
    assert not same_iccid(MEGAFON, GOOD)


@given(st.from_regex(r"89[0-9]{15,17}", fullmatch=True))
def test_sameness_works_both_ways(printed: str) -> None:
    complete = printed + luhn.calc_check_digit(printed)
    assert same_iccid(printed, complete)
    assert same_iccid(complete, printed)
    assert complete in iccid_spellings(printed)
    assert printed in iccid_spellings(complete)
