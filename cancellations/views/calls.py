"""The call session: ring a carrier once, ask about every open request there, write all outcomes in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cancellations.domain import formats
from cancellations.domain.badge import badge
from cancellations.domain.listing import DUE_FIRST
from cancellations.domain.places import local_time
from cancellations.domain.roles import Right
from cancellations.domain.words import Look
from cancellations.forms.calls import CallForm, CallLine, LostLine, TypedOnce
from cancellations.forms.selection import ID, picked
from cancellations.models import Cancellation, Carrier
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.keyset import beyond
from cancellations.views.at_carriers import at_carriers
from cancellations.views.carrier_page import fact_view
from cancellations.views.case_reads import case_url
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.kept_call import end_call, keep_call, kept_call
from cancellations.views.paging import Cursor
from cancellations.views.posting import once, replayed

AT_ONCE = 25  # requests on a sheet
MOST_CARRIERS = 100  # those where most is open


@dataclass(frozen=True)
class Line:
    """One request as it stands on the sheet, with its fields."""

    form: CallLine
    url: str
    title: str
    called: str
    number: str
    request_number: str
    due: str
    badge: Look


@dataclass(frozen=True)
class Lost:
    """Something else that was typed about, why it is not on the sheet, and its page if it has one."""

    form: LostLine
    why: str
    url: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def calls(request: AuthedHttpRequest) -> HttpResponse:
    """Without `carrier`: whom to ring. With it: a sheet for one call; POST writes what was heard, all or nothing.

    `after`: where the sheet before this one ended; all that is open there is reached, sheet after sheet. `then`: "next"
    goes on to the next one with who was spoken with and the note; without it the call ends.
    """
    request.user.must(Right.WORK)
    sent = request.POST if request.method == "POST" else request.GET
    slug = sent.get("carrier", "")
    if not slug:
        return _carriers_page(request)
    carrier = get_object_or_404(Carrier.objects.visible_to(request.user), slug=slug.replace("\0", ""))
    after = Cursor.read(sent.get("after"), DUE_FIRST)
    kept = kept_call(request, carrier, request.POST.get("started", ""))
    if request.method != "POST":
        cases = list(_to_ask(request, carrier, after, kept)[:AT_ONCE])
        return _sheet(request, carrier, after, CallForm(cases=cases, kept=kept))
    goes_on, until = request.POST.get("then") == "next", Cursor.read(request.POST.get("until"), DUE_FIRST)
    leads_to = _sheet_url(carrier, until if goes_on else after)
    with once(request, leads_to) as posting:
        form = CallForm(request.POST, cases=_locked(request, carrier), kept=kept, goes_on=goes_on)
        posting.run(form, lambda: _write(request, carrier, form))
    if not posting.done:
        return _sheet(request, carrier, after, form, until, status=posting.status)
    if said := _said(len(form.asked), goes_on):
        messages.success(request, said)
    return redirect_after(request, leads_to)


@require_POST
@signed_in
def new_call(request: AuthedHttpRequest) -> HttpResponse:
    """The call that goes on with `carrier` is over, nothing is written, and a fresh sheet is shown.

    `started`: of the call that is meant; sent again, it ends no later one.
    """
    request.user.must(Right.WORK)
    slug, started = request.POST.get("carrier", ""), request.POST.get("started", "")
    carrier = get_object_or_404(Carrier.objects.visible_to(request.user), slug=slug.replace("\0", ""))
    kept = kept_call(request, carrier, started)
    if kept and kept.started == started:
        end_call(request, carrier)
        messages.success(request, _("The call has ended."))
    return redirect_after(request, _sheet_url(carrier))


def _said(asked: int, goes_on: bool) -> str:
    if not asked:
        return "" if goes_on else _("The call has ended.")
    said = ngettext("The call is recorded in %(n)s request.", "The call is recorded in %(n)s requests.", asked)
    return said % {"n": formats.number(asked)}


def _write(request: AuthedHttpRequest, carrier: Carrier, form: CallForm) -> None:
    today = timezone.localdate()
    for line in form.asked:
        line.case.log_contact(request.user, **line.facts(form, today))
    if form.goes_on:
        keep_call(request, carrier, form)
    else:
        end_call(request, carrier)


def _to_ask(
    request: AuthedHttpRequest, carrier: Carrier, after: Cursor | None, kept: TypedOnce | None
) -> CancellationQuerySet:
    """What is open there, less what was asked in this call: what was heard moves it behind the others."""
    cases = _open_there(request, carrier, after)
    return cases.exclude(pk__in=kept.asked) if kept else cases


def _open_there(request: AuthedHttpRequest, carrier: Carrier, after: Cursor | None) -> CancellationQuerySet:
    """The open requests at the carrier, due first, from behind the cursor on."""
    cases = Cancellation.objects.visible_to(request.user).whole().filter(carrier=carrier, is_open__in=[True])
    if after:
        due_on: Any = Cancellation._meta.get_field(DUE_FIRST.column)
        cases = cases.filter(beyond(due_on, after.key, after.id, downwards=False))
    return cases.order_by(*DUE_FIRST.by)


def _sheet_url(carrier: Carrier, after: Cursor | None = None) -> str:
    told = {"carrier": carrier.slug, **({"after": str(after)} if after else {})}
    return f"{reverse('calls')}?{urlencode(told)}"


def _locked(request: AuthedHttpRequest, carrier: Carrier) -> list[Cancellation]:
    """The requests that stood on the sheet, as they are now, kept from changing; in the order that it had."""
    asked = sorted(picked(request.POST, "case"))[:AT_ONCE]
    cases = Cancellation.objects.visible_to(request.user).whole().filter(carrier=carrier, pk__in=asked)
    locked = list(cases.select_for_update(of=("self",)).order_by("pk"))
    for case in locked:
        case.hold()
    return sorted(locked, key=lambda case: (case.due_on, case.pk))


def _sheet(
    request: AuthedHttpRequest,
    carrier: Carrier,
    after: Cursor | None,
    form: CallForm,
    until: Cursor | None = None,
    status: int = 200,
) -> HttpResponse:
    """`until`: where the sheet ended when it was first shown; its requests may be due on other days by now."""
    today = timezone.localdate()
    if not until and form.lines:
        until = Cursor(form.lines[-1].case.due_on, form.lines[-1].case.pk)
    context = {
        "carrier": carrier,
        "form": form,
        "lines": list(_lines(form.lines)),
        "lost": list(_lost(request, carrier, form.lost)),
        "after": after or "",
        "until": until or "",
        "first_sheet": _sheet_url(carrier) if after else "",
        "has_next": bool(until) and _to_ask(request, carrier, until, form.kept).exists(),
        "phones": [fact_view(fact, today) for fact in carrier.facts.shown().filter(kind__in=["phone", "hours"])],
        "local_time": local_time(carrier.time_zone, timezone.now(), today),
        "started": formats.clock(timezone.localtime(form.kept.at if form.kept else None)),
    }
    return page(request, "calls/sheet.html", context, fragment="sheet", status=status)


def _lines(lines: Iterable[CallLine]) -> Iterable[Line]:
    today = timezone.localdate()
    for form in lines:
        case = form.case
        yield Line(
            form=form,
            url=case_url(case.reference),
            title=case.sim.title,
            called=f"{case.sim.title} · {case.reference}",
            number=case.sim.number,
            request_number=case.request_number,
            due=formats.short_day(case.due, today),
            badge=badge(case.stage, case.turn, case.action, case.due, today),
        )


def _lost(request: AuthedHttpRequest, carrier: Carrier, lines: Sequence[LostLine]) -> Iterable[Lost]:
    ids = {line.key: int(line.key) for line in lines if ID.fullmatch(line.key)}
    found = Cancellation.objects.visible_to(request.user).in_bulk(ids.values()) if ids else {}
    for line in lines:
        case = found.get(ids.get(line.key, 0))
        if case is None:
            yield Lost(line, _("It is not there any more."))
        elif case.carrier_id != carrier.pk:
            yield Lost(line, _("It is with another carrier."), case_url(case.reference))
        else:
            most = ngettext("A sheet has at most %(n)s request.", "A sheet has at most %(n)s requests.", AT_ONCE)
            yield Lost(line, most % {"n": formats.number(AT_ONCE)}, case_url(case.reference))


def _carriers_page(request: AuthedHttpRequest) -> HttpResponse:
    carriers = Carrier.objects.visible_to(request.user).values("pk")  # for the index, which begins with them
    cases = Cancellation.objects.visible_to(request.user).open_cases().filter(carrier__in=carriers)
    most = sorted(at_carriers(cases, request.user), key=lambda one: -one.number)[:MOST_CARRIERS]
    rows = [(f"{reverse('calls')}?{urlencode({'carrier': one.slug})}", one.name, one.count) for one in most]
    return page(request, "calls/carriers.html", {"carriers": rows})
