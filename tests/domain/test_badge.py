"""What a situation means today: who is late, whose day it is, or until when we wait."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from cancellations.domain.badge import badge, is_overdue
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.domain.words import OUTCOMES, STAGES

TODAY = date(2026, 11, 21)
IN_USE = Stage.PROCESSING


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("turn", "action", "due", "expected"),
    [
        (Turn.CARRIER, Action.AWAIT_RECEIPT, after(-1), ("Carrier 1 day overdue", "is-red")),
        (Turn.CARRIER, Action.AWAIT_CONFIRMATION, after(-12), ("Carrier 12 days overdue", "is-red")),
        (Turn.CARRIER, Action.AWAIT_CONFIRMATION, TODAY, ("Waiting until 21 Nov", "is-teal")),
        (Turn.CARRIER, Action.AWAIT_REFUND, after(3), ("Waiting until 24 Nov", "is-teal")),
        (Turn.CARRIER, Action.AWAIT_STEP, None, ("Waiting on carrier", "is-teal")),
        (Turn.US, Action.POLICY, None, ("Your turn", "is-amber")),
        (Turn.US, Action.POLICY, TODAY, ("Today", "is-amber")),
        (Turn.US, Action.POLICY, after(-1), ("1 day late", "is-amber")),
        (Turn.US, Action.POLICY, after(-3), ("3 days late", "is-amber")),
        (Turn.US, Action.POLICY, after(10), ("by 1 Dec", "is-grey")),
        (Turn.HOLDER, Action.AWAIT_STEP, after(10), ("Waiting on holder until 1 Dec", "is-amber")),
        (Turn.HOLDER, Action.AWAIT_STEP, TODAY, ("Waiting on holder until 21 Nov", "is-amber")),
        (Turn.HOLDER, Action.AWAIT_STEP, after(-2), ("2 days late", "is-amber")),
        (Turn.HOLDER, Action.AWAIT_STEP, None, ("Waiting on holder", "is-amber")),
        (Turn.CARRIER, Action.UNBLOCK, after(-5), ("Blocked", "is-purple")),
        (Turn.US, Action.UNBLOCK, after(5), ("Blocked", "is-purple")),
    ],
)
def test_badge(turn: Turn, action: Action, due: date | None, expected: tuple[str, str]) -> None:
    with translation.override("en"):
        look = badge(IN_USE, turn, action, due, TODAY)
        assert (str(look.label), look.colour) == expected


@pytest.mark.parametrize("outcome", Outcome)
def test_a_closed_case_shows_how_it_ended(outcome: Outcome) -> None:
    assert badge(Stage.CLOSED, Turn.NOBODY, Action.NONE, None, TODAY, outcome) is OUTCOMES[outcome]


def test_closed_without_a_word_how() -> None:
    assert badge(Stage.CLOSED, Turn.NOBODY, Action.NONE, None, TODAY) is STAGES[Stage.CLOSED]


def test_a_late_reply_is_shown_on_a_closed_case() -> None:
    with translation.override("en"):
        look = badge(Stage.CLOSED, Turn.US, Action.REVIEW_LATE_REPLY, after(-1), TODAY, Outcome.WITHDRAWN)
        assert str(look.label) == "1 day late"


@pytest.mark.parametrize(
    ("turn", "due", "late"),
    [
        (Turn.CARRIER, after(-1), True),
        (Turn.CARRIER, TODAY, False),
        (Turn.CARRIER, None, False),
        (Turn.US, after(-1), False),
        (Turn.HOLDER, after(-1), False),
    ],
)
def test_only_a_carrier_is_overdue(turn: Turn, due: date | None, late: bool) -> None:
    assert is_overdue(turn, due, TODAY) is late
