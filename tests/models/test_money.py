"""The money of a case through its verbs: a refund in parts, credit, what is given up, charges after the end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.models import Cancellation, User
from tests.cases import CONFIRMED_ON, END, case_of, do, fresh, is_derived, kinds_of, refused, step_of, walk

K = StepKey
NO_MORE: dict[str, Any] = {"received": None, "received_on": None}
CHARGED: dict[str, Any] = {"result": "charged", "amount": Decimal("300.00"), "currency": "RUB"}
LATE: dict[str, Any] = {"amount": Decimal("300.00"), "currency": "RUB", "charged_on": date(2026, 12, 2)}


@pytest.fixture
def owed(owner: User) -> Cancellation:
    """Confirmed, with 120 roubles to come back."""
    return case_of(owner, to=K.REFUND)


@pytest.fixture
def ended(owner: User) -> Cancellation:
    case = walk(case_of(owner), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    return fresh(case)


def owes(case: Cancellation) -> tuple[Decimal | None, str]:
    return case.refund_outstanding, case.refund_currency


# --- the refund --------------------------------------------------------------------------------------------


def test_what_the_balance_named_is_outstanding_once_the_end_is_confirmed(owner: User) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    assert owes(case) == (None, "")
    case = do(case, K.CONFIRMATION, owner)
    assert owes(case) == (Decimal("120.00"), "RUB")
    assert case.refund_due_on == date(2026, 12, 15), "30 days after the end"


def test_each_part_keeps_its_day_reference_and_method(owed: Cancellation, owner: User) -> None:
    case = do(owed, K.REFUND, owner, received=Decimal(20), reference="T-1", method="Card")
    assert (owes(case), step_of(case, K.REFUND).waiting_on) == ((Decimal(100), "RUB"), Turn.CARRIER)
    case = do(case, K.REFUND, owner, received=Decimal(100), reference="T-2", method="Post")
    receipts = step_of(case, K.REFUND).data["receipts"]
    assert [(one["amount"], one["reference"], one["method"]) for one in receipts] == [
        ("20", "T-1", "Card"),
        ("100", "T-2", "Post"),
    ]
    assert owes(case) == (None, "")
    assert step_of(case, K.REFUND).state == StepState.DONE


def test_store_credit_never_settles_a_refund_of_money(owed: Cancellation, owner: User) -> None:
    case = do(owed, K.REFUND, owner, received=Decimal(120), paid_as="credit")
    assert (owes(case), step_of(case, K.REFUND).state) == ((Decimal(120), "RUB"), StepState.WAITING)
    with refused(NotPossible):
        do(case, K.REFUND, owner, **NO_MORE, write_off=True, write_off_reason="")
    case = do(case, K.REFUND, owner, **NO_MORE, write_off=True, write_off_reason="Credit will do")
    assert step_of(case, K.REFUND).state == StepState.DONE
    event = case.events.get(kind="refund_given_up")
    assert event.payload == {"amount": "120.00", "currency": "RUB", "reason": "Credit will do"}


def test_giving_up_counts_once_only(owed: Cancellation, owner: User) -> None:
    case = do(owed, K.REFUND, owner, **NO_MORE, write_off=True, write_off_reason="Bankrupt")
    case.reopen_step(K.REFUND, owner, reason="They pay after all")
    assert owes(fresh(case)) == (Decimal(120), "RUB")
    case = do(case, K.REFUND, owner, received=Decimal(20))
    assert owes(case) == (Decimal(100), "RUB"), "the tick of last time does not give up the rest again"
    assert step_of(case, K.REFUND).data["given_up"][0]["reason"] == "Bankrupt"


def test_another_currency_has_to_be_said(owed: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        do(owed, K.REFUND, owner, received=Decimal("1.30"), received_currency="EUR")
    case = do(owed, K.REFUND, owner, received=Decimal("1.30"), received_currency="EUR", stands_for=Decimal(120))
    assert step_of(case, K.REFUND).state == StepState.DONE


def test_the_refunds_currency_stays_once_money_has_come(owed: Cancellation, owner: User) -> None:
    case = do(owed, K.REFUND, owner, received=Decimal(20))
    with refused(NotPossible):
        do(case, K.REFUND, owner, currency="EUR", received=Decimal(100))
    assert owes(fresh(case)) == (Decimal(100), "RUB")


# --- charges after the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settled",
    [
        {"result": "returned", "amount": Decimal(300), "currency": "RUB"},
        {"result": "cancelled"},
        {"result": "waived", "reason": "Two cents"},
    ],
)
def test_a_charge_is_open_until_settled(owner: User, settled: dict[str, Any]) -> None:
    case = do(case_of(owner, to=K.BILL_CHECK), K.BILL_CHECK, owner, **CHARGED)
    assert (case.charge_outstanding, case.charge_currency, case.action) == (Decimal(300), "RUB", Action.DISPUTE_CHARGE)
    case = do(case, K.BILL_CHECK, owner)
    assert (case.action, case.bill_checks) == (Action.DISPUTE_CHARGE, 1), "a clean bill brings no money back"
    case = do(case, K.BILL_CHECK, owner, **settled)
    assert (case.charge_outstanding, case.charged_on, case.charged_first_on) == (None, None, date(2026, 11, 20))
    assert step_of(case, K.BILL_CHECK).state == StepState.DONE
    assert case.action == Action.VERIFICATION, "a charge puts the end in doubt"


def test_a_part_paid_back_leaves_the_rest_open(owner: User) -> None:
    case = do(case_of(owner, to=K.BILL_CHECK), K.BILL_CHECK, owner, **CHARGED)
    case = do(case, K.BILL_CHECK, owner, result="returned", amount=Decimal(100), currency="RUB")
    assert (case.charge_outstanding, case.action) == (Decimal(200), Action.DISPUTE_CHARGE)


@pytest.mark.parametrize(
    "told",
    [
        {"result": "waived", "reason": ""},
        {**CHARGED, "currency": "EUR"},
        {**CHARGED, "charged_on": date(2026, 11, 14)},
    ],
    ids=["waived without a reason", "another currency", "before the end"],
)
def test_what_is_refused(owner: User, told: dict[str, Any]) -> None:
    case = do(case_of(owner, to=K.BILL_CHECK), K.BILL_CHECK, owner, **CHARGED)
    with refused(NotPossible):
        do(case, K.BILL_CHECK, owner, **told)
    with refused(NotPossible):
        case.skip_step(K.BILL_CHECK, owner, reason="x")


def test_nothing_can_be_settled_that_was_not_charged(owner: User) -> None:
    with refused(NotPossible):
        do(case_of(owner, to=K.BILL_CHECK), K.BILL_CHECK, owner, result="cancelled")


def test_a_late_charge_opens_a_closed_case(ended: Cancellation, owner: User) -> None:
    ended.record_late_charge(owner, what="Monthly fee", **LATE)
    case = fresh(ended)
    assert (case.stage, case.turn, case.action, case.due) == (
        Stage.CONFIRMED, Turn.US, Action.DISPUTE_CHARGE, date(2026, 12, 2),
    )  # fmt: skip
    assert kinds_of(case)[-2:] == ["reopened", "late_charge"]
    assert (case.round, case.confirmed_on, case.confirmed_end_date) == (1, CONFIRMED_ON, END), "its proofs stay"
    assert step_of(case, K.VERIFICATION).check_again
    assert case.sim.status == SimStatus.CANCELLING, "it may still be billed"
    assert is_derived(case)
    with refused(Locked) as caught:
        case.close(owner, outcome=Outcome.TERMINATED)
    missing = ["not_verified", "step_open", "charged_after_end", "check_again"]
    assert [one.kind for one in caught.value.obstacles] == missing


def test_a_late_charge_where_no_bills_were_to_be_checked(ended: Cancellation, owner: User) -> None:
    ended.steps.filter(key=K.BILL_CHECK).delete()
    fresh(ended).record_late_charge(owner, **LATE)
    step = step_of(ended, K.BILL_CHECK)
    assert (step.state, step.position, len(step.data["checks"])) == (StepState.TODO, 12, 1)
    assert is_derived(ended)


def test_a_late_charge_needs_a_confirmed_end(owner: User) -> None:
    with refused(NotPossible):
        case_of(owner, to=K.CONFIRMATION).record_late_charge(owner, **LATE)


def test_one_open_request_a_card_also_with_a_late_charge(ended: Cancellation, owner: User) -> None:
    Cancellation.objects.start(ended.sim, owner, requested_end_date=None)
    ended.record_late_charge(owner, **LATE)
    case = fresh(ended)
    assert (case.outcome, case.is_open, case.action) == (Outcome.TERMINATED, False, Action.REVIEW_LATE_CHARGE)
    assert (case.charged_on, kinds_of(case)[-1]) == (LATE["charged_on"], "late_charge")
    assert step_of(case, K.BILL_CHECK).data["checks"][-1]["amount"] == "300.00"
    assert is_derived(case)
    with refused(NotPossible):
        case.reopen(owner, reason="x")
    Cancellation.objects.get(sim=ended.sim, is_open=True).close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).reopen(owner, reason="Dispute it")
    case = fresh(case)
    assert (case.charge_outstanding, step_of(case, K.BILL_CHECK).state) == (Decimal(300), StepState.TODO)


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.ABANDONED])
def test_a_charge_to_a_case_without_a_confirmed_end_is_kept_and_flagged(owner: User, outcome: Outcome) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    case.close(owner, outcome=outcome, reason="x")
    fresh(case).record_late_charge(owner, **LATE)
    case = fresh(case)
    assert (case.outcome, case.action, case.due) == (outcome, Action.REVIEW_LATE_CHARGE, LATE["charged_on"])
    assert (case.charged_on, case.charged_first_on) == (LATE["charged_on"], None), "no figure of the carrier's"
    case.reopen(owner, reason="It goes on")
    case = fresh(case)
    assert (case.is_open, case.charge_outstanding) == (True, Decimal(300))
    assert is_derived(case)


# --- what a confirmation schedules, and the end ------------------------------------------------------------


def test_a_confirmation_schedules_refund_and_bill(owner: User) -> None:
    case = do(case_of(owner, to=K.CONFIRMATION), K.CONFIRMATION, owner)
    told = case.events.get(kind="step_completed", payload__step="confirmation").payload
    assert (told["end_date"], told["refund_by"], told["bill_on"]) == ("2026-11-15", "2026-12-15", "2026-12-15")


def test_terminated_waits_for_the_money_or_a_reason(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.BILL_CHECK, owner)
    with refused(Locked) as caught:
        fresh(case).close(owner, outcome=Outcome.TERMINATED)
    assert [(one.kind, one.step) for one in caught.value.obstacles] == [("step_open", K.REFUND)]
    case.skip_step(K.REFUND, owner, reason="Too little to ask for")
    case.close(owner, outcome=Outcome.TERMINATED)
    assert case.outcome == Outcome.TERMINATED
    assert case.events.get(kind="step_skipped").payload["reason"] == "Too little to ask for"
