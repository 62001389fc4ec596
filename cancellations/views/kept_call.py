"""What is said once of a call that goes on over several sheets: who was spoken with, the note, and when it rang.

It waits in the session, encrypted, until the call ends, grows old or is left lying. Not in the address: names are
personal, and proxies and browsers write addresses down. The session is saved at once: in the transaction of what the
sheet writes, so that both hold or neither.
"""

import json
from dataclasses import asdict

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest
from django.utils import timezone

from cancellations.forms.calls import CallForm, TypedOnce
from cancellations.models import Carrier
from cancellations.models.vault import Unreadable, seal, unseal

_NAME = "calls"  # of the session's entry: a call a carrier


def kept_call(request: HttpRequest, carrier: Carrier, started: str = "") -> TypedOnce | None:
    """What was typed in the call with this carrier that goes on in this browser; None while there is none.

    `started`: of the sheet that is sent. A sheet of this very call may take long: it says itself which call it is of.
    """
    kept = _kept(request).get(str(carrier.pk))
    if kept and (kept.started == started or kept.may_go_on(timezone.now())):
        return kept
    return None


def keep_call(request: HttpRequest, carrier: Carrier, form: CallForm) -> None:
    """The call goes on with what the valid form says."""
    _store(request, _kept(request) | {str(carrier.pk): form.typed_once()})


def end_call(request: HttpRequest, carrier: Carrier) -> None:
    kept = _kept(request)
    if kept.pop(str(carrier.pk), None):
        _store(request, kept)


def _kept(request: HttpRequest) -> dict[str, TypedOnce]:
    sealed = request.session.get(_NAME)
    if not sealed:
        return {}
    try:
        kept = {key: TypedOnce(**told) for key, told in json.loads(unseal(sealed)).items()}
    except (Unreadable, TypeError):  # sealed with another key, or kept by another release in another shape
        return {}
    now = timezone.now()
    return {key: told for key, told in kept.items() if told.can_be(now)}


def _store(request: HttpRequest, kept: dict[str, TypedOnce]) -> None:
    if kept:
        request.session[_NAME] = seal(json.dumps({key: asdict(told) for key, told in kept.items()}))
    else:
        request.session.pop(_NAME, None)
    try:
        request.session.save()
    except UpdateError as gone:  # signed out meanwhile; Django's middleware says it in the same way
        raise SessionInterrupted(str(gone)) from gone
