"""The dossiers of many requests as one archive, made by the worker."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.roles import Right
from cancellations.errands.dossiers import KIND, MOST, dossiers_asked
from cancellations.forms.dossiers import DossiersForm
from cancellations.forms.selection import Selection
from cancellations.views.asked import SHOWN, asked_page
from cancellations.views.bulk import asked_of_cases, counted_said
from cancellations.views.errands import asked_once
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def dossiers(request: AuthedHttpRequest) -> HttpResponse:
    """GET: what is selected, and whether identity documents go along. POST: an errand that makes them.

    As the dossier of one request, for whoever may look at it: numbers are masked for those who may not see them.
    """
    posted = request.method == "POST"
    selection = Selection(request.POST if posted else request.GET, request.user, timezone.localdate())
    refused = selection.refusal() or _too_many(len(selection.ids))
    may_see = request.user.may(Right.SEE_IDENTIFIERS)
    form = DossiersForm(request.POST if posted else None, may_see=may_see)
    if posted and selection.is_another:
        form.add_error(None, str(selection.changed))
    if refused or not form.is_valid():
        return _page(request, selection, form, refused)
    what = dossiers_asked(selection.ids, identity=form.with_identity)
    return redirect_after(request, "errand", asked_once(request, KIND, what, title=counted_said(len(selection.ids))))


def _too_many(count: int) -> str:
    if count <= MOST:
        return ""
    said = _("An archive takes the dossiers of %(n)s requests at most. Narrow the list first.")
    return said % {"n": formats.number(MOST)}


def _page(request: AuthedHttpRequest, selection: Selection, form: DossiersForm, refused: str) -> HttpResponse:
    asked = asked_of_cases(
        _("Dossiers"),
        selection,
        reverse("requests_dossiers"),
        cases=() if refused else selection.cases(selection.ids[:SHOWN]),
        count=len(selection.ids),
        refused=refused,
    )
    return asked_page(request, "bulk/dossiers.html", asked, form, status=422 if form.errors else 200)
