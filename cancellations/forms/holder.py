"""What concerns the SIM's holder: asking for something, the link to their page, the files that they send."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.holder_duties import ASKS
from cancellations.forms.base import KeyedForm, VersionedForm, radio
from cancellations.forms.evidence import files_field
from cancellations.forms.fields import DayField, TextField

WORDS = 500
MAKE, RENEW, REVOKE = "make", "renew", "revoke"


class AskForm(VersionedForm):
    """What the holder's page will ask for, in the holder's language, and until when we wait."""

    ask = radio(ASKS, label=_("What do you need?"))
    words = TextField(
        label=_("In your own words"),
        required=False,
        max_length=WORDS,
        help_text=_("The holder reads this on their page, as you write it. Name no numbers and no passwords."),
    )
    until = DayField(label=_("Look again on"), ahead=True)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("ask") == HolderAsk.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _now("Write to the holder what is needed."))
        return self.cleaned_data

    def clean_ask(self) -> HolderAsk:
        return HolderAsk(self.cleaned_data["ask"])


class HolderLinkForm(KeyedForm):
    """`do`: which of the buttons was pressed."""

    do = forms.ChoiceField(choices=[(one, one) for one in (MAKE, RENEW, REVOKE)], widget=forms.HiddenInput)
    language = forms.ChoiceField(
        label=_("The holder's language"),
        required=False,
        choices=[("", _("As their browser says")), *settings.LANGUAGES],
    )


class HolderFilesForm(forms.Form):
    """Files as the holder sends them: what is wrong with each is said by its name."""

    attached = files_field(required=True)

    def problem(self) -> str:
        """In one line; empty when the files may be kept."""
        return " ".join(map(str, self.errors.get("attached", [])))
