"""Steps on hold, steps changed by two people, and who may change one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, Turn
from cancellations.models import Cancellation, Step, User
from tests.cases import (
    do,
    fresh,
    is_derived,
    kinds_of,
    refused,
    step_of,
    walk,
)

K = StepKey
LATER = date(2026, 12, 1)


# --- on hold -----------------------------------------------------------------------------------------------


def test_blocked_until_a_day_by_somebody(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.IDENTITY)
    fresh(case).block_step(K.IDENTITY, owner, reason="No passport", unblocked_by=Turn.HOLDER, review_on=LATER)
    step, case = step_of(case, K.IDENTITY), fresh(case)
    assert (step.state, step.reason, step.waiting_on, step.until) == ("blocked", "No passport", "holder", LATER)
    assert (case.turn, case.action, case.due, case.action_step) == ("holder", Action.UNBLOCK, LATER, K.IDENTITY)
    case.resume_step(K.IDENTITY, owner)
    step, case = step_of(case, K.IDENTITY), fresh(case)
    assert (step.state, step.reason, step.waiting_on, step.until) == ("todo", "", "", None)
    assert case.action == Action.IDENTITY


def test_waiting_for_somebody(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.IDENTITY)
    fresh(case).wait_step(K.IDENTITY, owner, waiting_on=Turn.HOLDER, until=LATER)
    assert fresh(case).action == Action.AWAIT_STEP
    assert do(case, K.IDENTITY, owner).action == Action.SUBMISSION, "it can be done while it waits"


@pytest.mark.parametrize("hold", ["block", "wait"])
def test_a_settled_step_is_not_held_up(case: Cancellation, owner: User, hold: str) -> None:
    do(case, K.POLICY, owner)
    with refused(NotPossible):
        HOLDS[hold](fresh(case), owner)


HOLDS: dict[str, Callable[[Cancellation, User], None]] = {
    "block": lambda case, by: case.block_step(K.POLICY, by, reason="x", unblocked_by=Turn.US, review_on=LATER),
    "wait": lambda case, by: case.wait_step(K.POLICY, by, waiting_on=Turn.US, until=LATER),
}


def test_only_what_is_held_up_goes_on(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.resume_step(K.POLICY, owner)


# --- somebody was faster -----------------------------------------------------------------------------------


def test_a_stale_version_changes_nothing(case: Cancellation, owner: User, colleague: User) -> None:
    case.save_step(K.POLICY, owner, version=1, notice="30 days")
    with refused(Stale):
        fresh(case).complete_step(K.POLICY, colleague, version=1, notice="None")
    assert step_of(case, K.POLICY).data == {"notice": "30 days"}


@pytest.mark.parametrize("name", ["save", "skip", "block", "wait", "resume", "reopen", "recheck"])
def test_every_change_of_a_step_minds_the_version(case: Cancellation, owner: User, name: str) -> None:
    settled = name in {"reopen", "recheck"}
    if settled:
        do(case, K.POLICY, owner)
    with refused(Stale):
        VERBS[name](fresh(case), owner)


VERBS: dict[str, Callable[[Cancellation, User], None]] = {
    "save": lambda case, by: case.save_step(K.POLICY, by, version=9),
    "skip": lambda case, by: case.skip_step(K.POLICY, by, reason="x", version=9),
    "block": lambda case, by: case.block_step(
        K.POLICY, by, reason="x", unblocked_by=Turn.US, review_on=LATER, version=9
    ),
    "wait": lambda case, by: case.wait_step(K.POLICY, by, waiting_on=Turn.US, until=LATER, version=9),
    "resume": lambda case, by: case.resume_step(K.POLICY, by, version=9),
    "reopen": lambda case, by: case.reopen_step(K.POLICY, by, reason="x", version=9),
    "recheck": lambda case, by: case.recheck_step(K.POLICY, by, version=9),
}


def test_other_steps_do_not_conflict(case: Cancellation, owner: User) -> None:
    do(case, K.POLICY, owner)
    fresh(case).complete_step(K.BALANCE, owner, version=1, plan="zero")


def test_whoever_has_seen_a_settled_step_can_record_it_anew(case: Cancellation, owner: User, colleague: User) -> None:
    do(case, K.POLICY, owner, notice="30 days")
    with refused(NotPossible):
        fresh(case).complete_step(K.POLICY, colleague, notice="None")
    fresh(case).complete_step(K.POLICY, colleague, version=2, notice="None")
    step = step_of(case, K.POLICY)
    assert (step.data["notice"], step.settled_by, step.version) == ("None", colleague, 3)
    assert kinds_of(case)[-2:] == ["step_reopened", "step_completed"]


def test_a_failed_verb_leaves_the_object_usable(case: Cancellation, owner: User) -> None:
    with refused(Locked):
        case.complete_step(K.CONFIRMATION, owner, result="none", replied_on=LATER)
    case.complete_step(K.POLICY, owner, notice="x")
    assert step_of(case, K.POLICY).state == StepState.DONE
    assert step_of(case, K.CONFIRMATION).version == 1


# --- who and when ------------------------------------------------------------------------------------------

EVERY: dict[str, Callable[[Cancellation, User], None]] = {
    "complete": lambda case, by: case.complete_step(K.POLICY, by, notice="x"),
    "save": lambda case, by: case.save_step(K.POLICY, by, notice="x"),
    "skip": lambda case, by: case.skip_step(K.POLICY, by, reason="x"),
    **HOLDS,
    "resume": lambda case, by: case.resume_step(K.BACKUP, by),
    "reopen": lambda case, by: case.reopen_step(K.DECISION, by, reason="x"),
    "recheck": lambda case, by: case.recheck_step(K.BALANCE, by),
}


@pytest.fixture
def mixed(case: Cancellation, owner: User) -> Cancellation:
    """A case in which every verb of EVERY is possible."""
    do(case, K.DECISION, owner)
    fresh(case).wait_step(K.BACKUP, owner, waiting_on=Turn.US, until=LATER)
    do(case, K.BALANCE, owner)
    fresh(case).reopen_step(K.DECISION, owner, reason="x")
    return do(case, K.DECISION, owner)


@pytest.mark.parametrize("name", EVERY)
def test_every_verb_works_writes_its_event_and_settles_the_situation(
    mixed: Cancellation, owner: User, name: str
) -> None:
    events, version = mixed.events.count(), mixed.version
    EVERY[name](mixed, owner)
    assert mixed.events.count() == events + 1
    assert fresh(mixed).version == version + 1
    assert is_derived(mixed)


@pytest.mark.parametrize("name", EVERY)
def test_a_viewer_changes_no_step(mixed: Cancellation, viewer: User, name: str) -> None:
    before = list(Step.objects.order_by("id").values())
    with refused(PermissionDenied):
        EVERY[name](mixed, viewer)
    assert list(Step.objects.order_by("id").values()) == before


@pytest.mark.parametrize("name", EVERY)
def test_a_closed_case_takes_no_steps(mixed: Cancellation, owner: User, name: str) -> None:
    mixed.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    with refused(NotPossible) as caught:
        EVERY[name](fresh(mixed), owner)
    assert "closed" in str(caught.value.message)
