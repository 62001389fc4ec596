"""Our side of the holder's page: the link is made, renewed and switched off here, and the page looked at beforehand."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain import formats
from cancellations.domain.file_types import ACCEPT
from cancellations.domain.roles import Right
from cancellations.forms.holder import MAKE, RENEW, HolderLinkForm
from cancellations.models import Cancellation, HolderLink
from cancellations.views.case_reads import find_case, lock_case
from cancellations.views.holder_page import answer, holder_context, speak
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed

TEMPLATE = "requests/holder_link.html"


@require_safe
@signed_in
def preview(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """The page as the holder sees it, in the holder's language; nothing can be sent from it."""
    case = find_case(request, reference)
    link = case.newest_holder_link()
    code = speak(request, (link.language if link else "") or request.user.language)
    context = holder_context(case, case.workspace, timezone.localdate())
    back = reverse("request", args=[case.reference])
    return answer({**context, "lang": code, "accept": ACCEPT, "preview": back})


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def manage(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """The panel of the link: a page of its own, or folded into the page of the case."""
    here = reverse("holder_link", args=[reference])
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _panel(request, find_case(request, reference), HolderLinkForm())
    token = ""
    with once(request, here) as posting:
        case = lock_case(request, reference)
        form = HolderLinkForm(request.POST)

        def verb() -> None:
            nonlocal token
            token = _done(case, request, form.cleaned_data["do"], form.cleaned_data["language"])

        posting.run(form, verb)
    if not posting.done:
        return _panel(request, find_case(request, reference), form, status=posting.status)
    if token or wants_fragment(request):
        return _panel(request, find_case(request, reference), HolderLinkForm(), token=token)
    return redirect_after(request, here)


def _done(case: Cancellation, request: AuthedHttpRequest, do: str, language: str) -> str:
    """The token of a new link, which is shown once; empty for what makes none."""
    if do == MAKE:
        return case.make_holder_link(request.user, language=language)
    if do == RENEW:
        case.renew_holder_link(request.user)
    else:
        case.revoke_holder_link(request.user)
    return ""


def _panel(
    request: AuthedHttpRequest, case: Cancellation, form: HolderLinkForm, *, token: str = "", status: int = 200
) -> HttpResponse:
    link = case.newest_holder_link()
    context = {
        "case": case,
        "form": form,
        "made": f"{settings.SITE_URL}{reverse('holder', args=[token])}" if token else "",
        "link": _in_words(link) if link and not link.revoked_at else None,
    }
    return page(request, TEMPLATE, context, fragment="panel", status=status)


def _in_words(link: HolderLink) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "works": link.works,
        "until": formats.short_day(link.expires_on, today),
        "seen": formats.short_day(link.last_seen_on, today),
        "language": dict(settings.LANGUAGES).get(link.language, ""),
    }
