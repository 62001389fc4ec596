"""A saved view: its name, and whether it is shared."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cancellations.domain.listing import REQUESTS, SIMS
from cancellations.domain.roles import Right
from cancellations.forms.base import KeyedForm
from cancellations.forms.case_filter import CaseFilter
from cancellations.forms.fields import LineField
from cancellations.forms.list_filter import ListFilter
from cancellations.forms.sim_filter import SimFilter
from cancellations.models import User
from cancellations.models.saved_view import LONGEST_NAME

_FILTERS: dict[str, type[ListFilter]] = {REQUESTS.name: CaseFilter, SIMS.name: SimFilter}


class SavedViewForm(KeyedForm):
    """`query`: a query string of the list called `listing`; whatever comes, it is kept as that list would write it."""

    name = LineField(
        label=_("Name of the view"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
    is_shared = forms.BooleanField(label=_("Share it with everybody here"), required=False)
    listing = forms.ChoiceField(choices=[(name, name) for name in _FILTERS], required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id="view_%s", **kwargs)
        self.by = by
        if not by.may(Right.WORK):
            del self.fields["is_shared"]

    def clean_listing(self) -> str:
        return self.cleaned_data["listing"] or REQUESTS.name

    def clean_query(self) -> str:
        return normalised(self.cleaned_data.get("listing", REQUESTS.name), self.cleaned_data["query"], self.by)


def normalised(listing: str, query: str, user: User) -> str:
    """A query string as the list's filter writes it for `user`, without what filters nothing."""
    return _FILTERS[listing](QueryDict(query.encode("utf-8", "replace")), user).to_save()
