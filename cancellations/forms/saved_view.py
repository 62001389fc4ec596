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
    """`query`: a query string of the list called `listing`; whatever comes, it is kept as that list would write it.

    `with_look`: and with the columns and the density that the user sees now.
    """

    name = LineField(
        label=_("Name of the view"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
    with_look = forms.BooleanField(label=_("With the columns and density shown now"), required=False)
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
        told = self.cleaned_data
        query = QueryDict(told["query"].encode("utf-8", "replace"))
        asked = _FILTERS[told.get("listing", REQUESTS.name)](query, self.by)
        return asked.to_save(with_look=told["with_look"])

    def facts(self) -> dict[str, Any]:
        """What a view keeps: how the list looks is part of its query by now."""
        return {name: value for name, value in super().facts().items() if name != "with_look"}
