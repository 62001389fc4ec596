"""The forms of the steps up to the carrier's reply and the check that service ended."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cancellations.domain.closing import PROFILE, ObstacleKind, is_profile_alone, looks_like_the_receipt
from cancellations.domain.deadlines.of_case import answer_deadline
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.searching import searchable
from cancellations.domain.words import OBSTACLES
from cancellations.forms.base import BranchRadio, channel_field
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.steps.base import StepForm
from cancellations.models import RequestNumber

NOT_THE_REQUEST_NUMBER = _(
    "This is the request number, not the confirmation number. Look into the carrier's message again."
)


class ContactForm(StepForm):
    """Nothing to fill in: the contact itself is logged below; see step_effects.contacted."""

    key = StepKey.CONTACT
    above = "steps/contact.jinja"


class IdentityForm(StepForm):
    key = StepKey.IDENTITY

    documents = forms.MultipleChoiceField(
        label=_("What was shown?"),
        choices=[
            ("passport", _("Passport")),
            ("old_passport", _("Old passport or proof of a changed name")),
            ("purchase", _("Proof of purchase")),
            ("attorney", _("Power of attorney")),
            ("answers", _("Questions about the contract answered")),
            ("other", pgettext_lazy("document", "Something else")),
        ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    shown_on = DayField(label=_("When"), past=True)
    note = LineField(label=_("Note"), required=False, help_text=_("Never a password, a PIN or a code."))

    def proposed(self) -> dict[str, Any]:
        return {"shown_on": self.today}


class SubmissionForm(StepForm):
    key = StepKey.SUBMISSION

    channel = channel_field(label=_("How was it sent?"))
    submitted_on = DayField(
        label=_("Sent on"),
        past=True,
        error_messages={"to_come": _("This day is still to come. Record it when it has been sent.")},
    )
    request_number = LineField(
        label=_("Request number"),
        required=False,
        help_text=_("The carrier's number for your request, not ours."),
    )
    no_number = forms.BooleanField(label=_("The carrier gives no number"), required=False)
    proof = LineField(
        label=_("Then what proves it?"),
        required=False,
        help_text=_("Postal receipt, screenshot, stamped copy …"),
    )
    given_by = LineField(label=_("Who gave the number"), required=False)
    requested_end_date = DayField(label=_("End date asked for"), required=False)
    promised_by = DayField(label=_("Answer promised by"), required=False)
    override_reason = LineField(
        label=_("Why submit all the same?"),
        required=False,
        help_text=_("Something still stands before this step. Your reason is kept in the history."),
    )

    def proposed(self) -> dict[str, Any]:
        return {"submitted_on": self.today, "requested_end_date": self.case.requested_end_date}

    def check_whole(self) -> None:
        data = self.cleaned_data
        if not data.get("request_number") and not data.get("no_number"):
            self.need("request_number", _("Enter the request number, or say that the carrier gives none."))
        if data.get("no_number"):
            self.need("proof", _("Without a number, say what proves that it was sent."))
        sent, promised = data.get("submitted_on"), data.get("promised_by")
        if sent and promised and promised < sent:
            self.add_error("promised_by", _("The promise cannot be before the day it was sent."))


RESULTS = [
    ("confirmed", _("Confirmed, with a date")),
    ("receipt", _("Only that it has arrived: a receipt or an automatic reply")),
    ("suspended", _("Only that the number is blocked or suspended")),
    ("wants", _("Wants something more")),
    ("refused", _("Refused")),
    ("none", _("No answer yet")),
]


class ConfirmationForm(StepForm):
    key = StepKey.CONFIRMATION

    result = forms.ChoiceField(
        label=_("What did the carrier answer?"),
        choices=RESULTS,
        widget=BranchRadio(
            then={"confirmed": "a", "receipt": "e", "suspended": "e", "wants": "b e", "refused": "c e", "none": "e"}
        ),
    )
    replied_on = DayField(label=_("Answered on"), past=True)
    end_date = DayField(label=_("Contract ends on"), required=False)
    confirmation_number = LineField(label=_("Confirmation number"), required=False)
    says_so = forms.BooleanField(label=_("The reply itself says that the contract ends on this day"), required=False)
    retroactive = forms.BooleanField(
        label=_("The carrier itself says that the contract ended before the request was sent"), required=False
    )
    what = LineField(label=_("What they want"), required=False)
    reason = LineField(label=_("Why they refuse"), required=False)
    until = DayField(label=_("Look again on"), required=False)

    shown_if = {"end_date": "a", "confirmation_number": "a", "says_so": "a", "retroactive": "a"}
    shown_if |= {"what": "b", "reason": "c", "until": "e"}

    def adapt(self) -> None:
        if not self.case.acknowledged_on:
            del self.fields["says_so"]  # no receipt that could be taken for it
        if not self._would_end_before_it_was_sent():
            del self.fields["retroactive"]
        if str(self.initial.get("until", "")) < str(self.today):
            self.initial.pop("until", None)  # it was waited for until then; another day is asked for

    def proposed(self) -> dict[str, Any]:
        return {"replied_on": self.today}

    def check_whole(self) -> None:
        data = self.cleaned_data
        match data.get("result"):
            case "confirmed":
                self.need("end_date", _("Enter the day on which the contract ends, as the carrier confirmed it."))
                self._not_the_request_number(data.get("confirmation_number", ""))
                self._not_the_receipt(data)
                self._not_before_it_was_sent(data)
            case "wants":
                self.need("what", _("Say what the carrier wants."))
            case "refused":
                self.need("reason", _("Say why the carrier refuses."))
            case "none" | "receipt" | "suspended" if not self._comes_back(data["result"]):
                self.need("until", _("Choose the day to look again."))
        if data.get("result") != "confirmed":  # with that, the day is neither seen nor used
            refuse_past_days(self, self.today)
        replied, sent = data.get("replied_on"), self.case.submitted_on
        if replied and sent and replied < sent:
            self.add_error("replied_on", _("The answer cannot be older than the request."))

    def _would_end_before_it_was_sent(self) -> bool:
        """By what was typed, or saved so far."""
        typed = self.data.get("end_date") if self.is_bound else self.initial.get("end_date")
        try:
            end = DayField(required=False).clean(typed)
        except forms.ValidationError:
            return False
        return bool(end and self.case.submitted_on and end < self.case.submitted_on)

    def _not_before_it_was_sent(self, data: dict[str, Any]) -> None:
        """Carriers end contracts after the fact, but seldom; a mistyped year is no such end."""
        end = data.get("end_date")
        if not end or not self._would_end_before_it_was_sent():
            return
        if end.year < self.case.opened_on.year - 1:
            self.add_error("end_date", _("This day is long before the request was opened. Look at the year again."))
        elif not data.get("retroactive"):
            said = _("The contract would have ended before the request was sent. Tick this if the carrier says so.")
            self.add_error("retroactive", said)

    def _comes_back(self, result: str) -> bool:
        """Whether a day of the carrier's is to come, so that the case needs no day of our own."""
        facts = self.case.facts(())
        if result != "none":  # it has the request
            facts = replace(facts, acknowledged_on=facts.acknowledged_on or self.cleaned_data.get("replied_on"))
        deadline = answer_deadline(facts)
        return deadline is not None and deadline.result is not None and deadline.result >= self.today

    def _not_the_receipt(self, data: dict[str, Any]) -> None:
        """Only what the person read in the reply itself makes more of it."""
        known, number = self.case.acknowledged_on, data.get("confirmation_number", "")
        if not data.get("says_so") and looks_like_the_receipt(known, data.get("replied_on"), number):
            self.add_error("says_so", OBSTACLES[ObstacleKind.RECEIPT_ONLY])

    def _not_the_request_number(self, number: str) -> None:
        if searchable(number) not in self.case.search_text.split("\n"):
            return  # every number of the case is searched by: a new one needs no query
        known = RequestNumber.objects.filter(cancellation=self.case, kind=RequestNumber.Kind.REQUEST, number=number)
        if number and known.exists():
            self.add_error("confirmation_number", NOT_THE_REQUEST_NUMBER)


