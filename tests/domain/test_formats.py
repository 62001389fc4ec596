"""Days, moments and money in each language, as its readers write them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain import formats

TODAY = date(2026, 11, 21)
LANGUAGES = ["zh-hans", "en", "ru"]
NBSP, THIN = "\xa0", "\u202f"


def in_each(make: Callable[[], str]) -> list[str]:
    made = []
    for language in LANGUAGES:
        with translation.override(language):
            made.append(make())
    return made


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 18), ["11月18日 周三", "Wed 18 Nov", "ср, 18 нояб."]),
        (date(2026, 11, 22), ["11月22日 周日", "Sun 22 Nov", "вс, 22 нояб."]),
        (date(2027, 1, 3), ["2027年1月3日 周日", "Sun, 3 Jan 2027", f"вс, 3 янв. 2027{THIN}г."]),
        (None, ["", "", ""]),
    ],
)
def test_day(value: date | None, expected: list[str]) -> None:
    assert in_each(lambda: formats.day(value, TODAY)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 18), ["11月18日（周三）", "Wed 18 Nov", "ср, 18 нояб."]),
        (date(2027, 1, 3), ["2027年1月3日（周日）", "Sun, 3 Jan 2027", f"вс, 3 янв. 2027{THIN}г."]),
        (None, ["", "", ""]),
    ],
)
def test_a_day_inside_a_sentence(value: date | None, expected: list[str]) -> None:
    assert in_each(lambda: formats.said_day(value, TODAY)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 5, 1), ["5月1日", "1 May", "1 мая"]),
        (date(2025, 5, 1), ["2025年5月1日", "1 May 2025", f"1 мая 2025{THIN}г."]),
        (None, ["", "", ""]),
    ],
)
def test_short_day(value: date | None, expected: list[str]) -> None:
    assert in_each(lambda: formats.short_day(value, TODAY)) == expected


def test_the_year_is_told_when_it_is_another_one() -> None:
    with translation.override("en"):
        assert formats.day(date(2026, 12, 31), date(2026, 1, 1)) == "Thu 31 Dec"
        assert formats.day(date(2026, 12, 31), date(2027, 1, 1)) == "Thu, 31 Dec 2026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", ["2024", "2024", "2024"]),
        ("2024-03", ["2024年3月", "Mar 2024", f"март 2024{THIN}г."]),
        ("2024-03-05", ["2024年3月5日", "5 Mar 2024", f"5 мар. 2024{THIN}г."]),
    ],
)
def test_days_that_a_source_tells_in_part(value: str, expected: list[str]) -> None:
    assert in_each(lambda: formats.partial_day(value, TODAY)) == expected


def test_moments() -> None:
    at = datetime(2026, 11, 20, 9, 5)  # noqa: DTZ001 - in the reader's zone already
    assert in_each(lambda: formats.moment(at, TODAY)) == ["11月20日 09:05", "20 Nov 09:05", "20 нояб. 09:05"]
    assert in_each(lambda: formats.clock(at)) == ["09:05"] * 3


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("500", "RUB", [f"RUB{NBSP}500", f"RUB{NBSP}500", f"500{NBSP}₽"]),
        ("500.00", "RUB", [f"RUB{NBSP}500", f"RUB{NBSP}500", f"500{NBSP}₽"]),
        ("12.50", "EUR", ["€12.50", "€12.50", f"12,50{NBSP}€"]),
        ("2980", "JPY", ["JP¥2,980", "JP¥2,980", f"2{NBSP}980{NBSP}¥"]),
        ("1234567.89", "CNY", ["¥1,234,567.89", "CN¥1,234,567.89", f"1{NBSP}234{NBSP}567,89{NBSP}CN¥"]),
        ("0", "RUB", [f"RUB{NBSP}0", f"RUB{NBSP}0", f"0{NBSP}₽"]),
        ("5", "XYZ", [f"XYZ{NBSP}5", f"XYZ{NBSP}5", f"5{NBSP}XYZ"]),
        ("12.5", "", ["12.5", "12.5", "12.5"]),
    ],
)
def test_money(amount: str, currency: str, expected: list[str]) -> None:
    assert in_each(lambda: formats.money(Decimal(amount), currency)) == expected


def test_no_amount_is_no_text() -> None:
    assert formats.money(None, "RUB") == ""


@given(st.dates(), st.dates(), st.sampled_from([*LANGUAGES, "de", None]))
def test_every_day_can_be_written(value: date, today: date, language: str | None) -> None:
    with translation.override(language):
        assert str(value.day) in formats.day(value, today)
        assert str(value.day) in formats.short_day(value, today)


@given(
    st.decimals("0", "9999999999.99", places=2),
    st.text("ABCXYZ", min_size=3, max_size=3),
    st.sampled_from(LANGUAGES),
)
def test_every_amount_can_be_written(amount: Decimal, currency: str, language: str) -> None:
    with translation.override(language):
        digits = "".join(char for char in formats.money(amount, currency) if char.isdigit())
    assert Decimal(digits) in {amount, amount * 100}


def test_a_list_and_a_label_have_the_marks_of_their_language() -> None:
    assert in_each(lambda: formats.several(["a", "b"])) == ["a、b", "a, b", "a, b"]
    assert in_each(lambda: formats.labelled("a", 1)) == ["a：1", "a: 1", "a: 1"]
    assert in_each(lambda: formats.several([])) == ["", "", ""]
