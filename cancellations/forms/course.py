"""The short forms of a case: leave a step out, hold it up, look again another day, assign, close, reopen."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.situation import Outcome, Turn
from cancellations.domain.words import OUTCOMES
from cancellations.forms.base import KeyedForm, VersionedForm, radio
from cancellations.forms.fields import DayField, LineField
from cancellations.models import User

WHO = [
    (Turn.US.value, _("We ourselves")),
    (Turn.HOLDER.value, _("The SIM's holder")),
    (Turn.CARRIER.value, _("The carrier")),
]


class PlainChangeForm(VersionedForm):
    """A change that asks for nothing more."""


class ReasonForm(VersionedForm):
    """A change that asks why."""

    reason = LineField(label=_("Why?"))


class HoldUpForm(VersionedForm):
    """Blocked or waiting: by whom it goes on, and when to look again. Never open-ended."""

    reason = LineField(label=_("What is in the way?"))
    who = forms.ChoiceField(label=_("Who can clear it?"), choices=WHO, initial=Turn.HOLDER.value)
    until = DayField(label=_("Look again on"))


class FollowUpForm(VersionedForm):
    on = DayField(label=_("Look again on"))
    reason = LineField(label=_("Why another day?"))


class TargetForm(VersionedForm):
    on = DayField(label=_("End date we ask for"))


class RequestNumberForm(KeyedForm):
    number = LineField(label=_("Request number"))
    given_on = DayField(label=_("Given on"))
    given_by = LineField(label=_("Given by"), required=False, help_text=_("Name of the person, or where you read it."))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"given_on": today}, auto_id="number_%s")


class AssignForm(KeyedForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Who looks after it"), required=False)

    def __init__(self, data: Any = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id="assign_%s", **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        members = User.objects.filter(membership__workspace=by.workspace, is_active=True)
        field.queryset = members.select_related("membership").order_by("name", "id")
        field.empty_label = str(_("Nobody"))


class CloseForm(VersionedForm):
    outcome = radio(OUTCOMES, label=_("How did it end?"))
    reason = LineField(label=_("Why?"), required=False, help_text=_("What shows it, or why it is given up."))

    def outcome_value(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])
