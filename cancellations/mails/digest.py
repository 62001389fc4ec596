"""The digest: one mail a user and local day, when something is overdue, needs them today, or comes up this week."""

import logging
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import ngettext

from cancellations.domain.reminding import MailKind, MailText, day_of_digest, zone_of
from cancellations.domain.worklist import WEEK, WORKLISTS, Worklist
from cancellations.mails.lines import Group, line_of, text_with
from cancellations.models import Cancellation, OutgoingMail, Reminders, User
from cancellations.models.worklists import COUNTED_TO, cases_in, count_worklists

logger = logging.getLogger("lastcall")

MOST_LINES = 10  # of a group; the rest is one link away
_GROUPS = (Worklist.OVERDUE, Worklist.TODAY, Worklist.COMING)


def write_digests() -> int:
    """Write every digest that is due now into the outbox; gives how many. Late, or twice at once, does no harm."""
    now = timezone.now()
    return sum(_write(one, now) for one in Reminders.objects.for_everybody().filter(digest=True))


def digest_for(user: User, today: date, *, mine: bool) -> MailText | None:
    """What the user is told today, in the active language; None when there is nothing. Four queries."""
    groups = [group for one in _GROUPS if (group := _group(user, one, today, mine))]
    if not groups:
        return None
    counts = count_worklists(user, today, mine=mine)
    pressing = counts[Worklist.OVERDUE] + counts[Worklist.TODAY]
    if not pressing:
        return text_with(translation.gettext("Lastcall: what comes up this week"), groups)
    number = f"{COUNTED_TO}+" if pressing > COUNTED_TO else str(pressing)
    subject = ngettext("Lastcall: %(n)s request needs you", "Lastcall: %(n)s requests need you", pressing)
    return text_with(subject % {"n": number}, groups)


def _write(reminders: Reminders, now: datetime) -> bool:
    user = reminders.user
    zone = zone_of(user.time_zone, timezone.get_default_timezone())
    day = day_of_digest(now, zone, hour=reminders.digest_hour, days=reminders.digest_days, last=reminders.digest_day)
    if day is None or user.email is None:
        return False
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone), transaction.atomic():
        text = digest_for(user, day, mine=reminders.digest_mine) if reminders.claim_day(day) else None
        if text is None:
            return False
        OutgoingMail.objects.replace_digests(user)
        return OutgoingMail.objects.put(
            text,
            address=user.email,
            kind=MailKind.DIGEST,
            language=language,
            user=user,
            key=f"digest:{user.pk}:{day.isoformat()}",
        )


def _group(user: User, worklist: Worklist, today: date, mine: bool) -> Group | None:
    """The first cases of the worklist; of those that come up, only this week's."""
    cases = cases_in(worklist, Cancellation.objects.visible_to(user), today)
    if mine:
        cases = cases.filter(assignee=user)
    if worklist is Worklist.COMING:
        cases = cases.filter(due_on__lte=today + WEEK)
    first = list(cases.select_related("carrier", "sim").order_by("due_on", "pk")[: MOST_LINES + 1])
    if not first:
        return None
    query = {"view": worklist.value} | ({"assignee": "me"} if mine else {})
    more = f"{settings.SITE_URL}{reverse('requests')}?{urlencode(query)}" if len(first) > MOST_LINES else ""
    return Group(str(WORKLISTS[worklist].label), [line_of(case, today) for case in first[:MOST_LINES]], more)
