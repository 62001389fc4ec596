"""How allauth behaves here: nobody registers, links name our address, mails speak the reader's language."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.account.utils import filter_users_by_email
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from cancellations.domain.reminding import MailKind, MailText
from cancellations.jobs import send_soon
from cancellations.models import OutgoingMail, User
from cancellations.views.known_device import known_device


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Registration is closed: people come by the first link or by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: our pages answer scripts and readers alike."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether a redirect to `url` stays on the host that was asked; no other host is ever safe."""
        request = allauth_context.request
        local = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
        return local and url.startswith(("/", "http"))

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return settings.SITE_URL + path

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox, in the language of the person it goes to, when that is known.

        No mail server is asked here: whatever state it is in, the page is answered.
        """
        user = context.get("user")
        user = user if isinstance(user, User) else None
        language = (user.language if user else "") or translation.get_language() or settings.LANGUAGE_CODE
        about = {"request": allauth_context.request, "email": email, "site_url": settings.SITE_URL}
        with translation.override(language):
            mail = self.render_mail(template_prefix, email, {**about, **context})
        OutgoingMail.objects.put(
            MailText(mail.subject, str(mail.body)),
            address=email,
            kind=MailKind.ACCOUNT,
            language=language,
            user=user,
            key=f"account:{uuid.uuid4()}",
        )
        send_soon()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try before the password is looked at: of the device when it is known, else of all strangers."""
        action, key = "login_failed", self._get_login_attempts_cache_key(request, **credentials)
        user = _account_of(credentials)
        if user and (device := known_device(request, user)):
            action, key = "login_failed_on_known_device", f"{key} {device}"
        self._login_failed_rl_usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key has the host name in it, and the e-mail: another name would give new tries
        user = _account_of(credentials)
        return f"account {user.pk}" if user else _email(credentials)


def _account_of(credentials: dict[str, Any]) -> User | None:
    found: list[User] = filter_users_by_email(_email(credentials), prefer_verified=True)
    return found[0] if found else None


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).casefold()
