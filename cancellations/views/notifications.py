"""A user's own reminders: the daily mail, the notice at once, and the secret address of the calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cancellations.domain import formats
from cancellations.forms.notifications import NotificationsForm
from cancellations.models import Reminders
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in

_TEMPLATE = "settings/notifications.html"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notifications(request: AuthedHttpRequest) -> HttpResponse:
    """The choices. Everybody has them, viewers too: they are about oneself."""
    if request.method != "POST":
        kept = Reminders.objects.as_kept(request.user)
        return _shown(request, kept, NotificationsForm.showing(kept))
    reminders = Reminders.objects.of(request.user)
    form = NotificationsForm(request.POST)
    if not form.is_valid():
        return _shown(request, reminders, form, fragment="choices", status=422)
    reminders.prefer(**form.choices())
    messages.success(request, _("Your settings are saved."))
    return redirect_after(request, "notifications")


@require_POST
@signed_in
def renew_calendar(request: AuthedHttpRequest) -> HttpResponse:
    """A fresh address, shown in this answer and never again."""
    reminders = Reminders.objects.of(request.user)
    path = reverse("calendar_feed", args=[reminders.renew_calendar()])
    link, form = settings.SITE_URL + path, NotificationsForm.showing(reminders)
    return _shown(request, reminders, form, fragment="calendar", link=link)


@require_POST
@signed_in
def revoke_calendar(request: AuthedHttpRequest) -> HttpResponse:
    Reminders.objects.of(request.user).revoke_calendar()
    messages.success(request, _("The address of the calendar does not work any more."))
    return redirect_after(request, "notifications")


def _shown(
    request: AuthedHttpRequest,
    reminders: Reminders,
    form: NotificationsForm,
    *,
    fragment: str | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    since = reminders.calendar_since
    context = {
        "form": form,
        "zone": timezone.get_current_timezone_name(),
        "link": link,
        "since": formats.moment(timezone.localtime(since), timezone.localdate()) if since else "",
    }
    return page(request, _TEMPLATE, context, fragment=fragment, status=status)
