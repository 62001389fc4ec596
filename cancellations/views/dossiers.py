"""The dossiers of many requests as one archive, made by the worker."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.roles import Right
from cancellations.errands.dossiers import KIND, MOST, dossiers_asked
from cancellations.forms.selection import Selection
from cancellations.views.bulk import counted
from cancellations.views.errands import asked_once
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.private_words import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@keeps_words
def dossiers(request: AuthedHttpRequest) -> HttpResponse:
    """GET: what is selected, and whether identity documents go along. POST: an errand that makes them.

    As the dossier of one request, for whoever may look at it: numbers are masked for those who may not see them.
    """
    sent = request.POST if request.method == "POST" else request.GET
    selection = Selection(sent, request.user, timezone.localdate())
    refused = _refused(selection)
    if request.method != "POST" or refused:
        return _page(request, selection, refused)
    identity = "identity" in request.POST and request.user.may(Right.SEE_IDENTIFIERS)
    what = dossiers_asked(selection.ids, identity=identity)
    return redirect_after(request, "errand", asked_once(request, KIND, what, title=counted(len(selection.ids))))


def _refused(selection: Selection) -> str:
    if not selection.ids:
        return _("Nothing is selected. Go back to the list and tick what you mean.")
    if len(selection.ids) > MOST:
        said = _("An archive takes the dossiers of %(n)s requests at most. Narrow the list first.")
        return said % {"n": formats.number(MOST)}
    return ""


def _page(request: AuthedHttpRequest, selection: Selection, refused: str) -> HttpResponse:
    context = {
        "refused": refused,
        "count": counted(len(selection.ids)),
        "hidden": [] if refused else list(selection.hidden()),
        "may_see": request.user.may(Right.SEE_IDENTIFIERS),
        "list_url": reverse("requests"),
        "url": reverse("requests_dossiers"),
    }
    return page(request, "exports/dossiers.html", context, fragment="form", status=422 if refused else 200)
