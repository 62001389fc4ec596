"""What ended without the carrier's confirmation says on which day; a suspension says from when."""

from datetime import date
from typing import Any

import pytest

from cancellations.domain.closing import DayTrouble
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import StepKey
from cancellations.domain.sentences import sentence
from cancellations.domain.situation import Decision, Outcome
from cancellations.domain.words import DAY_TROUBLES
from cancellations.models import Cancellation, User
from tests.cases import END, SENT_ON, TODAY, case_of, do, fresh, refused, walk

K = StepKey
DECIDED = {
    Outcome.LAPSED: Decision.LAPSE,
    Outcome.TRANSFERRED: Decision.TRANSFER,
    Outcome.SUSPENDED: Decision.SUSPEND,
}
DAY, LOOK = date(2026, 11, 9), date(2027, 5, 1)

pytestmark = pytest.mark.usefixtures("a_saturday")


def decided(owner: User, outcome: Outcome) -> Cancellation:
    return do(case_of(owner), K.DECISION, owner, choice=DECIDED[outcome]) if outcome in DECIDED else case_of(owner)


def close(case: Cancellation, by: User, outcome: Outcome, **days: Any) -> Cancellation:
    if outcome is Outcome.SUSPENDED and "suspended_until" not in days:
        days["look_again_on"] = LOOK
    case.close(by, outcome=outcome, reason="Seen in the account", **days)
    return fresh(case)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.LAPSED, "Ran out on Mon 9 Nov"),
        (Outcome.TRANSFERRED, "Transferred on Mon 9 Nov"),
        (Outcome.SUSPENDED, "Suspended from Mon 9 Nov, no end known · Look again on Sat, 1 May 2027"),
    ],
)
def test_the_day_is_a_fact_and_told(owner: User, outcome: Outcome, said: str) -> None:
    case = close(decided(owner, outcome), owner, outcome, ended_on=DAY)
    assert (case.ended_on, case.suspended_until, case.confirmed_end_date) == (DAY, None, None)
    event = case.events.latest("id")
    assert event.payload["ended_on"] == "2026-11-09"
    assert sentence(event.kind, event.payload, TODAY).text == f"{said} · Seen in the account"


def test_a_suspension_may_begin_later_and_say_until_when(owner: User) -> None:
    case = decided(owner, Outcome.SUSPENDED)
    begin, until = date(2026, 12, 1), date(2027, 6, 1)
    case = close(case, owner, Outcome.SUSPENDED, ended_on=begin, suspended_until=until)
    assert (case.ended_on, case.suspended_until) == (begin, until)
    event = case.events.latest("id")
    said = sentence(event.kind, event.payload, TODAY).text
    assert said.startswith("Suspended from Tue 1 Dec until Tue, 1 Jun 2027")


@pytest.mark.parametrize("outcome", DECIDED)
def test_no_such_end_without_its_day(owner: User, outcome: Outcome) -> None:
    case = decided(owner, outcome)
    with refused(NotPossible) as caught:
        case.close(owner, outcome=outcome, reason="x")
    assert str(caught.value.message) == str(DAY_TROUBLES[DayTrouble.MISSING])
    assert fresh(case).is_open


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.ABANDONED])
def test_giving_up_has_no_day(owner: User, outcome: Outcome) -> None:
    case = close(case_of(owner), owner, outcome, ended_on=DAY, suspended_until=DAY)
    assert (case.outcome, case.ended_on, case.suspended_until) == (outcome, None, None)
    assert case.events.latest("id").payload == {"outcome": outcome, "reason": "Seen in the account"}


@pytest.mark.parametrize("outcome", [Outcome.LAPSED, Outcome.TRANSFERRED])
def test_what_is_to_come_has_not_ended(owner: User, outcome: Outcome) -> None:
    with refused(NotPossible) as caught:
        close(decided(owner, outcome), owner, outcome, ended_on=date(2026, 11, 22))
    assert str(caught.value.message) == str(DAY_TROUBLES[DayTrouble.TO_COME])


def test_a_suspension_is_over_after_it_begins(owner: User) -> None:
    with refused(NotPossible) as caught:
        close(decided(owner, Outcome.SUSPENDED), owner, Outcome.SUSPENDED, ended_on=DAY, suspended_until=DAY)
    assert str(caught.value.message) == str(DAY_TROUBLES[DayTrouble.BACK_BEFORE_START])


@pytest.mark.parametrize("outcome", DECIDED)
def test_the_day_fits_what_is_known(owner: User, outcome: Outcome) -> None:
    """Sent on the 3rd; confirmed to end on the 15th. Only what ran out may have done so before it was asked for."""
    case = walk(case_of(owner), owner, to=K.VERIFICATION)
    case.reopen_step(K.DECISION, owner, reason="x")
    case = do(case, K.DECISION, owner, choice=DECIDED[outcome])
    for day, trouble in [
        (date(2026, 11, 16), DayTrouble.AFTER_THE_END),
        (date(2026, 11, 2), None if outcome is Outcome.LAPSED else DayTrouble.BEFORE_SUBMISSION),
        (END, None),
        (SENT_ON, None),
    ]:
        if trouble:
            with refused(NotPossible) as caught:
                close(fresh(case), owner, outcome, ended_on=day)
            assert str(caught.value.message) == str(DAY_TROUBLES[trouble]), day
        else:
            close(fresh(case), owner, outcome, ended_on=day)
            fresh(case).reopen(owner, reason="x")


def test_reopened_the_day_is_open_again(owner: User) -> None:
    case = close(decided(owner, Outcome.SUSPENDED), owner, Outcome.SUSPENDED, ended_on=DAY, suspended_until=TODAY)
    case.reopen(owner, reason="Back")
    assert (fresh(case).ended_on, fresh(case).suspended_until) == (None, None)
