"""Long work and how far it is: a page that can be closed, reloaded and come back to."""

from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cancellations.domain import formats
from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.errands import (
    ERRAND_KINDS,
    ERRAND_STATES,
    MADE_WHOLE,
    UNFINISHED,
    ErrandKind,
    ErrandState,
)
from cancellations.domain.said import Text
from cancellations.domain.words import Look
from cancellations.forms.base import KeyedForm
from cancellations.jobs import do_errands_soon
from cancellations.models import Errand, ErrandMiss
from cancellations.models.storage import evidence_storage
from cancellations.models.vault import Unreadable
from cancellations.views.downloads import handed_out
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed
from cancellations.views.private_words import without_words

MOST = 50
MISSES_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """An errand in words. `share`: of 100, None while the whole is not known; `address`: where its result is seen."""

    pk: int
    kind: str
    heading: str
    look: Look
    who: str
    asked: str
    progress: str
    missed: str
    error: str
    rest: str
    is_ended: bool
    share: int | None
    file_name: str
    address: str
    note: str


@require_safe
@signed_in
def index(request: AuthedHttpRequest) -> HttpResponse:
    """The latest errands of the workspace."""
    found = Errand.objects.visible_to(request.user).select_related("asked_by").order_by("-id")[:MOST]
    return page(request, "errands/index.html", {"errands": [shown(errand, request) for errand in found]})


