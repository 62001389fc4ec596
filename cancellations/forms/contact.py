"""Logging a contact with the carrier: the outcome is all that must be said."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cancellations.domain.contact import Channel, ContactOutcome, Direction, propose_follow_up
from cancellations.domain.words import CONTACT_OUTCOMES, DIRECTIONS, choices
from cancellations.forms.base import KeyedForm, channel_field, radio
from cancellations.forms.fields import DayField, LineField, TextField, as_by_keyboard
from cancellations.models import Cancellation
from cancellations.models.carrier import rules_from

NOTE = 20_000
DRAFT = "draft-of-a-note"  # stands for the name that the browser keeps an unsent note under


class MomentField(forms.Field):
    """A moment as browsers send it (2026-11-21T15:42), in the reader's zone; empty means now."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        text = as_by_keyboard(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or not 1991 <= moment.year <= 2099:
            raise forms.ValidationError(_("Enter day and time like 2026-11-21 15:42."), code="invalid")
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class DigitRadio(forms.RadioSelect):
    """Radio buttons that the digits 1 to 9 pick; each shows its digit."""

    template_name = "forms/digits.jinja"


class ContactForm(KeyedForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=choices(CONTACT_OUTCOMES),
        widget=DigitRadio(attrs={"class": "chips"}),
    )
    channel = channel_field(label=_("Channel"), required=False)
    note = TextField(
        label=_("What was said"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(
            attrs={"rows": 1, "data-draft": DRAFT, "placeholder": _("One line: who said what, promised by when")}
        ),
    )
    follow_up = forms.ChoiceField(
        label=_("Look again"),
        required=False,
        initial="auto",
        choices=[
            ("auto", _("As proposed")),
            ("1", _("Tomorrow")),
            ("7", _("In a week")),
            ("none", _("No change")),
        ],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    follow_up_on = DayField(label=_("or on"), required=False)
    promised_by = DayField(label=_("Promised by"), required=False)
    request_number = LineField(label=_("Request number"), required=False)
    agent = LineField(label=_("Who you spoke with"), required=False)
    at = MomentField(label=_("When, if not now"), required=False)
    direction = radio(DIRECTIONS, css="chips", label=_("Direction"), required=False, initial=Direction.OUT)

    def __init__(self, data: Any = None, *, case: Cancellation, today: date) -> None:
        super().__init__(data, auto_id="log_%s")
        self.case, self.today = case, today

    def clean_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This is still to come. Log it when it has happened."))
        return moment

    def facts(self) -> dict[str, Any]:
        data = super().facts()
        chosen, day = data.pop("follow_up"), data["follow_up_on"]
        outcome = ContactOutcome(data["outcome"])
        at = data["at"] or timezone.now()
        data |= {
            "outcome": outcome,
            "channel": Channel(data["channel"] or Channel.CALL),
            "direction": Direction(data["direction"] or Direction.OUT),
            "at": at,
            "follow_up_on": day or self._follow_up(chosen, outcome, data["promised_by"]),
        }
        return data

    def _follow_up(self, chosen: str, outcome: ContactOutcome, promised: date | None) -> date | None:
        if chosen == "none" or (promised and chosen in ("", "auto")):
            return None
        if chosen in ("1", "7"):
            return date.fromordinal(self.today.toordinal() + int(chosen))
        return propose_follow_up(outcome, self.today, rules_from(self.case.rules))
