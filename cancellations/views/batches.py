"""Batches: the requests of many SIM cards opened together, and how far they are."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain import formats
from cancellations.domain.bulk import BULK_ACTIONS, MOST_CASES, BulkAction
from cancellations.domain.errands import ErrandKind
from cancellations.domain.roles import Right
from cancellations.domain.situation import Stage
from cancellations.domain.words import STAGES, Words
from cancellations.forms.batch import BatchForm, SimSelection
from cancellations.jobs import do_errands_soon
from cancellations.models import Batch, Cancellation, Errand
from cancellations.models.carrier import name_in_language
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed

SHOWN = 10  # of the selected cards, by name
MOST = 100  # batches on the page of all
# what is done next with all of its requests, in the order of the days
_NEXT = (BulkAction.PREPARE, BulkAction.LETTERS, BulkAction.SUBMIT, BulkAction.CONFIRM)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def new(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form for the selected cards. POST: a batch, and an errand that opens its requests."""
    request.user.must(Right.WORK)
    posted = request.method == "POST"
    today = timezone.localdate()
    selection = SimSelection(request.POST if posted else request.GET, request.user)
    if refused := _refusal(selection):
        return _form_page(request, selection, None, refused=refused, status=422)
    if not posted:
        return _form_page(request, selection, BatchForm(by=request.user, today=today))
    with once(request, reverse("batches")) as posting:
        form = BatchForm(request.POST, by=request.user, today=today)
        asked: list[Errand] = []
        posting.run(form, lambda: asked.append(_ask(request, selection, form)))
        if posting.done:
            posting.led_to(reverse("errand", args=[asked[0].pk]))
    if posting.done:
        return redirect_after(request, "errand", asked[0].pk)
    return _form_page(request, selection, form, status=posting.status)


@require_safe
@signed_in
def index(request: AuthedHttpRequest) -> HttpResponse:
    """The latest batches."""
    found = Batch.objects.visible_to(request.user).select_related("made_by").order_by("-id")[:MOST]
    today = timezone.localdate()
    rows = [(batch.pk, batch.name, batch.made_by.display_name, formats.moment(batch.made_at, today)) for batch in found]
    return page(request, "batches/index.html", {"batches": rows, "sims": reverse("sims")})


@require_safe
@signed_in
def batch(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """How many of its requests are at which stage, and at which carriers they are open."""
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("made_by"), pk=pk)
    cases = Cancellation.objects.visible_to(request.user).filter(batch=found)
    stages = dict(cases.values_list("stage").annotate(count=Count("id")).order_by())
    context = {
        "batch": found,
        "who": found.made_by.display_name,
        "when": formats.moment(found.made_at, timezone.localdate()),
        "stages": [
            (STAGES[stage], formats.number(stages[stage]), _list(found, stage=stage))
            for stage in Stage
            if stage in stages
        ],
        "carriers": _carriers(found, cases),
        "requests": _list(found),
        "next": _next(found) if request.user.may(Right.WORK) else [],
    }
    return page(request, "batches/batch.html", context)


def _next(found: Batch) -> list[tuple[Words, str]]:
    """What can be done with all of its open requests, and the page that asks for it."""
    of_all = urlencode({"all": "1", "batch": str(found.pk)})
    return [(BULK_ACTIONS[action], f"{reverse('bulk')}?do={action}&{of_all}") for action in _NEXT]


def _carriers(found: Batch, cases: Any) -> list[tuple[str, str, str]]:
    counted = cases.filter(is_open=True).values_list("carrier__slug", "carrier__names").annotate(count=Count("id"))
    rows = [
        (name_in_language(names), formats.number(count), _list(found, carrier=slug))
        for slug, names, count in counted.order_by()
    ]
    return sorted(rows)


def _list(found: Batch, **narrowed: str) -> str:
    return f"{reverse('requests')}?{urlencode({'batch': str(found.pk), **narrowed})}"


def _refusal(selection: SimSelection) -> str:
    if not selection.ids:
        return _("Nothing is selected. Go back to the list and tick what you mean.")
    if selection.is_too_much:
        return _("More than %(n)s SIM cards at once are too many. Narrow the list first.") % {
            "n": formats.number(MOST_CASES)
        }
    return ""


def _ask(request: AuthedHttpRequest, selection: SimSelection, form: BatchForm) -> Errand:
    data = form.cleaned_data
    made = Batch.objects.begin(request.user, data["name"])
    what = {
        "batch": made.pk,
        "sims": selection.ids,
        "reason": data["reason"],
        "requested_end_date": data["requested_end_date"].isoformat() if data["requested_end_date"] else "",
        "assignee": data["to"].pk if data["to"] else None,
    }
    total = len(selection.ids)
    asked = Errand.objects.ask(request.user, ErrandKind.OPENING, what=what, title=made.name, total=total)
    asked.result = {"address": reverse("batch", args=[made.pk])}
    asked.save(update_fields=["result"])
    do_errands_soon()
    return asked


def _form_page(
    request: AuthedHttpRequest, selection: SimSelection, form: BatchForm | None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    count = len(selection.ids)
    context = {
        "form": form,
        "refused": refused,
        "count": _counted(count),
        "cards": [(sim.pk, sim.title) for sim in selection.first(SHOWN)],
        "more": _counted(count - SHOWN) if count > SHOWN else "",
        "hidden": list(selection.hidden()) if not refused else [],
    }
    return page(request, "batches/new.html", context, fragment="form", status=status)


def _counted(count: int) -> str:
    return ngettext("%(n)s SIM card", "%(n)s SIM cards", count) % {"n": formats.number(count)}
