"""Confirming many requests by one letter of the carrier: every number on it is matched, or nothing is confirmed."""

from functools import partial

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
from cancellations.views.bulk import counted, form_page
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in
from cancellations.views.posting import once, replayed


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def confirm(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form. POST: all that stand on the letter are confirmed, each with the letter as its proof."""
    request.user.must(Right.WORK)
    posted = request.method == "POST"
    selection = Selection(request.POST if posted else request.GET, request.user, timezone.localdate())
    shown = partial(form_page, request, BulkAction.CONFIRM, selection, at="bulk_confirm")
    if selection.refusal():
        return shown(None)
    form_of = partial(ConfirmManyForm, by=request.user, asked_on=selection.today)
    if not posted:
        return shown(form_of())
    sent = AlongsideForm({}, request.FILES)
    with keeping(sent.files_to_keep()) as letter, once(request, reverse("requests")) as posting:
        form = form_of(request.POST, known=known_cases(request.user, selection.ids), sent=sent)
        if selection.is_another:
            form.add_error(None, str(selection.changed))
        done: list[Cancellation] = []
        posting.run(form, lambda: done.extend(_confirm(request, form, letter)))
    if not posting.done:
        return shown(form, posting.status)
    told = _("Confirmed: %(confirmed)s. Not on the letter and not changed: %(others)s.")
    others = counted(len(selection.ids) - len(done))
    messages.success(request, told % {"confirmed": counted(len(done)), "others": others})
    return redirect_after(request, "requests")


def _confirm(request: AuthedHttpRequest, form: ConfirmManyForm, letter: list[Kept]) -> list[Cancellation]:
    try:
        return Cancellation.objects.confirm_by_letter(request.user, form.matched.found, letter, form.told())
    except NotConfirmed as error:
        form.refuse(error)
        raise
