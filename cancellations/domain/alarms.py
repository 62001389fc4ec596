"""What passing time alone makes happen, and since when: the clock writes each once, however late it looks."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from cancellations.domain.deadlines import RECHECK_DAYS, add_days

SUSPENSION_NOTICE = timedelta(days=14)  # told before it is over: a card that nobody thought of costs money again
_ONE_DAY = timedelta(days=1)


class AlarmKind(StrEnum):
    """Each is the kind of the event that it writes."""

    OVERDUE = "overdue"  # the carrier has let its day pass
    REMINDER = "reminder_due"  # a day of ours, or of the holder's, has come
    RECHECK = "recheck_due"  # what is known of the carrier is to be looked at again
    SUSPENSION = "suspension_ends"


TRUE_SINCE: dict[AlarmKind, Callable[[date], date]] = {
    AlarmKind.OVERDUE: lambda due: due + _ONE_DAY,
    AlarmKind.REMINDER: lambda due: due,
    AlarmKind.RECHECK: lambda opened: add_days(opened, RECHECK_DAYS),
    AlarmKind.SUSPENSION: lambda until: until - SUSPENSION_NOTICE,
}
