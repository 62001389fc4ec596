"""The situation of a case: what holds whatever the facts are."""

from dataclasses import replace
from datetime import date
from typing import Any

import time_machine
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cancellations.domain.closing import obstacles_to_close
from cancellations.domain.deadlines.of_case import answer_deadline
from cancellations.domain.derivation import derive, is_movable, stage_of
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, CaseFacts, Outcome, Situation, Stage, StepFacts, Turn
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


@given(case_facts)
def test_no_carrier_is_late_before_its_own_day(known: CaseFacts) -> None:
    """Whose turn is the carrier's is due by its deadline, or by the day of the refund: never by a day that we chose."""
    found = derive(known)
    if found.turn is Turn.CARRIER and found.action is not Action.AWAIT_REFUND:
        deadline = answer_deadline(known)
        assert deadline
        assert found.due_on == deadline.result


def _silent(known: CaseFacts) -> CaseFacts:
    """The same, sent and without an answer; nobody of ours put anything off."""
    steps = tuple(replace(step, state=StepState.DONE) for step in known.steps if step.key is not StepKey.CONFIRMATION)
    told: dict[str, Any] = dict.fromkeys(("outcome", "confirmed_on", "reply_claimed_on", "wants_since", "follow_up_on"))
    sent = known.submitted_on or known.opened_on
    return replace(known, steps=(*steps, StepFacts(StepKey.CONFIRMATION)), submitted_on=sent, **told)


@given(case_facts.map(_silent))
def test_nothing_else_puts_off_the_carriers_day(known: CaseFacts) -> None:
    found, deadline = derive(known), answer_deadline(known)
    assert deadline
    assert (found.turn, found.due_on) == (Turn.CARRIER, deadline.result)


@given(case_facts.map(_silent), days)
def test_a_hold_elsewhere_hides_no_late_carrier(known: CaseFacts, until: date) -> None:
    held = replace(known.steps[0], state=StepState.BLOCKED, waiting_on=Turn.CARRIER, until=until)
    found, deadline = derive(replace(known, steps=(held, *known.steps[1:]))), answer_deadline(known)
    assert deadline
    assert deadline.result
    assert found.due_on == min(until, deadline.result)


@given(case_facts)
def test_a_day_of_ours_is_due_on_that_day(known: CaseFacts) -> None:
    found, deadline = derive(known), answer_deadline(known)
    if found.action is Action.FOLLOW_UP:
        assert (found.turn, found.due_on) == (Turn.US, known.follow_up_on)
        assert deadline is None or deadline.result != known.follow_up_on


@given(case_facts)
def test_a_case_in_preparation_waits_for_no_carrier(known: CaseFacts) -> None:
    found = derive(known)
    assert found.stage is not Stage.PREPARING or found.turn is not Turn.CARRIER


def _settled(known: CaseFacts) -> CaseFacts:
    """The same, confirmed, and with every step done; some are to be checked again."""
    steps = tuple(replace(step, state=StepState.DONE) for step in known.steps)
    told: dict[str, Any] = dict.fromkeys(("outcome", "charged_on", "follow_up_on"))
    return replace(known, steps=steps, confirmed_on=known.confirmed_on or known.opened_on, **told)


@given(case_facts.map(_settled), st.booleans())
def test_closing_is_next_when_nothing_forbids_it(known: CaseFacts, checked: bool) -> None:
    """Then and only then: a check from before the confirmed end is to be made once more."""
    if checked:
        known = replace(known, steps=tuple(replace(step, check_again=False) for step in known.steps))
    is_next = derive(known).action is Action.CLOSE
    assert is_next == (not obstacles_to_close(known, Outcome.TERMINATED))


@given(case_facts, st.sampled_from(Outcome), st.dates())
def test_a_charge_found_after_closing_goes_before_what_was_said(known: CaseFacts, outcome: Outcome, day: date) -> None:
    found = derive(replace(known, outcome=outcome, late_charge_on=day))
    assert (found.turn, found.action, found.due_on) == (Turn.US, Action.REVIEW_LATE_CHARGE, day)


@given(case_facts, st.sampled_from(Outcome), st.dates())
def test_a_late_reply_always_reaches_us(known: CaseFacts, outcome: Outcome, day: date) -> None:
    known = replace(known, outcome=outcome, late_reply_on=day, late_charge_on=None)
    found = derive(known)
    assert (found.turn, found.action, found.due_on) == (
        Turn.US,
        Action.REVIEW_LATE_REPLY,
        known.late_reply_on,
    )