@require_safe
@signed_in
def errand(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """One errand: how far it is, what could not be done and why, and the file that it made."""
    return _answer(request, _visible(request, pk))


@require_POST
@signed_in
def stop(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Begin no further part; what was done stays done."""
    found = _visible(request, pk)
    found.stop(request.user)
    return redirect_after(request, "errand", pk)


@require_POST
@signed_in
@replayed
def go_on(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Do the rest of what was stopped or failed."""
    found = _visible(request, pk)
    with once(request, resolve_url("errand", pk), right=None) as posting:
        form = KeyedForm(request.POST)
        posting.run(form, lambda: _reopen(request, found))
    if not posting.done:
        return _answer(request, _visible(request, pk), form, posting.status)
    return redirect_after(request, "errand", pk)


@require_safe
@signed_in
def file(request: AuthedHttpRequest, pk: int) -> HttpResponseBase:
    """The file that it made, for who asked for it and for the owner; what holds everything, after the password."""
    found = _visible(request, pk)
    if not found.may_fetch(request.user):
        raise Http404
    if found.kind != ErrandKind.ARCHIVE:
        return _handed(request, found)
    try:
        handed: HttpResponseBase = _handed_after_password(request, found)
    except ReauthenticationRequired:
        came_for = {"next": resolve_url("errand", pk)}  # to the button: the page of the password would stay otherwise
        return redirect(f"{resolve_url('account_reauthenticate')}?{urlencode(came_for)}")
    return handed


def asked_once(
    request: AuthedHttpRequest, kind: ErrandKind, what: dict[str, Any], *, title: Text, secret: str = ""
) -> int:
    """Have the worker do it, soon; gives the errand's key. What this person waits for already is not begun again."""
    waiting = Errand.objects.visible_to(request.user).open_errands().filter(asked_by=request.user, kind=kind)
    for one in waiting:
        if one.what == what and _is_secret_of(one, secret):
            return one.pk
    asked = Errand.objects.ask(request.user, kind, what=what, title=title, secret=secret)
    do_errands_soon()
    return asked.pk


def _is_secret_of(one: Errand, secret: str) -> bool:
    try:
        return one.secret == secret
    except Unreadable:  # of a key that is gone; the worker will say so
        return False


def shown(errand: Errand, request: AuthedHttpRequest) -> Shown:
    """The errand as this person sees it."""
    kind, title = str(ERRAND_KINDS[ErrandKind(errand.kind)]), _title(errand)
    return Shown(
        pk=errand.pk,
        kind=kind,
        heading=formats.labelled(kind, title) if title else kind,
        look=ERRAND_STATES[errand.state],
        who=errand.asked_by.display_name,
        asked=formats.moment(errand.asked_at, timezone.localdate()),
        progress=_progress(errand),
        missed=_missed(errand),
        error=_error(errand),
        rest=_rest(errand),
        is_ended=errand.is_ended,
        share=100 * errand.done // errand.total if errand.total else None,
        file_name=errand.file_name if errand.may_fetch(request.user) else "",
        address=_address(errand, request),
        note=_note(errand),
    )


def _title(errand: Errand) -> str:
    """What is done to many cases has a name in each language; other titles are those of files and selections."""
    action = errand.what.get("action")
    return str(BULK_ACTIONS[BulkAction(action)]) if action in set(BulkAction) else errand.title


@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no types
def _handed_after_password(request: AuthedHttpRequest, found: Errand) -> HttpResponseBase:
    """Whoever finds the browser open does not leave with everything, even if it was put together before."""
    return _handed(request, found)


def _handed(request: AuthedHttpRequest, found: Errand) -> HttpResponseBase:
    try:
        return handed_out(request.user, evidence_storage().open(found.stored), found.file_name, found.media_type)
    except FileNotFoundError:
        raise Http404 from None


def _visible(request: AuthedHttpRequest, pk: int) -> Errand:
    return get_object_or_404(Errand.objects.visible_to(request.user).select_related("asked_by"), pk=pk)


def _reopen(request: AuthedHttpRequest, found: Errand) -> None:
    found.go_on(request.user)
    do_errands_soon()


def _answer(
    request: AuthedHttpRequest, found: Errand, form: KeyedForm | None = None, status: int = 200
) -> HttpResponse:
    misses = list(ErrandMiss.objects.visible_to(request.user).filter(errand=found).order_by("id")[:MISSES_SHOWN])
    context = {
        "errand": shown(found, request),
        "misses": misses,
        "hidden": _hidden(found.missed - len(misses)),
        "may_stop": found.may_stop(request.user),
        "form": form or (KeyedForm() if found.may_go_on(request.user) else None),
        "may_go_on": found.may_go_on(request.user),
        "is_made_whole": found.kind in MADE_WHOLE,
    }
    return page(request, "errands/errand.html", context, fragment="progress", status=status)


def _address(errand: Errand, request: AuthedHttpRequest) -> str:
    """What somebody searched for, a whole number perhaps, is told to nobody else."""
    address = str(errand.result.get("address", ""))
    return address if errand.asked_by_id == request.user.pk else without_words(address)


def _progress(errand: Errand) -> str:
    if errand.total is None:
        said = ngettext("%(n)s done", "%(n)s done", errand.done) % {"n": formats.number(errand.done)}
        return said if errand.done else ""
    return _("%(done)s of %(total)s") % {"done": formats.number(errand.done), "total": formats.number(errand.total)}


def _rest(errand: Errand) -> str:
    """Of one that is over and not done: how many are done, and how many are not."""
    if errand.state not in UNFINISHED or errand.total is None or errand.kind in MADE_WHOLE:
        return ""
    done, rest = formats.number(errand.done), formats.number(errand.total - errand.done)
    return _("Looked at: %(done)s. Not yet: %(rest)s.") % {"done": done, "rest": rest}


def _missed(errand: Errand) -> str:
    if not errand.missed:
        return ""
    return ngettext(
        "%(n)s could not be done; it is listed below.", "%(n)s could not be done; they are listed below.", errand.missed
    ) % {"n": formats.number(errand.missed)}


def _note(errand: Errand) -> str:
    if errand.kind != ErrandKind.LETTERS:
        return ""
    return _("None of these letters counts as sent. When they are sent, record it, or log a contact with the carrier.")


def _hidden(more: int) -> str:
    return ngettext("and %(n)s more", "and %(n)s more", more) % {"n": formats.number(more)} if more > 0 else ""


def _error(errand: Errand) -> str:
    if errand.ending != ErrandState.FAILED:
        return ""
    return errand.error or _("Something broke on our side. What was done until then is kept; the log has the cause.")
