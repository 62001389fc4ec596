"""A carrier's rules as they were copied into a case when it opened. Later edits of the carrier do not reach them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cancellations.domain.deadlines.calendar import OwnDay, WorkCalendar
from cancellations.domain.deadlines.counting import add_days

RECEIPT_DAYS = 3  # when the carrier names none: our own reminder, not law
PROCESSING_DAYS = 30
REFUND_DAYS = 30
RECHECK_DAYS = 180  # what is known of a carrier is looked at again after so long


class Unit(StrEnum):
    """What the carrier's days for an answer are counted in."""

    CALENDAR = "calendar"
    WORKING = "working"
    BILLING_MONTH = "billing_month"  # by the end of the next billing month, whatever the number of days


@dataclass(frozen=True)
class RuleSource:
    """Where a rule was read. `as_of`: year, month or day, as far as the source tells."""

    source: str
    as_of: str = ""


@dataclass(frozen=True)
class CarrierRules:
    """Day counts; `notice_days`: before a renewal. `sources`: by the name of the field."""

    receipt_days: int = RECEIPT_DAYS
    processing_days: int = PROCESSING_DAYS
    unit: Unit = Unit.CALENDAR
    refund_days: int = REFUND_DAYS
    notice_days: int | None = None
    country: str = ""
    own_days: tuple[OwnDay, ...] = ()
    sources: Mapping[str, RuleSource] = field(default_factory=dict, compare=False)
    named: frozenset[str] = field(default=frozenset(), compare=False)  # told of the carrier; the rest is ours

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar(self.country, self.own_days)

    @property
    def workdays(self) -> WorkCalendar | None:
        """The calendar, when the carrier counts its answer in working days."""
        return self.calendar if self.unit is Unit.WORKING else None


def refund_expected(from_day: date, rules: CarrierRules) -> date:
    """Our own reminder (default 30 days), not law."""
    return add_days(from_day, rules.refund_days)
