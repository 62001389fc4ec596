"""One deadline with all that it was counted from, so that a page can show how."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cancellations.domain.deadlines.calendar import DayOff
from cancellations.domain.deadlines.counting import Pause
from cancellations.domain.deadlines.rules import RuleSource


class Kind(StrEnum):
    """In the order of a case's life."""

    SEND_BY = "send_by"
    RECEIPT = "receipt"
    CONFIRMATION = "confirmation"
    END = "end"
    REFUND = "refund"
    BILL_CHECK = "bill_check"
    RECHECK = "recheck"
    FOLLOW_UP = "follow_up"


class Rule(StrEnum):
    """How the day is found."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    BILLING_MONTH = "billing_month"  # the end of the next one
    NOTICE = "notice"  # so many days before a renewal
    BILLING_DAY = "billing_day"
    NAMED = "named"  # by the carrier in its reply, or by a person


class Origin(StrEnum):
    """Whose rule it is."""

    CARRIER = "carrier"  # told of the carrier, copied into the case when it was opened
    OURS = "ours"  # our own reminder, not law
    CONFIRMED = "confirmed"  # the carrier's reply in this case
    PERSON = "person"  # somebody of us chose it


@dataclass(frozen=True)
class Deadline:
    """`result` is None while the clock stands still, with `left` days to go.

    `promise` beats the rule; `by_rule` is what the rule alone says. `pauses` are those that moved the day, and make
    `paused_days` together. `met_on`: what was waited for is there. `nth`: of the bills after the end.
    """

    kind: Kind
    rule: Rule
    origin: Origin
    start: date
    length: int
    result: date | None
    by_rule: date | None = None
    left: int = 0
    skipped: tuple[DayOff, ...] = ()
    pauses: tuple[Pause, ...] = ()
    paused_days: int = 0
    stopped_on: date | None = None
    promise: date | None = None
    billing_day: int | None = None
    country: str = ""
    source: RuleSource | None = None
    is_estimated: bool = False
    met_on: date | None = None
    nth: int = 0

    @property
    def key(self) -> str:
        """Its name among the deadlines of a case: there can be several bills."""
        return f"{self.kind}-{self.nth}" if self.nth > 1 else self.kind.value
