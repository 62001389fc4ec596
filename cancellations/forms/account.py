"""Forms about oneself: the welcome page and the settings."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from cancellations.domain.places import time_zones
from cancellations.forms.fields import LineField
from cancellations.forms.required import AskingForm
from cancellations.models import User

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("ru", "Русский")]  # each by its own name


AUTO = "auto"


def _without_auto(value: str) -> str:
    return "" if value == AUTO else value


class WelcomeForm(AskingForm):
    """What the first run asks: name, e-mail and a password, in the language of the page. Saves nothing."""

    name = LineField(
        label=_("Your name"),
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown beside what you record."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail."),
            "invalid": _("Enter an e-mail like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You sign in with it."),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a few unusual words are easier to remember than signs."),
    )

    def __init__(self, *args: Any, user: User, with_password: bool = False, **kwargs: Any) -> None:
        """`with_password`: shown again to whoever typed it a moment ago; otherwise a password never comes back."""
        super().__init__(*args, **kwargs)
        self.user = user
        if with_password:
            widget = self.fields["password"].widget
            assert isinstance(widget, forms.PasswordInput)  # noqa: S101 - narrows the type, cannot fail
            widget.render_value = True

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise forms.ValidationError(_("Somebody signs in with this e-mail already."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned:
            like = User(name=cleaned.get("name", ""), email=cleaned.get("email"))
            try:
                validate_password(cleaned["password"], like)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PreferencesForm(AskingForm):
    """How the pages look and speak to one user. Saves nothing; "auto" becomes empty."""

    name = LineField(
        label=_("Your name"),
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect(attrs={"class": "chips"})
    )
    theme = forms.TypedChoiceField(
        label=_("Appearance"),
        choices=[(AUTO, _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        coerce=_without_auto,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    time_zone = forms.TypedChoiceField(
        label=_("Time zone"), coerce=_without_auto, help_text=_("Decides what “today” is for you.")
    )
    shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"), required=False, help_text=_("Press ? on any page to see them.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        zones.choices = [(AUTO, _("As this installation")), *time_zones()]
