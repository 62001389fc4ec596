"""A user's own reminders: the daily mail, the notice at once, and the secret address of the calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cancellations.domain import formats
from cancellations.forms.base import KeyedForm
from cancellations.forms.notifications import NotificationsForm
from cancellations.models import Reminders, Repeated
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed

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
    """A fresh address, shown in this answer alone; the same one to a form that arrives again."""
    asked = KeyedForm(request.POST, auto_id=False)
    token = ""

    def verb() -> None:
        nonlocal token
        token = Reminders.objects.of(request.user).renew_calendar(posting.key)

    try:
        with once(request, reverse("notifications"), right=None) as posting:
            posting.run(asked, verb)
    except Repeated:
        token = Reminders.objects.of(request.user).calendar_asked_with(asked.data.get("form_key", ""))
    else:
        if not posting.done:
            return _calendar(request, asked, status=posting.status)
    return _calendar(request, link=settings.SITE_URL + reverse("calendar_feed", args=[token]) if token else "")


@require_POST
@signed_in
@replayed
def revoke_calendar(request: AuthedHttpRequest) -> HttpResponse:
    asked = KeyedForm(request.POST, auto_id=False)
    with once(request, reverse("notifications"), right=None) as posting:
        posting.run(asked, lambda: Reminders.objects.of(request.user).revoke_calendar())
    if not posting.done:
        return _calendar(request, asked, status=posting.status)
    messages.success(request, _("The address of the calendar does not work any more."))
    return redirect_after(request, "notifications")


def _calendar(
    request: AuthedHttpRequest, asked: KeyedForm | None = None, *, link: str = "", status: int = 200
) -> HttpResponse:
    """`asked`: the form of a button that was refused."""
    kept = Reminders.objects.as_kept(request.user)
    form = NotificationsForm.showing(kept)
    return _shown(request, kept, form, fragment="calendar", asked=asked, link=link, status=status)


def _shown(
    request: AuthedHttpRequest,
    reminders: Reminders,
    form: NotificationsForm,
    *,
    fragment: str | None = None,
    asked: KeyedForm | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    since = reminders.calendar_since
    context = {
        "form": form,
        "zone": timezone.get_current_timezone_name(),
        "link": link,
        "asked": asked,
        "making": KeyedForm(auto_id=False),
        "ending": KeyedForm(auto_id=False),
        "since": formats.moment(timezone.localtime(since), timezone.localdate()) if since else "",
    }
    return page(request, _TEMPLATE, context, fragment=fragment, status=status)
