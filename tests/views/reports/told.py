"""Cases as a report meets them: lived through the verbs, with the days that make its figures."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Carrier, User
from tests.cases import case_of, do, fresh, sim_of, walk

OPENED, SENT = date(2026, 11, 1), date(2026, 11, 3)
EARLIEST_END = date(2026, 11, 15)
URL = "/reports/"


def sent(by: User, carrier: Carrier, *, promised: int | None = None, **sim: Any) -> Cancellation:
    """Opened on the 1st, sent on the 3rd; `promised`: within so many days."""
    case = walk(case_of(by, sim=sim_of(by, carrier=carrier, **sim), opened_on=OPENED), by, to=StepKey.SUBMISSION)
    return do(case, StepKey.SUBMISSION, by, promised_by=after(promised) if promised is not None else None)


def received(by: User, case: Cancellation, days: int) -> Cancellation:
    """The receipt comes so many days after sending."""
    noon = datetime.combine(after(days), time(12), UTC)
    case.log_contact(by, outcome=ContactOutcome.RECEIPT, direction=Direction.IN, at=noon)
    return fresh(case)


def confirmed(by: User, case: Cancellation, days: int) -> Cancellation:
    """Confirmed so many days after sending, for the 15th at the earliest."""
    return do(case, StepKey.CONFIRMATION, by, replied_on=after(days), end_date=max(after(days), EARLIEST_END))


def refused(by: User, case: Cancellation) -> Cancellation:
    return do(case, StepKey.CONFIRMATION, by, result="refused", replied_on=after(2), reason="No", end_date=None)


def after(days: int) -> date:
    return SENT + timedelta(days=days)
