"""Amounts and days of tables: read as they are meant, asked about where that cannot be told."""

import time

import pytest

from cancellations.domain.importing.columns import Column
from cancellations.domain.importing.locale import (
    DayOrder,
    Decimal,
    TableLocale,
    currency_in_heading,
    find_locale,
    plain_amount,
    plain_day,
)
from cancellations.domain.typed import Mistyped


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("500", "500", ""),
        ("12,5", "12,5", ""),
        ("1 234,50", "1234,50", ""),
        ("1\u00a0234,50", "1234,50", ""),
        ("1.234,50", "1234.50", ""),
        ("1,234.50", "1234.50", ""),
        ("1'234.50", "1234.50", ""),
        ("1,234,567", "1234567", ""),
        ("500 ₽", "500", "RUB"),
        ("500 руб./мес.", "500", "RUB"),
        ("€12.50", "12.50", "EUR"),
        ("USD 5", "5", "USD"),
        ("18元", "18", "CNY"),
        ("$5", "$5", ""),
        ("-5", "-5", ""),
        ("free", "free", ""),
        ("500 net", "500 net", ""),
        ("1,2,3", "1,2,3", ""),
    ],
)
def test_amounts(typed: str, amount: str, currency: str) -> None:
    assert plain_amount(typed, None) == (amount, currency)


def test_a_thousand_or_a_fraction() -> None:
    assert plain_amount("1.234", Decimal.COMMA)[0] == "1234"
    assert plain_amount("1,234", Decimal.POINT)[0] == "1234"
    assert plain_amount("1.234", Decimal.POINT)[0] == "1.234"  # refused by the reader: three decimals
    with pytest.raises(Mistyped) as unclear:
        plain_amount("1.234", None)
    assert unclear.value.code == "unclear_amount"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-30", "2026/11/30", "2026年11月30日", "2026-11-30 00:00:00", "30.11.2026", "30.11.26", "30.11.2026 г.",
        "30/11/2026", "11/30/2026", "30-11-2026", "30 ноября 2026", "30 ноября 2026 г.", "30-Nov-26", "Nov 30, 2026",
        "３０.１１.２０２６", "20261130",
    ],
)  # fmt: skip
def test_days(typed: str) -> None:
    assert plain_day(typed, None) == "2026-11-30"


def test_the_order_of_days() -> None:
    assert plain_day("03/04/2026", DayOrder.DAY_FIRST) == "2026-04-03"
    assert plain_day("03/04/2026", DayOrder.MONTH_FIRST) == "2026-03-04"
    assert plain_day("04/04/2026", None) == "2026-04-04"
    with pytest.raises(Mistyped) as unclear:
        plain_day("03/04/2026", None)
    assert unclear.value.code == "unclear_day"


MAPPING = {0: Column.MONTHLY_FEE, 1: Column.REQUESTED_END_DATE}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["500", "30.11.2026"]], TableLocale()),
        ([["1,234", "03/04/2026"]], TableLocale(asks_decimal=True, asks_day_order=True)),
        ([["1,234", "03/04/2026"], ["9.50", "13/04/2026"]], TableLocale(Decimal.POINT, DayOrder.DAY_FIRST)),
        ([["1.234", ""], ["9,5", "04/13/2026"]], TableLocale(Decimal.COMMA, DayOrder.MONTH_FIRST)),
        ([["1,234", ""], ["9,5", ""], ["9.5", ""]], TableLocale(asks_decimal=True)),
        ([["1.234.567", ""]], TableLocale(Decimal.COMMA)),
        ([], TableLocale()),
    ],
)
def test_a_table_tells_its_own_ways(rows: list[list[str]], told: TableLocale) -> None:
    assert find_locale(rows, MAPPING) == told


@pytest.mark.parametrize(
    ("heading", "currency"),
    [
        ("Monthly fee, RUB", "RUB"), ("Абонентская плата (руб.)", "RUB"), ("Плата, ₽/мес.", "RUB"),
        ("月租（元）", "CNY"), ("Fee [EUR]", "EUR"), ("Fee (net)", ""), ("Fee", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_heading_may_tell_the_currency(heading: str, currency: str) -> None:
    assert currency_in_heading(heading) == currency


@pytest.mark.parametrize(
    "cell", ["x" + " " * 30_000 + "x", "1" + " " * 30_000 + "x1", "1 " * 15_000 + "x", "1." * 15_000]
)
def test_a_huge_cell_costs_nothing(cell: str) -> None:
    before = time.process_time()
    assert plain_amount(cell, None) == (cell.strip(), "")
    assert plain_day(cell, None) == " ".join(cell.split())
    assert find_locale([[cell, cell]], MAPPING) == TableLocale()
    assert time.process_time() - before < 0.5
