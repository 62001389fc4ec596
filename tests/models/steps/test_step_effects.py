"""What steps do to their case, and the rounds after a refusal."""

from datetime import date
from decimal import Decimal

import pytest

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.models import Cancellation, RequestNumber, Step, User
from tests.cases import (
    CONFIRMED_ON,
    END,
    SENT_ON,
    case_of,
    do,
    fresh,
    kinds_of,
    refused,
    step_of,
    steps_of,
    walk,
)

K = StepKey
LATER = date(2026, 12, 1)


# --- what steps do to the case -----------------------------------------------------------------------------


@pytest.mark.parametrize("plan", ["zero", "use_up", "debt_paid"])
def test_no_refund_without_one_wanted(case: Cancellation, owner: User, plan: str) -> None:
    do(case, K.BALANCE, owner, plan=plan)
    assert step_of(case, K.REFUND).state == StepState.SKIPPED


def test_a_refund_wanted_after_all(case: Cancellation, owner: User) -> None:
    do(case, K.BALANCE, owner, plan="zero")
    fresh(case).reopen_step(K.BALANCE, owner, reason="Topped up since")
    do(case, K.BALANCE, owner, plan="refund")
    assert step_of(case, K.REFUND).state == StepState.TODO


def test_a_refund_skipped_by_a_person_stays_skipped(case: Cancellation, owner: User) -> None:
    case.skip_step(K.REFUND, owner, reason="Too small to fight for")
    do(case, K.BALANCE, owner, plan="refund")
    assert step_of(case, K.REFUND).reason == "Too small to fight for"


def test_submission_keeps_number_and_days(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.SUBMISSION)
    asked = {"requested_end_date": END, "promised_by": LATER, "given_by": "Oksana"}
    case = do(case, K.SUBMISSION, owner, **asked)
    assert (case.submitted_on, case.requested_end_date, case.promised_by) == (SENT_ON, END, LATER)
    number = RequestNumber.objects.get()
    assert (number.number, number.given_by, number.given_on) == ("N-1", "Oksana", SENT_ON)
    assert (case.request_number, case.due) == ("N-1", LATER)


def test_an_earlier_promise_survives_the_submission(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.SUBMISSION)
    fresh(case).log_contact(owner, outcome=ContactOutcome.OTHER, promised_by=LATER)
    assert do(case, K.SUBMISSION, owner).promised_by == LATER


def test_the_carrier_wants_something(sent: Cancellation, owner: User) -> None:
    case = do(sent, K.CONFIRMATION, owner, result="wants", what="Passport copy", until=None)
    assert (case.stage, case.turn, case.action) == (Stage.PROCESSING, Turn.US, Action.ANSWER_CARRIER)
    assert step_of(case, K.CONFIRMATION).state == StepState.TODO
    assert kinds_of(case)[-1] == "step_recorded"
    case = do(case, K.CONFIRMATION, owner, result="none", until=LATER)
    assert (case.stage, case.turn, case.due) == (Stage.PROCESSING, Turn.US, LATER), "it wants it still"


def test_a_confirmation_number_is_not_the_request_number(sent: Cancellation, owner: User) -> None:
    case = do(sent, K.CONFIRMATION, owner, confirmation_number="C-9")
    assert case.request_number == "N-1"
    kinds = dict(RequestNumber.objects.values_list("number", "kind"))
    assert kinds == {"N-1": "request", "C-9": "confirmation"}
    assert (case.confirmed_on, case.confirmed_end_date) == (CONFIRMED_ON, END)


def test_a_refund_arrives_in_parts(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.REFUND, owner, received=None, received_on=None)
    step = step_of(case, K.REFUND)
    assert (step.state, step.waiting_on, step.until) == (StepState.WAITING, Turn.CARRIER, date(2026, 12, 15))
    do(case, K.REFUND, owner, received=Decimal("20.00"))
    assert step_of(case, K.REFUND).state == StepState.WAITING
    do(case, K.REFUND, owner, received=Decimal("100.00"), reference="T-7")
    step = step_of(case, K.REFUND)
    assert step.state == StepState.DONE
    assert [(one["amount"], one["reference"]) for one in step.data["receipts"]] == [("20.00", ""), ("100.00", "T-7")]
    assert step.data["received"] is None, "the next part is typed anew"


def test_the_rest_can_be_given_up(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.REFUND, owner, received=None, write_off=True, write_off_reason="Carrier is bankrupt")
    assert step_of(case, K.REFUND).state == StepState.DONE


def test_as_many_clean_bills_as_wanted(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    case = do(case, K.BILL_CHECK, owner, wanted=2)
    assert (case.bill_checks, step_of(case, K.BILL_CHECK).state) == (1, StepState.TODO)
    assert case.due == date(2027, 1, 14), "the second bill"
    do(case, K.BILL_CHECK, owner, wanted=2)
    assert step_of(case, K.BILL_CHECK).state == StepState.DONE
    assert len(step_of(case, K.BILL_CHECK).data["checks"]) == 2


def test_a_charge_after_the_end_comes_first(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    charged = {"result": "charged", "amount": Decimal("300.00"), "currency": "RUB"}
    case = do(case, K.BILL_CHECK, owner, **charged)
    assert (case.action, case.bill_checks) == (Action.DISPUTE_CHARGE, 0)
    case = do(case, K.BILL_CHECK, owner)
    assert (case.action, case.bill_checks) == (Action.DISPUTE_CHARGE, 1), "a clean bill brings no money back"
    case = do(case, K.BILL_CHECK, owner, result="cancelled")
    assert (case.action, case.charged_on) == (Action.VERIFICATION, None), "whether it ended is to be looked at again"
    case.recheck_step(K.VERIFICATION, owner)
    assert fresh(case).action == Action.CLOSE


# --- rounds ------------------------------------------------------------------------------------------------


def test_a_refusal_starts_the_next_round(sent: Cancellation, owner: User) -> None:
    old = {step.key: step.version for step in steps_of(sent)}
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    case = do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder", until=LATER)
    assert (case.round, case.stage, case.submitted_on, case.acknowledged_on) == (2, Stage.PREPARING, None, None)
    assert (case.request_number, case.due, case.action) == ("", LATER, Action.CONTACT)
    anew = {step.key: step for step in steps_of(case) if step.round == 2}
    assert set(anew) == {K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION}
    assert all(step.state == StepState.TODO and not step.data for step in anew.values())
    assert all(anew[key].version > old[key] for key in anew), "forms of the first round are out of date"
    assert {step.key for step in steps_of(case) if step.round == 1} >= {K.POLICY, K.BACKUP, K.VERIFICATION}
    assert [step.position for step in steps_of(case)] == sorted(step.position for step in steps_of(case))


def test_earlier_rounds_stay_readable(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    earlier = Step.objects.filter(cancellation=sent, is_current=False)
    assert earlier.get(key=K.SUBMISSION).data["request_number"] == "N-1"
    assert earlier.get(key=K.CONFIRMATION).data["reason"] == "Not the holder"
    assert RequestNumber.objects.get(cancellation=sent).number == "N-1"
    assert sent.events.get(kind="refused").payload["round"] == 1


def test_the_second_round_can_succeed(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    case = walk(sent, owner, to=None)
    assert case.action == Action.CLOSE
    case.close(owner, outcome=Outcome.TERMINATED)


def test_contacts_of_the_first_round_do_not_count_in_the_second(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="No")
    with refused(NotPossible):
        fresh(sent).complete_step(K.CONTACT, owner)
