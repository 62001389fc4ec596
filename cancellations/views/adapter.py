"""How allauth behaves here: nobody registers, links name our address, mails speak the reader's language."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cancellations.models import User

logger = logging.getLogger("lastcall")


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Registration is closed: people come by the first link or by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
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
        """Send in the language of the person it goes to, when that is known.

        A mail server that does not answer never breaks the page: the failure is logged and said.
        """
        user = context.get("user")
        language = user.language if isinstance(user, User) else ""
        try:
            with translation.override(language or translation.get_language()):
                super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})
        except OSError as error:  # SMTPException is one
            logger.error("mail %s was not sent: %s", template_prefix, type(error).__name__)
            text = _("The e-mail could not be sent. Tell whoever runs this installation.")
            messages.error(allauth_context.request, text)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key has the host name in it: whoever asks by another name would get new attempts
        return str(credentials.get("email", "")).casefold()
