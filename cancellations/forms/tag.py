"""Tags: on a case, and in the settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.tagging import LONGEST_NAME, split_names
from cancellations.forms.base import KeyedForm
from cancellations.forms.fields import LineField


class CaseTagsForm(forms.Form):
    """Tags to be given, or the one to be taken off. Both mean the same when they are sent twice."""

    use_required_attribute = False
    add = LineField(label=_("Add tags"), required=False, help_text=_("Several with commas between them."))
    remove = LineField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("remove") and "add" in cleaned and not split_names(cleaned["add"]):
            self.add_error("add", _("Enter at least one tag."))
        return cleaned

    def names(self) -> list[str]:
        return split_names(self.cleaned_data["add"])


class TagForm(KeyedForm):
    """Another name for a tag, or the name of the tag that it is to be one with."""

    name = LineField(
        label=_("Name of the tag"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
