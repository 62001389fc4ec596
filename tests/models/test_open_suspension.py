"""A suspension whose end nobody knows: when we look again is our own day, and is never told as its end."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from cancellations.domain.closing import DayTrouble
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import StepKey
from cancellations.domain.sentences import sentence
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.domain.words import DAY_TROUBLES
from cancellations.models import Cancellation, Clock, Sim, User
from cancellations.models.case_bulk import Wish
from tests.cases import TODAY, case_of, do, fresh, is_derived, kinds_of, refused, walk
from tests.suspensions import LOOK, SINCE, suspended_with_no_end

LATER = date(2027, 6, 1)

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def case(owner: User) -> Cancellation:
    return suspended_with_no_end(owner)


def tick_on(day: date) -> int:
    with time_machine.travel(datetime.combine(day, time(12), UTC), tick=False):
        return Clock.objects.tick()


def reminded_of(case: Cancellation) -> list[str]:
    """The days of the reminders, oldest first."""
    events = case.events.filter(kind="reminder_due").order_by("id")
    return [event.payload["day"] for event in events]


def test_it_is_ours_to_look_on_the_day_that_we_chose(case: Cancellation) -> None:
    assert (case.stage, case.turn, case.action, case.due) == (Stage.CLOSED, Turn.US, Action.SUSPENSION_OPEN, LOOK)
    assert (case.ended_on, case.suspended_until, case.follow_up_on) == (SINCE, None, LOOK)
    assert case.sim.status == SimStatus.SUSPENDED
    assert is_derived(case)


def test_the_event_tells_no_end(case: Cancellation) -> None:
    event = case.events.latest("id")
    assert "until" not in event.payload
    said = sentence(event.kind, event.payload, TODAY).text
    assert said == "Suspended from Mon 9 Nov, no end known · Look again on Mon, 1 Mar 2027 · The hotline says so"


@pytest.mark.parametrize(
    ("until", "again", "trouble"), [(None, None, DayTrouble.NO_WAY_ON), (LATER, LOOK, DayTrouble.TWO_WAYS_ON)]
)
def test_exactly_one_of_both_days(owner: User, until: date | None, again: date | None, trouble: DayTrouble) -> None:
    case = do(case_of(owner), StepKey.DECISION, owner, choice="suspend")
    days: dict[str, Any] = {"ended_on": SINCE, "suspended_until": until, "look_again_on": again}
    with refused(NotPossible) as caught:
        case.close(owner, outcome=Outcome.SUSPENDED, reason="x", **days)
    assert str(caught.value.message) == str(DAY_TROUBLES[trouble])
    assert fresh(case).is_open


def test_other_ends_have_no_day_to_look(owner: User) -> None:
    case = do(case_of(owner), StepKey.DECISION, owner, choice="lapse")
    days: dict[str, Any] = {"ended_on": SINCE, "suspended_until": LATER, "look_again_on": LOOK}
    case.close(owner, outcome=Outcome.LAPSED, reason="x", **days)
    case = fresh(case)
    assert (case.turn, case.suspended_until, case.follow_up_on) == (Turn.NOBODY, None, None)
    assert case.events.latest("id").payload == {"outcome": "lapsed", "reason": "x", "ended_on": "2026-11-09"}


# --- reminded ----------------------------------------------------------------------------------------------


def test_the_clock_reminds_once_and_on_the_day_itself(case: Cancellation) -> None:
    tick_on(date(2027, 2, 28))
    assert reminded_of(case) == []
    tick_on(date(2027, 3, 4))
    tick_on(date(2027, 3, 5))
    assert reminded_of(case) == ["2027-03-01"]
    event = case.events.get(kind="reminder_due")
    assert event.payload["action"] == Action.SUSPENSION_OPEN
    assert "suspension_ends" not in kinds_of(case)


def test_it_is_looked_at_again_on_another_day(case: Cancellation, owner: User) -> None:
    tick_on(LOOK)
    case.change_follow_up(owner, on=LATER, reason="Still blocked", version=case.version)
    case = fresh(case)
    assert (case.action, case.due, case.suspended_until, case.is_open) == (Action.SUSPENSION_OPEN, LATER, None, False)
    payload = case.events.latest("id").payload
    assert payload == {"before": "2027-03-01", "after": "2027-06-01", "reason": "Still blocked"}
    assert is_derived(case)
    tick_on(LATER)
    tick_on(LATER)
    assert reminded_of(case) == ["2027-03-01", "2027-06-01"]


# --- and then --------------------------------------------------------------------------------------------


def test_the_carrier_names_an_end_after_all(case: Cancellation, owner: User) -> None:
    case.suspend_until(owner, until=LATER, reason="SMS of today", version=case.version)
    case = fresh(case)
    assert (case.ended_on, case.suspended_until, case.follow_up_on) == (SINCE, LATER, None)
    assert (case.action, case.due) == (Action.SUSPENSION_ENDS, date(2027, 5, 18))
    assert is_derived(case)
    event = case.events.latest("id")
    said = sentence(event.kind, event.payload, TODAY)
    assert said.title == "The carrier named an end: suspended until Tue, 1 Jun 2027"
    assert said.text == "SMS of today"
    tick_on(LATER)
    assert (reminded_of(case), "suspension_ends" in kinds_of(case)) == ([], True)


def test_it_cannot_be_over_before_it_begins(case: Cancellation, owner: User) -> None:
    with refused(NotPossible) as caught:
        case.suspend_until(owner, until=SINCE, reason="x")
    assert str(caught.value.message) == str(DAY_TROUBLES[DayTrouble.BACK_BEFORE_START])


@pytest.mark.parametrize("outcome", [None, Outcome.WITHDRAWN])
def test_nothing_else_is_suspended_until_a_day(owner: User, outcome: Outcome | None) -> None:
    case = case_of(owner)
    if outcome:
        case.close(owner, outcome=outcome, reason="x")
    with refused(NotPossible):
        fresh(case).suspend_until(owner, until=LATER, reason="x")


def test_a_late_reply_is_looked_at_first_and_loses_no_day(case: Cancellation, owner: User) -> None:
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING)
    assert fresh(case).action == Action.REVIEW_LATE_REPLY
    fresh(case).dismiss_late_reply(owner, reason="Advertising")
    assert (fresh(case).action, fresh(case).due) == (Action.SUSPENSION_OPEN, LOOK)


def test_reopened_it_is_due_today(case: Cancellation, owner: User) -> None:
    case.reopen(owner, reason="Back")
    case = fresh(case)
    assert (case.is_open, case.ended_on, case.follow_up_on) == (True, None, TODAY)
    assert is_derived(case)


def test_reopened_by_a_charge_the_day_is_given_up(owner: User) -> None:
    """Confirmed, suspended instead, and charged all the same: it is ours to dispute now, and not on that day."""
    case = walk(case_of(owner), owner, to=StepKey.VERIFICATION)
    case.reopen_step(StepKey.DECISION, owner, reason="x")
    case = do(case, StepKey.DECISION, owner, choice="suspend")
    case.close(owner, outcome=Outcome.SUSPENDED, reason="x", ended_on=SINCE, look_again_on=LOOK)
    fresh(case).record_late_charge(owner, amount=Decimal(300), currency="RUB", charged_on=TODAY)
    case = fresh(case)
    assert (case.is_open, case.charged_on, case.follow_up_on) == (True, TODAY, None)


@pytest.mark.parametrize("many", [False, True])
def test_a_new_request_of_the_card_ends_the_reminder(case: Cancellation, owner: User, many: bool) -> None:
    if many:
        new = Cancellation.objects.start_many(owner, [Wish(case.sim_id)])[case.sim_id]
    else:
        new = case_of(owner, sim=Sim.objects.get(pk=case.sim_id))
    old = fresh(case)
    assert (old.turn, old.due, old.follow_up_on) == (Turn.NOBODY, None, None)
    event = old.events.latest("id")
    told = {"text": new.reference, "until": None, "look_again_on": "2027-03-01"}
    assert (event.kind, event.payload) == ("decided_anew", told)
    tick_on(LATER)
    assert reminded_of(old) == []
    with refused(NotPossible):
        old.change_follow_up(owner, on=LATER, reason="x")


def test_giving_the_carrier_what_it_wanted_forgets_no_day(owner: User) -> None:
    """It was asked for before the request was closed; the day to look again is for the suspension."""
    case = do(case_of(owner), StepKey.DECISION, owner, choice="suspend")
    case.log_contact(owner, outcome=ContactOutcome.WANTS)
    fresh(case).close(owner, outcome=Outcome.SUSPENDED, reason="Suspended", ended_on=SINCE, look_again_on=LOOK)
    fresh(case).log_contact(owner, outcome=ContactOutcome.OTHER, gave=True)
    case = fresh(case)
    assert (case.action, case.follow_up_on) == (Action.SUSPENSION_OPEN, LOOK)
