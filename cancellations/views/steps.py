"""The steps of a case: shown, completed, saved, and everything else that can happen to one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cancellations.domain.holder_ask import usual_ask
from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.situation import Turn
from cancellations.domain.words import STEPS
from cancellations.forms.base import set_hidden
from cancellations.forms.course import HoldUpForm, PlainChangeForm, ReasonForm
from cancellations.forms.holder import AskForm
from cancellations.forms.steps import STEP_FORMS
from cancellations.forms.steps.base import StepForm
from cancellations.models import Cancellation, Step
from cancellations.views.case_history import items_of, situation_now
from cancellations.views.case_page import case_context, show_case
from cancellations.views.case_reads import case_url, find_case, lock_case, request_numbers
from cancellations.views.case_steps import recorded_facts
from cancellations.views.http import AuthedHttpRequest, is_current_page, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import Posting, once, replayed

Verb = Callable[[Cancellation, StepKey, AuthedHttpRequest, dict[str, Any]], object]


@dataclass(frozen=True)
class StepChange:
    title: Any
    form: type[Form]
    verb: Verb


STEP_CHANGES: dict[str, StepChange] = {
    "skip": StepChange(
        gettext_lazy("Skip this step"),
        ReasonForm,
        lambda case, key, request, data: case.skip_step(key, request.user, **data),
    ),
    "block": StepChange(
        gettext_lazy("Something is in the way"),
        HoldUpForm,
        lambda case, key, request, data: case.block_step(
            key,
            request.user,
            reason=data["reason"],
            unblocked_by=Turn(data["who"]),
            review_on=data["until"],
            version=data["version"],
        ),
    ),
    "wait": StepChange(
        gettext_lazy("Wait for somebody"),
        HoldUpForm,
        lambda case, key, request, data: case.wait_step(
            key,
            request.user,
            reason=data["reason"],
            waiting_on=Turn(data["who"]),
            until=data["until"],
            version=data["version"],
        ),
    ),
    "ask": StepChange(
        gettext_lazy("Ask the holder for something"),
        AskForm,
        lambda case, key, request, data: case.ask_holder(key, request.user, **data),
    ),
    "resume": StepChange(
        gettext_lazy("Go on with this step"),
        PlainChangeForm,
        lambda case, key, request, data: case.resume_step(key, request.user, **data),
    ),
    "reopen": StepChange(
        gettext_lazy("Reopen this step"),
        ReasonForm,
        lambda case, key, request, data: case.reopen_step(key, request.user, **data),
    ),
    "recheck": StepChange(
        gettext_lazy("It is still right"),
        PlainChangeForm,
        lambda case, key, request, data: case.recheck_step(key, request.user, **data),
    ),
}


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def step(request: AuthedHttpRequest, reference: str, key: str) -> HttpResponse:
    """GET: the case with this step open. POST: complete it, or with `draft` keep what was typed so far."""
    step_key = _known(key)
    if request.method != "POST":
        return _open(request, find_case(request, reference), step_key)
    draft = "draft" in request.POST
    with once(request, case_url(reference, key)) as posting:
        case = lock_case(request, reference)
        row = _row(case, step_key)
        form = STEP_FORMS[step_key](request.POST, case=case, step=row, today=timezone.localdate(), draft=draft)
        posting.run(form, lambda: _record(case, request, form, draft=draft))
    if posting.done:
        return _after(request, case, case_url(reference, key))
    return _again(request, reference, form, posting)


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def change(request: AuthedHttpRequest, reference: str, key: str, name: str) -> HttpResponse:
    """One of STEP_CHANGES: a small page of its own, or a fragment in the dialog."""
    step_key, wanted = _known(key), STEP_CHANGES.get(name)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        request.user.must(Right.WORK)
        case = find_case(request, reference)
        form = wanted.form(initial={"version": _row(case, step_key).version, "ask": usual_ask(step_key)})
        return _change_page(request, case, step_key, name, form)
    with once(request, case_url(reference, key)) as posting:
        case = lock_case(request, reference)
        _row(case, step_key)
        form = wanted.form(request.POST)
        posting.run(form, lambda: wanted.verb(case, step_key, request, _facts_and_version(form)))
    if posting.done:
        if is_current_page(request, request.path):  # the small page has no list of steps to swap
            return redirect_after(request, case_url(reference, key))
        response = _after(request, case, case_url(reference, key))
        response["HX-Retarget"], response["HX-Reswap"] = "#steps", "outerHTML"
        return response
    case = find_case(request, reference)
    if posting.status == 409:
        set_hidden(form, version=_row(case, step_key).version)
    return _change_page(request, case, step_key, name, form, posting.status)


def _open(request: AuthedHttpRequest, case: Cancellation, key: StepKey) -> HttpResponse:
    """The case with this step's form open; for htmx that step alone, so that what is typed elsewhere stays."""
    _row(case, key)
    if not wants_fragment(request):
        return show_case(request, case, opened=key)
    context = case_context(request, case, opened=key, whole=False)
    views = [view for phase in context["phases"] for view in phase.steps if view.key is key]
    return page(request, "requests/one_step.html", {**context, "steps": views})


def _record(case: Cancellation, request: AuthedHttpRequest, form: StepForm, *, draft: bool) -> None:
    verb = case.save_step if draft else case.complete_step
    verb(form.key, request.user, version=form.cleaned_data["version"], **form.facts())


def _after(request: AuthedHttpRequest, case: Cancellation, url: str) -> HttpResponse:
    """The case as it is now and, for the timeline, the events that have just been written."""
    if not wants_fragment(request):
        return redirect_after(request, url)
    today = timezone.localdate()
    news = items_of(reversed(case.last_events), request.user, today)
    more: dict[str, Any] = {"news": news}
    if request.POST.get("request_number") or request.POST.get("confirmation_number"):
        more["numbers"] = request_numbers(case)
    return show_case(request, case, fragment="case", steps=case.last_steps, **more)


def _again(request: AuthedHttpRequest, reference: str, form: StepForm, posting: Posting) -> HttpResponse:
    """The form with what was typed; after a conflict beside what somebody else recorded meanwhile."""
    case = find_case(request, reference)
    row = _row(case, form.key)
    theirs = None
    if posting.status == 409:
        theirs = {
            "facts": recorded_facts(case, row, timezone.localdate()),
            "by": row.settled_by.display_name if row.settled_by else "",
        }
        set_hidden(form, version=row.version)  # sent again, it goes on top of theirs
    return show_case(request, case, opened=form, fragment="case", status=posting.status, theirs=theirs)


def _change_page(
    request: AuthedHttpRequest, case: Cancellation, key: StepKey, name: str, form: Form, status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "key": key,
        "name": name,
        "form": form,
        "title": STEP_CHANGES[name].title,
        "step_name": STEPS[key],
        "inside": wants_fragment(request) and not is_current_page(request, request.path),
        "now": situation_now(request, case) if status == 409 else [],
    }
    return page(request, "steps/change.html", context, fragment="form", status=status)


def _known(key: str) -> StepKey:
    try:
        return StepKey(key)
    except ValueError:
        raise Http404 from None


def _row(case: Cancellation, key: StepKey) -> Step:
    for row in case.current_steps():
        if row.step_key is key:
            return row
    raise Http404


def _facts_and_version(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
