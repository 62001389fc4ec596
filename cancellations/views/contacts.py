"""Logging a contact with the carrier."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cancellations.domain.roles import Right
from cancellations.forms.contact import ContactForm
from cancellations.views.case_page import case_context, case_url, find_case, lock_case, timeline
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def log(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """GET: the composer on a page of its own. POST: one entry; never in conflict with anybody else's."""
    today = timezone.localdate()
    if request.method != "POST":
        request.user.must(Right.WORK)
        case = find_case(request, reference)
        return page(
            request,
            "requests/log.html",
            {"case": case, "log_form": ContactForm(case=case, today=today)},
            fragment="log",
        )
    with once(request, f"{case_url(reference)}#timeline") as posting:
        case = lock_case(request, reference)
        form = ContactForm(request.POST, case=case, today=today)
        posting.run(form, lambda: case.log_contact(request.user, **form.facts()))
    if posting.done and not wants_fragment(request):
        return redirect_after(request, f"{case_url(reference)}#timeline")
    case = case if posting.done else find_case(request, reference)
    context = (
        case_context(request, case) if posting.done else {"case": case, **timeline(request, case, today)}
    )
    context["log_form"] = ContactForm(case=case, today=today) if posting.done else form
    context["logged"] = posting.done
    return page(
        request, "requests/log.html", context, fragment="log", status=200 if posting.done else posting.status
    )
