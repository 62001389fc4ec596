"""The evidence of a case: listed, added, had as a file, described anew, removed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.words import STEPS
from cancellations.forms.evidence import DescriptionForm, EvidenceForm, RemovalForm
from cancellations.models import Cancellation, Event, Evidence
from cancellations.models.filing import Kept, keeping
from cancellations.views.case_history import items_of
from cancellations.views.case_reads import find_case, lock_case
from cancellations.views.conflict import conflict_with
from cancellations.views.downloads import download, only_with, picture
from cancellations.views.evidence_panel import evidence_items, evidence_panel, evidence_url
from cancellations.views.http import AuthedHttpRequest, is_current_page, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def index(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """GET: all files of the case and the form for more; for htmx the form alone. POST: files are added."""
    case = find_case(request, reference)
    step = _step(request)
    if request.method != "POST":
        return _list(request, case, EvidenceForm(), step)
    request.user.must(Right.WORK)
    form = EvidenceForm(request.POST, request.FILES)
    with keeping(form.files_to_keep(), previews=form.wants_previews()) as kept:
        news: list[Event] = []
        with once(request, evidence_url(reference)) as posting:
            locked = lock_case(request, reference)
            posting.run(form, lambda: news.extend(_attach(locked, request, form, kept, step)))
    if not posting.done:
        return _list(request, find_case(request, reference), form, step, posting.status)
    if not wants_fragment(request) or is_current_page(request, request.get_full_path()):
        return redirect_after(request, evidence_url(reference))
    return _added(request, locked, news, step)


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def item(request: AuthedHttpRequest, reference: str, pk: int) -> HttpResponse:
    """One file: what is known of it. POST: it is described anew."""
    case, row = _find(request, reference, pk)
    if request.method != "POST":
        return _item_page(request, case, row, DescriptionForm(initial={**_described(row), "version": row.version}))
    form = DescriptionForm(request.POST)
    with once(request, evidence_url(reference, pk)) as posting:
        locked = lock_case(request, reference)
        posting.run(
            form,
            lambda: locked.describe_evidence(request.user, row, **form.facts(), version=form.cleaned_data["version"]),
        )
    if posting.done:
        return redirect_after(request, evidence_url(reference, pk))
    case, row = _find(request, reference, pk)
    return _item_page(request, case, row, form, posting.status)


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def remove(request: AuthedHttpRequest, reference: str, pk: int) -> HttpResponse:
    """A small page that asks why; the row stays."""
    case, row = _find(request, reference, pk)
    request.user.must(Right.WORK)
    form = RemovalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        with once(request, evidence_url(reference)) as posting:
            locked = lock_case(request, reference)
            posting.run(form, lambda: locked.remove_evidence(request.user, row, **form.facts()))
        if posting.done:
            return redirect_after(request, evidence_url(reference))
        status = posting.status
    shown = evidence_items(case, [row], request.user)[0]
    context = {"case": case, "item": shown, "form": form}
    return page(request, "evidence/remove.html", context, fragment="form", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def file(request: AuthedHttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """The file as it came, as a download. Identity documents only by a POST, which the timeline tells."""
    row = _find(request, reference, pk)[1]
    if not row.may_open(request.user):
        raise PermissionDenied
    if not row.is_identity:
        return download(request.user, row)
    if request.method != "POST":
        return redirect_after(request, evidence_url(reference, pk))
    response = download(request.user, row)
    with only_with(response):
        row.show(request.user)
    return response


@require_safe
@signed_in
def preview(request: AuthedHttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """A small picture of the file, made here; identity documents have none."""
    row = _find(request, reference, pk)[1]
    if not row.may_open(request.user):
        raise PermissionDenied
    return picture(row)


def _find(request: AuthedHttpRequest, reference: str, pk: int) -> tuple[Cancellation, Evidence]:
    case = find_case(request, reference)
    try:
        return case, Evidence.objects.visible_to(request.user).get(pk=pk, cancellation=case)
    except Evidence.DoesNotExist:
        raise Http404 from None


def _step(request: AuthedHttpRequest) -> StepKey | None:
    """The step that the files prove, by the address; unknown ones are none."""
    wanted = request.GET.get("step", "")
    return StepKey(wanted) if wanted in set(StepKey) else None


def _attach(
    case: Cancellation, request: AuthedHttpRequest, form: EvidenceForm, kept: list[Kept], step: StepKey | None
) -> list[Event]:
    events = []
    for one in kept:
        case.attach(request.user, one, step=step, **form.facts())
        events += case.last_events
    return events


def _list(
    request: AuthedHttpRequest, case: Cancellation, form: EvidenceForm, step: StepKey | None, status: int = 200
) -> HttpResponse:
    context = _form_context(request, case, form, step)
    if not wants_fragment(request) or is_current_page(request, request.get_full_path()):
        rows = list(Evidence.objects.visible_to(request.user).of_case(case).order_by("-id"))
        items = evidence_items(case, rows, request.user)
        context["items"] = [one for one in items if not one.removed]
        context["removed"] = [one for one in items if one.removed]
    return page(request, "evidence/index.html", context, fragment="form", status=status)


def _form_context(
    request: AuthedHttpRequest, case: Cancellation, form: EvidenceForm, step: StepKey | None
) -> dict[str, Any]:
    url = evidence_url(case.reference)
    return {
        "case": case,
        "form": form,
        "can_work": request.user.may(Right.WORK),
        "url": url,
        "action": f"{url}?step={step}" if step else url,
        "step_name": STEPS[step] if step else "",
        "form_id": f"evidence-form-{step}" if step else "evidence-form",
    }


def _added(request: AuthedHttpRequest, case: Cancellation, news: list[Event], step: StepKey | None) -> HttpResponse:
    """In place of the form: that it was added. Beside it the panel and the timeline of the request page."""
    today = timezone.localdate()
    context = _form_context(request, case, EvidenceForm(), step)
    context["news"] = items_of(reversed(news), request.user, today)
    context["evidence"] = evidence_panel(case, request.user)
    context["added"] = True
    return page(request, "evidence/index.html", context, fragment="added")


def _described(row: Evidence) -> dict[str, str]:
    return {"kind": row.kind, "note": row.note, "visibility": row.visibility}


def _item_page(
    request: AuthedHttpRequest, case: Cancellation, row: Evidence, form: DescriptionForm, status: int = 200
) -> HttpResponse:
    is_stale = status == 409 and form.is_valid()
    context = {
        "conflict": conflict_with(form, _described(row), version=row.version, by="") if is_stale else None,
        "case": case,
        "item": evidence_items(case, [row], request.user)[0],
        "can_work": request.user.may(Right.WORK) and row.is_present,
        "form": form,
        "url": evidence_url(case.reference),
    }
    # who may not work gets no form, not even as a fragment: it would tell the note of an identity document
    return page(request, "evidence/item.html", context, fragment="form" if context["can_work"] else None, status=status)
