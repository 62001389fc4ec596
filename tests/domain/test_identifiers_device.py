"""EID, IMEI and IMSI."""

import pytest

from cancellations.domain.identifiers import parse_eid, parse_imei, parse_imsi
from tests.domain.identifier_cases import error_code


@pytest.mark.parametrize(
    "eid",
    [
        "89049032123451234512345678901235",
        "89086030202200000022000023022943",
        "89044045116727494800000004479366",
        "89034011560010000000000000000121",
        "89001012012341234012345678901224",
        "89001567010203040506070809101152",
        "89044011112233441122334411223321",
    ],
)
def test_real_eids(eid: str) -> None:
    assert parse_eid(eid).value == eid
    assert parse_eid("EID: " + " ".join(eid[at : at + 4] for at in range(0, 32, 4))).value == eid


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("89049032123451234512345678901234", "check_digits"),
        ("89049032123451234512345678901299", "check_digits"),
        ("8901101201234123401234567890126545342501", "length"),
        ("890010", "length"),
        ("510007+47061BE63", "not_digits"),
        ("89049032123451230000000000000000", "check_digits"),
        ("89049032123451200000000000000000", "spreadsheet"),
        ("8.90490321234512E+31", "spreadsheet"),
        ("8970101234567890123", "length"),
    ],
)
def test_wrong_eids(typed: str, code: str) -> None:
    assert error_code(parse_eid, typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "490154203237518",
        "354178036859789",
        "35-686800-004141-8",
        "35 686800 004141 8",
        "356868/00/004141/8",
        "IMEI: 356868000041418",
        "860041089795390",
        "860041089795382",
    ],
)
def test_real_imeis(typed: str) -> None:
    digits = "".join(filter(str.isdigit, typed))
    assert parse_imei(typed).value == digits


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("490154203237519", "check_digits"),
        ("35-417803-685978-1", "check_digits"),
        ("860041089795391", "check_digits"),
        ("860041089795389", "check_digits"),
        ("865041099794390", "check_digits"),
        ("49015420323751", "length"),
        ("4901542032375180", "length"),
        ("356868000041418/01", "length"),
        ("000000000000000", "placeholder"),
        ("49015420323751A", "not_digits"),
    ],
)
def test_wrong_imeis(typed: str, code: str) -> None:
    assert error_code(parse_imei, typed) == code


@pytest.mark.parametrize(
    "imsi", ["429011234567890", "310150123456789", "460001234567890", "250011234567890", "001010123456789"]
)
def test_real_imsis(imsi: str) -> None:
    assert parse_imsi(imsi).value == imsi
    assert parse_imsi(f"{imsi[:3]} {imsi[3:5]}-{imsi[5:]}").value == imsi


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("439011234567890", "unknown"),
        ("000000000000000", "unknown"),
        ("2500112345678", "length"),
        ("2500112345678901", "length"),
        ("25001A234567890", "not_digits"),
        ("", "blank"),
    ],
)
def test_wrong_imsis(typed: str, code: str) -> None:
    assert error_code(parse_imsi, typed) == code
