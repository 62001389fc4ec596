"""The day on which a contract ended other than by a confirmed termination, or was suspended, in words."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.situation import Outcome


def ended_in_words(
    outcome: str, ended_on: date | None, suspended_until: date | None, look_again_on: date | None, today: date
) -> str:
    """“Ran out on Tue, 3 Nov”; empty without a day, and for outcomes that have none.

    `look_again_on`: chosen when the carrier named no end of a suspension. It is our own day, and never told as one.
    """
    days = {"day": formats.said_day(ended_on, today), "until": formats.said_day(suspended_until, today)}
    match outcome if ended_on else "":
        case Outcome.LAPSED:
            return _("Ran out on %(day)s") % days
        case Outcome.TRANSFERRED:
            return _("Transferred on %(day)s") % days
        case Outcome.SUSPENDED if suspended_until:
            return _("Suspended from %(day)s until %(until)s") % days
        case Outcome.SUSPENDED if look_again_on:
            return _("Suspended from %(day)s, no end known") % days
        case Outcome.SUSPENDED:
            return _("Suspended from %(day)s") % days
        case _:
            return ""


def ending_days(outcome: str, ended_on: date | None, suspended_until: date | None) -> Iterator[tuple[str, date | None]]:
    """The same days, each under its own name."""
    names = {
        Outcome.LAPSED: _("Ran out"),
        Outcome.TRANSFERRED: _("Transferred"),
        Outcome.SUSPENDED: _("Suspended from"),
    }
    if outcome in names:
        yield names[Outcome(outcome)], ended_on
    yield _("Suspended until"), suspended_until
