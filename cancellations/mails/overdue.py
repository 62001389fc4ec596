"""At once: a mail to whom a case is assigned when its carrier has let the day pass.

The clock writes the events; here each is looked at once. Many at a time make one mail for each person.
"""

from itertools import groupby

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from cancellations.domain.reminding import MailKind, zone_of
from cancellations.domain.situation import Turn
from cancellations.mails.lines import Group, line_of, text_with
from cancellations.models import Cancellation, Event, OutgoingMail, OverdueNotice, Reminders
from cancellations.models.reminders import untold_overdue

AT_A_TIME = 5000
MOST_LINES = 20


def tell_overdue() -> int:
    """Write the notices of new overdue events into the outbox; gives how many mails. Each event counts once."""
    try:
        with transaction.atomic():
            events = list(untold_overdue()[:AT_A_TIME])
            OverdueNotice.objects.bulk_create([OverdueNotice(event=event) for event in events])
            return _write(events) if events else 0
    except IntegrityError:  # another worker is telling the same ones: it has them all, and we none
        return 0


def _write(events: list[Event]) -> int:
    last = {event.cancellation_id: event.pk for event in events if event.cancellation_id is not None}
    # whoever has answered meanwhile is not late any more
    late = Cancellation.objects.filter(pk__in=last, turn=Turn.CARRIER, due_on__lt=timezone.localdate())
    late = late.exclude(assignee=None).select_related("carrier", "sim").order_by("assignee_id", "due_on", "pk")
    wanted = {one.pk: one for one in Reminders.objects.for_everybody().filter(overdue=True)}
    return sum(
        _tell(wanted[who], list(cases), last)
        for who, cases in groupby(late, key=lambda case: case.assignee_id)
        if who in wanted
    )


def _tell(reminders: Reminders, cases: list[Cancellation], last: dict[int, int]) -> bool:
    user = reminders.user
    cases = [case for case in cases if case.workspace_id == user.workspace_id]
    if not cases or user.email is None:
        return False
    language = user.language or settings.LANGUAGE_CODE
    zone = zone_of(user.time_zone, timezone.get_default_timezone())
    with translation.override(language), timezone.override(zone):
        text = text_with(_subject(cases), [_group(cases)])
    return OutgoingMail.objects.put(
        text,
        address=user.email,
        kind=MailKind.OVERDUE,
        language=language,
        user=user,
        key=f"overdue:{user.pk}:{max(last[case.pk] for case in cases)}",
    )


def _subject(cases: list[Cancellation]) -> str:
    if len(cases) == 1:
        return gettext("Lastcall: the carrier is overdue with %(reference)s") % {"reference": cases[0].reference}
    said = ngettext("Lastcall: %(n)s request is overdue", "Lastcall: %(n)s requests are overdue", len(cases))
    return said % {"n": len(cases)}


def _group(cases: list[Cancellation]) -> Group:
    today = timezone.localdate()
    return Group(gettext("The day has passed without a reply"), [line_of(case, today) for case in cases[:MOST_LINES]])
