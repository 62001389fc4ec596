"""What happens between us and the carrier."""

from datetime import UTC, date, datetime

import pytest

from cancellations.domain.contact import Channel, Direction
from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.models import Cancellation, Message, RequestNumber, User
from tests.cases import SENT_ON, case_of, do, fresh, is_derived, refused, step_of

K = StepKey
LATER = date(2026, 12, 1)


def on(day: int) -> datetime:
    """Noon of a day of November 2026."""
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def sent(owner: User) -> Cancellation:
    return case_of(owner, to=K.CONFIRMATION)


def test_outcome_is_all_that_must_be_said(case: Cancellation, owner: User) -> None:
    case.log_contact(owner, outcome=Heard.OTHER)
    message = Message.objects.get()
    assert (message.channel, message.direction, message.logged_by) == (Channel.CALL, Direction.OUT, owner)
    assert (message.outcome, message.round, message.agent, message.note) == (Heard.OTHER, 1, "", "")


def test_everything_can_be_said(case: Cancellation, owner: User) -> None:
    case.log_contact(
        owner,
        outcome=Heard.PROCESSING,
        channel=Channel.CHAT,
        direction=Direction.IN,
        at=on(4),
        agent="Oksana",
        note="Two\nlines",
        promised_by=LATER,
        follow_up_on=date(2026, 11, 25),
        request_number="N-7",
    )
    message, event = Message.objects.get(), case.events.latest("id")
    assert (message.at, message.note) == (on(4), "Two\nlines")
    assert event.kind == "contact_logged"
    assert event.payload == {
        "message": message.pk,
        "channel": "chat",
        "direction": "in",
        "outcome": "processing",
        "contact_at": "2026-11-04T12:00:00Z",
        "agent": "Oksana",
        "note": "Two\nlines",
        "number": "N-7",
        "promised_by": "2026-12-01",
        "follow_up_on": "2026-11-25",
    }
    number = RequestNumber.objects.get()
    assert (number.number, number.given_by, number.given_on) == ("N-7", "Oksana", date(2026, 11, 4))
    assert fresh(case).request_number == "N-7"


@pytest.mark.parametrize("outcome", Heard)
def test_a_contact_does_the_contact_step(case: Cancellation, owner: User, outcome: Heard) -> None:
    case.log_contact(owner, outcome=outcome)
    expected = StepState.TODO if outcome in {Heard.NOT_REACHED, Heard.AUTO_REPLY} else StepState.DONE
    assert step_of(case, K.CONTACT).state == expected
    assert is_derived(case)


def test_a_contact_step_on_hold_is_done_by_a_contact(case: Cancellation, owner: User) -> None:
    case.wait_step(K.CONTACT, owner, waiting_on=Turn.US, until=LATER)
    fresh(case).log_contact(owner, outcome=Heard.OTHER)
    assert step_of(case, K.CONTACT).state == StepState.DONE


# --- what is heard while the carrier has the request -------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "stage", "turn", "action"),
    [
        (Heard.RECEIPT, Stage.PROCESSING, Turn.CARRIER, Action.AWAIT_CONFIRMATION),
        (Heard.PROCESSING, Stage.PROCESSING, Turn.CARRIER, Action.AWAIT_CONFIRMATION),
        (Heard.WANTS, Stage.PROCESSING, Turn.US, Action.ANSWER_CARRIER),
        (Heard.RING_BACK, Stage.SUBMITTED, Turn.CARRIER, Action.AWAIT_RECEIPT),
        (Heard.NOT_REACHED, Stage.SUBMITTED, Turn.CARRIER, Action.AWAIT_RECEIPT),
        (Heard.CONFIRMS, Stage.SUBMITTED, Turn.US, Action.RECORD_REPLY),
        (Heard.REFUSES, Stage.SUBMITTED, Turn.US, Action.RECORD_REPLY),
        (Heard.REFUND_NOTICE, Stage.SUBMITTED, Turn.CARRIER, Action.AWAIT_RECEIPT),
        (Heard.OTHER, Stage.SUBMITTED, Turn.CARRIER, Action.AWAIT_RECEIPT),
        (Heard.AUTO_REPLY, Stage.SUBMITTED, Turn.CARRIER, Action.AWAIT_RECEIPT),
    ],
)
def test_what_a_contact_changes(
    sent: Cancellation, owner: User, outcome: Heard, stage: Stage, turn: Turn, action: Action
) -> None:
    sent.log_contact(owner, outcome=outcome, at=on(5))
    case = fresh(sent)
    assert (case.stage, case.turn, case.action) == (stage, turn, action)
    assert case.confirmed_on is None, "no contact is a confirmation"
    assert is_derived(case)


def test_the_first_receipt_counts(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=Heard.RECEIPT, at=on(5))
    fresh(sent).log_contact(owner, outcome=Heard.PROCESSING, at=on(9))
    assert fresh(sent).acknowledged_on == date(2026, 11, 5)


def test_what_was_heard_before_it_was_sent_is_no_receipt(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=Heard.RECEIPT, at=on(SENT_ON.day - 1))
    assert fresh(sent).stage == Stage.SUBMITTED


