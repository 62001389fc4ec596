"""Logging a contact with the carrier."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cancellations.domain.roles import Right
from cancellations.forms.contact import ContactForm
from cancellations.forms.evidence import AlongsideForm
from cancellations.models import Cancellation, Event
from cancellations.models.filing import Kept, keeping
from cancellations.views.case_history import items_of
from cancellations.views.case_page import case_context, empty_composer
from cancellations.views.case_reads import case_url, find_case, lock_case, request_numbers
from cancellations.views.evidence_panel import evidence_panel
from cancellations.views.http import AuthedHttpRequest, is_current_page, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def log(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """GET: the composer on a page of its own. POST: one entry; never in conflict with anybody else's."""
    today = timezone.localdate()
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _composer(request, find_case(request, reference), None)
    sent = _sent_along(request, reference)
    news: list[Event] = []
    with keeping(sent.files_to_keep()) as kept, once(request, f"{case_url(reference)}#timeline") as posting:
        case = lock_case(request, reference)
        form = ContactForm(request.POST, case=case, today=today, refused_files=sent.refusals())
        posting.run(form, lambda: news.extend(_log(case, request, form, kept)))
    if not posting.done:
        return _composer(request, find_case(request, reference), form, posting.status)
    if not wants_fragment(request) or is_current_page(request, request.path):
        return redirect_after(request, f"{case_url(reference)}#timeline")
    context = case_context(request, case, steps=case.last_steps, whole=False)
    if form.cleaned_data["request_number"]:
        context["numbers"] = request_numbers(case)
    context |= {**empty_composer(request, case), "logged": True}
    context["news"] = items_of(reversed(news), request.user, today)
    if kept:
        context["evidence"] = evidence_panel(case, request.user)
    return page(request, "requests/log.html", context, fragment="log")


def _sent_along(request: AuthedHttpRequest, reference: str) -> AlongsideForm:
    """The files of the entry, looked into and stored before the case is locked; not for strangers and viewers."""
    if request.FILES:
        request.user.must(Right.WORK)
        find_case(request, reference)
    return AlongsideForm({}, request.FILES)


def _log(case: Cancellation, request: AuthedHttpRequest, form: ContactForm, kept: list[Kept]) -> list[Event]:
    message = case.log_contact(request.user, **form.facts())
    events = [*case.last_events]
    for one in kept:
        case.attach(request.user, one, message=message)
        events += case.last_events
    return events


def _composer(
    request: AuthedHttpRequest, case: Cancellation, form: ContactForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "urls": {"log": f"{case_url(case.reference)}log/"},
        **({"log_form": form} if form else empty_composer(request, case)),
    }
    return page(request, "requests/log.html", context, fragment="log", status=status)
