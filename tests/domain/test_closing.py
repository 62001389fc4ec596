"""What stands before the point of no return, and before each outcome."""

from dataclasses import replace
from datetime import date

import pytest

from cancellations.domain.closing import (
    DECIDED,
    Obstacle,
    needs_reason,
    obstacles_to_close,
    obstacles_to_submit,
)
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import CaseFacts, Decision, Outcome
from tests.domain.case_facts import CONFIRMED, END, PREPARED, facts

ENDED = facts(
    f"{CONFIRMED} verification refund bill_check",
    submitted_on=date(2026, 11, 20),
    confirmed_on=date(2026, 11, 25),
    confirmed_end_date=END,
    verified_on=END,
)
FREE_OUTCOMES = [Outcome.WITHDRAWN, Outcome.ABANDONED]


def kinds(obstacles: list[Obstacle]) -> list[tuple[str, str]]:
    return [(one.kind.value, (one.step or "")) for one in obstacles]


def without(key: StepKey, state: StepState = StepState.TODO) -> CaseFacts:
    steps = tuple(replace(step, state=state) if step.key is key else step for step in ENDED.steps)
    return replace(ENDED, steps=steps)


def test_nothing_stands_before_a_prepared_submission() -> None:
    assert obstacles_to_submit(facts(PREPARED), accounts_attached=False) == []


@pytest.mark.parametrize("key", ["policy", "decision", "backup", "balance", "identity"])
def test_an_open_step_stands_before_the_submission(key: str) -> None:
    rest = " ".join(name for name in PREPARED.split() if name != key)
    assert kinds(obstacles_to_submit(facts(rest), accounts_attached=False)) == [("step_open", key)]


def test_accounts_on_the_number_stand_before_the_submission() -> None:
    found = obstacles_to_submit(facts(PREPARED), accounts_attached=True)
    assert kinds(found) == [("accounts_attached", "backup")]


def test_an_open_backup_says_it_already() -> None:
    rest = PREPARED.replace(" backup", "")
    assert kinds(obstacles_to_submit(facts(rest), accounts_attached=True)) == [("step_open", "backup")]


def test_who_decided_otherwise_does_not_submit() -> None:
    found = obstacles_to_submit(facts(PREPARED, decision=Decision.SUSPEND), accounts_attached=False)
    assert kinds(found) == [("decided_otherwise", "decision")]
    terminate = facts(PREPARED, decision=Decision.TERMINATE)
    assert obstacles_to_submit(terminate, accounts_attached=False) == []


def test_terminated_is_for_what_has_ended() -> None:
    assert obstacles_to_close(ENDED, Outcome.TERMINATED) == []


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (replace(ENDED, confirmed_on=None), [("not_confirmed", "confirmation")]),
        (without(StepKey.CONFIRMATION), [("not_confirmed", "confirmation")]),
        (replace(ENDED, verified_on=None), [("not_verified", "verification")]),
        (without(StepKey.VERIFICATION), [("not_verified", "verification")]),
        (without(StepKey.VERIFICATION, StepState.SKIPPED), [("not_verified", "verification")]),
        (without(StepKey.REFUND), [("step_open", "refund")]),
        (without(StepKey.REFUND, StepState.WAITING), [("step_open", "refund")]),
        (without(StepKey.REFUND, StepState.SKIPPED), []),
        (without(StepKey.BILL_CHECK), [("step_open", "bill_check")]),
        (without(StepKey.BILL_CHECK, StepState.SKIPPED), []),
        (replace(ENDED, charged_on=END), [("charged_after_end", "bill_check")]),
        (
            facts(),
            [
                ("not_confirmed", "confirmation"),
                ("not_verified", "verification"),
                ("step_open", "refund"),
                ("step_open", "bill_check"),
            ],
        ),
    ],
)
def test_terminated_needs_proof(known: CaseFacts, expected: list[tuple[str, str]]) -> None:
    assert kinds(obstacles_to_close(known, Outcome.TERMINATED)) == expected


def test_what_was_overtaken_by_a_reopened_step_is_checked_first() -> None:
    steps = tuple(replace(step, check_again=step.key is StepKey.BALANCE) for step in ENDED.steps)
    found = obstacles_to_close(replace(ENDED, steps=steps), Outcome.TERMINATED)
    assert kinds(found) == [("check_again", "balance")]


def test_steps_that_the_carrier_left_out_are_not_missed() -> None:
    left_out = {StepKey.REFUND, StepKey.BILL_CHECK}
    steps = tuple(step for step in ENDED.steps if step.key not in left_out)
    assert obstacles_to_close(replace(ENDED, steps=steps), Outcome.TERMINATED) == []


@pytest.mark.parametrize(("outcome", "decision"), DECIDED.items())
def test_other_ends_follow_the_decision(outcome: Outcome, decision: Decision) -> None:
    for made in [None, *Decision]:
        expected = [] if made is decision else [("not_decided", "decision")]
        assert kinds(obstacles_to_close(facts(decision=made), outcome)) == expected


@pytest.mark.parametrize("outcome", FREE_OUTCOMES)
def test_giving_up_is_always_possible_with_a_reason(outcome: Outcome) -> None:
    assert obstacles_to_close(facts(), outcome) == []
    assert needs_reason(outcome)


def test_every_outcome_is_thought_of() -> None:
    assert {Outcome.TERMINATED, *DECIDED, *FREE_OUTCOMES} == set(Outcome)
    assert [outcome for outcome in Outcome if not needs_reason(outcome)] == [Outcome.TERMINATED, Outcome.KEPT]
