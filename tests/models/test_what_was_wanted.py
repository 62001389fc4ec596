"""What the carrier wants stays wanted until we say that we have given it; what it says after the close is heard."""

from datetime import UTC, date, datetime

import pytest

from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.domain.contact import Direction
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh, is_derived

K = StepKey


def on(day: int) -> datetime:
    """Noon of a day of November 2026."""
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
def wanted(owner: User) -> Cancellation:
    """Sent; on the 6th the carrier asked for a paper."""
    case = case_of(owner, to=K.CONFIRMATION)
    case.log_contact(owner, outcome=Heard.WANTS, direction=Direction.IN, at=on(6))
    return fresh(case)


@pytest.mark.parametrize("outcome", [Heard.RECEIPT, Heard.PROCESSING, Heard.RING_BACK, Heard.OTHER, Heard.NOT_REACHED])
@pytest.mark.parametrize("direction", Direction)
def test_no_receipt_gives_what_was_wanted(
    wanted: Cancellation, owner: User, outcome: Heard, direction: Direction
) -> None:
    wanted.log_contact(owner, outcome=outcome, direction=direction, at=on(8))
    case = fresh(wanted)
    assert case.wants_since == date(2026, 11, 6)
    assert (case.turn, case.action) == (Turn.US, Action.ANSWER_CARRIER)


def test_our_answer_gives_it(wanted: Cancellation, owner: User) -> None:
    wanted.log_contact(owner, outcome=Heard.OTHER, at=on(8), gave=True, follow_up_on=date(2026, 11, 12))
    case = fresh(wanted)
    assert (case.wants_since, case.stage, case.turn) == (None, Stage.PROCESSING, Turn.US)
    assert (case.action, case.due) == (Action.FOLLOW_UP, date(2026, 11, 12))
    assert case.events.latest("id").payload["gave"] is True
    assert is_derived(case)


def test_what_the_carrier_says_is_no_answer_of_ours(wanted: Cancellation, owner: User) -> None:
    wanted.log_contact(owner, outcome=Heard.RECEIPT, direction=Direction.IN, at=on(8), gave=True)
    assert fresh(wanted).wants_since == date(2026, 11, 6)


def test_an_answer_older_than_the_question_does_not_count(wanted: Cancellation, owner: User) -> None:
    wanted.log_contact(owner, outcome=Heard.OTHER, at=on(5), gave=True)
    assert fresh(wanted).wants_since == date(2026, 11, 6)


def test_asked_for_more_in_the_same_call(wanted: Cancellation, owner: User) -> None:
    wanted.log_contact(owner, outcome=Heard.WANTS, at=on(8), gave=True)
    assert fresh(wanted).wants_since == date(2026, 11, 8)


def test_no_answer_yet_gives_nothing(wanted: Cancellation, owner: User) -> None:
    """That nothing was heard does not say that we have sent the paper: the contact says so, where it is ticked."""
    case = do(wanted, K.CONFIRMATION, owner, result="none", replied_on=date(2026, 11, 8), until=date(2026, 11, 20))
    assert (case.wants_since, case.turn, case.action) == (date(2026, 11, 6), Turn.US, Action.ANSWER_CARRIER)
    assert case.due == date(2026, 11, 20)


# --- after the close ---------------------------------------------------------------------------------------

WORDLESS = {Heard.NOT_REACHED, Heard.OTHER, Heard.AUTO_REPLY}
UNHEARD = {Heard.NOT_REACHED, Heard.AUTO_REPLY}  # also when it came from the carrier: a machine says nothing


@pytest.mark.parametrize("outcome", Heard)
def test_a_late_reply_is_what_the_carrier_said(owner: User, outcome: Heard) -> None:
    """In whatever reached us, and in a call of ours only when it said something."""
    for direction in Direction:
        case = case_of(owner)
        case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
        fresh(case).log_contact(owner, outcome=outcome, direction=direction, at=on(20))
        silent = outcome in UNHEARD if direction is Direction.IN else outcome in WORDLESS
        assert fresh(case).late_reply_on == (None if silent else date(2026, 11, 20)), direction