def test_a_claimed_reply_waits_for_being_recorded(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=Heard.CONFIRMS, at=on(10))
    assert fresh(sent).due == date(2026, 11, 10)
    case = do(sent, K.CONFIRMATION, owner)
    assert (case.stage, case.reply_claimed_on) == (Stage.CONFIRMED, None)


# --- when to look again ------------------------------------------------------------------------------------


def test_a_promise_beats_the_rule(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=Heard.PROCESSING, at=on(5), promised_by=LATER)
    assert (fresh(sent).promised_by, fresh(sent).due) == (LATER, LATER)


def test_a_promise_replaces_the_day_that_we_chose(sent: Cancellation, owner: User) -> None:
    sent.change_follow_up(owner, on=date(2026, 11, 20), reason="x")
    fresh(sent).log_contact(owner, outcome=Heard.PROCESSING, at=on(5), promised_by=LATER)
    assert fresh(sent).due == LATER


def test_a_chosen_day_before_the_promise_is_ours(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=Heard.PROCESSING, at=on(5), promised_by=LATER, follow_up_on=date(2026, 11, 9))
    case = fresh(sent)
    assert (case.turn, case.action, case.due) == (Turn.US, Action.FOLLOW_UP, date(2026, 11, 9))
    assert is_derived(case)


def test_a_contact_was_the_look_that_was_due(sent: Cancellation, owner: User) -> None:
    sent.change_follow_up(owner, on=date(2026, 11, 9), reason="x")
    fresh(sent).log_contact(owner, outcome=Heard.NOT_REACHED, at=on(8))
    assert fresh(sent).follow_up_on == date(2026, 11, 9), "too early"
    fresh(sent).log_contact(owner, outcome=Heard.NOT_REACHED, at=on(9))
    assert fresh(sent).follow_up_on is None


def test_a_promise_after_the_confirmation_is_about_the_refund(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.REFUND, owner, received=None, received_on=None)
    do(case, K.BILL_CHECK, owner)
    fresh(case).log_contact(owner, outcome=Heard.REFUND_NOTICE, at=on(18), promised_by=date(2026, 11, 30))
    case = fresh(case)
    assert (case.action, case.due, case.promised_by) == (Action.AWAIT_REFUND, date(2026, 11, 30), None)
    assert case.refund_due_on == date(2026, 11, 30)
    case = do(case, K.REFUND, owner)
    assert case.action == Action.CLOSE, "nothing to follow up once the money is there"


def test_a_checked_bill_was_the_look_that_was_due(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    case.change_follow_up(owner, on=date(2026, 11, 20), reason="x")
    assert do(case, K.BILL_CHECK, owner).action == Action.CLOSE


def test_look_again_on_another_day(sent: Cancellation, owner: User) -> None:
    before = sent.due
    sent.change_follow_up(owner, on=LATER, reason="Holiday in Russia", version=sent.version)
    case = fresh(sent)
    assert (case.due, case.turn, case.action) == (LATER, Turn.US, Action.FOLLOW_UP)
    assert case.events.latest("id").payload == {
        "before": before and before.isoformat(), "after": "2026-12-01", "reason": "Holiday in Russia",
    }  # fmt: skip


def test_another_end_date_as_long_as_nothing_was_sent(case: Cancellation, owner: User) -> None:
    case.change_target(owner, on=LATER, version=case.version)
    assert (fresh(case).requested_end_date, fresh(case).due) == (LATER, LATER)


def test_the_end_date_that_was_asked_for_stays(sent: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        sent.change_target(owner, on=LATER)


@pytest.mark.parametrize("name", ["change_follow_up", "change_target"])
def test_days_mind_the_version(case: Cancellation, owner: User, name: str) -> None:
    reason = {"reason": "x"} if name == "change_follow_up" else {}
    with refused(Stale):
        getattr(case, name)(owner, on=LATER, version=case.version - 1, **reason)


# --- closed cases are never deaf ---------------------------------------------------------------------------


@pytest.fixture
def closed(sent: Cancellation, owner: User) -> Cancellation:
    sent.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept after all")
    return fresh(sent)


def test_a_late_reply_is_flagged(closed: Cancellation, owner: User) -> None:
    closed.log_contact(owner, outcome=Heard.CONFIRMS, direction=Direction.IN, at=on(19), request_number="N-9")
    case = fresh(closed)
    assert (case.stage, case.turn, case.action) == (Stage.CLOSED, Turn.US, Action.REVIEW_LATE_REPLY)
    assert (case.due, case.is_open, case.reply_claimed_on) == (date(2026, 11, 19), False, None)
    assert RequestNumber.objects.filter(number="N-9").exists()


def test_not_reaching_them_is_no_reply(closed: Cancellation, owner: User) -> None:
    closed.log_contact(owner, outcome=Heard.NOT_REACHED)
    assert fresh(closed).turn == Turn.NOBODY


@pytest.mark.parametrize("name", ["change_follow_up", "change_target"])
def test_a_closed_case_has_no_days_to_move(closed: Cancellation, owner: User, name: str) -> None:
    with refused(NotPossible):
        getattr(closed, name)(owner, on=LATER, **({"reason": "x"} if name == "change_follow_up" else {}))
