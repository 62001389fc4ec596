"""The lists that work is done from: who is late, what is ours today, what is waited for. In words and colours."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Look, Words

WEEK = timedelta(days=6)


class Worklist(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    COMING = "coming"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    BLOCKED = "blocked"
    HOLDER = "holder"
    REFUND = "refund"
    CLOSED = "closed"


# Each case that is not closed stands in one of these, in the order that they are worked through.
GROUPS = (
    Worklist.OVERDUE,
    Worklist.TODAY,
    Worklist.COMING,
    Worklist.WAITING,
    Worklist.CONFIRMED,
)

# Those that the sidebar leads to from every page.
IN_SIDEBAR = (
    Worklist.OVERDUE,
    Worklist.TODAY,
    Worklist.BLOCKED,
    Worklist.WAITING,
    Worklist.HOLDER,
    Worklist.REFUND,
    Worklist.CONFIRMED,
)

WORKLISTS: dict[Worklist, Look] = {
    Worklist.OVERDUE: Look(_("Carrier overdue"), "clock", "is-red"),
    Worklist.TODAY: Look(_("Needs you today"), "today", "is-amber"),
    Worklist.COMING: Look(_("Coming up"), "calendar", "is-grey"),
    Worklist.WAITING: Look(_("Waiting on carrier"), "clock", "is-teal"),
    Worklist.CONFIRMED: Look(_("Recently confirmed"), "check", "is-green"),
    Worklist.BLOCKED: Look(_("Blocked"), "stop", "is-purple"),
    Worklist.HOLDER: Look(_("Waiting on holder"), "user", "is-amber"),
    Worklist.REFUND: Look(_("Refund pending"), "money", "is-grey"),
    Worklist.CLOSED: Look(_("Closed"), "lock", "is-grey"),
}

HINTS: dict[Worklist, Words] = {
    Worklist.OVERDUE: _("The day has passed without a reply"),
    Worklist.TODAY: _("Your turn, due today or earlier"),
    Worklist.COMING: _("Your turn, with a later day or none"),
    Worklist.WAITING: _("Still within the carrier's time"),
    Worklist.CONFIRMED: _("In the last 14 days"),
}
