"""The day on which we look again is kept apart from the day by which the carrier must answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.domain.contact import Direction
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, Clock, User
from tests.cases import case_of, do, fresh, is_derived, refused, step_of, walk

BY_RULE = date(2026, 12, 3)  # thirty days, once it has acknowledged
BEYOND = date(2027, 6, 1)
Goes = Callable[[int], None]


def noon(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def it_is() -> Iterator[Goes]:
    """Sent on 3 November; it is the 5th, until the story goes on to another day of that month."""
    with time_machine.travel(noon(5), tick=False) as traveller:
        yield lambda day: traveller.move_to(noon(day))


@pytest.fixture
def sent(owner: User) -> Cancellation:
    return case_of(owner, to=K.CONFIRMATION)


@pytest.fixture
def received(sent: Cancellation, owner: User) -> Cancellation:
    sent.log_contact(owner, outcome=Heard.RECEIPT, direction=Direction.IN)
    assert fresh(sent).due == BY_RULE
    return fresh(sent)


def told(case: Cancellation, kind: str) -> list[str]:
    return [event.payload["day"] for event in case.events.filter(kind=kind).order_by("id")]


# --- ours is ours ------------------------------------------------------------------------------------------


def test_we_look_again_before_the_carrier_must_answer(received: Cancellation, owner: User, it_is: Goes) -> None:
    received.log_contact(owner, outcome=Heard.NOT_REACHED, follow_up_on=date(2026, 11, 6))
    case = fresh(received)
    assert (case.stage, case.turn, case.action) == (Stage.PROCESSING, Turn.US, Action.FOLLOW_UP)
    assert case.due == date(2026, 11, 6)
    assert is_derived(case)
    it_is(9)
    Clock.objects.tick()
    assert (told(case, "overdue"), told(case, "reminder_due")) == ([], ["2026-11-06"])
    case.log_contact(owner, outcome=Heard.PROCESSING)
    case = fresh(case)
    assert (case.turn, case.due) == (Turn.CARRIER, BY_RULE), "the look was taken; its own day brings the case back"


def test_looking_again_after_a_broken_promise(received: Cancellation, owner: User, it_is: Goes) -> None:
    received.log_contact(owner, outcome=Heard.PROCESSING, promised_by=date(2026, 11, 10))
    it_is(12)
    Clock.objects.tick()
    case = fresh(received)
    case.log_contact(owner, outcome=Heard.NOT_REACHED, follow_up_on=date(2026, 11, 16))
    case = fresh(case)
    assert (case.turn, case.action, case.due) == (Turn.US, Action.FOLLOW_UP, date(2026, 11, 16))
    it_is(20)
    Clock.objects.tick()
    assert (told(case, "overdue"), told(case, "reminder_due")) == (["2026-11-10"], ["2026-11-16"])


def test_a_day_beyond_the_carriers_is_refused(received: Cancellation, owner: User) -> None:
    """It would hide, without a reason, that the carrier lets its day pass."""
    with refused(NotPossible) as caught:
        received.log_contact(owner, outcome=Heard.PROCESSING, follow_up_on=BEYOND)
    assert "The carrier has until" in str(caught.value.message)
    with refused(NotPossible):
        do(received, K.CONFIRMATION, owner, result="receipt", replied_on=date(2026, 11, 5), until=BEYOND)
    received.log_contact(owner, outcome=Heard.PROCESSING, follow_up_on=BY_RULE)
    assert (fresh(received).turn, fresh(received).due) == (Turn.CARRIER, BY_RULE), "its own day is no other one"


def test_only_a_reason_puts_it_off(received: Cancellation, owner: User) -> None:
    received.change_follow_up(owner, on=BEYOND, reason="They are on strike")
    case = fresh(received)
    assert (case.turn, case.action, case.due) == (Turn.US, Action.FOLLOW_UP, BEYOND)
    payload = case.events.latest("id").payload
    assert (payload["before"], payload["after"]) == (BY_RULE.isoformat(), BEYOND.isoformat())


def test_what_the_carrier_wants_may_take_longer(received: Cancellation, owner: User) -> None:
    """Its clock stands still: there is no day that could be hidden."""
    received.log_contact(owner, outcome=Heard.WANTS, follow_up_on=BEYOND)
    assert (fresh(received).action, fresh(received).due) == (Action.ANSWER_CARRIER, BEYOND)
    received.log_contact(owner, outcome=Heard.OTHER, gave=True)
    assert (fresh(received).turn, fresh(received).due) == (Turn.CARRIER, BY_RULE), "and then its day counts again"


def test_in_preparation_nobody_is_late(owner: User, it_is: Goes) -> None:
    case = case_of(owner, to=K.IDENTITY)
    case.wait_step(K.IDENTITY, owner, waiting_on=Turn.CARRIER, until=date(2026, 11, 12))
    assert (fresh(case).turn, fresh(case).due) == (Turn.US, date(2026, 11, 12))
    it_is(20)
    Clock.objects.tick()
    assert (told(case, "overdue"), told(case, "reminder_due")) == ([], ["2026-11-12"])


# --- what the carrier promised -----------------------------------------------------------------------------


def test_an_older_call_typed_in_later_beats_no_newer_promise(received: Cancellation, owner: User) -> None:
    received.log_contact(owner, outcome=Heard.PROCESSING, at=noon(5), promised_by=date(2026, 12, 20))
    fresh(received).log_contact(owner, outcome=Heard.PROCESSING, at=noon(4), promised_by=date(2026, 11, 9))
    case = fresh(received)
    assert (case.promised_by, case.promised_on, case.due) == (date(2026, 12, 20), date(2026, 11, 5), date(2026, 12, 20))


def test_a_promise_from_before_it_was_sent_is_about_something_else(owner: User, it_is: Goes) -> None:
    case = case_of(owner)
    case.log_contact(owner, outcome=Heard.OTHER, promised_by=date(2026, 11, 9))
    it_is(25)
    case = walk(case, owner, to=K.SUBMISSION)
    case = do(case, K.SUBMISSION, owner, submitted_on=date(2026, 11, 25))
    assert (case.promised_by, case.due) == (None, date(2026, 11, 28))
    fresh(case).log_contact(owner, outcome=Heard.OTHER, at=noon(24), promised_by=date(2026, 11, 26))
    assert fresh(case).promised_by is None, "nor is one that is typed in afterwards"


# --- the money, and the end --------------------------------------------------------------------------------


@pytest.fixture
def owed(owner: User, it_is: Goes) -> Cancellation:
    """Confirmed to end on the 15th; the refund was expected by the 12th, and it is the 20th."""
    it_is(20)
    case = case_of(owner, to=K.VERIFICATION)
    late = {"received": None, "received_on": None, "expected_by": date(2026, 11, 12)}
    case = do(case, K.REFUND, owner, **late)
    assert (case.action, case.turn) == (Action.AWAIT_REFUND, Turn.CARRIER)
    return case


def test_another_day_for_the_refund_moves_it(owed: Cancellation, owner: User) -> None:
    owed.change_follow_up(owner, on=date(2026, 12, 20), reason="They said so")
    case = fresh(owed)
    assert step_of(case, K.REFUND).until == case.refund_due_on == date(2026, 12, 20)
    assert (case.action, case.due) == (Action.VERIFICATION, date(2026, 11, 15)), "what it had hidden comes up"
    payload = case.events.latest("id").payload
    assert (payload["before"], payload["after"]) == ("2026-11-12", "2026-12-20")


def test_a_promise_of_the_refund_moves_it(owed: Cancellation, owner: User) -> None:
    owed.log_contact(owner, outcome=Heard.REFUND_NOTICE, promised_by=date(2026, 12, 20))
    assert fresh(owed).refund_due_on == date(2026, 12, 20)
    assert fresh(owed).action == Action.VERIFICATION


def test_a_late_refund_does_not_silence_the_verification(owed: Cancellation) -> None:
    Clock.objects.tick()
    assert (told(owed, "overdue"), told(owed, "reminder_due")) == (["2026-11-12"], ["2026-11-15"])
    assert owed.events.get(kind="reminder_due").payload["action"] == Action.VERIFICATION
    Clock.objects.tick()
    assert told(owed, "reminder_due") == ["2026-11-15"]


def test_a_check_before_the_end_does_not_stand(owner: User, it_is: Goes) -> None:
    """Verified on the 15th, then the carrier corrects the end to the 18th: closing would be refused."""
    it_is(20)
    case = walk(case_of(owner), owner, to=None)
    case.reopen_step(K.CONFIRMATION, owner, reason="Another end")
    case = do(case, K.CONFIRMATION, owner, end_date=date(2026, 11, 18))
    for key in (K.REFUND, K.BILL_CHECK):
        if step_of(case, key).check_again:
            fresh(case).recheck_step(key, owner)
    with refused(NotPossible):
        fresh(case).recheck_step(K.VERIFICATION, owner)
    case = fresh(case)
    assert (case.action, case.due) == (Action.VERIFICATION, date(2026, 11, 18))
    case.reopen_step(K.VERIFICATION, owner, reason="Again")
    case = do(case, K.VERIFICATION, owner, checked_on=date(2026, 11, 19))
    assert case.action != Action.VERIFICATION
    assert is_derived(case)
