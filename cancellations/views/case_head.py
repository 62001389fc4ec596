"""The head of a case's page: who and what, the stages, and the next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.badge import badge, is_overdue
from cancellations.domain.derivation import is_movable
from cancellations.domain.ending_words import ended_in_words
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.ladder import Hold
from cancellations.domain.ladder_words import WRITE, progress, why_not
from cancellations.domain.letters import LABELS, LetterKind
from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.domain.words import ACTIONS, SIM_KINDS, STAGES, STEP_HELP, Look
from cancellations.models import Cancellation
from cancellations.models.case_ladder import answer_by, last_sent, proposed_for
from cancellations.views.case_reads import case_url
from cancellations.views.http import AuthedHttpRequest

AWAITED = frozenset({Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION})
_SUSPENDED = frozenset({Action.SUSPENSION_ENDS, Action.SUSPENSION_OPEN})
_AFTER_CLOSING = frozenset({Action.REVIEW_LATE_REPLY, Action.REVIEW_LATE_CHARGE, *_SUSPENDED})
_MAIN = {"key": "KeyN", "kbd": "N", "css": "primary-btn"}


def head_of(request: AuthedHttpRequest, case: Cancellation, today: date) -> dict[str, Any]:
    sim, full = case.sim, request.user.may(Right.SEE_IDENTIFIERS)
    look = badge(case.stage, case.turn, case.action, case.due, today, case.outcome)
    return {
        "badge": look,
        "overdue": is_overdue(case.turn, case.due, today),
        "sim_kind": SIM_KINDS[sim.kind],  # type: ignore[index] # stored values are the vocabulary's
        "masked": mask_msisdn(sim.msisdn) if sim.msisdn else mask_digits(sim.iccid) if sim.iccid else "",
        "full": (sim.number or sim.iccid) if full else "",
        "ended": ended_in_words(case.outcome, case.ended_on, case.suspended_until, case.follow_up_on, today),
        "fee": formats.money(sim.monthly_fee, sim.currency) if sim.status == "cancelling" and sim.monthly_fee else "",
        "stages": _stages(case, today),
        "next": _next(case, look, today),
    }


def _stages(case: Cancellation, today: date) -> list[tuple[str, str, str, bool]]:
    """Label, the day under it, css class, whether it is the present one."""
    order, now = list(Stage), Stage(case.stage)
    closed = timezone.localdate(case.closed_at) if case.closed_at else None
    days = [case.opened_on, case.submitted_on, case.acknowledged_on, case.confirmed_on, closed]
    made = []
    for stage, day in zip(order, days, strict=True):
        # a closed case may have ended before it was ever sent: only what it came to is done
        done = day is not None if now is Stage.CLOSED else order.index(stage) < order.index(now)
        made.append((str(STAGES[stage].label), formats.short_day(day, today), "done" if done else "", stage is now))
    return made


@dataclass(frozen=True)
class Link:
    """One way on: of several the first is the main one. `call`: it rings, and the log of that id is ready after."""

    label: str
    url: str
    icon: str = ""
    key: str = ""
    kbd: str = ""
    css: str = ""
    call: str = ""


def _next(case: Cancellation, look: Look, today: date) -> dict[str, Any]:
    action = Action(case.action)
    late = _let_pass(case, today)
    overdue = late is not None and case.due_on <= today
    step = StepKey(case.action_step) if case.action_step else None
    return {
        "title": _("Ring the carrier and ask") if overdue else str(ACTIONS[action].label),
        "icon": "phone" if overdue else ACTIONS[action].icon,
        "kicker": look.label,
        "colour": look.colour,
        "why": _why(case, late, step, today),
        "ladder": _ladder(case, today),
        "links": list(_links(case, action, step, today) if late else _usual_links(case, action, step)),
    }


def _let_pass(case: Cancellation, today: date) -> date | None:
    """The day that the carrier let pass, whenever we look at the case again."""
    if case.turn == Turn.CARRIER:
        return case.due if is_overdue(case.turn, case.due, today) else None
    by = answer_by(case) if _looks_at_carrier(case) else None
    return by if by and by < today else None


def _looks_at_carrier(case: Cancellation) -> bool:
    """We look again on a day of our own whether the carrier has answered."""
    return case.action == Action.FOLLOW_UP and not case.confirmed_on


def _links(case: Cancellation, action: Action, step: StepKey | None, today: date) -> Iterator[Link]:
    """The carrier is late: ring it, write to it, or give it another day."""
    url = case_url(case.reference)
    yield Link(_("Ring and log"), "#log", "phone", **{**_MAIN, "kbd": "L"})
    writing = {"key": "KeyF", "kbd": "F"}
    if action in AWAITED or _looks_at_carrier(case):
        proposed = proposed_for(case, today)
        if proposed.is_offered:
            early = proposed.hold is Hold.SENT_LATELY  # another letter is possible, none is proposed
            label = _("Write to the carrier again") if early else str(WRITE[proposed.rung])
            yield Link(label, f"{url}chase/", "mail", **writing)
    elif action is Action.AWAIT_REFUND:
        yield Link(str(LABELS[LetterKind.REFUND]), f"{url}letters/{LetterKind.REFUND}/", "mail", **writing)
        yield Link(_("Do it now"), f"{url}steps/{step}/#step-{step}", "right")
    yield Link(_("Change the date"), f"{url}follow-up/", "calendar", css="ghost")


def _usual_links(case: Cancellation, action: Action, step: StepKey | None) -> Iterator[Link]:
    url = case_url(case.reference)
    if action in _AFTER_CLOSING:
        yield Link(_("Reopen the request"), f"{url}reopen/", "undo", **_MAIN)
        yield from _without_reopening(case, action, url)
    elif action is Action.DISPUTE_CHARGE:
        yield Link(_("Write the dispute letter"), f"{url}letters/{LetterKind.DISPUTE}/", "mail", **_MAIN)
        yield Link(_("Record what became of it"), f"{url}steps/{step}/#step-{step}", "money")
    elif action is Action.CLOSE:
        yield Link(_("Close the request"), f"{url}close/", "check", **_MAIN)
    elif action in AWAITED or action in {Action.ANSWER_CARRIER, Action.CONTACT, Action.FOLLOW_UP}:
        yield Link(_("Log a contact"), "#log", "phone", **{**_MAIN, "kbd": "L"})
        if case.submitted_on and not case.confirmed_on:
            yield Link(_("Record the reply"), f"{url}steps/confirmation/#step-confirmation", "mail")
    elif step:
        yield Link(_("Do it now"), f"{url}steps/{step}/#step-{step}", "right", **_MAIN)
    if is_movable(Stage(case.stage), action):
        yield Link(_("Look again another day"), f"{url}follow-up/", css="ghost")


def _without_reopening(case: Cancellation, action: Action, url: str) -> Iterator[Link]:
    """What can be said of a closed case. What came in after closing may be word of when a suspension ends."""
    if action is Action.REVIEW_LATE_REPLY:
        yield Link(_("It changes nothing"), f"{url}late-reply/")
    elif action is Action.REVIEW_LATE_CHARGE:
        yield Link(_("Nothing to dispute"), f"{url}charge-not-disputed/")
    if case.suspended_until:
        yield Link(_("Correct the end"), f"{url}suspended-until/", "calendar")
        yield Link(_("The carrier named no end"), f"{url}no-end/")
    elif case.outcome == Outcome.SUSPENDED and case.follow_up_on:
        yield Link(_("The carrier named an end"), f"{url}suspended-until/", "calendar")


def _ladder(case: Cancellation, today: date) -> str:
    """Which letter was sent last, and which is next from when; or what was promised, if we look before that day."""
    if case.action not in AWAITED and not _looks_at_carrier(case):
        return ""
    last, proposed = last_sent(case), proposed_for(case, today)
    if proposed.hold is Hold.PROMISED and case.action == Action.FOLLOW_UP:
        return why_not(proposed, today)
    return progress(last, proposed, today) if last else ""


def _why(case: Cancellation, late: date | None, step: StepKey | None, today: date) -> str:
    due = formats.said_day(late or case.due, today)
    if late and case.promised_by == late:
        return _("They promised an answer by %(day)s. Quote your request number.") % {"day": due}
    if late:
        return _("An answer was due by %(day)s. Quote your request number.") % {"day": due}
    if _looks_at_carrier(case):
        return _("The carrier has until %(day)s to answer.") % {"day": formats.said_day(answer_by(case), today)}
    if case.action in _SUSPENDED:
        return _why_suspended(case, today)
    if case.action == Action.REVIEW_LATE_CHARGE:
        return _why_closed(case, today)
    if case.outcome:
        return case.outcome_reason
    if case.action == Action.DISPUTE_CHARGE:
        amount = formats.money(case.charge_outstanding, case.charge_currency)
        said = _("Charged after the end: %(amount)s. It stays open until it is paid back, cancelled or let go.")
        return said % {"amount": amount}
    if case.action in {Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION}:
        return _("Nothing to do until %(day)s. A receipt is no confirmation yet.") % {"day": due}
    if case.action == Action.VERIFICATION and case.confirmed_end_date:
        day = formats.said_day(case.confirmed_end_date, today)
        return _("The contract ends on %(day)s. Check then that it is really dead.") % {"day": day}
    return str(STEP_HELP[step]) if step else ""


def _why_suspended(case: Cancellation, today: date) -> str:
    """Until when; of a suspension with no end known, when we look: that day is no end."""
    if case.action == Action.SUSPENSION_OPEN:
        said = _("The carrier named no end. Look on %(day)s whether it goes on: the contract may cost money meanwhile.")
        return said % {"day": formats.said_day(case.due, today)}
    said = _("Suspended until %(day)s. The contract goes on then and may cost money.")
    return said % {"day": formats.said_day(case.suspended_until, today)}


def _why_closed(case: Cancellation, today: date) -> str:
    """Why a charge did not reopen the case by itself."""
    said = _("Charged on %(day)s. The carrier never confirmed an end here: reopen the request to dispute it.")
    if case.confirmed_on:
        said = _("Charged on %(day)s. The SIM card had another open request: close that one to reopen this one.")
    return said % {"day": formats.said_day(case.late_charge_on, today)}
