"""The workspace's own days off and working days, which beat the calendar that deadlines are counted with."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cancellations.domain import formats
from cancellations.domain.places import country_name
from cancellations.forms.base import KeyedForm
from cancellations.forms.holiday import HolidayForm
from cancellations.models import Carrier, Holiday
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed

MOST = 500


@dataclass(frozen=True)
class Row:
    pk: int
    country: str
    day: str
    name: str
    is_working: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def holidays(request: AuthedHttpRequest) -> HttpResponse:
    """The list, and a form for one more day."""
    if request.method != "POST":
        return _shown(request, HolidayForm(initial={"country": _usual_country(request)}))
    form = HolidayForm(request.POST)
    with once(request, reverse("holidays")) as posting:
        posting.run(form, lambda: Holiday.objects.add(request.user, **form.facts()))
    if not posting.done:
        return _shown(request, form, posting.status)
    messages.success(request, _("The day is in the list. Open requests were counted anew."))
    return redirect_after(request, "holidays")


@require_POST
@signed_in
@replayed
def remove(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Take one day off the list."""
    form = KeyedForm(request.POST)
    with once(request, reverse("holidays")) as posting:
        try:
            row = Holiday.objects.visible_to(request.user).get(pk=pk)
        except (Holiday.DoesNotExist, OverflowError):  # no database has a row with so large a number
            raise Http404 from None
        posting.run(form, lambda: row.remove(request.user))
    if posting.done:
        messages.success(request, _("The day is off the list. Open requests were counted anew."))
    return redirect_after(request, "holidays")


def _shown(request: AuthedHttpRequest, form: HolidayForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    days = Holiday.objects.visible_to(request.user).in_order()[:MOST]
    context = {"form": form, "rows": [_row(day, today) for day in days]}
    return page(request, "settings/holidays.html", context, fragment="list", status=status)


def _row(row: Holiday, today: date) -> Row:
    return Row(row.pk, country_name(row.country), formats.day(row.day, today), row.name, row.is_working)


def _usual_country(request: AuthedHttpRequest) -> str:
    """That of the workspace's first carrier that has one."""
    countries = Carrier.objects.visible_to(request.user).exclude(country="").values_list("country", flat=True)
    return countries.order_by("pk").first() or ""
