"""Money by currency, never added up across: what goes out, what is to come back, what came, what is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, Sum

from cancellations.domain.reporting.period import Period
from cancellations.domain.situation import Outcome, SimStatus
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.reports.keys import By, Key, Keys
from cancellations.models.reports.scope import Scope

_CENT = Decimal("0.01")
_FEE = ("sim__monthly_fee", "sim__currency")
RAN_OUT = (Outcome.LAPSED, Outcome.TRANSFERRED)
TERMINATED = Q(outcome=Outcome.TERMINATED) | Q(is_open=True, sim__status=SimStatus.ENDED)


class Kind(StrEnum):
    """The first four are as of today: `BILLED` each month by cards that are being cancelled, `EXPECTED` refunds that
    are outstanding, `OVERDUE` of these, `CHARGED` after the end and not settled.

    The last two are of the period: `SAVED` each month by contracts that ended in it, `RECEIVED` refunds of which the
    last money came in it.
    """

    BILLED = "billed"
    EXPECTED = "expected"
    OVERDUE = "overdue"
    CHARGED = "charged"
    SAVED = "saved"
    RECEIVED = "received"


@dataclass(frozen=True)
class MoneySum:
    """`n`: of how many requests."""

    kind: Kind
    key: Key
    currency: str
    amount: Decimal
    n: int

    def __add__(self, other: "MoneySum") -> "MoneySum":
        """Of one kind, key and currency."""
        return replace(self, amount=self.amount + other.amount, n=self.n + other.n)


def money(scope: Scope, period: Period, keys: Keys, today: date) -> list[MoneySum]:
    """Six queries. What is as of today has no months: its key is None when it is compared by month."""
    cases, span = scope.cases(), (period.first, period.last)
    owed, charged = cases.filter(refund_outstanding__isnull=False), cases.filter(charge_outstanding__isnull=False)
    refund, received = ("refund_outstanding", "refund_currency"), ("refund_received", "received_currency")
    cards = cases.filter(sim__workspace=scope.user.workspace_id)  # as their index begins
    billed = cards.filter(is_open=True, sim__status=SimStatus.CANCELLING, sim__monthly_fee__gt=0)
    with_fee = cards.filter(sim__monthly_fee__gt=0)
    terminated = with_fee.filter(TERMINATED, confirmed_end_date__range=span)
    ran_out = with_fee.filter(outcome__in=RAN_OUT, ended_on__range=span)
    now = None if keys.by is By.MONTH else keys
    return [
        *_sums(_Asked(Kind.BILLED), billed, _FEE, now),
        *_sums(_Asked(Kind.EXPECTED, Kind.OVERDUE, Q(refund_due_on__lt=today)), owed, refund, now),
        *_sums(_Asked(Kind.CHARGED), charged, ("charge_outstanding", "charge_currency"), now),
        *_sums(_Asked(Kind.SAVED), terminated, _FEE, keys, "confirmed_end_date"),
        *_sums(_Asked(Kind.SAVED), ran_out, _FEE, keys, "ended_on"),
        *_sums(_Asked(Kind.RECEIVED), cases.filter(received_on__range=span), received, keys, "received_on"),
    ]


@dataclass(frozen=True)
class _Asked:
    """`part`: what those among the cases make up for which `which` is true."""

    kind: Kind
    part: Kind | None = None
    which: Q | None = None


def _sums(
    asked: _Asked, cases: CancellationQuerySet, money: tuple[str, str], keys: Keys | None, month: str = "opened_on"
) -> Iterator[MoneySum]:
    amount, currency = money
    told_apart: dict[str, Any] = {"key": keys.of(month)} if keys else {}
    rows = cases.order_by().annotate(**told_apart, code=F(currency)).values("code", *told_apart)
    figures = {"total": Sum(amount), "n": Count("pk")}
    if asked.which:
        figures |= {"part": Sum(amount, filter=asked.which), "part_n": Count("pk", filter=asked.which)}
    for row in rows.annotate(**figures):
        yield _sum(asked.kind, row, row["total"], row["n"])
        if asked.part and row["part_n"]:
            yield _sum(asked.part, row, row["part"], row["part_n"])


def _sum(kind: Kind, row: dict[str, Any], amount: Decimal, n: int) -> MoneySum:
    return MoneySum(kind, row.get("key"), row["code"], Decimal(amount).quantize(_CENT), n)
