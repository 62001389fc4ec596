"""Completing, saving, skipping and reopening the steps of a case, and what unlocks them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cancellations.domain.closing import ObstacleKind
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.playbook import RULES, SimKind, StepKey, StepState
from cancellations.domain.situation import Action, SimStatus, Stage, Turn
from cancellations.models import Cancellation, User
from tests.cases import (
    CONFIRMED_ON,
    SENT_ON,
    case_of,
    do,
    fresh,
    is_derived,
    kinds_of,
    refused,
    sim_of,
    step_of,
    steps_of,
    walk,
)

K = StepKey
LATER = date(2026, 12, 1)


@pytest.fixture
def ended(owner: User) -> Cancellation:
    """All steps done, not closed yet."""
    return walk(case_of(owner), owner, to=None)


# --- completing and saving ---------------------------------------------------------------------------------


def test_completing_a_step(case: Cancellation, owner: User) -> None:
    case.complete_step(K.POLICY, owner, version=1, notice="30 days", last_billable_day=LATER, fee="")
    step = step_of(case, K.POLICY)
    assert (step.state, step.settled_by, step.version) == (StepState.DONE, owner, 2)
    assert step.data == {"notice": "30 days", "last_billable_day": "2026-12-01", "fee": ""}
    case = fresh(case)
    assert (case.action, case.version) == (Action.DECISION, 3)
    event = case.events.latest("id")
    assert (event.kind, event.by) == ("step_completed", owner)
    assert event.payload == {"step": "policy", "notice": "30 days", "last_billable_day": "2026-12-01", "fee": ""}


def test_what_a_verb_leaves_in_memory_is_what_a_reload_would_show(case: Cancellation, owner: User) -> None:
    case.complete_step(K.BALANCE, owner, amount=Decimal("120.00"), seen_on=LATER, plan="refund")
    [step] = [step for step in case.last_steps if step.key == K.BALANCE]
    assert step.data == step_of(case, K.BALANCE).data == {
        "amount": "120.00", "seen_on": "2026-12-01", "plan": "refund",
    }  # fmt: skip


def test_the_whole_way(owner: User) -> None:
    case = case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))
    seen = []
    for key in [step.step_key for step in steps_of(case)]:
        assert case.action == key or case.action in {Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION, Action.REFUND}
        case = do(case, key, owner)
        seen.append((case.stage, case.turn))
        assert is_derived(case)
    assert case.action == Action.CLOSE
    assert [stage for stage, _turn in seen] == [Stage.PREPARING] * 7 + [Stage.SUBMITTED] + [Stage.CONFIRMED] * 4
    assert case.sim.status == SimStatus.ENDED


def test_a_draft_keeps_what_was_typed(case: Cancellation, owner: User) -> None:
    case.save_step(K.POLICY, owner, version=1, notice="30 days")
    step = step_of(case, K.POLICY)
    assert (step.state, step.in_progress, step.version) == (StepState.TODO, True, 2)
    case = fresh(case)
    assert case.action == Action.POLICY
    case.complete_step(K.POLICY, owner, version=2, fee="none")
    assert step_of(case, K.POLICY).data == {"notice": "30 days", "fee": "none"}
    assert kinds_of(case) == ["opened", "step_saved", "step_completed"]


def test_a_settled_step_takes_no_draft(case: Cancellation, owner: User) -> None:
    do(case, K.POLICY, owner)
    with refused(NotPossible):
        fresh(case).save_step(K.POLICY, owner, notice="x")


def test_contact_needs_a_contact_of_this_round(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.complete_step(K.CONTACT, owner)
    fresh(case).log_contact(owner, outcome=ContactOutcome.NOT_REACHED)
    fresh(case).complete_step(K.CONTACT, owner)
    assert step_of(case, K.CONTACT).state == StepState.DONE


# --- locks and the point of no return ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "needed"),
    [(K.DEVICES, K.BACKUP), (K.CONFIRMATION, K.SUBMISSION), (K.VERIFICATION, K.CONFIRMATION), (K.REFUND, K.SUBMISSION)],
)
def test_a_locked_step_says_what_it_waits_for(case: Cancellation, owner: User, key: StepKey, needed: StepKey) -> None:
    with refused(Locked) as caught:
        do(case, key, owner)
    assert [(one.kind, one.step) for one in caught.value.obstacles] == [(ObstacleKind.STEP_OPEN, needed)]
    assert step_of(case, key).version == 1


def test_the_point_of_no_return_takes_a_reason(case: Cancellation, owner: User) -> None:
    for reason in ("",):
        with refused(Locked) as caught:
            do(case, K.SUBMISSION, owner, override_reason=reason)
        assert len(caught.value.obstacles) == 5
    do(case, K.SUBMISSION, owner, override_reason="The shop closes for good today")
    event = case.events.get(kind="gate_overridden")
    assert event.payload["reason"] == "The shop closes for good today"
    assert event.payload["obstacles"][0] == "step_open:policy"
    assert "override_reason" not in step_of(case, K.SUBMISSION).data


def test_accounts_on_the_number_stand_before_it(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.BACKUP)
    do(case, K.BACKUP, owner, accounts={"banks": "attached", "saved": "moved"})
    walk(case, owner, to=K.SUBMISSION)
    with refused(Locked) as caught:
        do(case, K.SUBMISSION, owner)
    assert [one.kind for one in caught.value.obstacles] == [ObstacleKind.ACCOUNTS_ATTACHED]
    assert do(case, K.SUBMISSION, owner, override_reason="Bank needs it").submitted_on == SENT_ON


def test_no_reason_crosses_another_decision(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.DECISION)
    case = do(case, K.DECISION, owner, choice="suspend")
    assert case.action == Action.CLOSE
    with refused(Locked) as caught:
        do(case, K.SUBMISSION, owner, override_reason="All the same")
    assert ObstacleKind.DECIDED_OTHERWISE in {one.kind for one in caught.value.obstacles}


@pytest.mark.parametrize("key", [key for key in K if not RULES[key].skippable])
def test_what_cannot_be_skipped(case: Cancellation, owner: User, key: StepKey) -> None:
    with refused(NotPossible):
        case.skip_step(key, owner, reason="No time")


def test_skipping_with_a_reason_unlocks(case: Cancellation, owner: User) -> None:
    case.skip_step(K.BACKUP, owner, reason="Never used for accounts")
    step = step_of(case, K.BACKUP)
    assert (step.state, step.reason, step.settled_by) == (StepState.SKIPPED, "Never used for accounts", owner)
    do(case, K.DEVICES, owner)


# --- reopening ---------------------------------------------------------------------------------------------


def test_reopening_erases_nothing_and_asks_to_look_again(ended: Cancellation, owner: User) -> None:
    before = {step.key: step.data for step in steps_of(ended)}
    ended.reopen_step(K.BALANCE, owner, reason="Topped up since")
    steps = {step.key: step for step in steps_of(ended)}
    assert {key: step.data for key, step in steps.items()} == before
    assert steps[K.BALANCE].state == StepState.TODO
    later = [K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION, K.VERIFICATION, K.REFUND, K.BILL_CHECK]
    assert {key for key, step in steps.items() if step.check_again} == set(later)
    assert all(steps[key].state == StepState.DONE for key in later)
    assert not any(steps[key].check_again for key in (K.POLICY, K.DECISION, K.BACKUP))
    assert is_derived(ended)
    assert ended.events.latest("id").payload == {"step": "balance", "reason": "Topped up since"}


def test_second_looks_come_last_and_are_asked_for(ended: Cancellation, owner: User) -> None:
    ended.reopen_step(K.BALANCE, owner, reason="Topped up since")
    case = do(ended, K.BALANCE, owner)
    assert (case.action, case.action_step) == (Action.CONTACT, K.CONTACT)
    for step in steps_of(case):
        if step.check_again:
            fresh(case).recheck_step(step.step_key, owner)
    assert fresh(case).action == Action.CLOSE


def test_only_what_was_overtaken_is_checked_again(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.recheck_step(K.POLICY, owner)


def test_an_open_step_is_not_reopened(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.reopen_step(K.POLICY, owner, reason="x")


def test_a_reopened_submission_keeps_what_was_heard(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    heard = fresh(sent).acknowledged_on
    fresh(sent).reopen_step(K.SUBMISSION, owner, reason="Wrong day")
    case = fresh(sent)
    assert (case.stage, case.submitted_on, case.action) == (Stage.PREPARING, None, Action.SUBMISSION)
    case = do(case, K.SUBMISSION, owner)
    assert (case.stage, case.acknowledged_on) == (Stage.PROCESSING, heard)


def test_a_reopened_reply_is_to_be_recorded_again(ended: Cancellation, owner: User) -> None:
    ended.reopen_step(K.CONFIRMATION, owner, reason="Wrong day")
    case = fresh(ended)
    assert (case.confirmed_on, case.confirmed_end_date) == (None, None)
    assert (case.turn, case.action, case.due) == (Turn.US, Action.RECORD_REPLY, CONFIRMED_ON)
    assert case.sim.status == SimStatus.CANCELLING
    case = do(case, K.CONFIRMATION, owner, end_date=date(2026, 11, 16))
    assert (case.confirmed_end_date, case.reply_claimed_on) == (date(2026, 11, 16), None)


@pytest.mark.parametrize(
    ("key", "fact", "empty"),
    [(K.DECISION, "decision", ""), (K.VERIFICATION, "verified_on", None), (K.BILL_CHECK, "bill_checks", 0)],
)
def test_a_reopened_step_takes_its_fact_back(
    ended: Cancellation, owner: User, key: StepKey, fact: str, empty: Any
) -> None:
    assert getattr(ended, fact) != empty
    ended.reopen_step(key, owner, reason="x")
    assert getattr(fresh(ended), fact) == empty
