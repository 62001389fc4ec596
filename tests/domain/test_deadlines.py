"""Days to wait, counted from the real submission."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.deadlines import (
    CarrierRules,
    Unit,
    add_days,
    add_working_days,
    bill_check_day,
    bills_until,
    earliest_end,
    end_of_next_billing_month,
    next_billing_day,
    refund_expected,
)
from cancellations.domain.deadlines.of_case import confirmation_deadline, receipt_deadline
from tests.domain.case_facts import SENT, facts

FRIDAY = date(2026, 11, 20)
days = st.dates(date(1991, 1, 1), date(2099, 12, 31))
all_days = st.dates()
counts = st.integers(0, 3650)


def test_the_usual_days() -> None:
    sent = facts(SENT, submitted_on=FRIDAY)
    assert receipt_deadline(sent).result == date(2026, 11, 23)
    assert confirmation_deadline(sent).result == date(2026, 12, 20)
    assert refund_expected(FRIDAY, CarrierRules()) == date(2026, 12, 20)


def test_the_carriers_days() -> None:
    rules = CarrierRules(receipt_days=1, processing_days=10, unit=Unit.WORKING, refund_days=45)
    sent = facts(SENT, submitted_on=FRIDAY, rules=rules)
    assert receipt_deadline(sent).result == date(2026, 11, 21)
    assert confirmation_deadline(sent).result == date(2026, 12, 4)
    assert refund_expected(FRIDAY, rules) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 5, date(2026, 11, 27)),
        (FRIDAY, 6, date(2026, 11, 30)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),  # a Saturday is no working day
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 11, 25), 3, date(2026, 11, 30)),
    ],
)
def test_working_days(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


@given(days, counts)
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = add_working_days(start, count)
    passed = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    worked = [day for day in passed if day.weekday() < 5]
    assert end.weekday() < 5
    assert len(worked) == count or (count == 0 and start.weekday() > 4 and len(worked) == 1)


@given(all_days, counts)
def test_no_day_is_too_late_to_count_from(start: date, count: int) -> None:
    for end in (add_days(start, count), add_working_days(start, count), next_billing_day(start, 31, 3)):
        assert isinstance(end, date)


@pytest.mark.parametrize(
    ("after", "billing_day", "nth", "expected"),
    [
        (date(2026, 12, 1), 15, 1, date(2026, 12, 15)),
        (date(2026, 12, 15), 15, 1, date(2027, 1, 15)),
        (date(2026, 12, 16), 15, 1, date(2027, 1, 15)),
        (date(2026, 12, 16), 15, 3, date(2027, 3, 15)),
        (date(2026, 1, 30), 31, 1, date(2026, 1, 31)),
        (date(2026, 1, 31), 31, 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 31, 1, date(2028, 2, 29)),
        (date(2026, 2, 28), 31, 1, date(2026, 3, 31)),
        (date(2026, 2, 28), 30, 1, date(2026, 3, 30)),
        (date(2026, 11, 30), 31, 1, date(2026, 12, 31)),
        (date(2026, 12, 31), 1, 1, date(2027, 1, 1)),
    ],
)
def test_billing_days(after: date, billing_day: int, nth: int, expected: date) -> None:
    assert next_billing_day(after, billing_day, nth) == expected


@given(days, st.integers(1, 31), st.integers(1, 24))
def test_billing_days_come_once_a_month(after: date, billing_day: int, nth: int) -> None:
    due = next_billing_day(after, billing_day, nth)
    assert due > after
    assert due.day == min(billing_day, monthrange(due.year, due.month)[1])
    months = (due.year - after.year) * 12 + due.month - after.month
    assert months in {nth, nth - 1}
    if nth > 1:
        assert due > next_billing_day(after, billing_day, nth - 1)


def test_bills_without_a_known_day_are_looked_at_every_thirty_days() -> None:
    assert bill_check_day(date(2026, 12, 1), None, 1) == date(2026, 12, 31)
    assert bill_check_day(date(2026, 12, 1), None, 2) == date(2027, 1, 30)
    assert bill_check_day(date(2026, 12, 1), 5, 2) == date(2027, 1, 5)


@given(days, st.none() | st.integers(1, 31), st.integers(0, 40), st.integers(0, 27))
def test_how_many_bills_have_come(end: date, billing_day: int | None, number: int, later: int) -> None:
    until = bill_check_day(end, billing_day, number) if number else end
    assert bills_until(end, billing_day, until) == number
    until = min(until + timedelta(days=later), bill_check_day(end, billing_day, number + 1) - timedelta(days=1))
    assert bills_until(end, billing_day, until) == number


@pytest.mark.parametrize(
    ("start", "billing_day", "end"),
    [
        (date(2026, 11, 20), None, date(2026, 12, 31)),
        (date(2026, 11, 1), None, date(2026, 12, 31)),
        (date(2026, 11, 20), 1, date(2026, 12, 31)),
        (date(2026, 11, 20), 15, date(2027, 1, 14)),
        (date(2026, 11, 10), 15, date(2026, 12, 14)),
        (date(2026, 11, 15), 15, date(2027, 1, 14)),
        (date(2027, 1, 30), 31, date(2027, 2, 27)),
    ],
)
def test_the_end_of_the_next_billing_month(start: date, billing_day: int | None, end: date) -> None:
    assert end_of_next_billing_month(start, billing_day) == end


@pytest.mark.parametrize(
    ("submitted", "notice", "billing_day", "end"),
    [
        (date(2026, 11, 20), 7, 1, date(2026, 12, 1)),
        (date(2026, 11, 24), 7, 1, date(2026, 12, 1)),  # on its last day the notice still reaches it
        (date(2026, 11, 25), 7, 1, date(2027, 1, 1)),
        (date(2026, 11, 20), 0, 20, date(2026, 11, 20)),
        (date(2026, 11, 20), 30, None, date(2026, 12, 20)),
    ],
)
def test_notice_before_a_renewal(submitted: date, notice: int, billing_day: int | None, end: date) -> None:
    assert earliest_end(submitted, notice, billing_day) == end
