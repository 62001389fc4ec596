"""Batches: the requests of many SIM cards opened together, and how far they are."""

from functools import partial

from django.db.models import Count, Exists
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain import formats
from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.errands import ErrandKind
from cancellations.domain.roles import Right
from cancellations.domain.situation import Stage
from cancellations.domain.words import STAGES, Words
from cancellations.forms.batch import BatchForm, SimSelection
from cancellations.models import Batch, Cancellation, Errand, SimImport
from cancellations.views.asked import SHOWN, Asked, Row, answer_by_errand, ask_worker, asked_page
from cancellations.views.at_carriers import at_carriers
from cancellations.views.http import AuthedHttpRequest, page, signed_in
from cancellations.views.posting import replayed

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
    selection = SimSelection(request.POST if posted else request.GET, request.user)
    shown = partial(_form_page, request, selection)
    if selection.refusal():
        return shown(None)
    form_of = partial(BatchForm, by=request.user, today=timezone.localdate())
    if not posted:
        return shown(form_of())
    return answer_by_errand(
        request, selection, lambda: form_of(request.POST), lambda form: _ask(request, selection, form), shown
    )


@require_safe
@signed_in
def index(request: AuthedHttpRequest) -> HttpResponse:
    """The latest batches, but for those whose import was undone with all their requests."""
    batches = Batch.objects.visible_to(request.user).filter(~Exists(SimImport.objects.undone_to_nothing()))
    found = batches.select_related("made_by").order_by("-id")[:MOST]
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
        "carriers": [
            (one.name, one.count, _list(found, carrier=one.slug))
            for one in at_carriers(cases.filter(is_open=True), request.user)
        ],
        "requests": _list(found),
        "next": _next(found) if request.user.may(Right.WORK) else [],
    }
    return page(request, "batches/batch.html", context)


def _next(found: Batch) -> list[tuple[Words, str]]:
    """What can be done with all of its open requests, and the page that asks for it."""
    of_all = urlencode({"all": "1", "batch": str(found.pk)})
    return [(BULK_ACTIONS[action], f"{reverse('bulk')}?do={action}&{of_all}") for action in _NEXT]


def _list(found: Batch, **narrowed: str) -> str:
    return f"{reverse('requests')}?{urlencode({'batch': str(found.pk), **narrowed})}"


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
    return ask_worker(
        request,
        ErrandKind.OPENING,
        what=what,
        title=made.name,
        total=len(selection.ids),
        seen_at=reverse("batch", args=[made.pk]),
    )


def _form_page(
    request: AuthedHttpRequest, selection: SimSelection, form: BatchForm | None, status: int = 200
) -> HttpResponse:
    count = len(selection.ids)
    asked = Asked(
        title=_("Cancel many SIM cards"),
        list=_("SIM cards"),
        list_url=reverse("sims"),
        address=reverse("batch_new"),
        count=_counted(count),
        rows=[Row(reverse("sim", args=[sim.pk]), sim.title) for sim in selection.first(SHOWN)],
        more=_counted(count - SHOWN) if count > SHOWN else "",
        hidden=selection.hidden(),
        left_out=[*filter(None, [selection.missing()])],
        refused=selection.refusal(),
    )
    return asked_page(request, "batches/new.html", asked, form, status)


def _counted(count: int) -> str:
    return ngettext("%(n)s SIM card", "%(n)s SIM cards", count) % {"n": formats.number(count)}
