"""What a situation means today: overdue, today, waiting, later. Derived when read, so no job has to run."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.domain.words import ACTIONS, OUTCOMES, STAGES, STEPS, TURNS, Look

_WITH_CARRIER = frozenset({Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION})


def badge(stage: str, turn: str, action: str, due: date | None, today: date, outcome: str = "") -> Look:
    """One label with icon and colour: who is late, whose day it is, or until when we wait."""
    if stage == Stage.CLOSED and (turn == Turn.NOBODY or (due is not None and due > today)):
        return OUTCOMES[Outcome(outcome)] if outcome else STAGES[Stage.CLOSED]
    days = (today - due).days if due else 0
    if action == Action.UNBLOCK:
        return Look(_("Blocked"), "stop", "is-purple")
    if turn == Turn.CARRIER:
        return _carrier(due, days, today)
    if due is None:
        return TURNS[Turn(turn)]
    if turn == Turn.HOLDER and days <= 0:
        return Look(_("Waiting on holder until %(day)s") % {"day": formats.short_day(due, today)}, "user", "is-amber")
    if days > 0:
        return Look(ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}, "today", "is-amber")
    if days == 0:
        return Look(_("Today"), "today", "is-amber")
    return Look(_("by %(day)s") % {"day": formats.short_day(due, today)}, "calendar", "is-grey")


def _carrier(due: date | None, days: int, today: date) -> Look:
    if days > 0:
        late = ngettext("Carrier %(n)s day overdue", "Carrier %(n)s days overdue", days) % {"n": days}
        return Look(late, "clock", "is-red")
    if due is None:
        return Look(_("Waiting on carrier"), "clock", "is-teal")
    return Look(_("Waiting until %(day)s") % {"day": formats.short_day(due, today)}, "clock", "is-teal")


def is_overdue(turn: str, due: date | None, today: date) -> bool:
    """The carrier has let its day pass."""
    return turn == Turn.CARRIER and due is not None and due < today


def action_words(action: str, step: str, *, late: bool) -> str:
    """What is to be done next; of a step that waits or is held, its name. `late`: see `is_overdue`."""
    if late and action in _WITH_CARRIER:
        return _("Ring the carrier and ask")
    if action in {Action.AWAIT_STEP, Action.UNBLOCK} and step:
        return str(STEPS[StepKey(step)])
    return str(ACTIONS[Action(action)].label)
