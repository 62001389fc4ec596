"""A saved view: its name, and whether it is shared."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cancellations.domain.roles import Right
from cancellations.forms.base import KeyedForm
from cancellations.forms.case_filter import CaseFilter
from cancellations.forms.fields import LineField
from cancellations.models import User
from cancellations.models.saved_view import LONGEST_NAME


class SavedViewForm(KeyedForm):
    """`query`: a query string of the list; whatever comes, it is kept as the list itself would write it."""

    name = LineField(
        label=_("Name of the view"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
    is_shared = forms.BooleanField(label=_("Share it with everybody here"), required=False)
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id="view_%s", **kwargs)
        self.by = by
        if not by.may(Right.WORK):
            del self.fields["is_shared"]

    def clean_query(self) -> str:
        return normalised(self.cleaned_data["query"], self.by)


def normalised(query: str, user: User) -> str:
    """A query string as CaseFilter writes it for `user`, without what filters nothing."""
    return CaseFilter(QueryDict(query.encode("utf-8", "replace")), user).to_save()
