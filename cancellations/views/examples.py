"""Example data for a first look: loaded and cleared by the owner, one click each."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cancellations.domain.roles import Right
from cancellations.examples.clear import clear_examples
from cancellations.examples.load import load_examples
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in


@require_POST
@signed_in
def load(request: AuthedHttpRequest) -> HttpResponse:
    """A second click finds the examples there and changes nothing."""
    request.user.must(Right.MANAGE)
    load_examples(request.user)
    return redirect_after(request, "today")


@require_POST
@signed_in
def clear(request: AuthedHttpRequest) -> HttpResponse:
    request.user.must(Right.MANAGE)
    clear_examples(request.user)
    messages.success(request, _("The example data is gone. Your own cards and requests are untouched."))
    return redirect_after(request, "today")