WAYS_TO_CHECK = [
    ("called", _("The number no longer answers")),
    ("data", _("Mobile data is off")),
    ("portal", _("The online account shows it closed")),
    ("statement", _("Written statement from the carrier")),
    (PROFILE, _("eSIM profile deleted from the device")),
]


class VerificationForm(StepForm):
    key = StepKey.VERIFICATION

    checks = forms.MultipleChoiceField(
        label=_("How was it checked?"),
        choices=WAYS_TO_CHECK,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    checked_on = DayField(label=_("Checked on"), past=True)
    note = LineField(label=_("Note"), required=False)

    def adapt(self) -> None:
        if self.case.sim.kind != SimKind.ESIM:
            self.fields["checks"].choices = WAYS_TO_CHECK[:-1]  # type: ignore[attr-defined] # a choice field

    def adapted_to(self) -> Hashable:
        return self.case.sim.kind

    def proposed(self) -> dict[str, Any]:
        return {"checked_on": self.today}

    def check_whole(self) -> None:
        end, checked = self.case.confirmed_end_date, self.cleaned_data.get("checked_on")
        if checked and end and checked < end:
            self.add_error("checked_on", _("The contract runs until its end date. Check on that day or later."))
        if is_profile_alone(self.cleaned_data.get("checks")):
            self.add_error("checks", OBSTACLES[ObstacleKind.PROFILE_ONLY])
