"""The situation of a case: what holds whatever the facts are."""

from dataclasses import replace
from datetime import date

import time_machine
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cancellations.domain.derivation import derive, is_movable, stage_of
from cancellations.domain.situation import Action, CaseFacts, Outcome, Situation, Stage, Turn
from tests.domain.case_facts import (
    case_facts,
    days,
)


@given(case_facts)
def test_total_and_well_formed(known: CaseFacts) -> None:
    found = derive(known)
    assert found.stage is stage_of(known)
    assert (found.turn is Turn.NOBODY) == (found.action is Action.NONE)
    assert found.step is None or found.step in {step.key for step in known.steps}
    assert (found.stage is Stage.CLOSED) == (known.outcome is not None)
    if found.stage in {Stage.SUBMITTED, Stage.PROCESSING} and found.turn is Turn.CARRIER:
        assert found.due_on or found.action in {Action.AWAIT_STEP, Action.UNBLOCK}


@settings(deadline=None, max_examples=50)
@given(case_facts, days, days)
def test_the_clock_does_not_matter(known: CaseFacts, one: date, other: date) -> None:
    found: list[Situation] = []
    for today in (one, other):
        with time_machine.travel(today, tick=False):
            found.append(derive(known))
    assert found[0] == found[1] == derive(replace(known))


@given(case_facts, days)
def test_a_movable_day_moves(known: CaseFacts, chosen: date) -> None:
    known = replace(known, steps=tuple(replace(step, until=None) for step in known.steps))
    found = derive(known)
    assume(is_movable(found.stage, found.action))
    assert derive(replace(known, follow_up_on=chosen)).due_on == chosen or found.action is Action.FOLLOW_UP


@given(case_facts, st.sampled_from(Outcome), st.dates())
def test_a_late_reply_always_reaches_us(known: CaseFacts, outcome: Outcome, day: date) -> None:
    known = replace(known, outcome=outcome, late_reply_on=day)
    found = derive(known)
    assert (found.turn, found.action, found.due_on) == (
        Turn.US,
        Action.REVIEW_LATE_REPLY,
        known.late_reply_on,
    )
