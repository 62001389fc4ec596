"""Coming in and going out: the sign-in page, the sign-in form in the dialog, sign-out, the language."""

import json
from typing import Any

from allauth.account.views import LoginView
from allauth.account.views import logout as allauth_logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST

from cancellations.views.http import page, redirect_after, safe_next
from cancellations.views.kept_form import KeptForm, unsealed
from cancellations.views.language import remember_language


class SignIn(LoginView):  # type: ignore[misc]
    """The sign-in page. A form that came along with it is shown again afterwards, to its writer alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = unsealed(request) if request.method == "POST" else None
        if kept and kept.is_for(request.user):
            return _kept_page(request, kept)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"kept": self.request.POST.get("kept", "") if unsealed(self.request) else ""}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        kept = unsealed(self.request)
        return _kept_page(self.request, kept) if kept and kept.is_for(self.request.user) else response


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


def _kept_page(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    return page(request, "account/kept.html", {"kept": kept})


def _back_to_work(request: HttpRequest) -> HttpResponse:
    """Close the dialog and give the open page its new CSRF token; reload it when somebody else signed in."""
    asked_for = request.POST.get("page_user", "")
    if asked_for and asked_for != str(request.user.pk):
        return redirect_after(request, "/")
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"csrf": get_token(request), "signed-in": True})
    return response
