"""A few cases on the page of something else: of a carrier, of a SIM card."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.badge import badge
from cancellations.domain.situation import Action
from cancellations.domain.words import ACTIONS, Look, Words
from cancellations.models.cancellation import CancellationQuerySet


@dataclass(frozen=True)
class ShortCase:
    """One case: what it is called, more about it, what is next, and what that means today. Numbers are masked."""

    url: str
    title: str
    about: str
    action: Words
    look: Look


def short_list(cases: CancellationQuerySet, today: date, *, of_one_card: bool = False) -> list[ShortCase]:
    """`cases` in their order. `of_one_card`: called by their references, not by the card. One query."""
    return [
        ShortCase(
            url=reverse("request", args=[case.reference]),
            title=case.reference if of_one_card else case.sim.title,
            about=_opened(case.opened_on, today) if of_one_card else case.reference,
            action=ACTIONS[Action(case.action)].label if case.is_open else "",
            look=badge(case.stage, case.turn, case.action, case.due, today, case.outcome),
        )
        for case in cases.select_related("sim")
    ]


def _opened(day: date, today: date) -> str:
    return _("opened on %(day)s") % {"day": formats.short_day(day, today)}
