"""The cases that a number of a report counts, as a condition: for the list that the number leads to."""

from datetime import date
from typing import Any

from django.db.models import Q

from cancellations.domain.reporting.counted import Counted, What
from cancellations.domain.reporting.scores import Truth
from cancellations.domain.situation import SimStatus
from cancellations.models.cancellation import Cancellation
from cancellations.models.people import User
from cancellations.models.reports.days import begin_of, end_of
from cancellations.models.reports.money import RAN_OUT, TERMINATED
from cancellations.models.reports.scope import scope_of
from cancellations.models.reports.scores import TRUTHS

_FEE = Q(sim__monthly_fee__gt=0)
_ENDED = Q(confirmed_end_date__isnull=False) | Q(confirmed_on__isnull=False)
_CONDITIONS: dict[What, Q] = {
    What.OPENED: Q(),
    What.SENT: TRUTHS[Truth.SENT],
    What.WAITING: TRUTHS[Truth.SENT] & ~TRUTHS[Truth.DECIDED],
    What.RECEIPT: Q(submitted_on__isnull=False, acknowledged_on__isnull=False),
    What.CONFIRMATION: Q(submitted_on__isnull=False, confirmed_on__isnull=False),
    What.REFUND: TRUTHS[Truth.SENT] & _ENDED & Q(refunded_on__isnull=False),
    What.PROMISED: TRUTHS[Truth.DATED] & Q(submitted_on__isnull=False),
    What.DATED: TRUTHS[Truth.DATED],
    What.KEPT: TRUTHS[Truth.KEPT],
    What.DECIDED: TRUTHS[Truth.DECIDED],
    What.REFUSED: TRUTHS[Truth.REFUSED],
    What.LOOKED: TRUTHS[Truth.LOOKED],
    What.BILLED: TRUTHS[Truth.BILLED],
    What.OPEN: Q(is_open=True),
    What.CLOSED: Q(closed_at__isnull=False),
    What.MONTHLY: Q(is_open=True, sim__status=SimStatus.CANCELLING) & _FEE,
    What.EXPECTED: Q(refund_outstanding__isnull=False),
    What.OVERDUE: Q(refund_outstanding__isnull=False),
    What.CHARGED: Q(charge_outstanding__isnull=False),
    What.SAVED: _FEE,
    What.RECEIVED: Q(received_on__isnull=False),
}
_CURRENCY = {
    What.MONTHLY: "sim__currency",
    What.SAVED: "sim__currency",
    What.EXPECTED: "refund_currency",
    What.OVERDUE: "refund_currency",
    What.CHARGED: "charge_currency",
    What.RECEIVED: "received_currency",
}
_OUTSTANDING = {What.EXPECTED, What.OVERDUE, What.CHARGED}


def counted_as(counted: Counted, user: User, today: date) -> Q:
    """What is true of the cases behind the number, whose ever they are. One query while there are examples."""
    found = _CONDITIONS[counted.what] & _when(counted)
    if counted.what is What.OVERDUE:
        found &= Q(refund_due_on__lt=today)
    if counted.what in _CURRENCY:
        found &= Q(**{_CURRENCY[counted.what]: counted.currency})
    if scope_of(user).without_examples:
        found &= Q(is_example=False)
    if counted.what in _OUTSTANDING:
        # their own index finds them, however few there are; a list in order would look at every case
        return Q(pk__in=Cancellation.objects.visible_to(user).filter(found).order_by().values("pk"))
    return found


def _when(counted: Counted) -> Q:
    match counted.what:
        case What.CLOSED:
            return _within("closed_at", begin_of(counted.first), end_of(counted.last))
        case What.SAVED:
            terminated = TERMINATED & _within("confirmed_end_date", counted.first, counted.last)
            return terminated | (Q(outcome__in=RAN_OUT) & _within("ended_on", counted.first, counted.last))
        case What.RECEIVED:
            return _within("received_on", counted.first, counted.last)
        case _:
            return _within("opened_on", counted.first, counted.last)


def _within(column: str, first: Any, last: Any) -> Q:
    """Days include the last one; of moments it is the end, which does not belong to it."""
    until = "lt" if column == "closed_at" else "lte"
    bounds = {"gte": first, until: last}
    return Q(**{f"{column}__{bound}": value for bound, value in bounds.items() if value is not None})
