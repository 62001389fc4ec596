"""Deadlines: counted from the real submission, never from the creation of the case, and able to say how.

calendar.py knows working days, rules.py what a carrier told, counting.py counts, of_case.py makes the deadlines of one
case from its facts (it is not imported here: it knows the situation, which knows the rules).
"""

from cancellations.domain.deadlines.calendar import DayOff, OwnDay, WorkCalendar
from cancellations.domain.deadlines.counting import (
    Counted,
    Pause,
    add_days,
    add_working_days,
    bill_check_day,
    bills_until,
    count,
    earliest_end,
    end_of_next_billing_month,
    next_billing_day,
)
from cancellations.domain.deadlines.rules import (
    RECHECK_DAYS,
    CarrierRules,
    RuleSource,
    Unit,
    refund_expected,
)

__all__ = [
    "RECHECK_DAYS",
    "CarrierRules",
    "Counted",
    "DayOff",
    "OwnDay",
    "Pause",
    "RuleSource",
    "Unit",
    "WorkCalendar",
    "add_days",
    "add_working_days",
    "bill_check_day",
    "bills_until",
    "count",
    "earliest_end",
    "end_of_next_billing_month",
    "next_billing_day",
    "refund_expected",
]
