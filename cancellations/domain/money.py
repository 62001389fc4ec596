"""The money of one case: what is to come back, what has come, and what was charged after the end.

Read from what the steps recorded; amounts of different currencies are never added up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Protocol

from cancellations.domain.playbook import SETTLED, StepKey, StepState

NOTHING = Decimal(0)
_TOO_MUCH = Decimal(10) ** 12  # no column takes it, and nobody has it: not an amount


class Paid(StrEnum):
    """What came: credit can be spent with the carrier alone, so it settles no refund of money."""

    MONEY = "money"
    CREDIT = "credit"


class Found(StrEnum):
    """What a look at a bill found, or what has become of a charge."""

    CLEAN = "clean"
    CHARGED = "charged"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    WAIVED = "waived"


SETTLES = frozenset({Found.RETURNED, Found.CANCELLED, Found.WAIVED})


@dataclass(frozen=True)
class Amount:
    value: Decimal
    currency: str


@dataclass(frozen=True)
class Receipt:
    """`stands_for`: how much of the refund it is, in the refund's currency `of`; None for store credit."""

    amount: Amount
    stands_for: Decimal | None
    of: str
    on: date | None = None
    method: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Charge:
    """After the end. `left`: what of it is neither returned nor cancelled nor waived.

    `after_end`: false for what came to a closed case whose end the carrier never confirmed.
    """

    amount: Amount
    on: date | None
    what: str
    left: Decimal
    after_end: bool = True


@dataclass(frozen=True)
class CaseMoney:
    """`expected`: to be refunded, as recorded or else as seen on the account. `given_up`: with its reason."""

    balance: Amount | None = None
    expected: Amount | None = None
    expected_by: date | None = None
    method: str = ""
    receipts: tuple[Receipt, ...] = ()
    is_settled: bool = True
    given_up: Amount | None = None
    given_up_reason: str = ""
    charges: tuple[Charge, ...] = ()

    @property
    def received(self) -> Decimal:
        """Of the refund, in its currency; store credit is not among it."""
        return sum((one.stands_for for one in self.receipts if one.stands_for is not None), NOTHING)

    @property
    def outstanding(self) -> Amount | None:
        """Still to come; None when nothing is, or when nobody knows how much."""
        if self.expected is None or self.is_settled or self.received >= self.expected.value:
            return None
        return Amount(self.expected.value - self.received, self.expected.currency)

    @property
    def over(self) -> Amount | None:
        """What came beyond the expected amount."""
        if self.expected is None or self.received <= self.expected.value:
            return None
        return Amount(self.received - self.expected.value, self.expected.currency)

    @property
    def whole_on(self) -> date | None:
        """When the last of the money came; None while some is to come or was given up."""
        return self.last_on if self.is_settled and self.given_up is None else None

    @property
    def last_on(self) -> date | None:
        """When the last of the money came, whether it was all or not."""
        return max((one.on for one in self.receipts if one.on and one.stands_for is not None), default=None)

    @property
    def came(self) -> Amount | None:
        """`received` with its currency; None while nothing came."""
        return Amount(self.received, self.receipts[-1].of) if self.received else None

    @property
    def open_charges(self) -> tuple[Charge, ...]:
        return tuple(one for one in self.charges if one.left > 0)

    @property
    def charged(self) -> Amount | None:
        """What is open of the charges after the end; they are all of one currency."""
        left = self.open_charges
        return Amount(sum((one.left for one in left), NOTHING), left[0].amount.currency) if left else None


class Recorded(Protocol):
    """A step as far as its money goes."""

    key: Any
    state: Any
    reason: Any
    data: Any


