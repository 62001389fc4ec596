"""What the figures of a report are compared by."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, ExpressionWrapper, F, Value, When

from cancellations.domain.reporting.period import Period
from cancellations.models.cancellation import Cancellation
from cancellations.models.people import User
from cancellations.models.reports.days import MonthOf
from cancellations.models.reports.scope import Scope

MOST_CLIENTS = 40
Key = int | str | None  # a carrier's or a person's id, a month, a holder; None: nobody, or all other clients


class By(StrEnum):
    """A client is the holder of the SIM card."""

    CARRIER = "carrier"
    MONTH = "month"
    PERSON = "person"
    CLIENT = "client"


@dataclass(frozen=True)
class Keys:
    """How cases are told apart. `clients`: the holders who are named, all others are one."""

    by: By
    clients: tuple[str, ...] = ()

    def of(self, day: str) -> Any:
        """The expression for it; months are those of this column."""
        match self.by:
            case By.CARRIER:
                return _bare("carrier_id")
            case By.MONTH:
                return MonthOf(day)
            case By.PERSON:
                return _bare("assignee_id")
            case By.CLIENT:
                named = When(sim__holder__in=self.clients, then=F("sim__holder"))
                return Case(named, output_field=CharField())


def keys_of(scope: Scope, period: Period, by: By) -> Keys:
    """Clients are those with the most cases of the period: there can be as many as there are cases."""
    if by is not By.CLIENT:
        return Keys(by)
    cases = scope.cases().filter(opened_on__range=(period.first, period.last))
    rows = cases.order_by().values("sim__holder").annotate(n=Count("pk")).order_by("-n", "sim__holder")
    return Keys(by, tuple(rows.values_list("sim__holder", flat=True)[:MOST_CLIENTS]))


def clients_of(user: User) -> list[str]:
    """The holders with the most cases, of any time; cards without one are no client. Not for very many cases."""
    cases = Cancellation.objects.visible_to(user).exclude(sim__holder="").order_by()
    rows = cases.values("sim__holder").annotate(n=Count("pk")).order_by("-n", "sim__holder")
    return list(rows.values_list("sim__holder", flat=True)[:MOST_CLIENTS])


def _bare(column: str) -> Any:
    """The column, and no order: SQLite would leave the index of what is counted for one that has its rows in it."""
    return ExpressionWrapper(F(column) + Value(0), BigIntegerField())
