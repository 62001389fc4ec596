"""The number of a SIM card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.identifiers import IdentifierError, parse_msisdn
from tests.domain.identifier_cases import error_code, typed_digits, warnings_of
from tests.hostile import Hostile, hostile_params

RUSSIAN = "+79991234567"
REGIONS = [None, "RU", "KZ", "CN", "TR", "GB", "US", "TH", "IT", "AR", "MX", "SG", "DE", "AU"]


@pytest.mark.parametrize("entry", hostile_params("phone"))
def test_hostile_numbers(entry: Hostile) -> None:
    if entry.action == "normalise":
        assert parse_msisdn(entry.value, "RU").value == entry.expect["stored"]
        assert not parse_msisdn(entry.value, "RU").warnings
    elif entry.action == "reject":
        error_code(parse_msisdn, entry.value, "RU")
        error_code(parse_msisdn, entry.value, None)
    else:
        assert entry.id in {"phone-ext", "phone-double-plus", "phone-formula"}  # decided one by one below


def test_what_may_be_either_is_decided() -> None:
    assert parse_msisdn("++79991234567").value == RUSSIAN
    assert error_code(parse_msisdn, "=+79991234567") == "not_a_number"
    assert error_code(parse_msisdn, "+1 415 555 0132 ext. 9") == "extension"


@pytest.mark.parametrize("number", ["+79123456789", "+8613123456789", "+905012345678", "+447400123456", "+77710009998"])
def test_valid_examples_of_libphonenumber(number: str) -> None:
    assert parse_msisdn(number).value == number
    assert not parse_msisdn(number).warnings


@pytest.mark.parametrize(
    "number",
    ["+7301123456", "+86101234567", "+90212345678", "+44121234567", "+1201555012", "+999123456789", "abc"],
)
def test_invalid_examples_are_not_taken_silently(number: str) -> None:
    try:
        assert warnings_of(parse_msisdn(number)) == ["unusual_number"]
    except IdentifierError:
        return


def test_a_possible_number_in_no_known_range_may_be_accepted() -> None:
    unusual = parse_msisdn("+7 112 345-67-89")
    assert unusual.value == "+71123456789"
    assert warnings_of(unusual) == ["unusual_number"]
    assert "+7 1123456789" in unusual.warnings[0].text


@pytest.mark.parametrize(
    "typed",
    [
        "8 999 123 45 67",
        "8-999-123-45-67",
        "(999) 123-45-67",
        "7 999 123 45 67",
        "8 10 7 999 123 45 67",
        "+7 8 999 123 45 67",
        "+7 (8) 999 123 45 67",
    ],
)
def test_dialled_within_russia(typed: str) -> None:
    assert parse_msisdn(typed, "RU").value == RUSSIAN
    assert parse_msisdn(typed, "ru").value == RUSSIAN


@pytest.mark.parametrize(
    "typed",
    [
        "+7 999 123-45-67",
        "7 (999) 123-45-67",
        "007 999 123 45 67",
        "(+7) 999 123 45 67",
        "[+7] 999/123/45/67",
        "+7 (0) 999 123 45 67",
        "\u202a+7 999 123\u201345\u201467\u202c",
        "\ufeff+7\u200b999\u2009123\u202f45\u300067\r\n",
        "+7\u00ad9991234567",
        "TEL:+7-999-123-45-67",
        "Tel. +7 999 123 45 67",
        "tel:+7.999.123.45.67",
        "'+79991234567",
        "79991234567.0",
        "79991234567,00",
    ],
)
@pytest.mark.parametrize("region", REGIONS)
def test_written_for_the_whole_world(typed: str, region: str | None) -> None:
    assert parse_msisdn(typed, region).value == RUSSIAN
    assert not parse_msisdn(typed, region).warnings


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("138 1234 5678", "CN", "+8613812345678"),
        ("86 138 1234 5678", "CN", "+8613812345678"),
        ("07400 123456", "GB", "+447400123456"),
        ("+44 (0) 7400 123456", None, "+447400123456"),
        ("+39 06 1234 5678", None, "+390612345678"),  # Italy keeps its zero
        ("+34 (0) 612 345 678", None, "+34612345678"),  # Spain has none to drop
        ("0011 7 999 123 45 67", "AU", RUSSIAN),
        ("+883 120 123456789", None, "+883120123456789"),
        ("7 999 123 45 67", "BR", "+5579991234567"),  # 79 is an area there
        ("007 999 123 45 67", "BR", RUSSIAN),
    ],
)
def test_other_countries(typed: str, region: str | None, number: str) -> None:
    assert parse_msisdn(typed, region).value == number


@pytest.mark.parametrize("typed", ["8 (999) 123-45-67", "999 123 45 67", "4155550132", "8613812345678", "71123456789"])
@pytest.mark.parametrize("region", [None, "", "XX", "nonsense"])
def test_without_country_it_asks_for_the_code(typed: str, region: str | None) -> None:
    assert error_code(parse_msisdn, typed, region) == "country_code"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("*111#", "service_code"),
        ("*#06#", "service_code"),
        ("##002#", "service_code"),
        ("tel:*100#", "service_code"),
        ("+7 916 *** ** 67", "service_code"),
        ("0890", "short_code"),
        ("611", "short_code"),
        ("911", "short_code"),
        ("+7 999 123 45 6", "length"),
        ("+7 999 123 45 678", "length"),
        ("+0", "unknown_country"),
        ("00000000000", "unknown_country"),
        ("+7 000 000 00 00", "placeholder"),
        ("+7 111 111 11 11", "placeholder"),
        ("+7 999 123 45 67 доб. 5", "extension"),
        ("+7 999 123 45 67 x5", "extension"),
        ("+7 999 123 45 67;ext=5", "extension"),
        ("+7 999 123 45 67 分机 5", "extension"),
        ("tel:+7999;phone-context=evil.example", "not_a_number"),
        ("tel:%2B79991234567", "not_a_number"),
        ("+7 999 123 45 67, +7 916 123 45 67", "not_a_number"),
        ("1-800-FLOWERS", "not_a_number"),
        ("- 79991234567", "not_a_number"),
        ("\u221279991234567", "not_a_number"),
        ("+7 999 123 45 67 8 916 123 45 67", "too_long"),
        ("8970 1012 3456 7890 123F", "iccid"),
        ("897010260225401535", "iccid"),
        ("89049032123451234512345678901235", "eid"),
    ],
)
def test_refused_with_the_right_hint(typed: str, code: str) -> None:
    assert error_code(parse_msisdn, typed, None) == code


@pytest.mark.parametrize("typed", ["+44 00 881 880 111", "+38000881101088", "+55 000 18180100"])
def test_trunk_prefixes_typed_twice(typed: str) -> None:
    number = parse_msisdn(typed)
    assert parse_msisdn(number.value) == number


def test_a_local_number_without_area_code_is_refused() -> None:
    assert error_code(parse_msisdn, "555 0132", "US") == "length"


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("79161234560000", "RU"),  # as a spreadsheet pads it
        ("8 7 916 123 45 60000", "RU"),
        ("7916123456", "RU"),  # and with a digit lost
        ("791612345670", "RU"),
        ("77711234567000", "KZ"),
        ("4915112345678901", "DE"),
    ],
)
def test_digits_behind_a_number_with_its_country_code_are_no_other_number(typed: str, region: str) -> None:
    assert error_code(parse_msisdn, typed, region) in {"length", "too_long"}


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("7912345678", "KZ", "+77912345678"),  # numbers there begin with the digit of the country code
        ("8 7912345678", "KZ", "+77912345678"),
        ("7391234567", "KZ", "+77391234567"),
        ("8 7391234567", "RU", None),  # those are of KZ
        ("791234567800", "KZ", None),
        ("85212345", "HK", "+85285212345"),
        ("85200000", "HK", "+85285200000"),
        ("85212345678", "HK", None),  # of 11 digits, as no SIM card's is
        ("852852123456789", "HK", None),
    ],
)
def test_a_number_of_usual_length_may_begin_like_its_country_code(typed: str, region: str, number: str | None) -> None:
    if number is None:
        assert error_code(parse_msisdn, typed, region) == "length"
    else:
        assert parse_msisdn(typed, region).value == number
        assert warnings_of(parse_msisdn(typed, region)) == ["unusual_number"]


@pytest.mark.parametrize("typed", ["+7 7916123456", "007 7916123456", "7 7916123456", "8 10 7 7916123456"])
def test_such_digits_behind_the_country_code_may_be_a_number(typed: str) -> None:
    assert parse_msisdn(typed, "RU").value == "+77916123456"
    assert warnings_of(parse_msisdn(typed, "RU")) == ["unusual_number"]


@given(text=typed_digits, region=st.sampled_from(REGIONS))
def test_what_comes_out_is_stable_e164(text: str, region: str | None) -> None:
    try:
        number = parse_msisdn(text, region)
    except IdentifierError:
        return
    assert number.value.startswith("+")
    assert number.value[1:].isdigit()
    assert 5 <= len(number.value) <= 16
    assert parse_msisdn(number.value, region) == number == parse_msisdn(number.value)
