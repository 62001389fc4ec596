"""Where a chosen language is remembered."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cancellations.models import User

COOKIE_SECONDS = 365 * 24 * 3600


def remember_language(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep `code` in the cookie, for pages before sign-in, and in the account of the signed-in user."""
    if code not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if isinstance(request.user, User) and request.user.language != code:
        request.user.prefer(language=code)
