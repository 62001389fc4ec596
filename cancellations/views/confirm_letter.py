"""Confirming many requests by one letter of the carrier: every number on it is matched, or nothing is confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.domain.bulk import BulkAction
from cancellations.domain.roles import Right
from cancellations.forms.confirm_letter import ConfirmManyForm
from cancellations.forms.evidence import AlongsideForm
from cancellations.forms.selection import Selection
from cancellations.models import Cancellation
from cancellations.models.filing import Kept, keeping
from cancellations.models.known_cases import known_cases
from cancellations.models.letter_verbs import NotConfirmed
from cancellations.views.bulk import bulk_page, counted, refusal
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in
from cancellations.views.posting import Posting, once, replayed
from cancellations.views.private_words import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@keeps_words
@replayed
def confirm(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form. POST: all that stand on the letter are confirmed, each with the letter as its proof."""
    request.user.must(Right.WORK)
    posted = request.method == "POST"
    selection = Selection(request.POST if posted else request.GET, request.user, timezone.localdate())
    if refused := refusal(selection):
        return _page(request, selection, None, refused=refused, status=422)
    if not posted:
        return _page(request, selection, _form(request, selection))
    sent = AlongsideForm({}, request.FILES)
    with keeping(sent.files_to_keep()) as letter, once(request, reverse("requests")) as posting:
        form = _form(request, selection, request.POST, sent)
        done: list[Cancellation] = []
        posting.run(form, lambda: done.extend(_confirm(request, form, letter, posting)))
    if not posting.done:
        return _page(request, selection, form, status=posting.status)
    told = _("Confirmed: %(confirmed)s. Not on the letter and not changed: %(others)s.")
    others = counted(len(selection.ids) - len(done))
    messages.success(request, told % {"confirmed": counted(len(done)), "others": others})
    return redirect_after(request, "requests")


def _form(request: AuthedHttpRequest, selection: Selection, *sent: Any) -> ConfirmManyForm:
    data, files = sent or (None, None)
    known = known_cases(request.user, selection.ids) if sent else ()
    return ConfirmManyForm(data, by=request.user, asked_on=selection.today, known=known, sent=files)


def _confirm(
    request: AuthedHttpRequest, form: ConfirmManyForm, letter: list[Kept], posting: Posting
) -> list[Cancellation]:
    try:
        return Cancellation.objects.confirm_by_letter(request.user, form.matched.found, letter, form.told())
    except NotConfirmed as error:
        form.refuse(error)
        raise


def _page(
    request: AuthedHttpRequest,
    selection: Selection,
    form: ConfirmManyForm | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    return bulk_page(
        request, BulkAction.CONFIRM, selection, form, refused=refused, status=status, address=reverse("bulk_confirm")
    )
