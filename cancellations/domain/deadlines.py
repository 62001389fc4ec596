"""Expected days: counted from the real submission, never from the creation of the case."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

RECEIPT_DAYS = 3  # when the carrier names none: our own reminder, not law
PROCESSING_DAYS = 30
REFUND_DAYS = 30
WITHOUT_BILLING_DAY = 30
FRIDAY = 4
_LAST_DAY = date(9990, 1, 1)


@dataclass(frozen=True)
class CarrierRules:
    """A carrier's day counts as copied into the case when it was opened. `working`: Monday to Friday."""

    receipt_days: int = RECEIPT_DAYS
    processing_days: int = PROCESSING_DAYS
    working: bool = False
    refund_days: int = REFUND_DAYS
    notice_days: int | None = None


def receipt_expected(submitted_on: date, rules: CarrierRules) -> date:
    return add_days(submitted_on, rules.receipt_days)


def confirmation_expected(submitted_on: date, rules: CarrierRules) -> date:
    if rules.working:
        return add_working_days(submitted_on, rules.processing_days)
    return add_days(submitted_on, rules.processing_days)


def refund_expected(from_day: date, rules: CarrierRules) -> date:
    """Our own reminder (default 30 days), not law."""
    return add_days(from_day, rules.refund_days)


def add_days(day: date, count: int) -> date:
    return min(day, _LAST_DAY) + timedelta(days=count)


def add_working_days(day: date, count: int) -> date:
    """`count` working days (Monday to Friday) after `day`; for none, `day` or the Monday after it."""
    day = min(day, _LAST_DAY)
    if count == 0:
        return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))  # from a weekend it is as far as from its Friday
    weeks, rest = divmod(count, 5)
    over_weekend = 2 if day.weekday() + rest > FRIDAY else 0
    return day + timedelta(weeks=weeks, days=rest + over_weekend)


def next_billing_day(after: date, billing_day: int, nth: int = 1) -> date:
    """The nth day after `after` on which the carrier bills; day 31 means the last day of shorter months."""
    after = min(after, _LAST_DAY)
    year, month = after.year, after.month
    if min(billing_day, calendar.monthrange(year, month)[1]) <= after.day:
        nth += 1
    month += nth - 1
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(billing_day, calendar.monthrange(year, month)[1]))


def bill_check_day(end: date, billing_day: int | None, nth: int) -> date:
    """When the nth bill after the end should be looked at."""
    if billing_day:
        return next_billing_day(end, billing_day, nth)
    return add_days(end, WITHOUT_BILLING_DAY * nth)
