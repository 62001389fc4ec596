"""What happens to a case as a whole."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cancellations.domain.closing import ObstacleKind
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Decision, Outcome, SimStatus, Stage, Turn
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh, is_derived, kinds_of, refused, walk

K = StepKey


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def ended(owner: User) -> Cancellation:
    """All steps done, not closed yet."""
    return walk(case_of(owner), owner, to=None)


# --- closing -----------------------------------------------------------------------------------------------


def test_terminated(ended: Cancellation, owner: User) -> None:
    ended.close(owner, outcome=Outcome.TERMINATED, version=ended.version)
    case = fresh(ended)
    assert (case.outcome, case.stage, case.turn, case.is_open) == ("terminated", Stage.CLOSED, Turn.NOBODY, False)
    assert (case.due, case.sim.status) == (None, SimStatus.ENDED)
    assert case.closed_at is not None
    assert case.events.latest("id").payload == {"outcome": "terminated", "reason": ""}


@pytest.mark.parametrize(
    ("missing", "kind"),
    [
        (K.CONFIRMATION, ObstacleKind.NOT_CONFIRMED),
        (K.VERIFICATION, ObstacleKind.NOT_VERIFIED),
        (K.REFUND, ObstacleKind.STEP_OPEN),
        (K.BILL_CHECK, ObstacleKind.STEP_OPEN),
    ],
)
def test_terminated_needs_proof(ended: Cancellation, owner: User, missing: StepKey, kind: ObstacleKind) -> None:
    ended.reopen_step(missing, owner, reason="Look again")
    with refused(Locked) as caught:
        fresh(ended).close(owner, outcome=Outcome.TERMINATED)
    assert (kind, missing) in {(one.kind, one.step) for one in caught.value.obstacles}
    assert fresh(ended).is_open


def test_terminated_needs_the_second_looks(ended: Cancellation, owner: User) -> None:
    ended.reopen_step(K.REFUND, owner, reason="Wrong amount")
    do(ended, K.REFUND, owner)
    with refused(Locked) as caught:
        fresh(ended).close(owner, outcome=Outcome.TERMINATED)
    assert [(one.kind, one.step) for one in caught.value.obstacles] == [(ObstacleKind.CHECK_AGAIN, K.BILL_CHECK)]
    fresh(ended).recheck_step(K.BILL_CHECK, owner)
    fresh(ended).close(owner, outcome=Outcome.TERMINATED)


def test_a_charge_after_the_end_keeps_it_open(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    do(case, K.BILL_CHECK, owner, result="charged", amount=300, currency="RUB")
    with refused(NotPossible):
        fresh(case).skip_step(K.BILL_CHECK, owner, reason="Tired of it")
    with refused(Locked) as caught:
        fresh(case).close(owner, outcome=Outcome.TERMINATED)
    assert ObstacleKind.CHARGED_AFTER_END in [one.kind for one in caught.value.obstacles]
    assert fresh(case).sim.status == SimStatus.CANCELLING


@pytest.mark.parametrize(
    ("decision", "outcome", "status"),
    [
        (Decision.SUSPEND, Outcome.SUSPENDED, SimStatus.SUSPENDED),
        (Decision.TRANSFER, Outcome.TRANSFERRED, SimStatus.ENDED),
        (Decision.LAPSE, Outcome.LAPSED, SimStatus.ENDED),
        (Decision.KEEP, Outcome.KEPT, SimStatus.ACTIVE),
    ],
)
def test_other_ends_follow_the_decision(
    case: Cancellation, owner: User, decision: Decision, outcome: Outcome, status: SimStatus
) -> None:
    with refused(Locked):
        case.close(owner, outcome=outcome)
    do(case, K.DECISION, owner, choice=decision)
    if outcome is not Outcome.KEPT:
        with refused(NotPossible):
            fresh(case).close(owner, outcome=outcome)
    today = timezone.localdate()
    days: dict[str, Any] = {"ended_on": today, "look_again_on": today if outcome is Outcome.SUSPENDED else None}
    fresh(case).close(owner, outcome=outcome, reason="The carrier's app says so", **days)
    assert fresh(case).sim.status == status


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.ABANDONED])
def test_giving_up_takes_a_reason(case: Cancellation, owner: User, outcome: Outcome) -> None:
    with refused(NotPossible):
        case.close(owner, outcome=outcome)
    fresh(case).close(owner, outcome=outcome, reason="Sold the phone")
    assert (fresh(case).outcome_reason, fresh(case).sim.status) == ("Sold the phone", SimStatus.ACTIVE)


def test_closed_is_closed(case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    with refused(NotPossible):
        fresh(case).close(owner, outcome=Outcome.ABANDONED, reason="x")


# --- reopening ---------------------------------------------------------------------------------------------


def test_it_goes_on_where_it_stood(ended: Cancellation, owner: User) -> None:
    ended.close(owner, outcome=Outcome.TERMINATED)
    fresh(ended).log_contact(owner, outcome=ContactOutcome.REFUND_NOTICE)
    case = fresh(ended)
    case.reopen(owner, reason="Charged in January", version=case.version)
    case = fresh(case)
    assert (case.outcome, case.closed_at, case.late_reply_on, case.is_open) == ("", None, None, True)
    assert (case.stage, case.turn, case.action) == (Stage.CONFIRMED, Turn.US, Action.FOLLOW_UP)
    assert case.sim.status == SimStatus.ENDED
    assert case.events.latest("id").payload == {"reason": "Charged in January", "outcome": "terminated"}
    assert is_derived(case)


def test_an_open_case_is_not_reopened(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.reopen(owner, reason="x")


def test_not_while_the_card_has_another_open_case(case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    case_of(owner, sim=case.sim)
    with refused(NotPossible) as caught:
        fresh(case).reopen(owner, reason="x")
    assert "another open request" in str(caught.value.message)


def test_a_late_reply_that_changes_nothing(case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    with refused(NotPossible):
        fresh(case).dismiss_late_reply(owner, reason="x")
    fresh(case).log_contact(owner, outcome=ContactOutcome.REFUND_NOTICE)
    fresh(case).dismiss_late_reply(owner, reason="Advertising")
    case = fresh(case)
    assert (case.turn, case.late_reply_on, case.outcome) == (Turn.NOBODY, None, "withdrawn")
    assert kinds_of(case)[-1] == "late_reply_dismissed"


# --- who looks after it ------------------------------------------------------------------------------------


def test_assign(case: Cancellation, owner: User, colleague: User) -> None:
    case.assign(owner, to=colleague)
    assert fresh(case).assignee == colleague
    assert case.events.latest("id").payload == {"to": "Colleague"}
    fresh(case).assign(owner, to=None)
    assert fresh(case).assignee is None


def test_assigning_to_whom_it_is_assigned_is_no_event(case: Cancellation, owner: User) -> None:
    case.assign(owner, to=owner)
    assert kinds_of(case) == ["opened"]
    assert fresh(case).version == case.version


def test_nobody_from_elsewhere(case: Cancellation, owner: User, stranger: User, ex_member: User) -> None:
    for somebody in (stranger, ex_member):
        with refused(NotPossible):
            case.assign(owner, to=somebody)


# --- who and when ------------------------------------------------------------------------------------------

EVERY: dict[str, Callable[[Cancellation, User, int], None]] = {
    "close": lambda case, by, version: case.close(by, outcome=Outcome.WITHDRAWN, reason="x", version=version),
    "reopen": lambda case, by, version: case.reopen(by, reason="x", version=version),
    "dismiss": lambda case, by, version: case.dismiss_late_reply(by, reason="x", version=version),
}


def ready(case: Cancellation, by: User, name: str) -> Cancellation:
    """The case as it must be for the verb."""
    if name != "close":
        case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
        fresh(case).log_contact(by, outcome=ContactOutcome.REFUND_NOTICE)
    return fresh(case)


@pytest.mark.parametrize("name", EVERY)
def test_each_minds_the_version(case: Cancellation, owner: User, name: str) -> None:
    case = ready(case, owner, name)
    with refused(Stale):
        EVERY[name](case, owner, case.version - 1)
    EVERY[name](fresh(case), owner, case.version)
    assert fresh(case).version == case.version + 1


@pytest.mark.parametrize("name", [*EVERY, "assign"])
def test_a_viewer_may_not(case: Cancellation, owner: User, viewer: User, name: str) -> None:
    case = ready(case, owner, name)
    before = kinds_of(case)
    with refused(PermissionDenied):
        case.assign(viewer, to=viewer) if name == "assign" else EVERY[name](case, viewer, case.version)
    assert kinds_of(case) == before


def test_a_reopened_case_is_due_today(case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).reopen(owner, reason="x")
    assert fresh(case).due == timezone.localdate()
