"""Coming in and going out: one-time links, the sign-in form in the dialog, sign-out, the language."""

import json
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.account.views import logout as allauth_logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cancellations.models import Carrier, SigninLink, User
from cancellations.models.carrier import shipped_carriers
from cancellations.views.http import page, redirect_after, safe_next, varied
from cancellations.views.language import remember_language


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: GET shows a button (mail scanners fetch links), POST signs in once.

    Unknown, used and expired links give the same page with the same status, 404.
    """
    if request.method == "POST":
        user = SigninLink.objects.redeem(token)
        if user is not None:
            _fill_new_workspace(user)
            signed_in: HttpResponse = perform_login(request, Login(user=user, redirect_url="/"))
            return signed_in
        return _private(render(request, "account/link_gone.html", status=404))
    if not SigninLink.objects.is_open(token):
        return _private(render(request, "account/link_gone.html", status=404))
    return _private(render(request, "account/link.html"))


class SignInAgain(LoginView):  # type: ignore[misc]
    """The sign-in form inside the dialog, for a session that ended while a page with typed text was open."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.user.is_authenticated:
            return _back_to_work(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.request.user.is_authenticated:
            return _back_to_work(self.request)
        return redirect_after(self.request, response.headers.get("Location", "/"))

    def form_invalid(self, form: Any) -> HttpResponse:
        return page(self.request, "account/again.html", {"form": form}, fragment="form", status=422)


def sign_out(request: HttpRequest) -> HttpResponse:
    """GET asks, POST signs out; pages that the browser kept for Back are thrown away."""
    response: HttpResponse = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in the cookie, and with the account of whoever is signed in."""
    response = redirect_after(request, safe_next(request))
    remember_language(request, response, request.POST.get("language", ""))
    return response


def _fill_new_workspace(user: User) -> None:
    """The first user finds the shipped carriers there; doing it again changes nothing."""
    if user.email is None and user.workspace is not None:
        Carrier.objects.load_shipped(user.workspace, shipped_carriers())


def _back_to_work(request: HttpRequest) -> HttpResponse:
    """Close the dialog and give the open page its new CSRF token; reload it when somebody else signed in."""
    asked_for = request.POST.get("page_user", "")
    if asked_for and asked_for != str(request.user.pk):
        return redirect_after(request, "/")
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"csrf": get_token(request), "signed-in": True})
    return varied(response, stored=False)


def _private(response: HttpResponse) -> HttpResponse:
    # the token is in the address: no-referrer would make browsers send "Origin: null", which CSRF refuses
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return varied(response, stored=False)
