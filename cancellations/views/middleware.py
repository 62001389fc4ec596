"""What happens around every view: headers, the language, the user's preferences, a busy database."""

from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from cancellations.models import User
from cancellations.views import errors
from cancellations.views.known_device import remember_device
from cancellations.views.private_words import QUIET, has_words

GetResponse = Callable[[HttpRequest], HttpResponse]

# neither session nor user is read for monitors and load balancers, which ask many times a minute, nor on the holder's
# page, which knows its link alone
_NO_USER = ("/healthz", "/readyz", "/s/")
_UNUSED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")


class SecurityHeaders:
    """Content-Security-Policy from SECURE_CSP (Django 6's name), no framing, no device features, no words told on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": _policy(settings.SECURE_CSP),
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if has_words(request.META.get("QUERY_STRING", "")):
            response.headers["Referrer-Policy"] = QUIET
        return response


class Private:
    """Every answer is one person's: no cache keeps it, not even the browser's own, whoever wrote the page.

    The same address gives a page and fragments of it, so the answer says what it varies with.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["HX-Request", "HX-Request-Type", "Cookie"])
        return response


class Utf8Only:
    """Answer 400 to bodies in another character set: our own pages send UTF-8, and Python knows very odd ones."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            raise BadRequest("not UTF-8")
        return self.get_response(request)


class Language:
    """This request's language: the cookie's, else the browser's first that we speak (zh-TW gives zh-hans)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(translation.get_language_from_request(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class UserPreferences:
    """The signed-in user's own language and time zone; the user is read once here for the whole request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        if _has_user(request) and isinstance(user := get_user(request), User):
            request.user = user  # itself: pages ask it a hundred times, and each would go through Django's stand-in
            _prefer(user)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return self.get_response(request)


class KnownDevice:
    """Whoever is signed in after a POST has made this device known: a sign-in, a link, a changed password."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _has_user(request) and isinstance(request.user, User):
            remember_device(request, response, request.user)
        return response


class BusyDatabase:
    """A locked database or a full disk is 503 with Retry-After, not an error of the program."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.busy_database(request, exception)


def _policy(directives: Mapping[str, Iterable[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}".strip() for name, values in directives.items())


def _has_user(request: HttpRequest) -> bool:
    return not request.path.startswith(_NO_USER)


def _prefer(user: User) -> None:
    if user.language:
        translation.activate(user.language)
    if user.time_zone:
        try:
            timezone.activate(ZoneInfo(user.time_zone))
        except (ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