def read_money(steps: Iterable[Recorded]) -> CaseMoney:
    """From the present round's steps. Whatever cannot be read is left out."""
    found = {str(step.key): step for step in steps}
    balance, refund, bills = (found.get(key) for key in (StepKey.BALANCE, StepKey.REFUND, StepKey.BILL_CHECK))
    seen = balance.data if balance else {}
    charges = tuple(charges_of(bills.data.get("checks", []))) if bills else ()
    if refund is None:
        return CaseMoney(balance=amount_of(seen), charges=charges)
    data, is_settled = refund.data, refund.state in SETTLED
    expected = amount_of(data, "expected")
    if expected is None and seen.get("plan") == "refund":
        expected = amount_of(seen)
    receipts = tuple(receipts_of(data))
    return CaseMoney(
        balance=amount_of(seen),
        expected=expected,
        expected_by=day_of(data.get("expected_by")),
        method=str(data.get("method") or ""),
        receipts=receipts,
        is_settled=is_settled,
        charges=charges,
        **_given_up(refund, expected, receipts),
    )


def receipts_of(refund: Mapping[str, Any]) -> Iterator[Receipt]:
    """What came, in the order in which it was recorded."""
    currency = str(refund.get("currency") or "")
    for one in refund.get("receipts", []):
        amount = amount_of({"currency": currency, **one})
        if amount is None:
            continue
        stands_for = _decimal(one.get("stands_for")) if one.get("stands_for") else amount.value
        yield Receipt(
            amount,
            None if one.get("paid_as") == Paid.CREDIT else stands_for,
            str(one.get("for") or currency),
            day_of(one.get("on")),
            str(one.get("method") or ""),
            str(one.get("reference") or ""),
        )


def charges_of(checks: Iterable[Mapping[str, Any]]) -> Iterator[Charge]:
    """Each charge with what is left of it: money back goes to the oldest first, the rest ends all that is open."""
    found: list[tuple[Amount, Mapping[str, Any]]] = []
    left: list[Decimal] = []
    for one in checks:
        result, amount = one.get("result"), amount_of(one)
        if result == Found.CHARGED and amount:
            found.append((amount, one))
            left.append(amount.value)
        elif result in SETTLES:
            left = _settled(left, amount.value if amount and result == Found.RETURNED else None)
    for (amount, one), rest in zip(found, left, strict=True):
        day = day_of(one.get("charged_on")) or day_of(one.get("checked_on"))
        yield Charge(amount, day, str(one.get("what") or ""), rest, one.get("after_end") is not False)


def last_doubt(checks: Iterable[Mapping[str, Any]]) -> tuple[date | None, int]:
    """The day of the last charge, or of what has become of it, and how many bills were found clean since."""
    day, clean = None, 0
    for one in checks:
        if one.get("result") == Found.CLEAN:
            clean += 1
        else:
            day, clean = day_of(one.get("checked_on")) or day, 0
    return day, clean


def amount_of(data: Mapping[str, Any], name: str = "amount") -> Amount | None:
    value, currency = _decimal(data.get(name)), data.get("currency")
    return Amount(value, str(currency)) if value is not None and currency else None


def day_of(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _given_up(refund: Recorded, expected: Amount | None, receipts: Iterable[Receipt]) -> dict[str, Any]:
    """Written off with the step done, or the step left out although something was expected."""
    if refund.state == StepState.DONE and refund.data.get("given_up"):
        last = refund.data["given_up"][-1]
        return {"given_up": amount_of(last), "given_up_reason": str(last.get("reason") or "")}
    if refund.state != StepState.SKIPPED or expected is None:
        return {}
    back = sum((one.stands_for for one in receipts if one.stands_for is not None), NOTHING)
    if back >= expected.value:
        return {}
    return {"given_up": Amount(expected.value - back, expected.currency), "given_up_reason": str(refund.reason)}


def _settled(left: list[Decimal], back: Decimal | None) -> list[Decimal]:
    if back is None:
        return [NOTHING for _one in left]
    rest = []
    for one in left:
        taken = min(one, back)
        back -= taken
        rest.append(one - taken)
    return rest


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found) < _TOO_MUCH else None
