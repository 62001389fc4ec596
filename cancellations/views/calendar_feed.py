"""The due days of a user's cases as an iCalendar feed. Whoever has the address can read it, so it says little."""

from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cancellations.domain.badge import action_words, is_overdue
from cancellations.domain.reminding import zone_of
from cancellations.models import Cancellation, Reminders, User
from cancellations.models import Event as CaseEvent
from cancellations.models.case import NEVER

MOST = 1000  # cases; the first that are due


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar. Unknown, revoked and of somebody who left: the same 404. Opening it changes nothing."""
    reminders = Reminders.objects.with_calendar(token)
    if reminders is None:
        raise Http404
    zone = zone_of(reminders.user.time_zone, timezone.get_default_timezone())
    with translation.override(reminders.user.language or settings.LANGUAGE_CODE), timezone.override(zone):
        content = calendar_of(reminders.user, timezone.localdate(), nicknames=reminders.calendar_nicknames)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'attachment; filename="lastcall.ics"'
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def calendar_of(user: User, today: date, *, nicknames: bool) -> bytes:
    """The calendar in the active language: the same bytes as long as nothing changed. One query."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lastcall//lastcall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Lastcall"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for case in _due_cases(user):
        calendar.add_component(_event(case, today, nicknames))
    return bytes(calendar.to_ical())


def _due_cases(user: User) -> QuerySet[Cancellation]:
    last = CaseEvent.objects.filter(workspace=OuterRef("workspace"), cancellation=OuterRef("pk")).order_by("-pk")
    mine = Cancellation.objects.visible_to(user).open_cases().filter(assignee=user, due_on__lt=NEVER)
    dated: QuerySet[Cancellation] = mine.annotate(changed_at=Subquery(last.values("at")[:1]))
    return dated.select_related("sim").order_by("due_on", "pk")[:MOST]


def _event(case: Cancellation, today: date, nicknames: bool) -> Event:
    """One all-day event a case, always with the same UID; the time of its last change is in it, not that of asking."""
    action = action_words(case.action, case.action_step, late=is_overdue(case.turn, case.due, today))
    named = [case.reference, *([case.sim.nickname] if nicknames and case.sim.nickname else [])]
    event = Event()
    event.add("uid", f"{case.reference}@lastcall")
    event.add("sequence", case.version)
    event.add("dtstamp", getattr(case, "changed_at", None) or timezone.now())
    event.add("dtstart", case.due_on)
    event.add("dtend", case.due_on + timedelta(days=1))
    event.add("summary", f"{' · '.join(named)}: {action}")
    event.add("url", settings.SITE_URL + reverse("request", args=[case.reference]))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
