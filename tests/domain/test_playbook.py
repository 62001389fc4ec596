"""Which steps a case has, what keeps a step locked, what a refusal starts anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.playbook import (
    PLAYBOOK,
    POINT_OF_NO_RETURN,
    RULES,
    Phase,
    SimKind,
    StepKey,
    StepState,
    later_steps,
    open_needs,
    steps_for,
    steps_of_next_round,
)

K = StepKey
PHYSICAL = [
    K.POLICY, K.DECISION, K.BACKUP, K.BALANCE, K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION,
    K.VERIFICATION, K.REFUND, K.BILL_CHECK,
]  # fmt: skip
TODO = dict.fromkeys(StepKey, StepState.TODO)


def test_a_physical_card_has_no_device_bindings() -> None:
    assert steps_for(SimKind.PHYSICAL) == PHYSICAL
    assert steps_for(SimKind.ESIM) == [*PHYSICAL[:4], K.DEVICES, *PHYSICAL[4:]]


def test_a_carrier_leaves_steps_out() -> None:
    left = steps_for(SimKind.ESIM, ["identity", "refund", "something newer"])
    assert K.IDENTITY not in left
    assert K.REFUND not in left
    assert len(left) == 10


def test_no_carrier_leaves_out_what_cannot_be_skipped() -> None:
    assert steps_for(SimKind.PHYSICAL, list(StepKey)) == [K.SUBMISSION, K.CONFIRMATION, K.VERIFICATION]


def test_the_playbook_is_whole() -> None:
    assert [rule.key for rule in PLAYBOOK] == list(StepKey)
    assert [rule.phase for rule in PLAYBOOK] == sorted((rule.phase for rule in PLAYBOOK), key=list(Phase).index)
    for rule in PLAYBOOK:
        places = [list(RULES).index(need) for need in rule.needs]
        assert all(place < list(RULES).index(rule.key) for place in places), "needs come earlier"
    assert POINT_OF_NO_RETURN is K.SUBMISSION


def test_submission_waits_for_what_cannot_be_undone_later() -> None:
    assert open_needs(K.SUBMISSION, TODO) == [K.POLICY, K.DECISION, K.BACKUP, K.BALANCE, K.IDENTITY]
    settled = {**TODO, K.POLICY: StepState.DONE, K.BALANCE: StepState.SKIPPED, K.IDENTITY: StepState.WAITING}
    assert open_needs(K.SUBMISSION, settled) == [K.DECISION, K.BACKUP, K.IDENTITY]


@pytest.mark.parametrize(
    ("key", "needed"),
    [
        (K.DEVICES, [K.BACKUP]),
        (K.CONFIRMATION, [K.SUBMISSION]),
        (K.VERIFICATION, [K.CONFIRMATION]),
        (K.REFUND, [K.SUBMISSION]),
        (K.BILL_CHECK, [K.CONFIRMATION]),
        *((key, []) for key in (K.POLICY, K.DECISION, K.BACKUP, K.BALANCE, K.CONTACT, K.IDENTITY)),
    ],
)
def test_what_each_step_waits_for(key: StepKey, needed: list[StepKey]) -> None:
    assert open_needs(key, TODO) == needed


@pytest.mark.parametrize("state", [StepState.TODO, StepState.WAITING, StepState.BLOCKED])
def test_a_step_stays_locked_until_its_needs_are_settled(state: StepState) -> None:
    assert open_needs(K.CONFIRMATION, {K.SUBMISSION: state}) == [K.SUBMISSION]


def test_steps_that_a_case_does_not_have_keep_nothing_locked() -> None:
    assert open_needs(K.SUBMISSION, {}) == []


def test_a_refusal_asks_anew_for_what_belongs_to_the_round() -> None:
    assert steps_of_next_round(StepKey) == [K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION]
    assert steps_of_next_round([K.CONTACT, K.SUBMISSION, K.REFUND]) == [K.CONTACT, K.SUBMISSION]


def test_later_steps() -> None:
    assert later_steps(K.VERIFICATION, PHYSICAL) == [K.REFUND, K.BILL_CHECK]
    assert later_steps(K.BILL_CHECK, PHYSICAL) == []


@given(st.sampled_from(SimKind), st.sets(st.sampled_from(StepKey)))
def test_whatever_is_left_out_the_case_can_be_finished(kind: SimKind, left_out: set[StepKey]) -> None:
    keys = steps_for(kind, left_out)
    states = dict.fromkeys(keys, StepState.TODO)
    for _turn in keys:
        ready = [key for key in keys if states[key] is StepState.TODO and not open_needs(key, states)]
        states |= dict.fromkeys(ready, StepState.DONE)
    assert set(states.values()) == {StepState.DONE}
