"""Opening a request."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cancellations.domain.roles import Right
from cancellations.forms.opening import NEW, OpeningForm
from cancellations.models import AlreadyOpen, Cancellation, Sim
from cancellations.views.case_reads import case_url
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import Posting, once, replayed


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def new(request: AuthedHttpRequest) -> HttpResponse:
    """Four fields, and the case is open with its first step."""
    request.user.must(Right.WORK)
    today = timezone.localdate()
    if request.method != "POST":
        return _page(request, OpeningForm(user=request.user, today=today, chosen=_asked_for(request)))
    with once(request) as posting:
        if request.POST.get("card") == NEW:
            Sim.objects.hold(request.user.must(Right.WORK).workspace_id)  # what the form finds is what there is
        form = OpeningForm(request.POST, user=request.user, today=today)
        opened: list[Cancellation] = []
        posting.run(form, lambda: opened.append(_open(request, form, posting)))
    if posting.done:
        return redirect_after(request, case_url(opened[0].reference))
    return _page(request, form, posting.status)


def _open(request: AuthedHttpRequest, form: OpeningForm, posting: Posting) -> Cancellation:
    sim = form.chosen() or Sim.objects.add(request.user, **form.sim_facts())
    asked = {name: form.cleaned_data[name] for name in ("requested_end_date", "reason")}
    try:
        case = Cancellation.objects.start(sim, request.user, **asked)
    except AlreadyOpen as already:
        form.running = already.case
        raise
    posting.led_to(case_url(case.reference))
    return case


def _asked_for(request: AuthedHttpRequest) -> Sim | None:
    """The card in ?sim=. Raises Http404 for foreign and missing ones alike."""
    wanted = request.GET.get("sim", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404
    sim = Sim.objects.visible_to(request.user).select_related("carrier").filter(pk=int(wanted)).first()
    if sim is None:
        raise Http404
    return sim


def _page(request: AuthedHttpRequest, form: OpeningForm, status: int = 200) -> HttpResponse:
    return page(request, "requests/new.html", {"form": form}, fragment="form", status=status)
