"""The page of one case, and what is done to the case as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain.closing import false_ends
from cancellations.domain.money_words import charge_offer
from cancellations.domain.roles import Right
from cancellations.domain.situation import Outcome
from cancellations.domain.words import OBSTACLES
from cancellations.forms.base import set_hidden
from cancellations.forms.course import (
    AssignForm,
    CloseForm,
    FollowUpForm,
    LateChargeForm,
    NoEndForm,
    ReasonForm,
    RequestNumberForm,
    SuspensionEndForm,
    TargetForm,
)
from cancellations.models import Cancellation
from cancellations.views.case_history import situation_now
from cancellations.views.case_page import show_case
from cancellations.views.case_reads import case_url, find_case, lock_case
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed

MakeForm = Callable[[AuthedHttpRequest, Cancellation, Any], Form]
Verb = Callable[[Cancellation, AuthedHttpRequest, Any], object]


@dataclass(frozen=True)
class CaseForm:
    """One thing that can be done to a case: what it is called, its form and its verb."""

    title: Any  # words, or what makes them for a case
    make: MakeForm
    verb: Verb

    def title_for(self, case: Cancellation) -> str:
        return str(self.title(case) if callable(self.title) else self.title)


def _versioned(form: type[Form]) -> MakeForm:
    def make(request: AuthedHttpRequest, case: Cancellation, data: Any) -> Form:
        return form(data, initial={"version": case.version})

    return make


def _close_form(request: AuthedHttpRequest, case: Cancellation, data: Any) -> Form:
    wanted = request.GET.get("outcome", "")
    outcome = wanted if wanted in set(Outcome) else None
    return CloseForm(data, case=case, today=timezone.localdate(), wanted=outcome)


CASE_FORMS: dict[str, CaseForm] = {
    "follow-up": CaseForm(
        gettext_lazy("Look again on another day"),
        _versioned(FollowUpForm),
        lambda case, request, form: case.change_follow_up(
            request.user,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
    ),
    "target": CaseForm(
        gettext_lazy("End date we ask for"),
        _versioned(TargetForm),
        lambda case, request, form: case.change_target(
            request.user, on=form.cleaned_data["on"], version=form.cleaned_data["version"]
        ),
    ),
    "numbers": CaseForm(
        gettext_lazy("Add a request number"),
        lambda request, case, data: RequestNumberForm(data, today=timezone.localdate()),
        lambda case, request, form: case.add_request_number(request.user, **form.facts()),
    ),
    "assignee": CaseForm(
        gettext_lazy("Who looks after it"),
        lambda request, case, data: AssignForm(data, by=request.user, initial={"to": case.assignee_id}),
        lambda case, request, form: case.assign(request.user, to=form.cleaned_data["to"]),
    ),
    "close": CaseForm(
        gettext_lazy("Close the request"),
        _close_form,
        lambda case, request, form: case.close(request.user, **form.facts(), version=form.cleaned_data["version"]),
    ),
    "late-charge": CaseForm(
        lambda case: charge_offer(after_end=case.confirmed_on is not None),
        lambda request, case, data: LateChargeForm(data, case=case),
        lambda case, request, form: case.record_late_charge(
            request.user, **form.facts(), version=form.cleaned_data["version"]
        ),
    ),
    "charge-not-disputed": CaseForm(
        gettext_lazy("The charge found after closing is not disputed"),
        _versioned(ReasonForm),
        lambda case, request, form: case.dismiss_late_charge(
            request.user, reason=form.cleaned_data["reason"], version=form.cleaned_data["version"]
        ),
    ),
    "reopen": CaseForm(
        gettext_lazy("Reopen the request"),
        _versioned(ReasonForm),
        lambda case, request, form: case.reopen(
            request.user, reason=form.cleaned_data["reason"], version=form.cleaned_data["version"]
        ),
    ),
    "suspended-until": CaseForm(
        gettext_lazy("Until when it is suspended"),
        lambda request, case, data: SuspensionEndForm(
            data, initial={"version": case.version, "until": case.suspended_until}
        ),
        lambda case, request, form: case.suspend_until(
            request.user, **form.facts(), version=form.cleaned_data["version"]
        ),
    ),
    "no-end": CaseForm(
        gettext_lazy("The carrier named no end"),
        _versioned(NoEndForm),
        lambda case, request, form: case.suspend_without_end(
            request.user, **form.facts(), version=form.cleaned_data["version"]
        ),
    ),
    "late-reply": CaseForm(
        gettext_lazy("The late reply changes nothing"),
        _versioned(ReasonForm),
        lambda case, request, form: case.dismiss_late_reply(
            request.user, reason=form.cleaned_data["reason"], version=form.cleaned_data["version"]
        ),
    ),
}


@require_safe
@signed_in
def case(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """The page of a case."""
    return show_case(request, find_case(request, reference), fragment="case")


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def change(request: AuthedHttpRequest, reference: str, name: str) -> HttpResponse:
    """One of CASE_FORMS: a small page of its own, or a fragment in the dialog."""
    wanted = CASE_FORMS.get(name)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        request.user.must(Right.WORK)
        found = find_case(request, reference)
        return _form_page(request, found, name, wanted.make(request, found, None))
    with once(request, case_url(reference)) as posting:
        locked = lock_case(request, reference)
        form = wanted.make(request, locked, request.POST)
        posting.run(form, lambda: wanted.verb(locked, request, form))
    if posting.done:
        return redirect_after(request, case_url(reference))
    return _form_page(request, find_case(request, reference), name, form, posting.status)


def _form_page(
    request: AuthedHttpRequest, case: Cancellation, name: str, form: Form, status: int = 200
) -> HttpResponse:
    now = []
    if status == 409:
        set_hidden(form, version=case.version)  # sent again, it is newer
        now = situation_now(request, case)
    context = {"case": case, "form": form, "title": CASE_FORMS[name].title_for(case), "name": name, "now": now}
    if name == "close":
        facts = case.facts(case.current_steps())
        context["false_ends"] = [OBSTACLES[kind] for kind in false_ends(facts)]
    return page(request, "requests/change.html", context, fragment="form", status=status)
