"""Devices that an account was signed in with before: what strangers get wrong elsewhere uses up none of their tries.

Every such device has a cookie of its own for each account; its signature holds as long as the password does.
"""

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.http import HttpRequest, HttpResponse

from cancellations.models import User

KEPT_SECONDS = 365 * 24 * 3600
_LAST_COOKIE = f"{settings.DEVICE_COOKIE_PREFIX}last"
_LAST = Signer(salt="last user of this device")


def known_device(request: HttpRequest, user: User) -> str:
    """The name of this device, when `user` was signed in with it under the present password; else empty."""
    return _named_in(request, user, KEPT_SECONDS)


def last_user_id(request: HttpRequest) -> int | None:
    """Whoever was signed in here last, by id: whoever the page belongs to whose form has a valid CSRF token.

    Signing in changes the secret behind these tokens, so the forms of those who were here before are refused.
    """
    try:
        return int(_LAST.unsign(request.COOKIES.get(_LAST_COOKIE, "")))
    except BadSignature:
        return None


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Make the device known from now on; one that is known keeps its name until its cookie grows old."""
    if last_user_id(request) != user.pk:
        _set(response, _LAST_COOKIE, _LAST.sign(str(user.pk)))
    if not _named_in(request, user, KEPT_SECONDS // 2):
        _set(response, _cookie(user), _signer(user).sign(secrets.token_hex(8)))


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=KEPT_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _named_in(request: HttpRequest, user: User, seconds: int) -> str:
    try:
        return _signer(user).unsign(request.COOKIES.get(_cookie(user), ""), max_age=seconds)
    except BadSignature:
        return ""


def _cookie(user: User) -> str:
    return f"{settings.DEVICE_COOKIE_PREFIX}{user.pk}"


def _signer(user: User) -> TimestampSigner:
    return TimestampSigner(salt=f"known device of {user.pk} with {user.password}")
