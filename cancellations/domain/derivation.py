"""From the facts of a case to its situation.

`derive` is pure and total and does not know the clock: what depends on today (overdue, due today) is read from the
due date when it is asked for.
"""

from collections.abc import Iterator
from datetime import date

from cancellations.domain.alarms import SUSPENSION_NOTICE
from cancellations.domain.deadlines.of_case import (
    answer_deadline,
    confirmation_deadline,
    next_bill_day,
    receipt_deadline,
    send_by_day,
)
from cancellations.domain.playbook import SETTLED, StepKey, StepState, open_needs
from cancellations.domain.situation import (
    Action,
    CaseFacts,
    Decision,
    Outcome,
    SimStatus,
    Situation,
    Stage,
    StepFacts,
    Turn,
)

_POINTLESS_ONCE_CONFIRMED = frozenset({StepKey.CONTACT, StepKey.IDENTITY})
_MOVABLE = frozenset(
    {
        Action.AWAIT_RECEIPT,
        Action.AWAIT_CONFIRMATION,
        Action.ANSWER_CARRIER,
        Action.AWAIT_REFUND,
        Action.FOLLOW_UP,
        Action.SUSPENSION_OPEN,
    }
)


def derive(facts: CaseFacts) -> Situation:
    """The one line that every list, badge and page shows."""
    if facts.outcome is not None:
        return _closed(facts)
    stage = stage_of(facts)
    if stage is Stage.PREPARING:
        return _preparing(facts)
    if stage is Stage.CONFIRMED:
        return _confirmed(facts)
    return _with_carrier(stage, facts)


def stage_of(facts: CaseFacts) -> Stage:
    """A receipt never counts as a confirmation: only the recorded reply moves a case to `confirmed`."""
    if facts.outcome is not None:
        return Stage.CLOSED
    if facts.confirmed_on:
        return Stage.CONFIRMED
    if not facts.submitted_on:
        return Stage.PREPARING
    if facts.acknowledged_on or facts.wants_since:
        return Stage.PROCESSING
    return Stage.SUBMITTED


def is_movable(stage: Stage, action: Action) -> bool:
    """Whether another day can be chosen instead of the due day: to look again, or for money that is waited for."""
    if stage is Stage.PREPARING:
        return action not in {Action.AWAIT_STEP, Action.UNBLOCK, Action.HOLDER_ANSWERED}
    return action in _MOVABLE


def day_to_look(facts: CaseFacts) -> date | None:
    """The day that is given up when a person chooses another one to look again."""
    if facts.follow_up_on:
        return facts.follow_up_on
    match stage_of(facts):
        case Stage.PREPARING:
            return send_by_day(facts) or facts.requested_end_date
        case Stage.SUBMITTED | Stage.PROCESSING:
            deadline = answer_deadline(facts)
            return deadline.result if deadline else facts.wants_since
        case _:
            return None


def sim_status(facts: CaseFacts) -> SimStatus:
    """What the case says about its SIM card's contract."""
    match facts.outcome:
        case Outcome.TERMINATED | Outcome.LAPSED | Outcome.TRANSFERRED:
            return SimStatus.ENDED
        case Outcome.SUSPENDED:
            return SimStatus.SUSPENDED
        case None:
            ended = facts.confirmed_on and facts.is_verified and not facts.charged_on
            return SimStatus.ENDED if ended else SimStatus.CANCELLING
        case _:
            return SimStatus.ACTIVE


def _closed(facts: CaseFacts) -> Situation:
    if facts.late_charge_on:  # money goes before words; a reply beside it is looked at next
        return Situation(Stage.CLOSED, Turn.US, Action.REVIEW_LATE_CHARGE, facts.late_charge_on)
    if facts.late_reply_on:
        return Situation(Stage.CLOSED, Turn.US, Action.REVIEW_LATE_REPLY, facts.late_reply_on)
    if facts.outcome is Outcome.SUSPENDED and facts.suspended_until:
        return Situation(Stage.CLOSED, Turn.US, Action.SUSPENSION_ENDS, facts.suspended_until - SUSPENSION_NOTICE)
    if facts.is_suspended_without_end:  # a day that we chose: nothing is over then, so nobody is told before it
        return Situation(Stage.CLOSED, Turn.US, Action.SUSPENSION_OPEN, facts.follow_up_on)
    return Situation(Stage.CLOSED, Turn.NOBODY, Action.NONE)


def _preparing(facts: CaseFacts) -> Situation:
    due = facts.follow_up_on or send_by_day(facts) or facts.requested_end_date
    if facts.decision and facts.decision is not Decision.TERMINATE:
        return Situation(Stage.PREPARING, Turn.US, Action.CLOSE, due)
    states = facts.states
    held = [step for step in facts.steps if step.state in {StepState.WAITING, StepState.BLOCKED}]
    for step in facts.steps:
        if step.key is StepKey.CONFIRMATION:
            break
        if step.state is StepState.TODO and not open_needs(step.key, states):
            return Situation(Stage.PREPARING, Turn.US, Action(step.key.value), _earliest(due, held), step.key)
    ready = [step for step in held if not open_needs(step.key, states)] or held
    if ready:
        return _held(Stage.PREPARING, min(ready, key=lambda step: step.until or date.max))
    return Situation(Stage.PREPARING, Turn.US, Action.SUBMISSION, due, StepKey.SUBMISSION)


