"""The ladder in words: what its letters are called, what was sent and what comes next, why nothing is proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cancellations.domain import formats
from cancellations.domain.ladder import Hold, Proposal, Sent
from cancellations.domain.letters import LetterKind
from cancellations.domain.said import Said, filled, full_day

RUNGS: dict[LetterKind, Promise] = {
    LetterKind.CHASER: gettext_lazy("Chaser"),
    LetterKind.SUPERVISOR: gettext_lazy("Letter to the supervisor"),
    LetterKind.CLAIM: gettext_lazy("Formal claim"),
    LetterKind.REGULATOR: gettext_lazy("Complaint to the regulator"),
}
WRITE: dict[LetterKind, Promise] = {
    LetterKind.CHASER: gettext_lazy("Write the chaser"),
    LetterKind.SUPERVISOR: gettext_lazy("Write to the supervisor"),
    LetterKind.CLAIM: gettext_lazy("Write the claim"),
    LetterKind.REGULATOR: gettext_lazy("Write to the regulator"),
}
_HOLDS: dict[Hold, Promise] = {
    Hold.NOT_SENT: gettext_lazy("The request has not been sent yet, so there is nothing to chase."),
    Hold.ANSWERED: gettext_lazy("The carrier has confirmed, or the request is closed: there is nothing to chase."),
    Hold.OURS: gettext_lazy("The next move is not the carrier's: do the next step first."),
    Hold.PROMISED: gettext_lazy("The carrier promised an answer by %(day)s. No letter is proposed before that day."),
    Hold.NOT_DUE: gettext_lazy("The carrier is not late: its time runs until %(day)s. No letter is proposed before."),
    Hold.SENT_LATELY: gettext_lazy("The last letter is given time until %(day)s. You may go higher earlier."),
}


def rung_label(payload: Mapping[str, Any]) -> str:
    """Which letter of the ladder a logged contact was; nothing for all others."""
    try:
        return str(RUNGS[LetterKind(str(payload.get("rung")))])
    except (ValueError, KeyError):
        return ""


def why_not(proposed: Proposal, today: date) -> str:
    """Why no letter is proposed, and until when; nothing when it is time for one."""
    return str(hold_said(proposed, today) or "")


def hold_said(proposed: Proposal, today: date) -> Said | None:
    """The same, to be kept and told in the language of whoever reads it."""
    if proposed.hold is None:
        return None
    return filled(_HOLDS[proposed.hold], {"day": full_day(proposed.until, today)})


def progress(last: Sent, proposed: Proposal, today: date) -> str:
    """What was sent how long ago, and which letter is next from when."""
    days = (today - last.on).days
    said = {"letter": RUNGS[last.rung], "n": days, "next": RUNGS[proposed.rung]}
    done = _("%(letter)s: sent today.") % said
    if days > 0:
        done = ngettext("%(letter)s: sent %(n)s day ago.", "%(letter)s: sent %(n)s days ago.", days) % said
    if proposed.rung is last.rung or proposed.from_day is None:
        return done
    coming = _("Next: %(next)s.") % said
    if proposed.from_day > today:
        from_day = {"day": formats.full_day(proposed.from_day, today)}
        coming = _("Next: %(next)s, from %(day)s.") % {**said, **from_day}
    return f"{done} {coming}"
