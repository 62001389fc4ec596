"""Cases as lines of a mail, and the mail around them: plain text, and the same as simple HTML.

A line names the card by its nickname only: no number and no holder leaves Lastcall by mail.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from cancellations.domain.badge import action_words, badge, is_overdue
from cancellations.domain.reminding import MailText
from cancellations.models import Cancellation


@dataclass(frozen=True)
class Line:
    """One case: what it is, what is to be done, by when, and where."""

    reference: str
    carrier: str
    nickname: str
    action: str
    due: str
    url: str


@dataclass(frozen=True)
class Group:
    """The first cases of a worklist; `more` is the address of the list when there are others."""

    label: str
    lines: list[Line]
    more: str = ""


def line_of(case: Cancellation, today: date) -> Line:
    """`case` has its carrier and its SIM card with it."""
    late = is_overdue(case.turn, case.due, today)
    return Line(
        reference=case.reference,
        carrier=case.carrier.name,
        nickname=case.sim.nickname,
        action=action_words(case.action, case.action_step, late=late),
        due=str(badge(case.stage, case.turn, case.action, case.due, today, case.outcome).label),
        url=settings.SITE_URL + reverse("request", args=[case.reference]),
    )


def text_with(subject: str, groups: list[Group]) -> MailText:
    """The whole mail, in the active language."""
    context = {
        "subject": subject,
        "groups": groups,
        "language": {"zh-hans": "zh-Hans"}.get(get_language() or "en", get_language() or "en"),
        "settings_url": settings.SITE_URL + reverse("notifications"),
    }
    return MailText(subject, render_to_string("mail/cases.txt", context), render_to_string("mail/cases.html", context))