def _with_carrier(stage: Stage, facts: CaseFacts) -> Situation:
    """The carrier's answer, or whatever somebody put on hold if that comes up sooner."""
    confirmation = StepKey.CONFIRMATION
    if facts.reply_claimed_on:
        return Situation(stage, Turn.US, Action.RECORD_REPLY, facts.reply_claimed_on, confirmation)
    held = {step.key: _held(stage, step) for step in facts.steps if _is_on_hold(step)}
    if confirmation in held:
        return held[confirmation]
    if facts.wants_since:  # what keeps us from answering goes before the answer itself
        due = facts.follow_up_on or facts.wants_since
        answer = Situation(stage, Turn.US, Action.ANSWER_CARRIER, due, confirmation)
        return _soonest(list(held.values()) or [answer])
    return _soonest([*held.values(), _answer_awaited(stage, facts)])


def _answer_awaited(stage: Stage, facts: CaseFacts) -> Situation:
    """By its deadline, where a promise beats the rule. The day that somebody chose to look again is ours, not its."""
    if stage is Stage.SUBMITTED:
        action, deadline = Action.AWAIT_RECEIPT, receipt_deadline(facts)
    else:
        action, deadline = Action.AWAIT_CONFIRMATION, confirmation_deadline(facts)
    if facts.follow_up_on and facts.follow_up_on != deadline.result:
        return Situation(stage, Turn.US, Action.FOLLOW_UP, facts.follow_up_on, StepKey.CONFIRMATION)
    return Situation(stage, Turn.CARRIER, action, deadline.result, StepKey.CONFIRMATION)


def _confirmed(facts: CaseFacts) -> Situation:
    """Everything that is left can be done at once, so the soonest comes first; then the second looks; then the end."""
    left = list(_settling(facts))
    if left:
        return _soonest(left)
    due = facts.verified_on or facts.confirmed_on
    if due and facts.confirmed_end_date and facts.verified_on:
        due = max(due, facts.confirmed_end_date)
    for step in facts.steps:
        if step.state is StepState.DONE and (step.check_again or _shows_no_end(step, facts)):
            return Situation(Stage.CONFIRMED, Turn.US, Action(step.key.value), due, step.key)
    return Situation(Stage.CONFIRMED, Turn.US, Action.CLOSE, due)


def _shows_no_end(step: StepFacts, facts: CaseFacts) -> bool:
    """Checked before the end that the carrier has confirmed since: to be done once more before the case is closed."""
    return step.key is StepKey.VERIFICATION and not facts.is_verified


def _settling(facts: CaseFacts) -> Iterator[Situation]:
    """What is left to do once the carrier has confirmed."""
    confirmed = facts.confirmed_on or facts.opened_on
    if facts.charged_on:
        yield Situation(Stage.CONFIRMED, Turn.US, Action.DISPUTE_CHARGE, facts.charged_on, StepKey.BILL_CHECK)
    if facts.follow_up_on:
        yield Situation(Stage.CONFIRMED, Turn.US, Action.FOLLOW_UP, facts.follow_up_on)
    for step in facts.steps:
        if step.state in SETTLED or step.key in _POINTLESS_ONCE_CONFIRMED:
            continue
        if _is_on_hold(step):
            yield _held(Stage.CONFIRMED, step)
        elif step.key is StepKey.REFUND and step.state is StepState.WAITING:
            yield Situation(Stage.CONFIRMED, Turn.CARRIER, Action.AWAIT_REFUND, step.until, step.key)
        elif step.key is StepKey.BILL_CHECK and facts.charged_on:
            continue  # its dispute comes first
        else:
            due = _settling_day(step.key, confirmed, facts)
            yield Situation(Stage.CONFIRMED, Turn.US, Action(step.key.value), due, step.key)


def _settling_day(key: StepKey, confirmed: date, facts: CaseFacts) -> date:
    end = facts.confirmed_end_date or confirmed
    if key is StepKey.VERIFICATION:
        return end
    if key is StepKey.BILL_CHECK:
        return next_bill_day(facts, end)
    return confirmed


def _soonest(found: list[Situation]) -> Situation:
    """What is due first; of the same day, what is ours."""
    return min(found, key=lambda one: (one.due_on or date.max, one.turn is not Turn.US))


def _is_on_hold(step: StepFacts) -> bool:
    """Held up by a person. A refund that is waited for is no hold: its day is the carrier's."""
    if step.state is StepState.WAITING:
        return step.key is not StepKey.REFUND
    return step.state is StepState.BLOCKED


def _held(stage: Stage, step: StepFacts) -> Situation:
    """Its day is one that we chose to look again: a carrier that the step waits for does not break its word by it."""
    if step.answered:
        return Situation(stage, Turn.US, Action.HOLDER_ANSWERED, step.until, step.key)
    action = Action.UNBLOCK if step.state is StepState.BLOCKED else Action.AWAIT_STEP
    turn = Turn.HOLDER if step.waiting_on is Turn.HOLDER else Turn.US
    return Situation(stage, turn, action, step.until, step.key)


def _earliest(due: date | None, held: list[StepFacts]) -> date | None:
    days = [day for day in [due, *(step.until for step in held)] if day]
    return min(days, default=None)
