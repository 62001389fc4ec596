"""In words what the list of requests shows when a number of a report led to it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.reporting.counted import WORDS, Counted, What


def counted_in_words(text: str) -> str:
    """Sent, opened 1 Oct – 31 Oct; empty for what cannot be read."""
    counted = Counted.read(text)
    if counted is None:
        return ""
    days = _days(counted.first, counted.last, timezone.localdate())
    if days and counted.is_by_opening and counted.what is not What.OPENED:
        days = _("opened %(days)s") % {"days": days}
    return formats.several(filter(None, (WORDS[counted.what], counted.currency, days)))


def _days(first: date | None, last: date | None, today: date) -> str:
    since, until = formats.short_day(first, today), formats.short_day(last, today)
    if since and until:
        return since if first == last else formats.between(since, until)
    if since:
        return _("since %(day)s") % {"day": since}
    return _("until %(day)s") % {"day": until} if until else ""
