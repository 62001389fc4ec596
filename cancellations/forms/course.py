"""The short forms of a case: leave a step out, hold it up, look again another day, assign, close, reopen."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.closing import DayTrouble, ObstacleKind, trouble_with_day, trouble_with_way_on
from cancellations.domain.situation import Outcome, Turn
from cancellations.domain.words import DAY_TROUBLES, OBSTACLES, OUTCOMES, choices
from cancellations.forms.base import BranchedForm, BranchRadio, KeyedForm, VersionedForm
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField
from cancellations.models import Cancellation, User

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
    until = DayField(label=_("Look again on"), ahead=True)


class FollowUpForm(VersionedForm):
    on = DayField(label=_("Look again on"), ahead=True)
    reason = LineField(label=_("Why another day?"))


class SuspensionEndForm(VersionedForm):
    """The end of a suspension that the carrier named later, or another one than was recorded."""

    until = DayField(label=_("Suspended until"))
    reason = LineField(label=_("Who said so, and where can it be seen?"))


class NoEndForm(VersionedForm):
    """The carrier named no end of a suspension, and a day was recorded as one."""

    look_again_on = DayField(
        label=_("Look again on"),
        ahead=True,
        help_text=_("Your own reminder. No page says that the suspension ends then."),
    )
    reason = LineField(label=_("Who said so, and where can it be seen?"))


class TargetForm(VersionedForm):
    on = DayField(label=_("End date we ask for"))


class RequestNumberForm(KeyedForm):
    number = LineField(label=_("Request number"))
    given_on = DayField(label=_("Given on"), past=True)
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


class LateChargeForm(VersionedForm):
    """A charge after the confirmed end, seen at any time."""

    amount = MoneyField(label=_("Amount"))
    currency = CurrencyField(label=_("Currency"))
    charged_on = DayField(label=_("Charged on"), past=True)
    what = LineField(label=_("What was billed?"), required=False)

    def __init__(self, data: Any = None, *, case: Cancellation) -> None:
        known = {"version": case.version, "currency": case.sim.currency}
        super().__init__(data, initial=known, auto_id="charge_%s")


class CloseForm(BranchedForm):
    """The outcome, and what belongs to it: why, and for what ended without the carrier's confirmation the day."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=choices(OUTCOMES),
        widget=BranchRadio(
            then={Outcome.SUSPENDED: "a b", Outcome.TRANSFERRED: "a c", Outcome.LAPSED: "a"}, attrs={"class": "choices"}
        ),
    )
    ended_on = DayField(
        label=_("On which day?"),
        required=False,
        help_text=_("When it ran out or was transferred, or from when it is suspended."),
    )
    suspended_until = DayField(
        label=_("Suspended until"),
        required=False,
        help_text=_("The day that the carrier named. A reminder comes two weeks before it."),
    )
    look_again_on = DayField(
        label=_("Look again on"),
        required=False,
        help_text=_("If the carrier named no end: your own reminder. No page says that the suspension ends then."),
    )
    ported = forms.ChoiceField(
        label=_("Does it work with the new carrier or holder?"),
        choices=[("yes", _("Yes, it was tried")), ("no", _("No, or nobody knows"))],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    reason = LineField(label=_("Why?"), required=False, help_text=_("What shows it, or why it is given up."))

    shown_if: ClassVar[dict[str, str]] = {
        "ended_on": "a",
        "suspended_until": "b",
        "look_again_on": "b",
        "ported": "c",
    }

    def __init__(self, data: Any = None, *, case: Cancellation, today: date, wanted: str | None) -> None:
        super().__init__(data, initial={"version": case.version, "outcome": wanted})
        self.case, self.today = case, today

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("outcome") == Outcome.TRANSFERRED and cleaned.get("ported") != "yes":
            asked = _("Say whether it works with the new carrier or holder.")
            self.add_error("ported", OBSTACLES[ObstacleKind.NOT_PORTED] if cleaned.get("ported") else asked)
        if {"outcome", "ended_on", "suspended_until"} <= cleaned.keys():
            facts = self.case.facts(self.case.current_steps())
            days = {"ended_on": cleaned["ended_on"], "until": cleaned["suspended_until"]}
            trouble = trouble_with_day(self.outcome_value(), facts, self.today, **days)
            if trouble:
                late = trouble is DayTrouble.BACK_BEFORE_START
                self.add_error("suspended_until" if late else "ended_on", DAY_TROUBLES[trouble])
        if {"outcome", "suspended_until", "look_again_on"} <= cleaned.keys():
            ways_on = {"until": cleaned["suspended_until"], "look_again_on": cleaned["look_again_on"]}
            if trouble := trouble_with_way_on(self.outcome_value(), **ways_on):
                twice = trouble is DayTrouble.TWO_WAYS_ON
                self.add_error("look_again_on" if twice else "suspended_until", DAY_TROUBLES[trouble])
        if cleaned.get("outcome") == Outcome.SUSPENDED:
            refuse_past_days(self, self.today)
        return cleaned

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        ported = facts.pop("ported")
        return {**facts, "is_ported": ported != "no", "outcome": self.outcome_value()}

    def outcome_value(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])
