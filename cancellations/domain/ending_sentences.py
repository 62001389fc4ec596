"""What the timeline says of how a case ended: with which outcome, on which day, and what was corrected of that."""

from datetime import date

from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.ending_words import ended_in_words
from cancellations.domain.telling import (
    Payload,
    Sentence,
    about,
    date_in,
    day_in,
    joined,
    look_in,
    reason_in,
    text_in,
)
from cancellations.domain.words import OUTCOMES


def closed(payload: Payload, today: date) -> Sentence:
    look = look_in(OUTCOMES, payload, "outcome")
    if look is None:
        return Sentence(_("Request closed"), reason_in(payload), "lock")
    title = _("Closed: %(outcome)s") % {"outcome": look.label}
    ended_on, until, again = (date_in(payload, name) for name in ("ended_on", "until", "look_again_on"))
    days = ended_in_words(text_in(payload, "outcome"), ended_on, until, again, today)
    look_again = about(_("Look again on %(day)s"), "day", formats.said_day(again, today))
    return Sentence(title, joined(days, look_again, reason_in(payload)), look.icon, look.colour)


def no_end(payload: Payload, today: date) -> Sentence:
    """What was recorded as the end of a suspension is none."""
    before = about(_("Recorded as its end until now: %(day)s"), "day", day_in(payload, "before", today))
    again = about(_("Look again on %(day)s"), "day", day_in(payload, "look_again_on", today))
    title = _("The carrier named no end of the suspension")
    return Sentence(title, joined(before, again, reason_in(payload)), "calendar", "is-grey")
