"""What every POST that changes something shares: the right, one transaction, a form that counts once, refusals."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.db import NotSupportedError, transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.obstacle_words import obstacle_sentence
from cancellations.domain.roles import Right
from cancellations.forms.base import set_hidden
from cancellations.models import FormKey, KeyReused, Repeated
from cancellations.models.refusals import is_outdated
from cancellations.views.http import AuthedHttpRequest, redirect_after

P = ParamSpec("P")
_NOT_CONTENT = {"csrfmiddlewaretoken", "form_key"}


class Posting:
    """How a POST went: `done`, or the `status` (422 invalid or refused, 409 somebody was faster) to answer with."""

    def __init__(self, request: AuthedHttpRequest, key: str) -> None:
        self.request, self.key = request, key
        self.status = 422
        self.done = self.is_reused = False

    def run(self, form: BaseForm, verb: Callable[[], object]) -> None:
        """Do `verb` if `form` is valid. Whatever refuses it ends up in the form's errors, and nothing is written."""
        if self.is_reused:
            self._refuse_reused(form)
        elif form.is_valid():
            try:
                verb()
                self.done = True
                return
            except NotPossible as refused:
                form.add_error(None, str(refused.message))
            except Locked as locked:
                for obstacle in locked.obstacles:
                    form.add_error(None, obstacle_sentence(obstacle))
            except Stale:
                self.status = 409
        transaction.set_rollback(True)

    def _refuse_reused(self, form: BaseForm) -> None:
        """It was sent before with other content, by the browser's Back perhaps. Sent again, it is a new one."""
        if form.is_valid():
            self.status = 409
        said = _("This form was sent before, with other content. Look at what was saved, then save again.")
        form.add_error(None, said)
        set_hidden(form, form_key=uuid.uuid4())

    def led_to(self, result: str) -> None:
        """Remember an address that was not known before; repeats of this form are sent there."""
        if self.key:
            FormKey.objects.led_to(self.request.user, self.key, result)


@contextmanager
def once(request: AuthedHttpRequest, result: str = "/", *, right: Right | None = Right.WORK) -> Iterator[Posting]:
    """The transaction of one POST. The form's key is spent in it; a repeat leads to `result` and changes nothing.

    Raises PermissionDenied for viewers, and Repeated (see `replayed`). Without `right`: what every member may do.
    """
    if right:
        request.user.must(right)
    posting = Posting(request, request.POST.get("form_key", "").replace("\0", "")[:36])
    with transaction.atomic():
        if posting.key:
            try:
                FormKey.objects.spend(request.user, posting.key, _content(request), result)
            except KeyReused:
                posting.is_reused = True
        yield posting


def replayed(
    view: Callable[Concatenate[AuthedHttpRequest, P], HttpResponse],
) -> Callable[Concatenate[AuthedHttpRequest, P], HttpResponse]:
    """A form that arrives again is answered with where it led the first time.

    What an upgrade of the tables ended meanwhile is done once more, as if it had been sent again: nothing of it was
    kept. Not with files: storing the first attempt may have moved them away.
    """

    @wraps(view)
    def guarded(request: AuthedHttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            try:
                return view(request, *args, **kwargs)
            except NotSupportedError as refused:
                if request.FILES or not is_outdated(refused):
                    raise
            return view(request, *args, **kwargs)
        except Repeated as repeated:
            return redirect_after(request, repeated.result)

    return guarded


def _content(request: AuthedHttpRequest) -> bytes:
    pairs = [(name, value) for name, values in sorted(request.POST.lists()) for value in values]
    pairs += [
        (name, f"{file.name}:{file.size}:{_digest(file)}") for name, files in request.FILES.lists() for file in files
    ]
    told = urlencode([pair for pair in pairs if pair[0] not in _NOT_CONTENT], errors="replace")
    return f"{request.path}?{told}".encode()


def _digest(file: "UploadedFile[bytes]") -> str:
    """Of what is in it: two files can have one name and one size. Read in pieces; of one too large only a part came."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
