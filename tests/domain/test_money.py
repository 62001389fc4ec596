"""What the steps recorded, read as money: parts add up, credit does not, currencies are never mixed."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.money import Amount, CaseMoney, charges_of, read_money
from cancellations.domain.money_words import money_lines
from cancellations.domain.playbook import StepState
from tests.cases import TODAY


@dataclass
class Recorded:
    key: str
    data: dict[str, Any]
    state: str = StepState.TODO
    reason: str = ""


@dataclass
class Check:
    result: str
    amount: str | None = None
    currency: str = "RUB"
    rest: dict[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        amount = {"amount": self.amount, "currency": self.currency}
        return {"checked_on": "2026-11-20", "result": self.result, **amount, **self.rest}


def refund(state: str = StepState.WAITING, **data: Any) -> CaseMoney:
    return read_money([Recorded("refund", {"expected": "120.00", "currency": "RUB", **data}, state, "too little")])


def part(amount: str, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "RUB", "for": "RUB", "on": "2026-11-18", "paid_as": "money", **more}


def rub(value: str) -> Amount:
    return Amount(Decimal(value), "RUB")


def test_parts_add_up() -> None:
    money = refund(receipts=[part("20.00"), part("30.50")])
    assert (money.received, money.outstanding, money.over) == (Decimal("50.50"), rub("69.50"), None)


def test_store_credit_settles_nothing() -> None:
    money = refund(receipts=[part("120.00", paid_as="credit")])
    assert (money.received, money.outstanding) == (Decimal(0), rub("120.00"))


def test_another_currency_counts_as_what_it_stands_for() -> None:
    money = refund(receipts=[part("1.20", currency="EUR", stands_for="110.00")])
    assert money.outstanding == rub("10.00")
    assert money.receipts[0].amount == Amount(Decimal("1.20"), "EUR")


def test_more_than_expected_is_noted() -> None:
    money = refund(StepState.DONE, receipts=[part("150")])
    assert (money.outstanding, money.over) == (None, rub("30.00"))


def test_what_was_given_up_is_known_with_its_reason() -> None:
    money = refund(StepState.DONE, given_up=[{"amount": "100.00", "currency": "RUB", "reason": "bankrupt"}])
    assert (money.given_up, money.given_up_reason, money.outstanding) == (rub("100.00"), "bankrupt", None)
    again = refund(StepState.TODO, given_up=[{"amount": "100.00", "currency": "RUB", "reason": "bankrupt"}])
    assert (again.given_up, again.outstanding) == (None, rub("120.00")), "reopened: it is expected again"
    assert refund(StepState.SKIPPED).given_up == rub("120.00")
    assert refund(StepState.SKIPPED).given_up_reason == "too little"


@pytest.mark.parametrize(("plan", "expected"), [("refund", rub("50")), ("zero", None), ("use_up", None)])
def test_the_balance_tells_what_is_expected_before_anybody_says_so(plan: str, expected: Amount | None) -> None:
    seen = Recorded("balance", {"amount": "50", "currency": "RUB", "plan": plan}, StepState.DONE)
    money = read_money([seen, Recorded("refund", {})])
    assert (money.expected, money.outstanding, money.balance) == (expected, expected, rub("50"))


@pytest.mark.parametrize(
    ("checks", "left"),
    [
        ([Check("charged", "300")], ["300"]),
        ([Check("charged", "300"), Check("clean")], ["300"]),
        ([Check("charged", "300"), Check("returned", "100")], ["200"]),
        ([Check("charged", "300"), Check("charged", "50"), Check("returned", "320")], ["0", "30"]),
        ([Check("charged", "300"), Check("returned", "400")], ["0"]),
        ([Check("charged", "300"), Check("cancelled")], ["0"]),
        ([Check("charged", "300"), Check("waived"), Check("charged", "5")], ["0", "5"]),
        ([Check("charged", None), Check("charged", "x")], []),
    ],
)
def test_a_charge_is_open_until_it_is_settled(checks: list[Check], left: list[str]) -> None:
    assert [one.left for one in charges_of(one.row() for one in checks)] == [Decimal(one) for one in left]


def test_in_words() -> None:
    steps = [
        Recorded("balance", {"amount": "120", "currency": "RUB", "plan": "refund"}, StepState.DONE),
        Recorded(
            "refund",
            {
                "expected": "120.00",
                "currency": "RUB",
                "expected_by": "2026-12-15",
                "method": "Card",
                "receipts": [
                    part("20", reference="T-7"),
                    part("1", currency="EUR", stands_for="90"),
                    part("5", paid_as="credit"),
                ],
            },
            StepState.WAITING,
        ),
        Recorded("bill_check", {"checks": [Check("charged", "300", rest={"what": "Fee"}).row()]}),
    ]
    with translation.override("en"):
        lines = [(label, text.replace("\xa0", " ")) for label, text in money_lines(read_money(steps), TODAY)]
    assert lines == [
        ("Balance", "RUB 120"),
        ("Refund expected", "RUB 120 · by 15 Dec · Card"),
        ("Received", "RUB 20 · 18 Nov · T-7"),
        ("Received", "€1 · stands for 90 of the refund · 18 Nov"),
        ("Store credit, not money", "RUB 5 · 18 Nov"),
        ("Received in all", "RUB 110"),
        ("Still to come", "RUB 10"),
        ("Charged after the end", "RUB 300 · 20 Nov · Fee · open"),
    ]


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["12.50", "NaN", "RUB"])
answers = st.dictionaries(
    st.sampled_from(["amount", "currency", "expected", "plan", "expected_by", "on", "result", "stands_for"]), anything
)


@given(answers, answers, st.lists(answers, max_size=3), st.sampled_from(StepState))
def test_whatever_was_recorded_can_be_read(
    seen: dict[str, Any], told: dict[str, Any], rows: list[dict[str, Any]], state: StepState
) -> None:
    steps = [
        Recorded("balance", seen),
        Recorded("refund", {**told, "receipts": rows, "given_up": rows}, state),
        Recorded("bill_check", {"checks": rows}),
    ]
    money = read_money(steps)
    assert list(money_lines(money, TODAY)) is not None
    assert money.outstanding is None or money.outstanding.value > 0
