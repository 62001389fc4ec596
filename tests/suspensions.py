"""Cases that were closed as suspended: the carrier named no end, or one was recorded."""

from datetime import date
from typing import Any

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh

SINCE, LOOK, UNTIL = date(2026, 11, 9), date(2027, 3, 1), date(2027, 5, 3)
WHY = "The hotline says so"


def suspended_with_no_end(by: User, *, look: date = LOOK) -> Cancellation:
    """Suspended since SINCE; we look again on `look`."""
    return _suspended(by, look_again_on=look)


def suspended_until(by: User, *, until: date = UNTIL) -> Cancellation:
    """Suspended since SINCE, and `until` was recorded as its end."""
    return _suspended(by, suspended_until=until)


def _suspended(by: User, **days: Any) -> Cancellation:
    case = do(case_of(by), StepKey.DECISION, by, choice="suspend")
    case.close(by, outcome=Outcome.SUSPENDED, reason=WHY, ended_on=SINCE, **days)
    return fresh(case)
