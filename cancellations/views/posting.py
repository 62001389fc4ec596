"""What every POST that changes something shares: the right, one transaction, a form that counts once, refusals in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.roles import Right
from cancellations.domain.words import OBSTACLES, STEPS
from cancellations.models import FormKey, KeyReused, Repeated
from cancellations.views.http import AuthedHttpRequest, page, redirect_after

P = ParamSpec("P")
_NOT_CONTENT = {"csrfmiddlewaretoken", "form_key"}


class Posting:
    """How a POST went: `done`, or the `status` (422 invalid or refused, 409 somebody was faster) to answer with."""

    def __init__(self, request: AuthedHttpRequest, key: str) -> None:
        self.request, self.key = request, key
        self.status = 422
        self.done = False

    def run(self, form: BaseForm, verb: Callable[[], object]) -> None:
        """Do `verb` if `form` is valid. Whatever refuses it ends up in the form's errors, and nothing is written."""
        if form.is_valid():
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

    def led_to(self, result: str) -> None:
        """Remember an address that was not known before; repeats of this form are sent there."""
        if self.key:
            FormKey.objects.led_to(self.request.user, self.key, result)


@contextmanager
def once(request: AuthedHttpRequest, result: str = "/") -> Iterator[Posting]:
    """The transaction of one POST. The form's key is spent in it; a repeat leads to `result` and changes nothing.

    Raises PermissionDenied for viewers, Repeated and KeyReused (see `replayed`).
    """
    request.user.must(Right.WORK)
    key = request.POST.get("form_key", "")[:36]
    with transaction.atomic():
        if key:
            FormKey.objects.spend(request.user, key, _content(request), result)
        yield Posting(request, key)


def replayed(
    view: Callable[Concatenate[AuthedHttpRequest, P], HttpResponse],
) -> Callable[Concatenate[AuthedHttpRequest, P], HttpResponse]:
    """A form that arrives again is answered with where it led the first time."""

    @wraps(view)
    def guarded(request: AuthedHttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Repeated as repeated:
            return redirect_after(request, repeated.result)
        except KeyReused:
            problem = {
                "title": _("This form was sent before, with other content"),
                "advice": _("Your text is still in the form. Reload the page and send it again."),
            }
            return page(request, "errors/problem.html", problem, fragment="problem", status=409)

    return guarded


def obstacle_sentence(obstacle: object) -> str:
    """An obstacle in words, with the step it is about."""
    kind, step = getattr(obstacle, "kind", ""), getattr(obstacle, "step", None)
    words = str(OBSTACLES[kind])
    return f"{STEPS[step]}: {words}" if step else words


def _content(request: AuthedHttpRequest) -> bytes:
    pairs = [(name, value) for name, values in sorted(request.POST.lists()) for value in values]
    told = urlencode([pair for pair in pairs if pair[0] not in _NOT_CONTENT], errors="replace")
    return f"{request.path}?{told}".encode()
