"""Addresses with a key in them, each for one use: signing in from the console, a new password, a new e-mail.

Opening one asks, and only its button does it: mail scanners open links too. Unknown, used and expired keys give
one page and one status, 404, which do not repeat the key.
"""

from typing import Any, TypeVar

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from cancellations.models import Carrier, SigninLink, User
from cancellations.models.carrier import shipped_carriers

Response = TypeVar("Response", bound=HttpResponseBase)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """The link that the console prints: GET shows a button, POST signs in once."""
    if request.method == "POST":
        user = SigninLink.objects.redeem(token)
        if user is None:
            return _gone("account/link_gone.html")
        _fill_new_workspace(user)
        signed_in: HttpResponse = perform_login(request, Login(user=user, redirect_url="/"))
        return signed_in
    if not SigninLink.objects.is_open(token):
        return _gone("account/link_gone.html")
    return _unlisted(render(request, "account/link.html"))


class NewPassword(PasswordResetFromKeyView):  # type: ignore[misc]
    """The link in the e-mail about a forgotten password."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            return _gone("account/key_gone.html", again=reverse("account_reset_password"))
        response: HttpResponse = super().render_to_response(context, **kwargs)
        return _unlisted(response)


class NewEmail(ConfirmEmailView):  # type: ignore[misc]
    """The link in the e-mail to a new address: from then on one signs in with it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self._can_confirm():
            return _gone("account/key_gone.html", again=reverse("account_email"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return _unlisted(response)

    def _can_confirm(self) -> bool:
        try:
            return bool(self.get_object().email_address.can_set_verified())
        except Http404:
            return False


def _fill_new_workspace(user: User) -> None:
    """The first user finds the shipped carriers there; doing it again changes nothing."""
    if user.email is None and user.workspace is not None:
        Carrier.objects.load_shipped(user.workspace, shipped_carriers())


def _gone(template: str, **context: str) -> HttpResponse:
    # rendered without the request: whoever asks, and for whatever, the same bytes
    return _unlisted(HttpResponse(render_to_string(template, context), status=404))


def _unlisted(response: Response) -> Response:
    # the key is in the address: no-referrer would make browsers send "Origin: null", which CSRF refuses
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
