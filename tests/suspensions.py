"""Cases that were closed as suspended, and the carrier named no end."""

from datetime import date

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh

SINCE, LOOK = date(2026, 11, 9), date(2027, 3, 1)
WHY = "The hotline says so"


def suspended_with_no_end(by: User, *, look: date = LOOK) -> Cancellation:
    """Suspended since SINCE; we look again on `look`."""
    case = do(case_of(by), StepKey.DECISION, by, choice="suspend")
    case.close(by, outcome=Outcome.SUSPENDED, reason=WHY, ended_on=SINCE, look_again_on=look)
    return fresh(case)
