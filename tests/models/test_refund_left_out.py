"""The balance decides whether there is a refund to wait for, and the timeline says so."""

from decimal import Decimal
from typing import Any

import pytest

from cancellations.domain.playbook import NO_REFUND_DUE, StepKey, StepState
from cancellations.domain.sentences import sentence
from cancellations.models import Cancellation, User
from tests.cases import TODAY, case_of, do, fresh, kinds_of, step_of

K = StepKey


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, to=K.BALANCE)


def said(case: Cancellation) -> list[tuple[str, str]]:
    """The newest two sentences of the timeline."""
    made = [sentence(event.kind, event.payload, TODAY) for event in case.events.order_by("-id")[:2]]
    return [(one.title, one.text) for one in made]


def test_no_refund_wanted_is_told(case: Cancellation, owner: User) -> None:
    case = do(case, K.BALANCE, owner, plan="zero", amount=Decimal(0))
    refund = step_of(case, K.REFUND)
    assert (refund.state, refund.reason) == (StepState.SKIPPED, NO_REFUND_DUE)
    assert kinds_of(case)[-2:] == ["step_skipped", "step_completed"]
    assert said(case)[1] == ("Skipped: Balance refunded", "No refund is due")


def test_wanted_after_all_is_told(case: Cancellation, owner: User) -> None:
    case = do(case, K.BALANCE, owner, plan="zero")
    case.reopen_step(K.BALANCE, owner, reason="There is money")
    case = do(fresh(case), K.BALANCE, owner, plan="refund")
    assert step_of(case, K.REFUND).state == StepState.TODO
    assert kinds_of(case)[-2:] == ["step_resumed", "step_completed"]
    assert said(case)[1][0] == "Goes on: Balance refunded"


@pytest.mark.parametrize("plan", ["refund", "zero"])
def test_nothing_is_told_twice(case: Cancellation, owner: User, plan: str) -> None:
    answers: dict[str, Any] = {"plan": plan}
    do(case, K.BALANCE, owner, **answers)
    fresh(case).reopen_step(K.BALANCE, owner, reason="x")
    again = do(fresh(case), K.BALANCE, owner, **answers)
    assert kinds_of(again).count("step_skipped") == (plan == "zero")
    assert "step_resumed" not in kinds_of(again)
