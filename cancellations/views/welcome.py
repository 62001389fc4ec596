"""The first run: in which language, and who are you? Then the page Today offers three ways to begin."""

from allauth.account.signals import password_set
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cancellations.forms.account import WelcomeForm
from cancellations.models import User
from cancellations.views.http import AuthedHttpRequest, authenticated, page, redirect_after
from cancellations.views.language import remember_language


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@authenticated
def welcome(request: AuthedHttpRequest) -> HttpResponse:
    """Ask for language, name, e-mail and password until they are known; then lead to Today."""
    if request.user.email is not None:
        return redirect_after(request, "today")
    if request.method != "POST":
        return _ask(request, WelcomeForm(user=request.user))
    if "switch" in request.POST:
        return _switch_language(request, request.POST["switch"])
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        return _ask(request, form, status=422)
    language = translation.get_language() or "en"
    if not request.user.introduce(language=language, **form.cleaned_data):
        return redirect_after(request, "today")
    update_session_auth_hash(request, request.user)
    password_set.send(sender=User, request=request, user=request.user)  # keeps the list of sessions right
    response = redirect_after(request, "today")
    remember_language(request, response, language)
    return response


def _switch_language(request: AuthedHttpRequest, code: str) -> HttpResponse:
    """The same page in the language that was just chosen, with all that was typed so far."""
    typed = {name: request.POST.get(name, "") for name in ("name", "email", "password")}
    if code in dict(settings.LANGUAGES):
        translation.activate(code)
    response = _ask(request, WelcomeForm(user=request.user, initial=typed, with_password=True))
    remember_language(request, response, code)
    return response


def _ask(request: AuthedHttpRequest, form: WelcomeForm, status: int = 200) -> HttpResponse:
    return page(request, "welcome/welcome.html", {"form": form}, status=status)
