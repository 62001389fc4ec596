"""What goes out and what is to come back, summed per currency and never across; one query.

Written as SQL like the worklists, for the same reason; a test compares it with the rows.
"""

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from django.db import connection

from cancellations.models.cancellation import Cancellation
from cancellations.models.people import User
from cancellations.models.sim import Sim

_SIMS, _CASES = Sim._meta.db_table, Cancellation._meta.db_table
_CENT = Decimal("0.01")
SECONDS_KEPT = 60


class Sum(StrEnum):
    """`billed`: still going out each month. `refund`: outstanding. `charge`: billed after the end, not settled."""

    BILLED = "billed"
    REFUND = "refund"
    CHARGE = "charge"


@dataclass(frozen=True)
class MoneySum:
    """Of one currency. `count`: cards or cases; `overdue`: how many of them are late."""

    kind: Sum
    currency: str
    amount: Decimal
    count: int
    overdue: int


def money_sums(user: User, today: date, *, mine: bool = False) -> list[MoneySum]:
    """The largest of each kind first; of an account's own rows. `mine`: of the cases assigned to the user."""
    return _read(user.workspace_id, user.pk, today, mine)


def recent_money_sums(user: User, today: date, *, mine: bool = False) -> list[MoneySum]:
    """As money_sums, but up to SECONDS_KEPT old: where there are so many rows that adding them up is most of a page."""
    period = int(time.monotonic() // SECONDS_KEPT)
    return list(_kept(user.workspace_id, user.pk if mine else None, today, mine, period))


@lru_cache(maxsize=64)
def _kept(workspace: int | None, user: int | None, today: date, mine: bool, period: int) -> tuple[MoneySum, ...]:
    """`period`: which one this is; the next one reads anew."""
    return tuple(_read(workspace, user, today, mine))


def _read(workspace: int | None, user: int | None, today: date, mine: bool) -> list[MoneySum]:
    parameters = {"workspace": workspace, "user": user, "today": today.isoformat(), "yes": True}
    with connection.cursor() as cursor:
        cursor.execute(_MINE if mine else _ALL, parameters)
        found = cursor.fetchall()
    sums = [
        MoneySum(Sum(kind), currency, Decimal(str(amount)).quantize(_CENT), count, overdue or 0)
        for kind, currency, amount, count, overdue in found
    ]
    return sorted(sums, key=lambda one: (one.kind, -one.amount, one.currency))


def _sums(mine_cards: str, mine_cases: str) -> str:
    return f"""
SELECT 'billed', currency, SUM(monthly_fee), COUNT(id), 0 FROM {_SIMS}
  WHERE workspace_id = %(workspace)s AND status = 'cancelling' AND monthly_fee > 0 {mine_cards} GROUP BY currency
UNION ALL
SELECT 'refund', refund_currency, SUM(refund_outstanding), COUNT(id),
    SUM(CASE WHEN refund_due_on < %(today)s THEN 1 ELSE 0 END) FROM {_CASES}
  WHERE workspace_id = %(workspace)s AND refund_outstanding IS NOT NULL {mine_cases} GROUP BY refund_currency
UNION ALL
SELECT 'charge', charge_currency, SUM(charge_outstanding), COUNT(id), 0 FROM {_CASES}
  WHERE workspace_id = %(workspace)s AND charge_outstanding IS NOT NULL {mine_cases} GROUP BY charge_currency
"""  # noqa: S608 - our own words


_ALL = _sums("", "")
_MINE = _sums(
    f"AND id IN (SELECT sim_id FROM {_CASES} WHERE workspace_id = %(workspace)s"  # noqa: S608 - our own words
    " AND assignee_id = %(user)s AND is_open = %(yes)s)",
    "AND assignee_id = %(user)s",
)
