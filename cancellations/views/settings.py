"""A user's own settings. Password, e-mail and sessions are allauth's pages in the same frame."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.forms.account import AUTO, PreferencesForm
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.language import remember_language

_PREFERENCES = ("name", "language", "theme", "time_zone", "shortcuts")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: AuthedHttpRequest) -> HttpResponse:
    """Name, language, appearance, time zone and shortcuts."""
    user = request.user
    if request.method != "POST":
        kept = {name: getattr(user, name) for name in _PREFERENCES}
        kept["language"] = user.language or request.LANGUAGE_CODE
        kept |= {name: kept[name] or AUTO for name in ("theme", "time_zone")}
        return page(request, "settings/profile.html", {"form": PreferencesForm(initial=kept)})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return page(request, "settings/profile.html", {"form": form}, status=422)
    user.prefer(**form.cleaned_data)
    response = redirect_after(request, "settings")
    remember_language(request, response, form.cleaned_data["language"])
    messages.success(request, _("Your settings are saved."))
    return response


class Sessions(ListUserSessionsView):  # type: ignore[misc]
    """Where the user is signed in, with one button that ends all other sessions."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = timezone.localdate()
        for session in context["sessions"]:
            session.browser = browser_of(session.user_agent)
            session.since = formats.moment(timezone.localtime(session.created_at), today)
        return context


def browser_of(user_agent: str) -> str:
    """What a User-Agent header says of itself, in a few words: "Firefox, Linux"."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:60]


# most browsers claim to be others too: the most particular sign first
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("YaBrowser", "Yandex"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
