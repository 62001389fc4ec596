"""What completing a step does to the case beyond the step itself. One function a step that has such an effect.

Each gives the state that the step ends in; None when it has written its own event (a refusal starts a new round).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from cancellations.domain.deadlines.of_case import answer_deadline, promised_day
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import NO_REFUND_DUE, RULES, StepKey, StepState, steps_of_next_round
from cancellations.domain.said import in_a_row, said_day
from cancellations.domain.said import said as _
from cancellations.models.change import Change
from cancellations.models.message import Message, RequestNumber
from cancellations.models.settling import bill_checked, refunded, verified
from cancellations.models.step import Step

Data = dict[str, Any]
Effect = Callable[[Change, Step, Data], StepState | None]


def decided(change: Change, step: Step, data: Data) -> StepState:
    change.case.decision = data["choice"]
    return StepState.DONE


def backed_up(change: Change, step: Step, data: Data) -> StepState:
    """Done whatever the list says; what is still attached stands before the point of no return."""
    change.case.accounts_attached = "attached" in data.get("accounts", {}).values()
    return StepState.DONE


def balanced(change: Change, step: Step, data: Data) -> StepState:
    """No refund wanted: the refund step is left out. Wanted: it is there again."""
    refund = change.find(StepKey.REFUND)
    if refund is None:
        return StepState.DONE
    if data["plan"] != "refund" and not refund.is_settled:
        change.step(StepKey.REFUND).become(
            StepState.SKIPPED, reason=NO_REFUND_DUE, settled_at=timezone.now(), settled_by=change.by
        )
        change.note("step_skipped", step=StepKey.REFUND, reason=NO_REFUND_DUE)
    elif data["plan"] == "refund" and refund.reason == NO_REFUND_DUE:
        change.step(StepKey.REFUND).become(StepState.TODO)
        change.note("step_resumed", step=StepKey.REFUND)
    return StepState.DONE


def contacted(change: Change, step: Step, data: Data) -> StepState:
    """At least one contact must be logged in this round."""
    if not Message.objects.filter(cancellation_id=change.case.pk, round=change.case.round).exists():
        raise NotPossible(_("Log a contact with the carrier first."))
    return StepState.DONE


def submitted(change: Change, step: Step, data: Data) -> StepState:
    case = change.case
    case.submitted_on = data["submitted_on"]
    if case.acknowledged_on and case.acknowledged_on < case.submitted_on:  # that was of what was sent before
        case.acknowledged_on = case.wants_since = case.promised_by = None
        case.pauses = []
    case.requested_end_date = data.get("requested_end_date") or case.requested_end_date
    if case.promised_on is None or case.promised_on < case.submitted_on:
        case.promised_by = case.promised_on = None  # said before there was anything to answer
    if data.get("promised_by"):
        case.promised_by, case.promised_on = data["promised_by"], case.submitted_on
    case.follow_up_on = None
    if data.get("request_number"):
        add_number(change, data["request_number"], data["submitted_on"], data.get("given_by", ""))
    return StepState.DONE


def replied(change: Change, step: Step, data: Data) -> StepState | None:
    case, on = change.case, data["replied_on"]
    case.reply_claimed_on = None
    match data["result"]:
        case "confirmed":
            case.answered(on)
            case.answer_due_on = promised_day(change.facts)  # as it stands before it is met
            case.confirmed_on, case.confirmed_end_date = on, data["end_date"]
            case.follow_up_on = case.promised_by = None
            if data.get("confirmation_number"):
                add_number(change, data["confirmation_number"], on, "", RequestNumber.Kind.CONFIRMATION)
            return StepState.DONE
        case "wants":
            case.asked(on)
            case.acknowledged_on = case.acknowledged_on or on  # who wants something has got the request
            look_again(change, data.get("until"))
            return StepState.TODO
        case "refused":
            start_next_round(change, data)
            return None
        case "receipt" | "suspended":  # it has the request, and that is all that it says
            case.acknowledged_on = case.acknowledged_on or on
            look_again(change, data.get("until"))
            return StepState.TODO
        case _:  # nothing yet; what the carrier wants it wants still, until we log that it has been given
            look_again(change, data.get("until"))
            return StepState.TODO


def look_again(change: Change, on: date | None) -> None:
    """Look at the case again on this day. Refused when the carrier's own day comes before, which it would hide.

    Only a change of the date, with a reason, can put that off.
    """
    deadline = answer_deadline(change.facts) if on else None
    by, today = deadline.result if deadline else None, timezone.localdate()
    if on and by and today <= by < on:
        told = _("The carrier has until %(day)s to answer.") % {"day": said_day(by, today)}
        more = _("Look again on that day or earlier. To leave it longer, change the date and say why.")
        raise NotPossible(in_a_row([told, more]))
    change.case.follow_up_on = on


EFFECTS: dict[StepKey, Effect] = {
    StepKey.DECISION: decided,
    StepKey.BACKUP: backed_up,
    StepKey.BALANCE: balanced,
    StepKey.CONTACT: contacted,
    StepKey.SUBMISSION: submitted,
    StepKey.CONFIRMATION: replied,
    StepKey.VERIFICATION: verified,
    StepKey.REFUND: refunded,
    StepKey.BILL_CHECK: bill_checked,
}

_CLEARED_BY_REOPENING: dict[StepKey, tuple[str, ...]] = {
    StepKey.DECISION: ("decision",),
    StepKey.SUBMISSION: ("submitted_on",),
    StepKey.CONFIRMATION: ("confirmed_on", "confirmed_end_date", "answer_due_on"),
    StepKey.VERIFICATION: ("verified_on",),
}


def undo_effect(change: Change, key: StepKey) -> None:
    """The facts that a reopened step had set are open again; what was typed stays in the step."""
    case = change.case
    if key is StepKey.CONFIRMATION and case.confirmed_on:
        case.reply_claimed_on = case.confirmed_on  # there is a reply, and it is to be recorded
    cleared = _CLEARED_BY_REOPENING.get(key, ())
    for name in cleared:
        setattr(case, name, "" if name == "decision" else None)
    if key is StepKey.BILL_CHECK:
        case.bill_checks = 0


def add_number(
    change: Change, number: str, on: date, given_by: str, kind: str = RequestNumber.Kind.REQUEST
) -> RequestNumber:
    case = change.case
    row = RequestNumber.objects.create(
        workspace_id=case.workspace_id,
        cancellation_id=case.pk,
        round=case.round,
        kind=kind,
        number=number,
        given_by=given_by,
        given_on=on,
        recorded_by=change.person,
    )
    if kind == RequestNumber.Kind.REQUEST:
        case.request_number = number
    case.found_by(number)
    return row


def start_next_round(change: Change, data: Data) -> None:
    """A refusal: contact, identity, submission and reply start anew; what was stays readable as the earlier round."""
    case = change.case
    reply = change.step(StepKey.CONFIRMATION)
    reply.become(StepState.DONE, settled_at=timezone.now(), settled_by=change.by)
    reply.save()
    change.note("refused", round=case.round, **data)
    old = [step for step in change.steps if RULES[step.step_key].each_round]
    anew = steps_of_next_round(step.step_key for step in change.steps)
    case.round += 1
    before = {step.step_key: step for step in old}
    change.replace_steps(
        old,
        [
            Step(
                workspace_id=case.workspace_id,
                cancellation_id=case.pk,
                round=case.round,
                key=key,
                position=before[key].position,
                version=before[key].version + 1,  # a form of the earlier round is out of date
            )
            for key in anew
        ],
    )
    case.submitted_on = case.acknowledged_on = case.promised_by = case.promised_on = case.wants_since = None
    case.pauses = []
    case.request_number = case.rung = ""
    case.rung_on = None
    case.follow_up_on = data.get("until") or data["replied_on"]
