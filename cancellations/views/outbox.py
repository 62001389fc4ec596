"""Mail that waits: what has not been sent yet and why, for those who work. What a mail says is not shown."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cancellations.domain import formats
from cancellations.domain.reminding import MAIL_KINDS, MAIL_STATES, MailKind, MailState
from cancellations.domain.roles import Right
from cancellations.domain.words import Look
from cancellations.jobs import send_soon
from cancellations.models import OutgoingMail
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment

MOST = 50
_FILES = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True)
class Row:
    pk: int
    kind: str
    address: str
    look: Look
    tried: str
    when: str
    error: str
    may_retry: bool


@require_safe
@signed_in
def outbox(request: AuthedHttpRequest) -> HttpResponse:
    """The newest that were not sent, and whether there is a mail server at all."""
    request.user.must(Right.WORK)
    return _shown(request)


@require_POST
@signed_in
def retry(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Try one mail at once, in the background."""
    request.user.must(Right.WORK)
    try:
        mail = get_object_or_404(OutgoingMail.objects.visible_to(request.user), pk=pk)
    except OverflowError as beyond:  # no database has a row with that number
        raise Http404 from beyond
    if mail.try_again(request.user):
        send_soon()
        messages.success(request, _("The e-mail is tried again now."))
    else:
        messages.info(request, _("This e-mail is being sent, or was sent, or has been replaced by a newer one."))
    return _shown(request) if wants_fragment(request) else redirect_after(request, "outbox")


def _shown(request: AuthedHttpRequest) -> HttpResponse:
    unsent = OutgoingMail.objects.visible_to(request.user).unsent().order_by("-pk")
    total = unsent.count()
    context = {
        "rows": [_row(mail) for mail in unsent[:MOST]],
        "total": ngettext("%(n)s e-mail is not sent", "%(n)s e-mails are not sent", total) % {"n": total},
        "to_files": settings.EMAIL_BACKEND == _FILES,
    }
    return page(request, "settings/outbox.html", context, fragment="waiting")


def _row(mail: OutgoingMail) -> Row:
    state, today = mail.state, timezone.localdate()
    next_try = formats.moment(timezone.localtime(mail.next_try_at), today)
    said = {
        MailState.WAITING: _("Next try %(time)s") % {"time": next_try},
        MailState.GIVEN_UP: _("Not tried again by itself"),
    }
    return Row(
        pk=mail.pk,
        kind=str(MAIL_KINDS[MailKind(mail.kind)]),
        address=mail.address,
        look=MAIL_STATES[state],
        tried=ngettext("Tried %(n)s time", "Tried %(n)s times", mail.attempts) % {"n": mail.attempts},
        when=said.get(state, ""),
        error=mail.last_error,
        may_retry=state in said and bool(mail.body),
    )
