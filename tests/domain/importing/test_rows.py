"""Rows of tables become what the form of a card would have made of them, or are refused with its sentences."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.importing.columns import Column
from cancellations.domain.importing.rows import read_row
from cancellations.domain.importing.understood import ReadRow
from tests.tables import STATED

STRICT = replace(STATED, takes_new_carriers=False)


def row(**cells: str) -> ReadRow:
    mapping = {place: Column(name) for place, name in enumerate(cells)}
    return read_row(2, list(cells.values()), mapping, STRICT)


def refusals(read: ReadRow) -> list[str]:
    return [told.key for told in read.problems]


def test_a_full_row() -> None:
    read = row(
        kind="实体卡", nickname=" Car 7 ", holder="Lin Jing", number="8 (916) 123-45-67", iccid="8970101234567890123",
        carrier="ПАО «МТС»", plan="Smart", monthly_fee="1 350,50 ₽", billing_day="15", devices="iPhone 15\nPixel 9",
        note="line 1\r\nline 2", open_request="да", requested_end_date="31.12.2026", reason="unused",
        assignee="Lin@example.org", tags="north, fleet; north",
    )  # fmt: skip
    assert read.problems == ()
    assert read.values == {
        "kind": "physical", "nickname": "Car 7", "holder": "Lin Jing", "msisdn": "+79161234567",
        "iccid": "8970101234567890123", "carrier": "mts", "plan": "Smart", "monthly_fee": Decimal("1350.50"),
        "currency": "RUB", "billing_day": 15, "devices": ["iPhone 15", "Pixel 9"], "note": "line 1\nline 2",
    }  # fmt: skip
    wish = read.wish
    assert (wish.opens, wish.requested_end_date, wish.reason) == (True, date(2026, 12, 31), "unused")
    assert (wish.assignee, wish.tags) == (7, ("north", "fleet"))


def test_only_filled_cells_are_values() -> None:
    read = row(number="+79161234567", note="  ", plan="\u200b", kind="", carrier="")
    assert read.values == {"msisdn": "+79161234567"}
    assert read.card == {"msisdn": "+79161234567", "kind": "physical", "carrier": "mts"}
    assert row(nickname="x", devices="Pixel").card["kind"] == "esim"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"iccid": "8.97E+18"}, "iccid.spreadsheet"),
        ({"iccid": "8970101234567890000"}, "iccid.spreadsheet"),
        ({"number": "garbage"}, "msisdn.not_a_number"),
        ({"number": "9991234569", "country": "XX"}, "msisdn.country_code"),
        ({"nickname": "x", "carrier": "Nobody Mobile"}, "carrier.unknown_carrier"),
        ({"nickname": "x", "kind": "papyrus"}, "kind.kind"),
        ({"nickname": "x", "monthly_fee": "free", "currency": "RUB"}, "monthly_fee.invalid"),
        ({"nickname": "x", "monthly_fee": "5"}, "currency.no_currency"),
        ({"nickname": "x", "monthly_fee": "5", "currency": "rubles!"}, "currency.invalid"),
        ({"nickname": "x", "billing_day": "32"}, "billing_day.invalid"),
        ({"nickname": "x", "requested_end_date": "1999-01-01"}, "requested_end_date.early"),
        ({"nickname": "x", "requested_end_date": "03/04/2026"}, "requested_end_date.unclear_day"),
        ({"nickname": "x", "open_request": "perhaps"}, "open_request.yes_or_no"),
        ({"nickname": "x", "assignee": "stranger@example.org"}, "assignee.unknown_person"),
        ({"nickname": "x", "assignee": "Wang Wu"}, "assignee.unknown_person"),
        ({"nickname": "x", "iccid": "#N/A"}, "iccid.formula_failed"),
        ({"nickname": "x", "plan": " #Н/Д "}, "plan.formula_failed"),
        ({"nickname": "x", "note": "#ССЫЛКА!"}, "note.formula_failed"),
        ({"nickname": "x", "requested_end_date": "########"}, "requested_end_date.formula_failed"),
        ({"number": "#VALUE!"}, "msisdn.formula_failed"),
        ({"nickname": "x" * 5001}, "nickname.too_long"),
        ({"nickname": "x", "devices": "\n".join(map(str, range(51)))}, "devices.devices"),
        ({"holder": "Lin Jing"}, "no_name"),
    ],
)
def test_refusals(cells: dict[str, str], problem: str) -> None:
    assert refusals(row(**cells)) == [problem]


def test_reasons_are_told_in_the_readers_language() -> None:
    (told,) = row(iccid="8.97E+18").problems
    with override("ru"):
        assert "Таблица" in told.text or "таблиц" in told.text
    with override("en"):
        assert told.text.startswith("ICCID: A spreadsheet has rounded this number")


def test_warnings_do_not_refuse() -> None:
    read = row(iccid="8970101234567890124")
    assert read.problems == ()
    assert [told.key for told in read.warnings] == ["iccid.check_digit"]


def test_secrets_are_dropped_and_told() -> None:
    read = row(nickname="Phone", note="LPA:1$smdp.example.org$04386-AGYFT-A74Y8-3F815")
    assert read.values == {"nickname": "Phone"}
    assert [told.key for told in read.warnings] == ["note.secret_dropped"]


def test_people_are_named_by_address_or_name() -> None:
    assert row(nickname="x", assignee="LIN@example.org").wish.assignee == 7
    assert row(nickname="x", assignee="Lin  JING").wish.assignee == 7


def test_only_whole_names_of_errors_count() -> None:
    assert row(nickname="#1", note="#N/A is not here").values == {"nickname": "#1", "note": "#N/A is not here"}


def test_numbers_are_read_as_of_their_carrier() -> None:
    assert row(number="13800138000", carrier="中国移动").values["msisdn"] == "+8613800138000"
    assert row(number="13800138000", country="Китай").values["msisdn"] == "+8613800138000"


def test_a_new_carrier_can_be_taken() -> None:
    read = read_row(2, ["Nobody Mobile", "x"], {0: Column.CARRIER, 1: Column.NICKNAME}, STATED)
    assert (read.problems, read.new_carrier) == ((), "Nobody Mobile")
    assert "carrier" not in read.card


@given(st.lists(st.text(max_size=30), min_size=len(Column), max_size=len(Column)))
def test_any_row_is_read_or_refused(cells: list[str]) -> None:
    read = read_row(5, cells, dict(enumerate(Column)), STATED)
    assert all(told.text for told in (*read.problems, *read.warnings))
    assert all(value not in ("", None, []) for value in read.values.values())
