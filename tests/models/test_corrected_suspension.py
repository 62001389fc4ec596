"""A day was recorded as the end of a suspension and is none, or is another one: mended without reopening the case."""

from datetime import date

import pytest

from cancellations.domain.closing import DayTrouble
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.sentences import sentence
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.domain.words import DAY_TROUBLES
from cancellations.models import Cancellation, Sim, User
from tests.cases import TODAY, case_of, fresh, is_derived, kinds_of, refused
from tests.suspensions import LOOK, SINCE, UNTIL, suspended_until, suspended_with_no_end

LATER = date(2027, 8, 2)

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def case(owner: User) -> Cancellation:
    return suspended_until(owner)


def told_last(case: Cancellation) -> tuple[str, str]:
    event = case.events.latest("id")
    said = sentence(event.kind, event.payload, TODAY)
    return said.title, said.text


def test_the_carrier_named_no_end(case: Cancellation, owner: User) -> None:
    case.suspend_without_end(owner, look_again_on=LOOK, reason="The shop says so", version=case.version)
    case = fresh(case)
    assert (case.outcome, case.is_open, case.ended_on) == (Outcome.SUSPENDED, False, SINCE)
    assert (case.suspended_until, case.follow_up_on) == (None, LOOK)
    assert (case.stage, case.turn, case.action, case.due) == (Stage.CLOSED, Turn.US, Action.SUSPENSION_OPEN, LOOK)
    assert case.sim.status == SimStatus.SUSPENDED
    assert is_derived(case)
    assert told_last(case) == (
        "The carrier named no end of the suspension",
        "Recorded as its end until now: Mon, 3 May 2027 · Look again on Mon, 1 Mar 2027 · The shop says so",
    )


def test_another_end(case: Cancellation, owner: User) -> None:
    case.suspend_until(owner, until=LATER, reason="A letter", version=case.version)
    case = fresh(case)
    assert (case.suspended_until, case.follow_up_on, case.is_open) == (LATER, None, False)
    assert (case.action, case.due) == (Action.SUSPENSION_ENDS, date(2027, 7, 19))
    assert is_derived(case)
    said = "Mon, 3 May 2027 → Mon, 2 Aug 2027 · A letter"
    assert told_last(case) == ("End of the suspension corrected", said)


def test_there_and_back_again_everything_stays_readable(case: Cancellation, owner: User) -> None:
    case.suspend_without_end(owner, look_again_on=LOOK, reason="x")
    fresh(case).suspend_until(owner, until=LATER, reason="x")
    fresh(case).suspend_until(owner, until=UNTIL, reason="x")
    assert fresh(case).suspended_until == UNTIL
    mended = ["suspension_end_unknown", "suspension_end_named", "suspension_end_corrected"]
    assert kinds_of(case)[-4:] == ["closed", *mended]


def test_what_cannot_be_corrected(case: Cancellation, owner: User) -> None:
    for until, said in (
        (SINCE, DAY_TROUBLES[DayTrouble.BACK_BEFORE_START]),
        (UNTIL, "This day is recorded as its end already."),
    ):
        with refused(NotPossible) as caught:
            fresh(case).suspend_until(owner, until=until, reason="x")
        assert str(caught.value.message) == str(said)
    with refused(Stale):
        fresh(case).suspend_without_end(owner, look_again_on=LOOK, reason="x", version=case.version - 1)
    assert fresh(case).suspended_until == UNTIL


def test_what_is_recorded_already(owner: User) -> None:
    with refused(NotPossible) as caught:
        suspended_with_no_end(owner).suspend_without_end(owner, look_again_on=LATER, reason="x")
    assert str(caught.value.message) == "It is recorded already that the carrier named no end."


@pytest.mark.parametrize("outcome", [None, Outcome.WITHDRAWN])
def test_nothing_else_has_an_end_to_take_back(owner: User, outcome: Outcome | None) -> None:
    case = case_of(owner)
    if outcome:
        case.close(owner, outcome=outcome, reason="x")
    with refused(NotPossible) as caught:
        fresh(case).suspend_without_end(owner, look_again_on=LOOK, reason="x")
    assert str(caught.value.message) == "This request does not wait for the end of a suspension."


def test_not_what_another_request_has_taken_over(case: Cancellation, owner: User) -> None:
    case_of(owner, sim=Sim.objects.get(pk=case.sim_id))
    with refused(NotPossible):
        fresh(case).suspend_without_end(owner, look_again_on=LOOK, reason="x")
    with refused(NotPossible):
        fresh(case).suspend_until(owner, until=LATER, reason="x")


def test_a_late_reply_stays_to_be_looked_at(case: Cancellation, owner: User) -> None:
    """The letter that says so has come in: looking at it is still ours."""
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING)
    fresh(case).suspend_without_end(owner, look_again_on=LOOK, reason="The letter of today")
    assert fresh(case).action == Action.REVIEW_LATE_REPLY
    fresh(case).dismiss_late_reply(owner, reason="Recorded")
    assert (fresh(case).action, fresh(case).due) == (Action.SUSPENSION_OPEN, LOOK)
