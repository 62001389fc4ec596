"""What is asked before the dossiers of many cases are made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.forms.required import AskingForm


class DossiersForm(AskingForm):
    """`may_see`: whether numbers and identity documents are shown to who asks."""

    identity = forms.BooleanField(label=_("With identity documents too"), required=False)

    def __init__(self, data: Any = None, *, may_see: bool) -> None:
        super().__init__(data, auto_id="with-%s")
        self.may_see = may_see
        if not may_see:
            del self.fields["identity"]

    @property
    def with_identity(self) -> bool:
        return bool(self.cleaned_data.get("identity"))
