"""allauth's forms in our words: labels above the fields instead of placeholders inside them."""

from typing import Any

from allauth.account import forms as theirs
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail"),
    "email": _("New e-mail"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
}
ASKED = {
    "login": _("Enter your e-mail."),
    "email": _("Enter an e-mail."),
    "password": _("Enter your password."),
    "oldpassword": _("Enter your current password."),
    "password1": _("Choose a new password."),
    "password2": _("Enter the new password again."),
}
_HELP = {"password1": _("At least 12 characters; a few unusual words are easier to remember than signs.")}


class InOurWords:
    """Mixin: our labels, help and errors, no placeholders."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, "")
            field.error_messages["required"] = ASKED.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, theirs.LoginForm):  # type: ignore[misc]
    pass


class ConfirmItIsYouForm(InOurWords, theirs.ReauthenticateForm):  # type: ignore[misc]
    pass


class NewEmailForm(InOurWords, theirs.AddEmailForm):  # type: ignore[misc]
    pass


class NewPasswordForm(InOurWords, theirs.ChangePasswordForm):  # type: ignore[misc]
    pass


class FirstPasswordForm(InOurWords, theirs.SetPasswordForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(InOurWords, theirs.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")


class PasswordByLinkForm(InOurWords, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
